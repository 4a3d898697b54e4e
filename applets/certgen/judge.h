/* SPDX-License-Identifier: MIT */
/* judge.h - from files read and names wanted to the facts that plan decides by. */
#ifndef CERTGEN_JUDGE_H
#define CERTGEN_JUDGE_H

#include "applets/certgen/names.h"
#include "applets/certgen/plan.h"
#include "applets/certgen/set.h"
#include "applets/certgen/wishes.h"
#include <sys/types.h>

/* What --owner asks of the leaf key; mode 0: nothing. */
struct leaf_owner {
	uid_t uid;            /* (uid_t)-1: leave */
	gid_t gid;
	mode_t mode;
};

/*
 * Signatures are checked here, by signing again where we hold the key (ECDSA is deterministic, and cheaper that way),
 * else by verifying. A certificate of ours whose own signature is broken counts as torn. believed: is the clock's time. Fills the pairs of
 * f, f->now (clock, or the floor made from release date and our own certificates) and f->outside; marks names the CA does not permit.
 */
void judge_set(struct set *s, const struct wishes *w, struct names *names, const struct leaf_owner *owner, int64_t clock, bool believed, struct found *f);

/* Is this clock to be believed? (SPEC 2, Clock) */
bool judge_clock(int64_t clock, enum clock_trust trust, bool is_set);

/* The mode a key or certificate file should have here: what is there without its excess, or what --owner asks. */
mode_t judge_mode(const struct set *s, enum set_file file, const struct leaf_owner *owner);

/* May new certificates get name constraints? */
bool judge_constrained(const struct wishes *w);

#endif
