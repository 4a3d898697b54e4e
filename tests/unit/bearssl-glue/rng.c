/* SPDX-License-Identifier: MIT */
/* rng.c - HMAC-DRBG against a vector of NIST's CAVS. */
#include "bearssl-glue/rng.h"

#include "lib/text.h"
#include "tests/unit/tap.h"

/* drbgvectors_no_reseed, HMAC_DRBG.rsp: SHA-256, no personalization, no additional input, COUNT = 0. */
static const char ENTROPY_NONCE[] =
	"ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488" "659ba96c601dc69fc902940805ec0ca8";
static const char RETURNED[] =
	"e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460"
	"b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668"
	"961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8";

static void seed_of(uint8_t seed[static RNG_SEED_LEN])
{
	text_unhex(ENTROPY_NONCE, strlen(ENTROPY_NONCE), seed, RNG_SEED_LEN);
}

static void cavs(void)
{
	uint8_t seed[RNG_SEED_LEN], got[128], want[128];
	struct rng r;

	seed_of(seed);
	text_unhex(RETURNED, strlen(RETURNED), want, sizeof(want));
	rng_init(&r, seed);
	rng_fill(&r, got, sizeof(got));
	ok(memcmp(got, want, sizeof(got)) != 0, "the first output is not the second");
	rng_fill(&r, got, sizeof(got));
	is_mem(got, sizeof(got), want, sizeof(want), "NIST's vector");
}

static void seeds(void)
{
	uint8_t seed[RNG_SEED_LEN], a[32], b[32];
	struct rng r;

	seed_of(seed);
	rng_init(&r, seed);
	rng_fill(&r, a, sizeof(a));
	for (size_t i = 0; i < sizeof(seed); i += RNG_SEED_LEN - 1) {
		seed[i] ^= 1;
		rng_init(&r, seed);
		rng_fill(&r, b, sizeof(b));
		ok(memcmp(a, b, sizeof(a)) != 0, i ? "the last bit of the seed counts" : "the first octet of the seed counts");
		seed[i] ^= 1;
	}
	rng_init(&r, seed);
	rng_fill(&r, b, sizeof(b));
	is_mem(a, sizeof(a), b, sizeof(b), "the same seed gives the same");
}

static void bounds(void)
{
	uint8_t seed[RNG_SEED_LEN] = { 0 }, out[40], zero[sizeof(struct rng)] = { 0 };
	struct rng r;

	rng_init(&r, seed);
	memset(out, 0xA5, sizeof(out));
	rng_fill(&r, out, 33);
	for (size_t i = 33; i < sizeof(out); i++)
		if (out[i] != 0xA5)
			out[33] = 0;
	is_int(out[33], 0xA5, "33 octets asked for are 33 octets written");
	rng_fill(&r, NULL, 0);
	rng_wipe(&r);
	is_mem(&r, sizeof(r), zero, sizeof(zero), "wiped is all zero");
}

int main(void)
{
	cavs();
	seeds();
	bounds();
	return done_testing();
}
