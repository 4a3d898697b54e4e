/* SPDX-License-Identifier: MIT */
/*
 * lanes_square28.h - Montgomery squaring in every lane, 28-bit digits; included by the file of one instruction set,
 * which defines vec, LANES and mul(a, b): the 64-bit product of the low 32 bits of each lane.
 *
 * Four columns at a time: a tile of two rows and four columns takes seven loads for eight products. Where tiles reach
 * beyond the numbers they find the zeros that lanes_init put there. A column is at most 148 products of 56 bits.
 */
#ifndef BIGNUM_LANES_SQUARE28_H
#define BIGNUM_LANES_SQUARE28_H

#define DIGIT_BITS 28
#define DIGIT_MASK (((uint64_t)1 << DIGIT_BITS) - 1)

struct columns {
	vec c[4];
};

/* Columns k to k+3 gain the products x[i] * y[k+c-i] for the rows i from first (even) below end, by twos. */
static inline __attribute__((always_inline)) void add_rows(struct columns *s, const vec *x, const vec *y, size_t k,
	size_t first, size_t end)
{
	vec c0 = s->c[0], c1 = s->c[1], c2 = s->c[2], c3 = s->c[3];

	for (size_t i = first; i < end; i += 2) {
		const vec *d = y + (k - i);
		vec a = x[i], b = x[i + 1];

		c0 += mul(a, d[0]);
		c1 += mul(a, d[1]);
		c2 += mul(a, d[2]);
		c3 += mul(a, d[3]);
		c0 += mul(b, d[-1]);
		c1 += mul(b, d[0]);
		c2 += mul(b, d[1]);
		c3 += mul(b, d[2]);
	}
	s->c[0] = c0;
	s->c[1] = c1;
	s->c[2] = c2;
	s->c[3] = c3;
}

/* The products x[i] * x[j] with i + j = k+c, each pair once with its double: rows up to the middle, then its corner. */
static inline void add_square(struct columns *s, const vec *x, const vec *twice, size_t k, size_t first)
{
	size_t u = k / 2;

	add_rows(s, x, twice, k, first, u);
	s->c[0] += mul(x[u], x[u]);
	s->c[1] += mul(x[u], twice[u + 1]);
	s->c[2] += mul(x[u], twice[u + 2]) + mul(x[u + 1], x[u + 1]);
	s->c[3] += mul(x[u], twice[u + 3]) + mul(x[u + 1], twice[u + 2]);
}

/* Below column n: find q[k+c], which makes the column zero. From n on: the column is a digit of the result. */
static inline vec finish(struct lanes *w, struct columns *s, size_t k, vec carry)
{
	const vec *m = (const vec *)(const void *)w->m, m0 = *(const vec *)(const void *)w->m0;
	vec *q = (vec *)(void *)w->q, *x = (vec *)(void *)w->x;

	for (size_t c = 0; c < 4; c++) {
		vec t = s->c[c] + carry;

		if (k + c < w->digits) {
			vec v = mul(t, m0) & DIGIT_MASK;

			q[k + c] = v;
			t += mul(v, m[0]);
			for (size_t j = 1; c + j < 4; j++)
				s->c[c + j] += mul(v, m[j]);
		} else if (k + c < 2 * w->digits) {
			x[k + c - w->digits] = t & DIGIT_MASK;
		}
		carry = t >> DIGIT_BITS;
	}
	return carry;
}

static void square(struct lanes *w)
{
	const vec *m = (const vec *)(const void *)w->m;
	vec *x = (vec *)(void *)w->x, *twice = (vec *)(void *)w->twice, *q = (vec *)(void *)w->q;
	vec carry = { 0 };
	size_t n = w->digits;

	for (size_t i = 0; i < n; i++)
		twice[i] = x[i] + x[i];
	for (size_t k = 0; k < 2 * n; k += 4) {
		struct columns s = { { { 0 } } };
		size_t first = k < n ? 0 : (k - n + 1) & ~(size_t)1;

		add_square(&s, x, twice, k, first);
		add_rows(&s, q, m, k, first, k < n ? k : n);
		carry = finish(w, &s, k, carry);
	}
}

#endif
