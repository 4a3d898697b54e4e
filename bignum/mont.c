/* SPDX-License-Identifier: MIT */
/*
 * mont.c - arithmetic modulo a secret odd number, constant-time.
 *
 * Products go column by column (product scanning), the reduction in the same pass: gcc makes three instructions of a
 * product that way. Rows (operand scanning) took 2.4 times as long.
 */
#include "bignum/mont.h"

/* acc + the products x[i] * y[-i] for i below count. */
static inline __attribute__((always_inline)) limb2 dot(limb2 acc, const limb *x, const limb *y, size_t count)
{
	if (count & 1) {
		acc += (limb2)x[0] * y[0];
		x++;
		y--;
	}
	if (count & 2) {
		acc += (limb2)x[0] * y[0];
		acc += (limb2)x[1] * y[-1];
		x += 2;
		y -= 2;
	}
	for (size_t fours = count / 4; fours > 0; fours--) {
		acc += (limb2)x[0] * y[0];
		acc += (limb2)x[1] * y[-1];
		acc += (limb2)x[2] * y[-2];
		acc += (limb2)x[3] * y[-3];
		x += 4;
		y -= 4;
	}
	return acc;
}

/* acc gets what makes its lowest limb zero; q[k] says how many moduli that were. */
static inline __attribute__((always_inline)) limb2 cancel(const struct mont *mo, limb2 acc, limb *q, size_t k)
{
	acc = dot(acc, q, mo->m + k, k);
	q[k] = (limb)acc * mo->m0 & LIMB_MASK;
	return acc + (limb2)q[k] * mo->m[0];
}

/* q: n limbs of scratch. Where n is a constant the loops become a row; at -Oz the pragmas leave others alone. */
static inline __attribute__((always_inline)) void product(const struct mont *mo, limb *r, const limb *a, const limb *b, limb *q, size_t n)
{
	limb2 acc = 0;

#pragma GCC unroll 5
	for (size_t k = 0; k < n; k++)
		acc = cancel(mo, dot(acc, a, b + k, k + 1), q, k) >> LIMB_BITS;
#pragma GCC unroll 5
	for (size_t k = n; k < 2 * n - 1; k++) {
		acc = dot(acc, a + (k - n + 1), b + (n - 1), 2 * n - 1 - k);
		acc = dot(acc, q + (k - n + 1), mo->m + (n - 1), 2 * n - 1 - k);
		r[k - n] = (limb)acc & LIMB_MASK;
		acc >>= LIMB_BITS;
	}
	r[n - 1] = (limb)acc;
}

/* Numbers of P-256 with 60-bit limbs: in half the time, for 1 KB. */
#define ROW 5

void mont_mul(struct mont *mo, limb *r, const limb *a, const limb *b)
{
	limb q[ROW] = { 0 };

	if (LIMB_WORD == 64 && mo->n == ROW)
		product(mo, r, a, b, q, ROW);
	else
		product(mo, r, a, b, mo->q, mo->n);
}

/* The products a[i] * a[k - i], each pair once with its double, and the one in the middle. */
static inline __attribute__((always_inline)) limb2 square_column(limb2 acc, const limb *a, const limb *twice, size_t k,
	size_t first)
{
	acc = dot(acc, a + first, twice + (k - first), (k + 1) / 2 - first);
	if (k % 2 == 0)
		acc += (limb2)a[k / 2] * a[k / 2];
	return acc;
}

void mont_sqr(struct mont *mo, limb *r, const limb *a)
{
	limb *q = mo->q, *twice = mo->twice;
	limb2 acc = 0;
	size_t n = mo->n;

	for (size_t i = 0; i < n; i++)
		twice[i] = 2 * a[i];
	for (size_t k = 0; k < n; k++)
		acc = cancel(mo, square_column(acc, a, twice, k, 0), q, k) >> LIMB_BITS;
	for (size_t k = n; k < 2 * n - 1; k++) {
		acc = square_column(acc, a, twice, k, k - n + 1);
		acc = dot(acc, q + (k - n + 1), mo->m + (n - 1), 2 * n - 1 - k);
		r[k - n] = (limb)acc & LIMB_MASK;
		acc >>= LIMB_BITS;
	}
	r[n - 1] = (limb)acc;
}

void mont_init(struct mont *mo, const limb *m, unsigned bits)
{
	mo->bits = bits;
	mo->n = LIMB_COUNT(bits);
	mo->slack = (unsigned)mo->n * LIMB_BITS - bits;
	for (size_t i = 0; i < mo->n; i++)
		mo->m[i] = m[i];
	mo->m0 = ((limb)0 - num_invert_word(m[0])) & LIMB_MASK;
	num_power_of_two(mo->one, mo->m, mo->n, bits, mo->slack);
}

