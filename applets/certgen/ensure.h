/* SPDX-License-Identifier: MIT */
/* ensure.h - one directory: read, decide, act, report. */
#ifndef CERTGEN_ENSURE_H
#define CERTGEN_ENSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certgen/host.h"
#include "applets/certgen/judge.h"
#include "applets/certgen/make.h"
#include "applets/certgen/names.h"
#include "applets/certgen/set.h"
#include "applets/certgen/wishes.h"
#include "applets/say.h"
#include "bearssl-glue/rng.h"
#include "lib/err.h"

#define LOCK_NAME ".lock"

/* A run's circumstances, and its secrets: set and rng. */
struct run {
	const struct say *say;
	const struct wishes *w;
	struct leaf_owner owner;
	int64_t clock;
	bool believed;
	bool seeded;              /* rng is (ensure_seed) */
	bool changed;
	bool out_of_room;         /* failed because the place is read-only or full */
	struct names names;       /* wanted; consumed by ensure */
	struct set set;
	struct rng rng;
	char mark[HOST_MARK_TEXT];
};

/*
 * Make the directory hold a valid set. from (may be NULL): another directory's set, whose whole parts are carried over. With
 * w->plan and w->check as wished. r->set stays loaded; the caller closes it. Returns the exit code; a failure is in e.
 */
int ensure(struct run *r, const char *path, const struct set *from, struct err *e);

/*
 * The parts of ensure, for modes that change a set in another way; 0 or -1 each. In this order: DIR opened (made when missing, if make is set;
 * else r->set.dirfd is -1) and locked, *lock the caller's to close when it is not negative, on failure too; an earlier
 * run's replacement finished, the set read and judged (from as above; *unfinished: --check left a replacement as it is);
 * r->rng seeded, unless it is; --on-change marked as owed and the plan done with these products.
 */
int ensure_open(struct run *r, const char *path, bool make, int *lock, struct err *e);
int ensure_read(struct run *r, const struct set *from, struct found *f, bool *unfinished, struct err *e);
int ensure_seed(struct run *r, struct err *e);
int ensure_act(struct run *r, const struct plan *p, struct product *products, const char *carried_from, struct err *e);

#endif
