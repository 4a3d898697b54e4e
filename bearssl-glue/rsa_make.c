/* SPDX-License-Identifier: MIT */
/* rsa_make.c - make an RSA key of two primes that somebody finds. */
#include "bearssl-glue/rsa_make.h"

#include <string.h>

#include "bearssl-glue/rsa_number.h"
#include "bignum/rsa.h"
#include "lib/wipe.h"

#define TRIES 3 /* two primes do not go together once in 2^28 pairs at most: three times is a broken search */

_Static_assert(KEY_SEED_LEN == CHACHA20_KEY_LEN, "a seed is a key of bignum's stream");

static int keep(const struct rsa_key *made, struct key *k)
{
	size_t half = made->bits / 16;

	if (rsa_number_set(&k->p, made->p, half) || rsa_number_set(&k->q, made->q, half))
		return -1;
	if (rsa_number_set(&k->dp, made->dp, half) || rsa_number_set(&k->dq, made->dq, half))
		return -1;
	if (rsa_number_set(&k->qinv, made->qinv, half))
		return -1;
	memcpy(k->n, made->n, 2 * half);
	k->n_len = (uint16_t)(2 * half);
	k->e = RSA_E;
	return 0;
}

/* 0; 1 when these two do not go together; -1. */
static int try_once(unsigned bits, struct rng *r, const struct key_primes *primes, struct rsa_key *made)
{
	uint8_t seed[KEY_SEED_LEN];
	int found;

	rng_fill(r, seed, sizeof seed);
	found = primes->find(primes->ctx, bits, seed, made->p, made->q);
	wipe(seed, sizeof seed);
	if (found != 0)
		return -1;
	return rsa_assemble(bits, made->p, made->q, primes->room, made) != 0;
}

int rsa_make(unsigned bits, struct rng *r, const struct key_primes *primes, struct key *k)
{
	struct rsa_key made;
	int result = 1;

	if (bits != 2048 && bits != 3072 && bits != 4096)
		return -1;
	for (int i = 0; i < TRIES && result > 0; i++)
		result = try_once(bits, r, primes, &made);
	if (result == 0)
		result = keep(&made, k);
	wipe(&made, sizeof made);
	return result == 0 ? 0 : -1;
}
