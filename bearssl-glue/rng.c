/* SPDX-License-Identifier: MIT */
/* rng.c - HMAC-DRBG with SHA-256 over a seed the caller brings. */
#include "bearssl-glue/rng.h"

#include "bearssl-glue/drbg.h"
#include "lib/wipe.h"

void rng_init(struct rng *r, const uint8_t seed[static RNG_SEED_LEN])
{
	br_hmac_drbg_init(drbg(r), &br_sha256_vtable, seed, RNG_SEED_LEN);
}

void rng_fill(struct rng *r, void *out, size_t len)
{
	br_hmac_drbg_generate(drbg(r), out, len);
}

void rng_wipe(struct rng *r)
{
	wipe(r, sizeof(*r));
}
