/* SPDX-License-Identifier: MIT */
/*
 * x25519.c - Diffie and Hellman on Curve25519.
 *
 * Numbers modulo p = 2^255 - 19 are COUNT limbs of BITS bits, here without the spare bits of limb.h's, because 2^(BITS * COUNT)
 * is FOLD then. "Tight" ones, which products are, have limbs below 2^BITS + 2^(BITS - 1); a sum or a difference of two
 * tight ones is below 2^(BITS + 2) in each limb, and so may be a factor.
 */
#include "bignum/x25519.h"

#include <string.h>

#include "bignum/limb.h"
#include "lib/wipe.h"

#define BITS (LIMB_WORD == 64 ? 51 : 26)
#define COUNT (LIMB_WORD == 64 ? 5 : 10)
#define FOLD (LIMB_WORD == 64 ? 19 : 608)
#define MASK (((limb)1 << BITS) - 1)
#define TOP (255 - BITS * (COUNT - 1)) /* bits of the last limb that are below 2^255 */

typedef limb number[COUNT];

static void add(number r, const number a, const number b)
{
	for (int i = 0; i < COUNT; i++)
		r[i] = a[i] + b[i];
}

/* With twice the FOLD form of p, so that no limb is below zero. */
static void sub(number r, const number a, const number b)
{
	for (int i = 0; i < COUNT; i++)
		r[i] = a[i] + 2 * (i ? MASK : MASK + 1 - FOLD) - b[i];
}

/* Columns, and then what is above 2^(BITS * COUNT) comes back below: limbs of 26 bits have no room for FOLD before. */
static void mul_narrow(number r, const number a, const number b)
{
	limb c[2 * COUNT];
	limb2 sum = 0;

#pragma GCC unroll 20
	for (int k = 0; k < 2 * COUNT - 1; k++) {
#pragma GCC unroll 10
		for (int i = 0; i < COUNT; i++)
			if (i <= k && k - i < COUNT)
				sum += (limb2)a[i] * b[k - i];
		c[k] = (limb)sum & MASK;
		sum >>= BITS;
	}
	c[2 * COUNT - 1] = (limb)sum;
	sum = 0;
#pragma GCC unroll 10
	for (int i = 0; i < COUNT; i++) {
		sum += c[i] + (limb2)c[i + COUNT] * FOLD;
		r[i] = (limb)sum & MASK;
		sum >>= BITS;
	}
	r[0] += (limb)sum * FOLD;
}

/* A limb of a sum of products; what is above it is the next one's. */
static limb2 column(limb *t, limb2 sum)
{
	*t = (limb)sum & MASK;
	return sum >> BITS;
}

/* r = t, and sum above it. No memcpy: compiled for size it is slow. */
static void carry(number r, limb *t, limb2 sum)
{
	t[1] += (limb)column(t, t[0] + sum * FOLD);
#pragma GCC unroll 5
	for (int i = 0; i < COUNT; i++)
		r[i] = t[i];
}

/* Column by column, as mont.c does it, each with what comes back to it: below 5 * 2^(2 * 53 + 5). For limbs of 51 bits. */
static void mul(number r, const number a, const number b)
{
	number back, t;
	limb2 sum = 0;

	if (LIMB_WORD != 64) {
		mul_narrow(r, a, b);
		return;
	}
#pragma GCC unroll 5
	for (int i = 0; i < COUNT; i++)
		back[i] = b[i] * FOLD;
#pragma GCC unroll 5
	for (int k = 0; k < COUNT; k++) {
#pragma GCC unroll 5
		for (int i = 0; i < COUNT; i++)
			sum += (limb2)a[i] * (i <= k ? b[k - i] : back[COUNT + k - i]);
		sum = column(t + k, sum);
	}
	carry(r, t, sum);
}

/* The same of a and a, with each pair of limbs once. */
static void square(number r, const number a)
{
	limb a0 = 2 * a[0], a1 = 2 * a[1], a2 = 2 * a[2], a3 = FOLD * a[3], a4 = FOLD * a[4];
	limb2 sum = 0;
	number t;

	if (LIMB_WORD != 64) {
		mul_narrow(r, a, a);
		return;
	}
	sum = column(t + 0, sum + (limb2)a[0] * a[0] + (limb2)a1 * a4 + (limb2)a2 * a3);
	sum = column(t + 1, sum + (limb2)a0 * a[1] + (limb2)a2 * a4 + (limb2)a[3] * a3);
	sum = column(t + 2, sum + (limb2)a0 * a[2] + (limb2)a[1] * a[1] + (limb2)(2 * a[3]) * a4);
	sum = column(t + 3, sum + (limb2)a0 * a[3] + (limb2)a1 * a[2] + (limb2)a[4] * a4);
	sum = column(t + 4, sum + (limb2)a0 * a[4] + (limb2)a1 * a[3] + (limb2)a[2] * a[2]);
	carry(r, t, sum);
}

