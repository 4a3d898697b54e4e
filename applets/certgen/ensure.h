/* SPDX-License-Identifier: MIT */
/* ensure.h - one directory: read, decide, act, report. */
#ifndef CERTGEN_ENSURE_H
#define CERTGEN_ENSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certgen/host.h"
#include "applets/certgen/judge.h"
#include "applets/certgen/names.h"
#include "applets/certgen/set.h"
#include "applets/certgen/wishes.h"
#include "applets/say.h"
#include "bearssl-glue/rng.h"
#include "lib/err.h"

/* A run's circumstances, and its secrets: set and rng. */
struct run {
	const struct say *say;
	const struct wishes *w;
	struct leaf_owner owner;
	int64_t clock;
	bool believed;
	char mark[HOST_MARK_TEXT];
	struct names names;       /* wanted; consumed by ensure */
	struct set set;
	struct rng rng;
	bool changed;
	bool out_of_room;         /* failed because the place is read-only or full */
};

/*
 * Make the directory hold a valid set. from (may be NULL): another directory's set, whose whole parts are carried over. With
 * w->plan and w->check as wished. r->set stays loaded; the caller closes it. Returns the exit code; a failure is in e.
 */
int ensure(struct run *r, const char *path, const struct set *from, struct err *e);

#endif
