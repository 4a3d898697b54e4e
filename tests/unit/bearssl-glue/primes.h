/* SPDX-License-Identifier: MIT */
/* primes.h - primes for RSA keys in these tests: one search, in this process. */
#ifndef TESTS_UNIT_BEARSSL_GLUE_PRIMES_H
#define TESTS_UNIT_BEARSSL_GLUE_PRIMES_H

#include "bearssl-glue/key.h"
#include "bignum/rsa.h"

static struct rsa_workspace primes_room;

static int primes_find(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	uint8_t *const prime[2] = { p, q };
	unsigned *asked = ctx;
	int have = 0, found = 0;

	if (asked)
		++*asked;
	if (prime_search_init(&primes_room.search, bits / 2, seed, 0, PRIME_FASTEST))
		return -1;
	while (have < 2 && (found = prime_search_step(&primes_room.search, prime[have])) >= 0)
		have += found;
	return have == 2 ? 0 : -1;
}

#endif
