/* SPDX-License-Identifier: MIT */
/*
 * lanes_power.h - 2^((m-1)/2) in every lane; included by the file of one instruction set, which defines before:
 *   vec, LANES              a vector of so many 64-bit integers
 *   DIGIT_BITS, DIGIT_MASK  28 or 52, and so many ones
 *   struct columns          the sums of four columns
 *   prepare                 what add_square needs once a squaring
 *   add_square, add_rows    products into columns k to k+3: of x with itself, of rows of any two
 *   cancel                  finds four digits of q, so that the columns become zero
 *   put_out                 takes four digits of the result
 *   pass_over               the group of columns in which the one becomes the other
 * Where tiles reach beyond the numbers they find the zeros that lanes_init put there.
 */
#ifndef BIGNUM_LANES_POWER_H
#define BIGNUM_LANES_POWER_H

/* x = x^2 / R mod m in every lane, four columns at a time. One loop for all: three of them cost 3 KiB. */
static void square(struct lanes *w)
{
	const vec *q = (const vec *)(const void *)w->q, *m = (const vec *)(const void *)w->m;
	vec carry = { 0 };
	size_t n = w->digits;

	prepare(w);
	for (size_t k = 0; k < 2 * n; k += 4) {
		struct columns s = { 0 };
		size_t first = k < n ? 0 : (k - n + 1) & ~(size_t)1;

		add_square(&s, w, k, first);
		add_rows(&s, q, m, k, first, k < n ? k : n);
		if (k + 4 <= n)
			carry = cancel(w, &s, k, carry);
		else if (k >= n)
			carry = put_out(w, &s, k, carry);
		else
			carry = pass_over(w, &s, k, carry);
	}
}

/* A carry of up to 64 - DIGIT_BITS bits goes through: x = x * 2^shift, which must fit. */
static void shift_left(struct lanes *w)
{
	vec *x = (vec *)(void *)w->x, carry = { 0 };
	const vec shift = *(const vec *)(const void *)w->shift;

	for (size_t i = 0; i < w->digits; i++) {
		vec t = x[i];

		x[i] = ((t << shift) & DIGIT_MASK) | carry;
		carry = t >> (DIGIT_BITS - shift);
	}
}

/* The lanes' own exponents: (m-1)/2 is m without its lowest bit, of which `count` bits from `at` on are taken. */
static void take_exponents(struct lanes *w, unsigned at, unsigned count)
{
	size_t i = (at + 1) / DIGIT_BITS;
	unsigned from = (at + 1) % DIGIT_BITS;

	for (size_t lane = 0; lane < LANES; lane++) {
		uint64_t v = w->m[i * LANES + lane] | w->m[(i + 1) * LANES + lane] << DIGIT_BITS;

		w->shift[lane] = v >> from & (((uint64_t)1 << count) - 1);
	}
}

/* As mont_two_power_half, in each lane. */
static void two_power_half(struct lanes *w)
{
	unsigned width = mont_shift_width((unsigned)w->digits * DIGIT_BITS - w->bits), e_bits = w->bits - 1;
	unsigned left = e_bits - 1 - (e_bits - 1) % width;

	take_exponents(w, left, e_bits - left);
	shift_left(w);
	while (left > 0) {
		left -= width;
		for (unsigned i = 0; i < width; i++)
			square(w);
		take_exponents(w, left, width);
		shift_left(w);
	}
}

#endif
