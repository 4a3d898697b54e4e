/* SPDX-License-Identifier: MIT */
/* prime.c - what the search accepts, and what it must not. */
#include "bignum/prime.h"

#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

static struct prime_search search;
static struct big m, t;

static const uint8_t seed[32] = "prime";

/* Arnault's composite of 397 digits (J. Symb. Comp. 20, 1995): passes Miller-Rabin to every prime base below 307. */
static const uint8_t arnault[] = {
	0x20, 0x4b, 0x21, 0x22, 0x72, 0x80, 0x79, 0x27, 0xb3, 0x57, 0x67, 0x1a, 0xef, 0xdd, 0x4b, 0x4b, 0x7a, 0x0f, 0x12,
	0x74, 0x96, 0x25, 0xcd, 0x71, 0xb5, 0x49, 0xd6, 0xb8, 0xb9, 0x89, 0x5e, 0x97, 0xfc, 0xf9, 0xfa, 0xdc, 0xaf, 0x26,
	0xc6, 0x18, 0xda, 0x83, 0xc9, 0xec, 0x7f, 0x6b, 0x39, 0x02, 0x06, 0x61, 0xba, 0x42, 0x2e, 0x6c, 0x82, 0x0a, 0xc1,
	0x4d, 0x3b, 0x83, 0x29, 0xd6, 0xc7, 0x1d, 0x16, 0xa1, 0x95, 0x3a, 0xfd, 0x60, 0xa0, 0xaa, 0x4c, 0x63, 0x01, 0x9f,
	0x9c, 0x29, 0xc0, 0x8d, 0x05, 0xb0, 0xc4, 0xfc, 0xd0, 0x41, 0xfe, 0xbe, 0xaa, 0x5b, 0x0e, 0x84, 0x75, 0xe6, 0xe9,
	0x6c, 0xc4, 0x94, 0x78, 0xef, 0x6e, 0x9a, 0xe8, 0x77, 0xb4, 0xd3, 0xbe, 0x81, 0x07, 0xbd, 0x3c, 0x64, 0xb3, 0x5e,
	0xbc, 0x7f, 0x2b, 0xd7, 0x19, 0xc6, 0x41, 0x72, 0x07, 0xaa, 0xec, 0x21, 0x51, 0x81, 0x27, 0x19, 0xb5, 0xb5, 0xba,
	0xe6, 0x45, 0x62, 0xbc, 0xd2, 0xed, 0x44, 0x17, 0x7a, 0x2a, 0xc3, 0x14, 0xa4, 0x4f, 0x34, 0x4d, 0xf4, 0xa1, 0x2e,
	0x0d, 0x4f, 0xb8, 0xff, 0x99, 0xc4, 0x09, 0x9b, 0xfc, 0x77, 0x92, 0x4b, 0x2b,
};

/*
 * One of Arnault's kind with the form of our primes and no small divisor: p (13p-12) (41p-40), all three prime and 3 modulo 8.
 * It passes every round whose base has the same Legendre symbol modulo all three, as 2 has: one base in four.
 */
static const uint8_t impostor[128] = {
	0xdc, 0xed, 0xb4, 0x0a, 0xf5, 0xac, 0x92, 0x86, 0x08, 0x94, 0xec, 0x33, 0xf7, 0xb9, 0xb9, 0x1c, 0x85, 0x10, 0x67,
	0xfc, 0x69, 0xbd, 0xb0, 0x5b, 0x61, 0x17, 0xd0, 0x8c, 0xae, 0xd9, 0xf6, 0x21, 0xce, 0xe6, 0x37, 0x6a, 0x04, 0x57,
	0xfc, 0x5f, 0x78, 0xe4, 0x69, 0x60, 0xb2, 0xd4, 0x30, 0x90, 0x5a, 0xa6, 0x6f, 0x98, 0x29, 0x02, 0xff, 0xd8, 0x01,
	0xc8, 0xc0, 0x88, 0xec, 0x33, 0x50, 0x28, 0xa6, 0x20, 0x3c, 0x74, 0xba, 0xc8, 0xde, 0x94, 0x4b, 0x12, 0x1c, 0x6e,
	0x98, 0x98, 0x9d, 0x3e, 0x5f, 0xa0, 0x54, 0x6d, 0x19, 0x5b, 0x13, 0xc0, 0x27, 0x02, 0xb6, 0xf1, 0xd0, 0x4f, 0xfe,
	0x6e, 0x68, 0x85, 0xce, 0xd0, 0xac, 0x27, 0x67, 0xa5, 0x9a, 0x76, 0x04, 0xbc, 0xb6, 0x83, 0x97, 0xbc, 0xef, 0x09,
	0xe3, 0xa0, 0x32, 0x76, 0x55, 0x18, 0x14, 0xfc, 0x16, 0xae, 0x13, 0x91, 0xf1, 0x5b,
};

