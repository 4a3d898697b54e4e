/* SPDX-License-Identifier: MIT */
/* lanes.c - each vector path against GMP and against the scalar path, on the same candidates. */
#include "bignum/lanes.h"

#include "bignum/prime.h"
#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

#define BATCHES 6

static struct prime_search search;
static struct big m, e, r, t;

static const struct {
	enum prime_path path;
	const struct lanes_path *lanes;
	const char *same, *seen;
} paths[] = {
	{ PRIME_AVX2, &lanes_avx2, "AVX2: 2^((m-1)/2) agrees with GMP in every lane",
		"AVX2: finds the primes the scalar path finds" },
	{ PRIME_AVX512, &lanes_avx512, "AVX-512F: 2^((m-1)/2) agrees with GMP in every lane",
		"AVX-512F: finds the primes the scalar path finds" },
	{ PRIME_IFMA, &lanes_ifma, "AVX-512 IFMA: 2^((m-1)/2) agrees with GMP in every lane",
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

static unsigned agreeing(const struct lanes *w)
{
	unsigned right = 0;

	for (unsigned lane = 0; lane < w->lanes; lane++) {
		big_limbs(&m, w->m + lane, w->digits, 8, w->lanes, w->digit_bits);
		big_limbs(&r, w->x + lane, w->digits, 8, w->lanes, w->digit_bits);
		gmp.shift(&t, &m, 16);
		right += gmp.cmp(&r, &t) < 0;
		gmp.mod(&r, &r, &m);
		gmp.half(&e, &m, 1);
		gmp.set_ui(&t, 2);
		gmp.powm(&t, &t, &e, &m);
		gmp.shift(&t, &t, w->digits * w->digit_bits);
		gmp.mod(&t, &t, &m);
		right += gmp.cmp(&r, &t) == 0;
	}
	return right;
}

static void against_gmp(const struct lanes_path *path, const char *name)
{
	struct lanes *w = &search.lanes;
	unsigned right = 0;

	for (unsigned bits = 1024; bits <= 2048; bits += 512) {
		for (unsigned batch = 0; batch < BATCHES; batch++) {
			lanes_init(w, path->lanes, path->digit_bits, bits);
			for (unsigned lane = 0; lane < path->lanes; lane++) {
				limb x[LIMB_MAX];

				modulus(x, bits, (batch + lane) % 6);
				lanes_load(w, lane, x);
			}
			path->two_power_half(w);
			right += agreeing(w);
		}
	}
	is_int(right, 2 * 3 * BATCHES * path->lanes, name);
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

int main(void)
{
	static const uint8_t seed[32] = "lanes of moduli";
	bool oracle = gmp_here();

	features();
	for (struct big *x[] = { &m, &e, &r, &t }, **i = x; oracle && i < x + 4; i++)
		gmp.init(*i);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		if (!prime_path_here(paths[i].path)) {
			skip(paths[i].same, "not on this machine");
			skip(paths[i].seen, "not on this machine");
			continue;
		}
		prime_search_init(&search, 1024, seed, 0, PRIME_SCALAR);
		if (oracle)
			against_gmp(paths[i].lanes, paths[i].same);
		else
			skip(paths[i].same, "no libgmp.so.10");
		against_scalar(paths[i].path, paths[i].seen);
	}
	return done_testing();
}
