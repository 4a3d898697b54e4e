/* SPDX-License-Identifier: MIT */
/* prime.c - search secret primes for RSA. */
#include "bignum/prime.h"

#include "bignum/reveal.h"
#include "lib/wipe.h"

static const struct lanes_path *const lanes_path[] = {
	[PRIME_AVX2] = &lanes_avx2,
	[PRIME_AVX512] = &lanes_avx512,
	[PRIME_IFMA] = &lanes_ifma,
};

bool prime_path_here(enum prime_path path)
{
	if (path == PRIME_FASTEST || path == PRIME_SCALAR)
		return true;
	return lanes_path[path]->here && lanes_path[path]->here();
}

unsigned prime_lanes(enum prime_path path)
{
	return path == PRIME_SCALAR ? 1 : lanes_path[path]->lanes;
}

static enum prime_path fastest(void)
{
	enum prime_path path = PRIME_IFMA;

	while (!prime_path_here(path))
		path--;
	return path;
}

void prime_search_stream(struct prime_search *s, const uint8_t seed[static CHACHA20_KEY_LEN], uint64_t stream)
{
	uint8_t nonce[CHACHA20_NONCE_LEN] = { 'r', 's', 'a', ' ' };

	for (unsigned i = 0; i < 8; i++)
		nonce[4 + i] = (uint8_t)(stream >> 8 * i);
	s->drawn = 0;
	s->passed = 0;
	chacha20_init(&s->random, seed, nonce, 0);
}

int prime_search_init(struct prime_search *s, unsigned bits, const uint8_t seed[static CHACHA20_KEY_LEN],
	uint64_t stream, enum prime_path path)
{
	if ((bits != 1024 && bits != 1536 && bits != 2048) || !prime_path_here(path))
		return -1;
	s->bits = bits;
	s->path = path == PRIME_FASTEST ? fastest() : path;
	prime_search_stream(s, seed, stream);
	trial_init(&s->trial);
	return 0;
}

/* s->bytes, as words for trial division, as limbs for the rest. */
static void spread(struct prime_search *s, limb *number)
{
	size_t len = s->bits / 8, word = LIMB_WORD / 8;

	for (size_t i = 0; i < len / word; i++) {
		limb v = 0;

		for (size_t j = 0; j < word; j++)
			v |= (limb)s->bytes[len - 1 - i * word - j] << 8 * j;
		s->words[i] = v;
	}
	num_from_bytes(number, LIMB_COUNT(s->bits), s->bytes, len);
}

/* The form our primes have, and no small divisor. A candidate that fails is thrown away: how it failed may be known. */
static bool worth_testing(struct prime_search *s, const limb *number)
{
	size_t n = LIMB_COUNT(s->bits);

	return !trial_divides(&s->trial, s->words, s->bits / LIMB_WORD)
		&& !reveal(limb_is_zero(num_mod_65537(number, n) ^ 1));
}

/* Uniform among the odd numbers with both top bits and the lowest two set (FIPS 186-5 A.1.3 steps 4.2 to 4.5). */
static void draw(struct prime_search *s, limb *number)
{
	size_t len = s->bits / 8;

	do {
		chacha20_read(&s->random, s->bytes, len);
		s->bytes[0] |= 0xc0;
		s->bytes[len - 1] |= 3;
		s->drawn++;
		spread(s, number);
	} while (!worth_testing(s, number));
}

static bool filter_scalar(struct prime_search *s)
{
	limb *r = s->number[0];

	mont_init(&s->mont, s->candidate[0], s->bits);
	mont_two_power_half(&s->mont, r);
	return reveal(mont_is_unit(&s->mont, r)); /* composite: thrown away; probably prime: what we look for */
}

unsigned prime_filter(struct prime_search *s)
{
	const struct lanes_path *path;
	unsigned passed = 0;

	if (s->path == PRIME_SCALAR)
		return filter_scalar(s);
	path = lanes_path[s->path];
	lanes_init(&s->lanes, path->lanes, path->digit_bits, s->bits);
	for (unsigned i = 0; i < path->lanes; i++)
		lanes_load(&s->lanes, i, s->candidate[i]);
	path->two_power_half(&s->lanes);
	for (unsigned i = 0; i < path->lanes; i++) {
		mont_init(&s->mont, s->candidate[i], s->bits);
		if (reveal(lanes_verdict(&s->lanes, i, &s->mont))) /* as in filter_scalar */
			passed |= 1U << i;
	}
	return passed;
}