/* The modulus of the search becomes a number of any width. */
static void take(const uint8_t *b, size_t len)
{
	limb x[LIMB_MAX];
	unsigned bits = (unsigned)(8 * len);

	while (!(b[0] >> ((bits - 1) & 7) & 1))
		bits--;
	num_from_bytes(x, LIMB_MAX, b, len);
	mont_init(&search.mont, x, bits);
}

static void take_small(uint32_t v)
{
	uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v };
	size_t skip_zeros = 0;

	while (b[skip_zeros] == 0)
		skip_zeros++;
	take(b + skip_zeros, 4 - skip_zeros);
}

static bool fooled_by_two(void)
{
	limb x[LIMB_MAX];

	mont_two_power_half(&search.mont, x);
	return mont_is_unit(&search.mont, x) != 0;
}

static bool is_small_prime(uint32_t v)
{
	uint32_t d = 3;

	while (d * d <= v && v % d != 0)
		d += 2;
	return d * d > v;
}

static void composites(void)
{
	static const uint32_t strong[] = { 2047, 42799, 90751, 256999, 271951 }; /* 3 modulo 4, OEIS A001262 */
	static const uint32_t other[] = { 3277, 4033, 4681, 8321, 15841, 29341, 8911, 1024651, 1152271, 561, 1729, 2465,
		9, 25, 49, 121, 65521u * 3, 1093 * 1093, 3511 * 3511 };
	unsigned fooled = 0, rejected = 0;

	for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
		take_small(strong[i]);
		fooled += fooled_by_two();
		rejected += !prime_rounds(&search, 20);
	}
	is_int(fooled, 5, "strong pseudoprimes pass base 2");
	is_int(rejected, 5, "and are rejected with random bases");
	rejected = 0;
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		take_small(other[i]);
		rejected += !prime_rounds(&search, 20);
	}
	is_int(rejected, sizeof other / sizeof *other, "Carmichael numbers, squares of primes and others are rejected");
	take(arnault, sizeof arnault);
	ok(fooled_by_two(), "Arnault's composite passes base 2");
	ok(!prime_rounds(&search, 4), "and is rejected with random bases");
	rejected = 0;
	for (uint32_t v = 7; v < 4000; v += 4) {
		take_small(v);
		rejected += prime_rounds(&search, 20) == is_small_prime(v);
	}
	is_int(rejected, 999, "of the numbers 3 modulo 4 below 4000, the primes pass and no other");
}

/* What random bases are for: all before them lets this one pass. */
static void one_in_four(enum prime_path path, const char *name)
{
	unsigned lanes = prime_lanes(path), passed = 0;
	bool held;

	if (!prime_path_here(path)) {
		skip(name, "not on this machine");
		return;
	}
	prime_search_init(&search, 1024, seed, 5, path);
	for (unsigned i = 0; i < lanes; i++)
		num_from_bytes(search.candidate[i], LIMB_COUNT(1024), impostor, 128);
	held = prime_filter(&search) == (1U << lanes) - 1;
	take(impostor, 128);
	for (int i = 0; i < 400; i++)
		passed += prime_rounds(&search, 1);
	held = held && passed > 56 && passed < 144; /* 100, and five standard deviations */
	ok(held && !prime_check(&search, impostor) && !prime_confirm(&search, impostor), name);
	diag("%u of 400 random bases", passed);
}

/* The last bytes of the number are the count they hold. */
static void next_number(uint8_t *b, size_t len, uint32_t step)
{
	for (size_t i = len; i-- > 0 && step != 0;) {
		step += b[i];
		b[i] = (uint8_t)step;
		step >>= 8;
	}
}

/* A prime, all in order but p = 1 modulo 65537: b is changed into one. With GMP. */
static void unfit_prime(uint8_t *b, size_t len)
{
	unsigned long r;

	big_set(&m, b, len);
	r = gmp.mod_ui(&m, 65537);
	next_number(b, len, (uint32_t)((65537 + 1 - r) % 65537));
	while ((b[len - 1] & 3) != 3)
		next_number(b, len, 65537);
	for (big_set(&m, b, len); !gmp.prime(&m, 10); big_set(&m, b, len))
		next_number(b, len, 4 * 65537);
}

