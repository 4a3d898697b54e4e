/* SPDX-License-Identifier: MIT */
/*
 * race.h - search an RSA key's primes on all processors this process may use.
 *
 * This process and each member of a crew search, with streams of random bytes of their own (bignum/prime.h), for what
 * passes trial division and base 2. After two such numbers the searches end, and the last rounds are shared: one number
 * is a new member's, the other ours. So no processor is idle or does what is thrown away, but for a part of one batch.
 * Nobody is waited for: with one processor, or when no member could be started, all have died, are stopped, say nothing
 * or have lied, all is done here.
 */
#ifndef CERTGEN_RACE_H
#define CERTGEN_RACE_H

#include "bearssl-glue/key.h"
#include "bignum/rsa.h"
#include "os/crew.h"

struct race {
	/* The caller's to set; all may be zero. */
	void (*progress)(void *ctx); /* called once a unit of work (prime_search_step) */
	void *ctx;
	unsigned processors;         /* 0: those there are */
	void (*member)(struct race *r, unsigned number, int fd); /* NULL: ours. For tests of what may go wrong */

	/* The race's own. */
	struct crew crew;
	void (*work)(struct race *r, unsigned number, int fd);
	uint64_t streams; /* given out so far; the first is ours. 1 in a member: it is to search, else to confirm */
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
