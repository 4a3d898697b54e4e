/* SPDX-License-Identifier: MIT */
/* generate.c - make a key of any type in this box. */
#include "applets/certgen/generate.h"

#include "applets/certgen/race.h"
#include "with.inc"

/* Static, for its size; untouched unless there is an RSA key to make. */
static struct race race;

int generate_rsa(unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *out, struct err *e)
{
	const struct key_primes primes = { race_find, &race, &race.secret.assembly };
	int result;

	race.progress = progress;
	race.ctx = ctx;
	result = key_generate(KEY_RSA, bits, r, &primes, out, e);
	race_wipe(&race);
	return result;
}

static int (*const search[])(unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *out, struct err *e) = {
	WITH_rsa(generate_rsa,)
	NULL
};

int generate_key(enum key_kind kind, unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *out, struct err *e)
{
	if (kind == KEY_RSA && search[0])
		return search[0](bits, r, progress, ctx, out, e);
	return key_generate(kind, bits, r, NULL, out, e);
}