/* A random base, 1 < base < m-1 (FIPS 186-5 B.3.1 steps 4.1 and 4.2). One that does not fit is never used. */
static void draw_base(struct prime_search *s, limb *base)
{
	size_t n = s->mont.n, len = (s->mont.bits + 7) / 8;
	limb *two = s->number[1];

	do { /* base < m-1 as base - 2 < m - 3, which also excludes 0 and 1: they wrap */
		chacha20_read(&s->random, s->bytes, len);
		s->bytes[0] &= (uint8_t)(0xff >> (8 * len - s->mont.bits));
		num_from_bytes(base, n, s->bytes, len);
		num_set(two, n, 2);
		num_sub(base, base, two, n);
		two[0] = 3;
		num_sub(two, s->mont.m, two, n);
	} while (!reveal(num_less(base, two, n)));
	num_set(two, n, 2);
	num_add(base, base, two, n);
}

bool prime_rounds(struct prime_search *s, unsigned rounds)
{
	limb *base = s->number[0], *other = s->number[1];
	size_t n = s->mont.n;

	while (rounds-- > 0) {
		draw_base(s, base);
		mont_square(&s->mont, other);
		mont_mul(&s->mont, base, base, other);
		num_half(other, s->mont.m, n);
		mont_power(&s->mont, base, base, other, s->mont.bits - 1, &s->table);
		if (!reveal(mont_is_unit(&s->mont, base))) /* composite, and thrown away */
			return false;
	}
	return true;
}

static unsigned rounds_for(unsigned bits)
{
	return bits < 1536 ? 5 : 4; /* FIPS 186-5 table B.1, p and q */
}

/* The first candidate that waits. */
static void take(struct prime_search *s, uint8_t *number)
{
	unsigned i = 0;

	while (!(s->passed >> i & 1))
		i++;
	s->passed &= ~(1U << i);
	s->drawn = 0;
	num_to_bytes(number, s->bits / 8, s->candidate[i], LIMB_COUNT(s->bits));
}

int prime_search_candidate(struct prime_search *s, uint8_t *number)
{
	if (s->passed != 0) {
		take(s, number);
		return 1;
	}
	if (s->drawn > 10 * s->bits)
		return -1;
	for (unsigned i = 0; i < prime_lanes(s->path); i++)
		draw(s, s->candidate[i]);
	s->passed = prime_filter(s);
	return 0;
}

int prime_search_step(struct prime_search *s, uint8_t *prime)
{
	int found = prime_search_candidate(s, prime);

	return found > 0 ? prime_confirm(s, prime) : found;
}

/* Not the top and lowest bits that draw sets? A number without them is none of ours, and may be known. */
static bool misshapen(const uint8_t *number, size_t len)
{
	return reveal((limb)((number[0] & 0xc0) ^ 0xc0) | (limb)((number[len - 1] & 3) ^ 3));
}

bool prime_confirm(struct prime_search *s, const uint8_t *number)
{
	size_t len = s->bits / 8, n = LIMB_COUNT(s->bits);
	limb *m = s->number[0];

	if (misshapen(number, len))
		return false;
	num_from_bytes(m, n, number, len);
	if (reveal(limb_is_zero(num_mod_65537(m, n) ^ 1))) /* as in worth_testing */
		return false;
	mont_init(&s->mont, m, s->bits);
	return prime_rounds(s, rounds_for(s->bits));
}

bool prime_check(struct prime_search *s, const uint8_t *number)
{
	size_t len = s->bits / 8;

	s->passed = 0;
	for (size_t i = 0; i < len; i++)
		s->bytes[i] = number[i];
	if (misshapen(number, len))
		return false;
	spread(s, s->candidate[0]);
	if (!worth_testing(s, s->candidate[0]))
		return false;
	for (unsigned i = 1; i < prime_lanes(s->path); i++)
		num_move_if((limb)-1, s->candidate[i], s->candidate[0], LIMB_COUNT(s->bits));
	if (!(prime_filter(s) & 1))
		return false;
	mont_init(&s->mont, s->candidate[0], s->bits);
	return prime_rounds(s, rounds_for(s->bits));
}

void prime_search_wipe(struct prime_search *s)
{
	wipe(s, sizeof *s);
}
