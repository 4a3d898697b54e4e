/* SPDX-License-Identifier: MIT */
/*
 * mont.h - arithmetic modulo a secret odd number of up to 2048 bits, constant-time.
 *
 * Montgomery's form of x is x * R mod m with R = 2^(LIMB_BITS * n); m is below 2^bits and R at least 16 times that, so
 * that products of numbers below 2m stay below 2m without a last subtraction: 2m * 2m / R + m <= m/4 + m.
 * Numbers "below 2m" are what the functions give and take; only mont_from gives the one below m.
 */
#ifndef BIGNUM_MONT_H
#define BIGNUM_MONT_H

#include "bignum/num.h"

#define MONT_WINDOW 5 /* bits of the exponent a table look-up serves */

struct mont {
	unsigned bits;  /* m has so many, or one less */
	unsigned slack; /* R = 2^(bits + slack), at least 4 */
	size_t n;       /* limbs of m and of all numbers here */
	limb m0;        /* -1/m mod 2^LIMB_BITS */
	limb m[LIMB_MAX];
	limb one[LIMB_MAX]; /* R mod m, below m */
	limb q[LIMB_MAX], twice[LIMB_MAX]; /* of the product in hand */
};

/* Room for mont_power, wiped by the caller. */
struct mont_table {
	limb power[LIMB_MAX][1 << MONT_WINDOW]; /* limb by limb, so that a look-up reads in order */
	limb mask[1 << MONT_WINDOW];
	limb digit[LIMB_MAX];
};

/* mo is for arithmetic modulo m: odd, LIMB_COUNT(bits) limbs, at least 2^(bits-2). m is copied; the caller wipes mo. */
void mont_init(struct mont *mo, const limb *m, unsigned bits);

/* r = a * b / R mod m, below 2m. a * b below R * m. r may be a or b. */
void mont_mul(struct mont *mo, limb *r, const limb *a, const limb *b);

/* r = a^2 / R mod m, below 2m. a below 2^(slack/2) * m. r may be a. */
void mont_sqr(struct mont *mo, limb *r, const limb *a);

/* square = R^2 mod m, below 2m: a * square is the Montgomery form of a. */
void mont_square(struct mont *mo, limb *square);

/* r = a / R mod m, below m: out of Montgomery's form. a below R. */
void mont_from(struct mont *mo, limb *r, const limb *a);

/* r = a^e, all in Montgomery's form; e has e_bits bits (public), a below 2m. r may be a. */
void mont_power(struct mont *mo, limb *r, const limb *a, const limb *e, unsigned e_bits, struct mont_table *t);

/* Bits of an exponent of 2 that one shift may serve between squarings when R is 2^slack times 2^bits. */
unsigned mont_shift_width(unsigned slack);

/* r = 2^((m-1)/2) in Montgomery's form, below 2^(slack/2) * m: squarings and shifts only. */
void mont_two_power_half(struct mont *mo, limb *r);

/* All ones when a, below R and in Montgomery's form, is 1 or -1 modulo m; else 0. a is used up. */
limb mont_is_unit(struct mont *mo, limb *a);

#endif
