/* SPDX-License-Identifier: MIT */
/* rsa_private.c - the private operation against GMP; a faulty key gives nothing away. */
#include "bignum/rsa_private.h"

#include "bignum/rsa.h"
#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

static struct rsa_workspace workspace;
static struct rsa_private_work work;
static struct rsa_key key;
static struct big x, d, n, t;

static struct rsa_private view(void)
{
	return (struct rsa_private) { key.bits, RSA_E, key.p, key.q, key.dp, key.dq, key.qinv };
}

static bool all_zero(const uint8_t *b, size_t len)
{
	uint8_t any = 0;

	for (size_t i = 0; i < len; i++)
		any |= b[i];
	return any == 0;
}

/* Random, 0, 1, n-1, p, 2q: right or refused, never wrong. */
static void number(uint8_t *b, unsigned kind)
{
	size_t len = key.bits / 8;

	chacha20_read(&workspace.search.random, b, len);
	b[0] &= 0x7f;
	if (kind >= 1 && kind <= 5)
		memset(b, 0, len);
	if (kind == 2)
		b[len - 1] = 1;
	if (kind == 3) {
		memcpy(b, key.n, len);
		b[len - 1] ^= 1;
	}
	if (kind == 4 || kind == 5)
		memcpy(b + len / 2, kind == 4 ? key.p : key.q, len / 2);
}

static void powers(unsigned bits, const char *name)
{
	static const uint8_t seed[32] = "private";
	size_t len = bits / 8;
	unsigned right = 0;

	rsa_generate(bits, seed, PRIME_FASTEST, &workspace, &key, NULL, NULL);
	big_set(&n, key.n, len);
	big_set(&d, key.d, len);
	for (unsigned i = 0; i < 12; i++) {
		uint8_t b[RSA_MAX_LEN];
		struct rsa_private k = view();

		number(b, i);
		big_set(&x, b, len);
		gmp.powm(&t, &x, &d, &n);
		right += rsa_private_apply(&k, b, &work) == 0;
		big_set(&x, b, len);
		right += gmp.cmp(&x, &t) == 0;
	}
	is_int(right, 24, name);
}

/* Any bit wrong in any number: refused, and no half-right result is left. */
static void faults(void)
{
	static uint8_t *const part[] = { key.p, key.q, key.dp, key.dq, key.qinv };
	unsigned refused = 0, tried = 0;

	for (size_t i = 0; i < 5; i++) {
		for (size_t at = 0; at < key.bits / 16; at += 13) {
			struct rsa_private k = view();
			uint8_t b[RSA_MAX_LEN] = { 0, 2, 3 };

			part[i][at] ^= (uint8_t)(1 << at % 8);
			refused += rsa_private_apply(&k, b, &work) == -1 && all_zero(b, sizeof b);
			part[i][at] ^= (uint8_t)(1 << at % 8);
			tried++;
		}
	}
	is_int(refused, tried, "with any bit of the key wrong there is no result");
}

static void shapes(void)
{
	struct rsa_private k = view(), other = { key.bits, RSA_E, key.q, key.p, key.dq, key.dp, key.qinv };
	uint8_t b[RSA_MAX_LEN];

	memcpy(b, key.n, sizeof b);
	is_int(rsa_private_apply(&k, b, &work), -1, "a number that is not below n is refused");
	k.bits = 1024;
	is_int(rsa_private_apply(&k, b, &work), -1, "other sizes are refused");
	k.bits = key.bits;
	k.e = 3;
	memset(b, 1, sizeof b);
	b[0] = 0;
	is_int(rsa_private_apply(&k, b, &work), -1, "a public exponent that does not fit is noticed");
	memset(b, 1, sizeof b);
	b[0] = 0;
	big_set(&x, key.p, key.bits / 16);
	big_set(&t, key.q, key.bits / 16);
	gmp.invert(&t, &x, &t);
	gmp.out(key.qinv, NULL, 1, 1, 1, 0, &t); /* 1/p modulo q; may lose a leading zero, which would be noticed below */
	is_int(rsa_private_apply(&other, b, &work), 0, "p may be the smaller prime");
	ok(all_zero((uint8_t *)&work, sizeof work), "nothing is left in the workspace");
}

int main(void)
{
	if (!gmp_here()) {
		skip("private operations", "no libgmp.so.10");
		return done_testing();
	}
	for (struct big *b[] = { &x, &d, &n, &t }, **i = b; i < b + 4; i++)
		gmp.init(*i);
	powers(4096, "4096 bits: agrees with GMP, also for 0, 1, n-1, p and q");
	powers(3072, "3072 bits: agrees with GMP, also for 0, 1, n-1, p and q");
	powers(2048, "2048 bits: agrees with GMP, also for 0, 1, n-1, p and q");
	faults();
	shapes();
	return done_testing();
}
