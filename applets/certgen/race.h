/* SPDX-License-Identifier: MIT */
/*
 * race.h - search an RSA key's primes on all processors this process may use.
 *
 * Each member of a crew searches with a stream of random bytes of its own (bignum/prime.h) and tells what passed trial
 * division and base 2; this process only waits and shows progress, so that an answer is heard at once. After two such
 * numbers the searches end, and the last rounds are shared: one number is a new member's, the other ours. So no
 * processor is idle or does what is thrown away, but for a part of one batch.
 * With one processor, or when no member could be started, all have died or one has lied, all is done here.
 */
#ifndef CERTGEN_RACE_H
#define CERTGEN_RACE_H

#include "bearssl-glue/key.h"
#include "bignum/rsa.h"
#include "os/crew.h"

struct race {
	/* The caller's to set; all may be zero. */
	void (*progress)(void *ctx); /* called at least ten times a second, or once a unit of work */
	void *ctx;
	unsigned processors;         /* 0: those there are */
	void (*member)(struct race *r, unsigned number, int fd); /* NULL: the search. For tests of what may go wrong */

	/* The race's own. */
	struct crew crew;
	void (*work)(struct race *r, unsigned number, int fd);
	uint64_t streams; /* given out so far; the first is ours */
	struct race_secret {
		uint8_t seed[KEY_SEED_LEN];
		uint8_t number[PRIME_MAX_LEN]; /* for a member to confirm */
		struct prime_search search;
		struct rsa_assembly assembly;
	} secret; /* 145 KiB; race_wipe */
};

/* As key_primes.find wants it; ctx is a struct race. No member is left when it returns. */
int race_find(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q);

void race_wipe(struct race *r);

#endif
