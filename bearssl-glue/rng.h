/* SPDX-License-Identifier: MIT */
/* rng.h - HMAC-DRBG with SHA-256 (SP 800-90A 10.1.2) over a seed the caller brings. */
#ifndef BEARSSL_GLUE_RNG_H
#define BEARSSL_GLUE_RNG_H

#include <stddef.h>
#include <stdint.h>

#define RNG_SEED_LEN 48   /* bytes: 256 bits of entropy and a nonce of 128 */

/* State in the caller's memory; secret. */
struct rng {
	uint64_t room[32];
};

/* BearSSL's own seeder is never used: seed comes from os/entropy. */
void rng_init(struct rng *r, const uint8_t seed[static RNG_SEED_LEN]);
/* len octets, at most 65536 a call (SP 800-90A table 2). */
void rng_fill(struct rng *r, void *out, size_t len);
void rng_wipe(struct rng *r);

#endif
