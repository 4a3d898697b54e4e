/* SPDX-License-Identifier: MIT */
/*
 * lanes.c - each vector path against GMP and against the scalar path, on the same candidates.
 *
 *   lanes [COUNT]     numbers a width and path, of every kind; some dozens when not said
 */
#include "bignum/lanes.h"

#include <stdlib.h>

#include "bignum/prime.h"
#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

#define KINDS 7

static struct prime_search search;
static struct big m, e, r, t, begun;

static const struct {
	enum prime_path path;
	const struct lanes_path *lanes;
	const char *same, *seen;
} paths[] = {
	{ PRIME_AVX2, &lanes_avx2, "AVX2: squares and 2^((m-1)/2) agree with GMP and the scalar path",
		"AVX2: finds the primes the scalar path finds" },
	{ PRIME_AVX512, &lanes_avx512, "AVX-512F: squares and 2^((m-1)/2) agree with GMP and the scalar path",
		"AVX-512F: finds the primes the scalar path finds" },
	{ PRIME_IFMA, &lanes_ifma, "AVX-512 IFMA: squares and 2^((m-1)/2) agree with GMP and the scalar path",
		"AVX-512 IFMA: finds the primes the scalar path finds" },
};

/* Random moduli, and among them all ones, one bit at either end, limbs all ones or zero. */
static void modulus(limb *x, unsigned bits, unsigned kind)
{
	size_t n = LIMB_COUNT(bits), last = (bits - 1) / LIMB_BITS;
	limb top = (limb)1 << ((bits - 1) % LIMB_BITS);

	chacha20_read(&search.random, x, n * sizeof *x);
	for (size_t i = 0; i < n; i++) {
		limb odd = x[i] & 1;

		x[i] &= LIMB_MASK;
		if (kind == 1 || (kind == 3 && odd))
			x[i] = LIMB_MASK;
		if (kind == 2 || (kind == 3 && !odd) || i > last)
			x[i] = 0;
	}
	x[0] |= 3;
	x[last] = (x[last] & (top - 1)) | top;
}

/* A lane begins with x instead of 1, so that it is squared: 0, 1, m-1, m, 2m-1, all ones, random; below 2m. */
static void operand(limb *a, const limb *mod, unsigned bits, unsigned kind)
{
	limb one[LIMB_MAX];
	size_t n = LIMB_COUNT(bits);

	num_set(one, n, 1);
	modulus(a, bits, kind == 5 ? 1 : 0);
	if (kind == 0 || kind == 1)
		num_set(a, n, kind);
	if (kind >= 2 && kind <= 4)
		num_move_if((limb)-1, a, mod, n);
	if (kind == 4)
		num_add(a, a, mod, n);
	if (kind == 2 || kind == 4)
		num_sub(a, a, one, n);
}

static void put_digits(struct lanes *w, unsigned lane, const limb *a)
{
	for (size_t i = 0; i < w->digits; i++)
		w->x[i * w->lanes + lane] = num_bits(a, LIMB_COUNT(w->bits), (unsigned)i * w->digit_bits, w->digit_bits);
}

/* t = v^(2^squarings) * 2^((m-1)/2) * R mod m, as a lane that began with v * R = x should leave it. */
static void expected(const struct lanes *w)
{
	unsigned width = mont_shift_width((unsigned)w->digits * w->digit_bits - w->bits);
	unsigned squarings = w->bits - 2 - (w->bits - 2) % width;

	gmp.set_ui(&e, 1);
	gmp.shift(&e, &e, w->digits * w->digit_bits);
	gmp.invert(&t, &e, &m);
	gmp.mul(&begun, &begun, &t);
	gmp.mod(&begun, &begun, &m);
	gmp.set_ui(&e, 1);
	gmp.shift(&e, &e, squarings);
	gmp.powm(&begun, &begun, &e, &m);
	gmp.half(&e, &m, 1);
	gmp.set_ui(&t, 2);
	gmp.powm(&t, &t, &e, &m);
	gmp.mul(&t, &t, &begun);
	gmp.shift(&t, &t, w->digits * w->digit_bits);
	gmp.mod(&t, &t, &m);
}

/* Does the scalar path find the same power of 2? */
static bool is_power(const limb *mod, unsigned bits)
{
	static struct mont mo;
	limb y[LIMB_MAX];

	mont_init(&mo, mod, bits);
	mont_two_power_half(&mo, y);
	mont_from(&mo, y, y);
	big_limbs(&r, y, mo.n, sizeof(limb), 1, LIMB_BITS);
	gmp.half(&e, &m, 1);
	gmp.set_ui(&t, 2);
	gmp.powm(&t, &t, &e, &m);
	return gmp.cmp(&r, &t) == 0;
}

