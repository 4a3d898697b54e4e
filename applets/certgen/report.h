/* SPDX-License-Identifier: MIT */
/* report.h - what certgen says of what it found, does and leaves. */
#ifndef CERTGEN_REPORT_H
#define CERTGEN_REPORT_H

#include "applets/certgen/names.h"
#include "applets/certgen/plan.h"
#include "applets/certgen/set.h"
#include "applets/certgen/wishes.h"
#include "applets/say.h"

/* A file made: "created" with a new key, else "reissued" and why. from: another directory that it is carried over from, or NULL. */
void report_made(const struct say *s, const struct set *set, const struct plan *p, enum set_file file, const char *from);
/* A file set aside under another name, and why. */
void report_aside(const struct say *s, const struct set *set, const struct plan *p, enum set_file file, const char *aside);
/* --check: what would be done, a line each. */
void report_would(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p);
/* The anchor's fingerprint, after a change or with -v. */
void report_trust(const struct say *s, const struct set *set, const struct plan *p);
/* The last line: all is well, how long, and when it renews. */
void report_ok(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p);
/* The user's own pairs: kept. */
void report_kept(const struct say *s, const struct set *set, const struct plan *p);
/* Warnings of the plan. changed: something else is said, too. */
void report_warnings(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p, const struct found *f, const struct names *l, bool changed);
/* The plan's failure as an error. */
int report_failure(const struct set *set, const struct plan *p, const struct names *l, struct err *e);

#endif
