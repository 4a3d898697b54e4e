/* SPDX-License-Identifier: MIT */
/*
 * race.h - search an RSA key's primes on all processors this process may use.
 *
 * Each member of a crew searches with a stream of random bytes of its own (bignum/prime.h) and tells every prime; the
 * first two are taken. This process only waits and shows progress: so an answer is heard at once, and memory is what
 * one search needs. With one processor, or when no member could be started or all have died, it searches itself.
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
	void (*member)(void *race, unsigned number, int fd); /* NULL: the search. For tests of what may go wrong */

	/* The race's own. */
	struct crew crew;
	struct race_secret {
		uint8_t seed[KEY_SEED_LEN];
		struct prime_search search;
		struct rsa_assembly assembly;
	} secret; /* 145 KiB; race_wipe */
};

/* As key_primes.find wants it; ctx is a struct race. No member is left when it returns. */
int race_find(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q);

void race_wipe(struct race *r);

#endif
