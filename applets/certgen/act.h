/* SPDX-License-Identifier: MIT */
/* act.h - do what a plan says, and only that. */
#ifndef CERTGEN_ACT_H
#define CERTGEN_ACT_H

#include "applets/certgen/commit.h"
#include "applets/certgen/judge.h"
#include "applets/certgen/make.h"
#include "applets/certgen/plan.h"
#include "applets/certgen/set.h"
#include "applets/say.h"
#include "bearssl-glue/rng.h"

/* All that acting needs. */
struct act {
	const struct say *say;
	struct set *s;
	const struct plan *p;
	const struct leaf_owner *owner;
	struct rng *r;             /* for temporaries' names */
	struct product *products;
	const char *carried_from;  /* where seeded entries come from */
	const char *mark;          /* this machine's, "" if none */
};

#define PENDING_NAME ".certbox-changed"

/* Does any file of the set change? (A mark added, leftovers removed are no change of the set.) */
bool act_changes(const struct set *s, const struct plan *p);

/* Leave the marker that --on-change is owed. */
int act_mark_pending(struct act *a, struct err *e);

/* A temporary's name for a file, known again by the next run (leftover.h). Of a, s and r are used, by act_mark_pending too. */
void act_temp(const struct act *a, const struct set_entry *at, char out[static MARK_TEMP_NAME_LEN]);

/*
 * In this order: leftovers removed; then either all at once (staged, recorded, rolled forward), or file by file, keys before certificates, each
 * durable before the next; modes; the machine's mark. Reports as it goes. On -1 each file is either as it was or whole and new.
 */
int act_do(struct act *a, struct err *e);

/* For commit_roll_forward of an earlier run's record: reports. ctx is a struct act. */
void act_told(void *ctx, enum set_file file, const char *aside);

#endif