/* The power of two R is, 2^e, in Montgomery's form: its first digits by doubling, then square and double along e. */
void mont_square(struct mont *mo, limb *square)
{
	unsigned e = mo->bits + mo->slack, shift = 0;

	while (e >> shift >= 64)
		shift++;
	num_power_of_two(square, mo->m, mo->n, mo->bits, mo->slack + (e >> shift));
	while (shift-- > 0) {
		mont_mul(mo, square, square, square);
		if (e >> shift & 1) /* below 4m now; e is even, so a squaring comes last */
			num_add(square, square, square, mo->n);
	}
}

void mont_from(struct mont *mo, limb *r, const limb *a)
{
	limb one[LIMB_MAX];

	num_set(one, mo->n, 1);
	mont_mul(mo, r, a, one);
	num_reduce_once(r, mo->m, mo->n);
}

/* r = the power of the given digit; all of the table is read. */
static void look_up(limb *r, struct mont_table *t, size_t n, limb digit)
{
	for (limb i = 0; i < 1 << MONT_WINDOW; i++)
		t->mask[i] = limb_is_zero(i ^ digit);
	for (size_t j = 0; j < n; j++) {
		limb v = 0;

		for (size_t i = 0; i < 1 << MONT_WINDOW; i++)
			v |= t->power[j][i] & t->mask[i];
		r[j] = v;
	}
}

/* The powers 0 to 31 of a. t->digit serves as the running product. */
static void fill_table(struct mont *mo, struct mont_table *t, const limb *a)
{
	for (size_t j = 0; j < mo->n; j++) {
		t->power[j][0] = mo->one[j];
		t->digit[j] = a[j];
	}
	for (size_t i = 1; i < 1 << MONT_WINDOW; i++) {
		for (size_t j = 0; j < mo->n; j++)
			t->power[j][i] = t->digit[j];
		mont_mul(mo, t->digit, t->digit, a);
	}
}

void mont_power(struct mont *mo, limb *r, const limb *a, const limb *e, unsigned e_bits, struct mont_table *t)
{
	unsigned left = e_bits - 1 - (e_bits - 1) % MONT_WINDOW; /* below the first digit, which may be shorter */

	fill_table(mo, t, a);
	look_up(r, t, mo->n, num_bits(e, mo->n, left, e_bits - left));
	while (left > 0) {
		left -= MONT_WINDOW;
		for (int i = 0; i < MONT_WINDOW; i++)
			mont_sqr(mo, r, r);
		look_up(t->digit, t, mo->n, num_bits(e, mo->n, left, MONT_WINDOW));
		mont_mul(mo, r, r, t->digit);
	}
}

/* r = r * 2^count, which must fit in n limbs; count is secret and below LIMB_BITS. */
static void shift_left(limb *r, size_t n, limb count)
{
	limb carry = 0;

	for (size_t i = 0; i < n; i++) {
		limb t = r[i];

		r[i] = (t << count & LIMB_MASK) | carry;
		carry = t >> (LIMB_BITS - count);
	}
}

/* A digit d makes 2m into 2m * 2^d, which must be below 2^(slack/2) * m for the next squaring. */
unsigned mont_shift_width(unsigned slack)
{
	return slack >= 32 ? 4 : slack >= 16 ? 3 : slack >= 8 ? 2 : 1;
}

/* (m-1)/2 is m without its lowest bit. */
void mont_two_power_half(struct mont *mo, limb *r)
{
	unsigned width = mont_shift_width(mo->slack), e_bits = mo->bits - 1;
	unsigned left = e_bits - 1 - (e_bits - 1) % width;

	for (size_t i = 0; i < mo->n; i++)
		r[i] = mo->one[i];
	shift_left(r, mo->n, num_bits(mo->m, mo->n, left + 1, e_bits - left));
	while (left > 0) {
		left -= width;
		for (unsigned i = 0; i < width; i++)
			mont_sqr(mo, r, r);
		shift_left(r, mo->n, num_bits(mo->m, mo->n, left + 1, width));
	}
}

limb mont_is_unit(struct mont *mo, limb *a)
{
	limb one[LIMB_MAX], yes;

	num_set(one, mo->n, 1);
	mont_from(mo, a, a);
	yes = num_equal(a, one, mo->n);
	num_sub(a, mo->m, a, mo->n);
	return yes | num_equal(a, one, mo->n);
}
