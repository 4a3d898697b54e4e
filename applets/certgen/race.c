/* SPDX-License-Identifier: MIT */
/* race.c - search an RSA key's primes on all processors this process may use. */
#include <string.h>

#include "applets/certgen/race.h"
#include "lib/wipe.h"
#include "os/harden.h"

#define TICK_MS 100

/* In a member. Stream 0 is the parent's, for the case that it goes on alone. */
static void search(void *ctx, unsigned number, int fd)
{
	struct race *r = ctx;
	struct race_secret *s = &r->secret;
	uint8_t prime[PRIME_MAX_LEN];
	int found;

	harden_lock(s, sizeof *s);
	prime_search_stream(&s->search, s->seed, number + 1);
	while ((found = prime_search_step(&s->search, prime)) >= 0)
		if (found && crew_tell(fd, prime, s->search.bits / 8))
			break;
	wipe(prime, sizeof prime);
}

static void start(struct race *r)
{
	unsigned n = r->processors ? r->processors : crew_processors();
	const struct crew_work work = { r->member ? r->member : search, r, &r->secret, sizeof r->secret };

	if (n > 1)
		crew_start(&r->crew, n, &work);
}

/* 1: a prime came; 0: not yet, or the crew is of no use any more. */
static int hear(struct race *r, uint8_t *prime)
{
	int heard = crew_hear(&r->crew, prime, r->secret.search.bits / 8, TICK_MS);

	if (heard > 0 && !prime_confirm(&r->secret.search, prime))
		heard = -1;
	if (heard < 0)
		crew_stop(&r->crew);
	return heard > 0;
}

int race_find(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	struct race *r = ctx;
	uint8_t *const prime[2] = { p, q };
	int have = 0, found = 0;

	memcpy(r->secret.seed, seed, KEY_SEED_LEN);
	if (prime_search_init(&r->secret.search, bits / 2, seed, 0, PRIME_FASTEST))
		return -1;
	start(r);
	while (have < 2 && found >= 0) {
		found = r->crew.n > 0 ? hear(r, prime[have]) : prime_search_step(&r->secret.search, prime[have]);
		if (found > 0)
			have++;
		if (r->progress)
			r->progress(r->ctx);
	}
	crew_stop(&r->crew);
	return have == 2 ? 0 : -1;
}

void race_wipe(struct race *r)
{
	wipe(&r->secret, sizeof r->secret);
}
