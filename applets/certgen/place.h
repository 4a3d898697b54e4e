/* SPDX-License-Identifier: MIT */
/* place.h - DIR itself: opened or made, checked against what was promised, judged for what it stands on. */
#ifndef CERTGEN_PLACE_H
#define CERTGEN_PLACE_H

#include "applets/certgen/set.h"
#include "applets/say.h"
#include "lib/err.h"

#define PLACE_ABSENT (-2)

/*
 * DIR's descriptor. Missing: made (755), or without make PLACE_ABSENT. -1: not a directory, world-writable, of an owner
 * neither root nor the caller, or (own_mount) it or its nearest existing parent is not on a mount of its own: nothing is made then.
 */
int place_open(const char *path, bool own_mount, bool make, struct err *e);

/* Is a folder fit to hold a set's files: not world-writable, of root or the caller? fd, or -1. */
int place_check(int fd, const char *path, struct err *e);

/* Say when DIR will not survive a boot: a warning when something changed, else with -v. */
void place_report(const struct say *s, const struct set *set, bool changed);

#endif
