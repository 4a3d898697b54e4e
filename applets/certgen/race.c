/* SPDX-License-Identifier: MIT */
/* race.c - search an RSA key's primes on all processors this process may use. */
#include <string.h>

#include "applets/certgen/race.h"
#include "lib/wipe.h"
#include "os/harden.h"

#define LAST_WORD_MS 100 /* members and we began at the same time: theirs is nearly done when ours is */

static void search(struct race *r, unsigned number, int fd)
{
	struct prime_search *s = &r->secret.search;
	int found;

	(void)number;
	while ((found = prime_search_candidate(s, r->secret.number)) >= 0)
		if (found && crew_tell(fd, r->secret.number, s->bits / 8))
			break;
}

static void confirm(struct race *r, unsigned number, int fd)
{
	uint8_t is_prime = prime_confirm(&r->secret.search, r->secret.number);

	(void)number;
	crew_tell(fd, &is_prime, sizeof is_prime);
}

/* In a member: from here on its randomness is its own. */
static void begin(void *ctx, unsigned number, int fd)
{
	struct race *r = ctx;

	harden_lock(&r->secret, sizeof r->secret);
	prime_search_stream(&r->secret.search, r->secret.seed, r->streams + number);
	r->work(r, number, fd);
}

static void start(struct race *r, unsigned n, void (*work_of)(struct race *r, unsigned number, int fd))
{
	const struct crew_work work = { begin, r, &r->secret, sizeof r->secret };

	r->work = r->member ? r->member : work_of;
	crew_start(&r->crew, n, &work);
	r->streams += n;
}

static void tick(const struct race *r)
{
	if (r->progress)
		r->progress(r->ctx);
}

/*
 * Two numbers that are worth the last rounds. 0 or -1. We search like the members, and only look whether they said
 * something: one that is stopped, or for ever silent, costs its share and no more.
 */
static int collect(struct race *r, unsigned n, uint8_t *const number[2])
{
	size_t len = r->secret.search.bits / 8;
	int have = 0, found = 0;

	if (n > 1)
		start(r, n - 1, search);
	while (have < 2 && found >= 0) {
		found = r->crew.n > 0 ? crew_hear(&r->crew, number[have], len, 0) : 0;
		if (found < 0)
			crew_stop(&r->crew);
		if (found <= 0)
			found = prime_search_candidate(&r->secret.search, number[have]);
		have += found > 0;
		tick(r);
	}
	crew_stop(&r->crew);
	return have == 2 ? 0 : -1;
}

/* Are both prime? A member sees to the first, when there can be one; what it has not said in time is found out here. */
static bool vouch(struct race *r, unsigned n, uint8_t *const number[2])
{
	struct prime_search *s = &r->secret.search;
	uint8_t first = false;
	bool second;
	int heard = 0;

	memcpy(r->secret.number, number[0], s->bits / 8);
	if (n > 1)
		start(r, 1, confirm);
	second = prime_confirm(s, number[1]);
	tick(r);
	if (r->crew.n > 0)
		heard = crew_hear(&r->crew, &first, sizeof first, LAST_WORD_MS);
	crew_stop(&r->crew);
	return second && (heard > 0 ? first == 1 : prime_confirm(s, number[0]));
}

int race_find(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	struct race *r = ctx;
	uint8_t *const number[2] = { p, q };
	unsigned n = r->processors ? r->processors : crew_processors();

	harden_lock(&r->secret, sizeof r->secret);
	memcpy(r->secret.seed, seed, KEY_SEED_LEN);
	if (prime_search_init(&r->secret.search, bits / 2, seed, 0, PRIME_FASTEST))
		return -1;
	r->streams = 1;
	while (collect(r, n, number) == 0) {
		if (vouch(r, n, number))
			return 0;
		n = 1; /* a composite passes base 2 hardly ever: rather, a member is not to be believed */
	}
	return -1;
}

void race_wipe(struct race *r)
{
	wipe(&r->secret, sizeof r->secret);
	harden_release(&r->secret, sizeof r->secret);
}