static bool is_expected(const struct lanes *w, unsigned lane)
{
	big_limbs(&r, w->x + lane, w->digits, 8, w->lanes, w->digit_bits);
	gmp.shift(&e, &m, 16);
	if (gmp.cmp(&r, &e) >= 0)
		return false;
	gmp.mod(&r, &r, &m);
	return gmp.cmp(&r, &t) == 0;
}

/* One number in each lane, one in two beginning with another operand than 1. Returns how many lanes are right. */
static unsigned batch(const struct lanes_path *path, unsigned bits, unsigned number)
{
	struct lanes *w = &search.lanes;
	limb mod[LANES_MAX][LIMB_MAX], a[LANES_MAX][LIMB_MAX];
	unsigned right = 0;

	lanes_init(w, path->lanes, path->digit_bits, bits);
	for (unsigned lane = 0; lane < path->lanes; lane++) {
		modulus(mod[lane], bits, (number + lane) % 6);
		lanes_load(w, lane, mod[lane]);
		operand(a[lane], mod[lane], bits, (number / 2 + lane) % KINDS);
		if (number % 2)
			put_digits(w, lane, a[lane]);
	}
	path->two_power_half(w);
	for (unsigned lane = 0; lane < path->lanes; lane++) {
		big_limbs(&m, mod[lane], LIMB_COUNT(bits), sizeof(limb), 1, LIMB_BITS);
		gmp.set_ui(&begun, 1);
		gmp.shift(&begun, &begun, w->digits * w->digit_bits);
		if (number % 2)
			big_limbs(&begun, a[lane], LIMB_COUNT(bits), sizeof(limb), 1, LIMB_BITS);
		expected(w);
		right += is_expected(w, lane) && (number % 2 || is_power(mod[lane], bits));
	}
	return right;
}

static void against_gmp(const struct lanes_path *path, unsigned count, const char *name)
{
	unsigned right = 0, done = 0;

	for (unsigned bits = 1024; bits <= 2048; bits += 512)
		for (unsigned number = 0; number < (count + path->lanes - 1) / path->lanes; number++, done += path->lanes)
			right += batch(path, bits, number);
	is_int(right, done, name);
	diag("%u numbers", done);
}

/* Candidates come in the same order on every path, so the first prime of a stream is the same. */
static void against_scalar(enum prime_path path, const char *name)
{
	static const uint8_t seed[32] = "lanes";
	uint8_t want[PRIME_MAX_LEN], got[PRIME_MAX_LEN];
	unsigned same = 0;

	for (uint64_t stream = 0; stream < 3; stream++) {
		prime_search_init(&search, 1024, seed, stream, PRIME_SCALAR);
		while (prime_search_step(&search, want) == 0)
			;
		prime_search_init(&search, 1024, seed, stream, path);
		while (prime_search_step(&search, got) == 0)
			;
		same += memcmp(want, got, 128) == 0;
	}
	is_int(same, 3, name);
}

static void features(void)
{
	static const char name[] = "our cpuid and gcc's see the same machine";
#if defined(__x86_64__)
	bool same = !__builtin_cpu_supports("avx2") == !prime_path_here(PRIME_AVX2)
		&& !__builtin_cpu_supports("avx512f") == !prime_path_here(PRIME_AVX512)
		&& !__builtin_cpu_supports("avx512ifma") == !prime_path_here(PRIME_IFMA);

	ok(same, name);
#else
	skip(name, "not an x86-64");
#endif
}

int main(int argc, char **argv)
{
	unsigned count = argc > 1 ? (unsigned)strtol(argv[1], NULL, 10) : 64;
	static const uint8_t seed[32] = "lanes of moduli";
	bool oracle = gmp_here();

	features();
	for (struct big *all[] = { &m, &e, &r, &t, &begun }, **i = all; oracle && i < all + 5; i++)
		gmp.init(*i);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		if (!prime_path_here(paths[i].path)) {
			skip(paths[i].same, "not on this machine");
			skip(paths[i].seen, "not on this machine");
			continue;
		}
		prime_search_init(&search, 1024, seed, 0, PRIME_SCALAR);
		if (oracle)
			against_gmp(paths[i].lanes, count, paths[i].same);
		else
			skip(paths[i].same, "no libgmp.so.10");
		against_scalar(paths[i].path, paths[i].seen);
	}
	return done_testing();
}
