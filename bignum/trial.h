/* SPDX-License-Identifier: MIT */
/*
 * trial.h - trial division by all primes from 3 to 65521.
 *
 * The primes are sieved at run time, in 0.2 ms, into the caller's memory: a table in the box would be 13 KiB.
 * They are taken together in products of one word; a candidate's remainder by four products at a time is found in
 * Montgomery's way (multiplications only), and then tested against the primes of those four. No division anywhere:
 * dividers take a time that depends on the operands.
 */
#ifndef BIGNUM_TRIAL_H
#define BIGNUM_TRIAL_H

#include <stdbool.h>

#include "bignum/limb.h"

#define TRIAL_PRIMES 6541 /* odd primes below 65536 */
#define TRIAL_PRODUCTS (TRIAL_PRIMES / (LIMB_WORD / 16) + 1)
#define TRIAL_AT_ONCE 4
#define TRIAL_WORDS (2048 / LIMB_WORD)

/* Nothing in here is secret. */
struct trial {
	size_t products;                       /* used, a multiple of TRIAL_AT_ONCE; the last may be 1 */
	struct {
		limb product, inverse;             /* of odd primes; its inverse modulo 2^LIMB_WORD */
	} by[TRIAL_PRODUCTS + TRIAL_AT_ONCE];
	uint16_t first[TRIAL_PRODUCTS + TRIAL_AT_ONCE + 1]; /* index of each product's first prime */
	uint16_t prime[TRIAL_PRIMES];
	limb inverse[TRIAL_PRIMES];
	uint8_t composite[65536 / 16];         /* of the sieve: bit i stands for 2i+1 */
};

void trial_init(struct trial *t);

/*
 * Does a prime of the table divide x: `words` full words of LIMB_WORD bits, least significant first? A multiple of
 * four words, at least 4. It stops at the first four products with a divisor: the time tells something of an x that
 * has one, and of another only that it has none.
 */
bool trial_divides(const struct trial *t, const limb *x, size_t words);

#endif
