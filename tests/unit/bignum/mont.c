/* SPDX-License-Identifier: MIT */
/* mont.c - Montgomery arithmetic against GMP: 10000 products and squares a width, and powers. */
#include "bignum/mont.h"

#include "bignum/chacha20.h"
#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

#define PRODUCTS 10000
#define POWERS 30
#define LIMB(r, a, mo) big_limbs((r), (a), (mo)->n, sizeof(limb), 1, LIMB_BITS)

static struct chacha20 source;
static struct mont mo;
static struct mont_table table;
static struct big m, a, b, r, t, radix;

static void random_limbs(limb *x, size_t n)
{
	chacha20_read(&source, x, n * sizeof *x);
	for (size_t i = 0; i < n; i++)
		x[i] &= LIMB_MASK;
}

/* One of: 0, 1, m-1, m, 2m-1, all ones below m, limbs all ones or zero by chance, random; below 2m. */
static void operand(limb *x)
{
	uint8_t kind;
	limb one[LIMB_MAX];
	size_t n = mo.n;

	chacha20_read(&source, &kind, 1);
	random_limbs(x, n);
	num_set(one, n, 1);
	for (size_t i = 0; i < n && kind % 16 < 8; i++)
		x[i] = kind % 16 == 6 || (kind % 16 == 7 && x[i] & 1) ? LIMB_MASK : 0;
	x[n - 1] &= ((limb)1 << (LIMB_BITS - mo.slack % LIMB_BITS)) - 1;
	if (mo.slack >= LIMB_BITS)
		x[n - 1] = 0;
	if (kind % 16 == 1)
		x[0] = 1;
	if (kind % 16 >= 2 && kind % 16 <= 4)
		num_move_if((limb)-1, x, mo.m, n);
	if (kind % 16 == 4)
		num_add(x, x, mo.m, n);
	if (kind % 16 == 2 || kind % 16 == 4)
		num_sub(x, x, one, n);
}

/* Moduli: random; all ones; a one, zeros, a one; limbs all ones or zero. */
static void modulus(unsigned bits, unsigned kind)
{
	limb x[LIMB_MAX], top;
	size_t n = LIMB_COUNT(bits);

	random_limbs(x, n);
	for (size_t i = 0; i < n; i++)
		x[i] = kind == 1 ? LIMB_MASK : kind == 2 ? 0 : kind == 3 ? ((limb)0 - (x[i] & 1)) & LIMB_MASK : x[i];
	x[0] |= 1;
	top = (limb)1 << ((bits - 1) % LIMB_BITS);
	for (size_t i = (bits - 1) / LIMB_BITS + 1; i < n; i++)
		x[i] = 0;
	x[(bits - 1) / LIMB_BITS] = (x[(bits - 1) / LIMB_BITS] & (top - 1)) | top;
	mont_init(&mo, x, bits);
	if (!gmp.init)
		return;
	LIMB(&m, mo.m, &mo);
	gmp.set_ui(&radix, 1);
	gmp.shift(&radix, &radix, bits + mo.slack);
}

/* Is z, limbs, the product of a and b over R, below 2m? */
static bool is_product(const limb *z)
{
	bool below;

	LIMB(&r, z, &mo);
	gmp.add(&t, &m, &m);
	below = gmp.cmp(&r, &t) < 0;
	gmp.mul(&r, &r, &radix);
	gmp.mod(&r, &r, &m);
	gmp.mul(&t, &a, &b);
	gmp.mod(&t, &t, &m);
	return below && gmp.cmp(&r, &t) == 0;
}

static void products(unsigned bits, const char *name)
{
	limb x[LIMB_MAX], y[LIMB_MAX], z[LIMB_MAX];
	unsigned right = 0;

	for (unsigned i = 0; i < PRODUCTS; i++) {
		if (i % 100 == 0)
			modulus(bits, i / 100 % 8);
		operand(x);
		operand(y);
		LIMB(&a, x, &mo);
		LIMB(&b, y, &mo);
		mont_mul(&mo, z, x, y);
		right += is_product(z);
		mont_mul(&mo, y, x, y);
		right += num_equal(y, z, mo.n) != 0;
		LIMB(&b, x, &mo);
		mont_sqr(&mo, x, x);
		right += is_product(x);
	}
	is_int(right, 3 * PRODUCTS, name);
}

/* Is y, limbs in Montgomery's form, a^b? */
static bool is_power(limb *y)
{
	mont_from(&mo, y, y);
	LIMB(&r, y, &mo);
	gmp.powm(&t, &a, &b, &m);
	return gmp.cmp(&r, &t) == 0;
}

static void powers(unsigned bits, const char *name)
{
	limb x[LIMB_MAX], e[LIMB_MAX], square[LIMB_MAX], y[LIMB_MAX];
	unsigned right = 0;

	for (unsigned i = 0; i < POWERS; i++) {
		modulus(bits, i % 8);
		operand(x);
		operand(e);
		LIMB(&a, x, &mo);
		LIMB(&b, e, &mo);
		mont_square(&mo, square);
		mont_mul(&mo, x, x, square);
		mont_power(&mo, y, x, e, bits + 1, &table);
		right += is_power(y);
		gmp.set_ui(&a, 2);
		gmp.half(&b, &m, 1);
		mont_two_power_half(&mo, y);
		right += is_power(y);
	}
	is_int(right, 2 * POWERS, name);
}

static void units(void)
{
	limb x[LIMB_MAX];
	unsigned right = 0;

	for (unsigned i = 0; i < 100; i++) {
		modulus(1024, 0);
		num_move_if((limb)-1, x, mo.one, mo.n);
		right += mont_is_unit(&mo, x) == (limb)-1;
		num_sub(x, mo.m, mo.one, mo.n);
		num_add(x, x, mo.m, mo.n);
		num_add(x, x, mo.m, mo.n);
		right += mont_is_unit(&mo, x) == (limb)-1;
		num_move_if((limb)-1, x, mo.one, mo.n);
		x[i % mo.n] ^= 1;
		right += mont_is_unit(&mo, x) == 0;
	}
	is_int(right, 300, "1, -1 and their multiples of m away are seen, one bit less is not");
}

int main(void)
{
	static const uint8_t key[32] = "mont", nonce[12] = { 0 };

	chacha20_init(&source, key, nonce, 0);
	units();
	if (!gmp_here()) {
		skip("products and powers", "no libgmp.so.10");
		return done_testing();
	}
	for (struct big *x[] = { &m, &a, &b, &r, &t, &radix }, **i = x; i < x + 6; i++)
		gmp.init(*i);
	products(1024, "1024 bits: products and squares agree with GMP and stay below 2m");
	products(1536, "1536 bits: products and squares agree with GMP and stay below 2m");
	products(2048, "2048 bits: products and squares agree with GMP and stay below 2m");
	products(61, "61 bits: products and squares agree with GMP and stay below 2m");
	powers(1024, "1024 bits: powers agree with GMP");
	powers(1536, "1536 bits: powers agree with GMP");
	powers(2048, "2048 bits: powers agree with GMP");
	return done_testing();
}