/* r = a^(p-2) = 1/a: all bits of p - 2 = 2^255 - 21 but those of 4 and 16 are set. */
static void invert(number r, const number a)
{
	number x;

	memcpy(x, a, sizeof x);
	for (int i = 253; i >= 0; i--) {
		square(x, x);
		if (i != 2 && i != 4)
			mul(x, x, a);
	}
	memcpy(r, x, sizeof x);
	wipe(x, sizeof x);
}

static void swap(limb mask, number a, number b)
{
	for (int i = 0; i < COUNT; i++) {
		limb d = mask & (a[i] ^ b[i]);

		a[i] ^= d;
		b[i] ^= d;
	}
}

static void from_octets(number r, const uint8_t *p)
{
	memset(r, 0, sizeof(number));
	for (int i = 0; i < X25519_LEN; i++) {
		int at = 8 * i / BITS, by = 8 * i % BITS;

		r[at] |= (limb)p[i] << by & MASK;
		if (by + 8 > BITS && at + 1 < COUNT)
			r[at + 1] |= (limb)p[i] >> (BITS - by);
	}
	r[COUNT - 1] &= ((limb)1 << TOP) - 1;
}

/* a modulo 2^255 - 19, nearly: what is above 2^255 comes back below, 19 for each; returns how much that was. */
static limb settle(number a)
{
	limb above = 0;

	for (int i = 0; i < COUNT; i++) {
		int bits = i < COUNT - 1 ? BITS : TOP;

		a[i] += above;
		above = a[i] >> bits;
		a[i] &= ((limb)1 << bits) - 1;
	}
	a[0] += 19 * above;
	return above;
}

static void to_octets(uint8_t *p, number a)
{
	number less;
	limb keep;

	settle(a);
	settle(a);
	settle(a);
	/* a + 19 reaches 2^255 where a reaches p, and is a - p above it; settle has then added 19 again. */
	memcpy(less, a, sizeof less);
	less[0] += 19;
	keep = limb_is_zero(settle(less));
	less[0] -= 19 & ~keep;
	for (int i = 0; i < COUNT; i++)
		a[i] = limb_pick(keep, a[i], less[i]);
	for (int i = 0; i < X25519_LEN; i++) {
		int at = 8 * i / BITS, by = 8 * i % BITS;
		limb octet = a[at] >> by;

		if (by + 8 > BITS && at + 1 < COUNT)
			octet |= a[at + 1] << (BITS - by);
		p[i] = (uint8_t)octet;
	}
	wipe(less, sizeof less);
}

/* RFC 7748 5: two points, one u apart, of which one step makes the next two; which is which, a bit of the scalar says. */
bool x25519(uint8_t out[static X25519_LEN], const uint8_t scalar[static X25519_LEN], const uint8_t u[static X25519_LEN])
{
	static const number a24 = { 121665 };
	struct {
		number x1, x2, z2, x3, z3, a, b, c, d;
		uint8_t k[X25519_LEN];
	} n = { .x2 = { 1 }, .z3 = { 1 } };
	limb last = 0, bit;
	uint8_t any = 0;

	memcpy(n.k, scalar, sizeof n.k);
	n.k[0] &= 0xF8;
	n.k[31] = (n.k[31] & 0x7F) | 0x40;
	from_octets(n.x1, u);
	memcpy(n.x3, n.x1, sizeof n.x3);
	for (int i = 254; i >= 0; i--) {
		bit = n.k[i / 8] >> i % 8 & 1;
		swap((limb)0 - (bit ^ last), n.x2, n.x3);
		swap((limb)0 - (bit ^ last), n.z2, n.z3);
		last = bit;
		add(n.a, n.x2, n.z2);
		sub(n.b, n.x2, n.z2);
		add(n.c, n.x3, n.z3);
		sub(n.d, n.x3, n.z3);
		mul(n.d, n.d, n.a);
		mul(n.c, n.c, n.b);
		add(n.x3, n.d, n.c);
		square(n.x3, n.x3);
		sub(n.z3, n.d, n.c);
		square(n.z3, n.z3);
		mul(n.z3, n.z3, n.x1);
		square(n.a, n.a);
		square(n.b, n.b);
		mul(n.x2, n.a, n.b);
		sub(n.b, n.a, n.b);
		mul(n.z2, n.b, a24);
		add(n.z2, n.z2, n.a);
		mul(n.z2, n.z2, n.b);
	}
	/* the lowest bit of every scalar is 0: nothing is left to swap */
	invert(n.z2, n.z2);
	mul(n.x2, n.x2, n.z2);
	to_octets(out, n.x2);
	wipe(&n, sizeof n);
	for (int i = 0; i < X25519_LEN; i++)
		any |= out[i];
	return any != 0;
}
