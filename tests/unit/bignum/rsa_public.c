/* SPDX-License-Identifier: MIT */
/* rsa_public.c - the public operation against GMP. */
#include "bignum/rsa_public.h"

#include "bignum/chacha20.h"
#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

static struct rsa_public_work work;
static struct chacha20 random;

/* A modulus of exactly bits bits, and a number below it. */
static size_t draw(unsigned bits, uint8_t *n, uint8_t *x)
{
	size_t len = (bits + 7) / 8;
	unsigned top = 8 - (bits - 1) % 8 - 1;

	chacha20_read(&random, n, len);
	chacha20_read(&random, x, len);
	n[0] = (uint8_t)((n[0] | 0x80) >> top);
	n[len - 1] |= 1;
	x[0] = (uint8_t)(x[0] % n[0]);
	return len;
}

static void powers(void)
{
	static const unsigned sizes[] = { 1024, 2041, 2047, 2048, 2049, 2304, 3072, 3577, 4095, 4096, 8191, 8192 };
	static const uint32_t exponents[] = { 1, 2, 3, 17, 65537, 0xFFFFFFFF };
	uint8_t n[RSA_PUBLIC_LEN_MAX], x[RSA_PUBLIC_LEN_MAX];
	static struct big m, e, r;
	unsigned right = 0;

	gmp.init(&m);
	gmp.init(&e);
	gmp.init(&r);
	for (unsigned i = 0; i < 72; i++) {
		size_t len = draw(sizes[i / 6], n, x);

		if (i == 7) /* as many zeros as it gets */
			memset(n + 1, 0, len - 2);
		if (i == 8) /* and ones */
			memset(n, 0xFF, len);
		big_set(&m, n, len);
		big_set(&r, x, len);
		gmp.set_ui(&e, exponents[i % 6]);
		gmp.powm(&r, &r, &e, &m);
		right += rsa_public_apply(n, len, exponents[i % 6], x, &work);
		big_set(&e, x, len);
		right += gmp.cmp(&e, &r) == 0;
		memcpy(x, n, len);
		right += !rsa_public_apply(n, len, 3, x, &work) && memcmp(x, n, len) == 0;
	}
	is_int(right, 216, "powers are as GMP has them, of numbers below n alone");
}

static void refused(void)
{
	uint8_t n[RSA_PUBLIC_LEN_MAX + 1], x[RSA_PUBLIC_LEN_MAX + 1] = { 0 };

	draw(2048, n, x);
	ok(rsa_public_apply(n, 256, 3, x, &work), "control: a modulus");
	ok(!rsa_public_apply(n, 256, 0, x, &work), "not to the power of 0");
	ok(!rsa_public_apply(n, 0, 3, x, &work), "none of no length");
	n[255] ^= 1;
	ok(!rsa_public_apply(n, 256, 3, x, &work), "an even modulus is refused");
	n[255] ^= 1;
	n[0] = 0;
	ok(!rsa_public_apply(n, 256, 3, x, &work), "and one with zeros before it");
	memset(n, 1, sizeof n);
	memset(x, 0, sizeof x);
	ok(!rsa_public_apply(n, sizeof n, 3, x, &work), "and one of 8200 bits");
}

int main(void)
{
	static const uint8_t seed[32] = "public";

	chacha20_init(&random, seed, seed, 0);
	if (gmp_here())
		powers();
	else
		skip("powers", "no libgmp.so.10");
	refused();
	return done_testing();
}