static void checks(enum prime_path path, const char *name)
{
	uint8_t p[PRIME_MAX_LEN], x[PRIME_MAX_LEN];
	bool held;

	prime_search_init(&search, 1024, seed, 7, path);
	while (prime_search_step(&search, p) == 0)
		;
	held = prime_check(&search, p);
	memcpy(x, p, 128);
	next_number(x, 128, 4);
	held = held && !prime_check(&search, x);
	memcpy(x, p, 128);
	x[127] ^= 2;
	held = held && !prime_check(&search, x);
	memcpy(x, p, 128);
	x[0] &= 0x7f;
	held = held && !prime_check(&search, x);
	if (gmp.init) {
		big_set(&m, p, 128);
		held = held && gmp.prime(&m, 20) && gmp.bits(&m, 2) == 1024;
		unfit_prime(p, 128);
		held = held && !prime_check(&search, p) && !prime_confirm(&search, p);
	} else {
		skip("the primes by GMP, and one that is 1 modulo 65537", "no libgmp.so.10");
	}
	ok(held, name);
}

/* What another process found: believed when it can be a prime of ours, and the search here goes on as before. */
static void confirms(void)
{
	uint8_t p[2][PRIME_MAX_LEN], x[PRIME_MAX_LEN];
	bool refused = true;

	prime_search_init(&search, 1024, seed, 2, PRIME_FASTEST);
	for (int i = 0; i < 2; i++)
		while (prime_search_step(&search, p[i]) == 0)
			;
	prime_search_stream(&search, seed, 3);
	ok(prime_confirm(&search, p[0]) && prime_confirm(&search, p[1]), "a prime is confirmed");
	for (int i = 0; i < 8; i++) {
		memcpy(x, p[0], 128);
		x[i < 4 ? i : 120 + i] ^= (uint8_t)(i < 4 ? 0x40 : 4);
		refused = refused && !prime_confirm(&search, x);
	}
	memcpy(x, p[0], 64);
	memcpy(x + 64, p[1] + 64, 64);
	ok(refused && !prime_confirm(&search, x), "one with a changed bit, and halves of two, are not");
	while (prime_search_step(&search, x) == 0)
		;
	ok(prime_check(&search, x) && memcmp(x, p[0], 128) != 0, "the search goes on with the stream it was given");
}

static void edges(void)
{
	static struct prime_search other;
	uint8_t p[PRIME_MAX_LEN], q[PRIME_MAX_LEN];

	is_int(prime_search_init(&search, 512, seed, 0, PRIME_SCALAR), -1, "512-bit primes are refused");
	is_int(prime_search_init(&search, 1025, seed, 0, PRIME_SCALAR), -1, "odd sizes are refused");
	prime_search_init(&search, 1024, seed, 0, PRIME_FASTEST);
	prime_search_init(&other, 1024, seed, 1, PRIME_FASTEST);
	while (prime_search_step(&search, p) == 0)
		;
	while (prime_search_step(&other, q) == 0)
		;
	ok(memcmp(p, q, 128) != 0, "another stream of the same seed finds another prime");
	search.drawn = 10 * 1024 + 1;
	search.passed = 0;
	is_int(prime_search_step(&search, p), -1, "a search without end is given up");
	prime_search_wipe(&search);
	for (size_t i = 0; i < sizeof search; i++)
		search.drawn |= ((uint8_t *)&search)[i];
	is_int(search.drawn, 0, "nothing is left after prime_search_wipe");
}

int main(void)
{
	if (gmp_here()) {
		gmp.init(&m);
		gmp.init(&t);
	}
	prime_search_init(&search, 1024, seed, 0, PRIME_SCALAR);
	composites();
	checks(PRIME_SCALAR, "scalar: a prime is accepted; its neighbours, and p = 1 modulo 65537, are not");
	checks(PRIME_FASTEST, "fastest path: the same");
	one_in_four(PRIME_SCALAR, "a composite that passes all else: random bases reject it");
	one_in_four(PRIME_AVX2, "AVX2: the same");
	one_in_four(PRIME_AVX512, "AVX-512F: the same");
	one_in_four(PRIME_IFMA, "AVX-512 IFMA: the same");
	confirms();
	edges();
	return done_testing();
}
