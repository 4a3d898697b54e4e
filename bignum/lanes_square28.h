/* SPDX-License-Identifier: MIT */
/*
 * lanes_square28.h - Montgomery squaring in every lane, 28-bit digits; included by the file of one instruction set,
 * which defines vec, LANES and mul(a, b): the 64-bit product of the low 32 bits of each lane.
 *
 * A tile of two rows and four columns takes seven loads for eight products. A column is at most 148 products of 56
 * bits.
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

/* What add_square needs: the double of x. */
static void prepare(struct lanes *w)
{
	vec *twice = (vec *)(void *)w->twice;
	const vec *x = (const vec *)(const void *)w->x;

	for (size_t i = 0; i < w->digits; i++)
		twice[i] = x[i] + x[i];
}

/* The products x[i] * x[j] with i + j = k+c, each pair once with its double: rows up to the middle, then its corner. */
static inline void add_square(struct columns *s, const struct lanes *w, size_t k, size_t first)
{
	const vec *x = (const vec *)(const void *)w->x, *twice = (const vec *)(const void *)w->twice;
	size_t u = k / 2;

	add_rows(s, x, twice, k, first, u);
	s->c[0] += mul(x[u], x[u]);
	s->c[1] += mul(x[u], twice[u + 1]);
	s->c[2] += mul(x[u], twice[u + 2]) + mul(x[u + 1], x[u + 1]);
	s->c[3] += mul(x[u], twice[u + 3]) + mul(x[u + 1], twice[u + 2]);
}

/* Columns k to k+3, below column n: find the q[k+c] that make them zero. Returns what is left for column k+4. */
static inline vec cancel(struct lanes *w, const struct columns *s, size_t k, vec carry)
{
	const vec *m = (const vec *)(const void *)w->m, m0 = *(const vec *)(const void *)w->m0;
	vec *q = (vec *)(void *)w->q + k;
	vec q0, q1, q2, q3, t = s->c[0] + carry;

	q0 = mul(t, m0) & DIGIT_MASK;
	t = s->c[1] + mul(q0, m[1]) + ((t + mul(q0, m[0])) >> DIGIT_BITS);
	q1 = mul(t, m0) & DIGIT_MASK;
	t = s->c[2] + mul(q0, m[2]) + mul(q1, m[1]) + ((t + mul(q1, m[0])) >> DIGIT_BITS);
	q2 = mul(t, m0) & DIGIT_MASK;
	t = s->c[3] + mul(q0, m[3]) + mul(q1, m[2]) + mul(q2, m[1]) + ((t + mul(q2, m[0])) >> DIGIT_BITS);
	q3 = mul(t, m0) & DIGIT_MASK;
	q[0] = q0;
	q[1] = q1;
	q[2] = q2;
	q[3] = q3;
	return (t + mul(q3, m[0])) >> DIGIT_BITS;
}

/* Columns k to k+3, from column n on: digits of the result. Returns what is left for column k+4. */
static inline vec put_out(struct lanes *w, const struct columns *s, size_t k, vec carry)
{
	vec *x = (vec *)(void *)w->x + (k - w->digits);
	vec t0 = s->c[0] + carry, t1 = s->c[1] + (t0 >> DIGIT_BITS), t2 = s->c[2] + (t1 >> DIGIT_BITS);
	vec t3 = s->c[3] + (t2 >> DIGIT_BITS);

	x[0] = t0 & DIGIT_MASK;
	x[1] = t1 & DIGIT_MASK;
	x[2] = t2 & DIGIT_MASK;
	x[3] = t3 & DIGIT_MASK;
	return t3 >> DIGIT_BITS;
}

/* Columns k to k+3 with column n among them: some of both, one by one. */
static vec pass_over(struct lanes *w, struct columns *s, size_t k, vec carry)
{
	const vec *m = (const vec *)(const void *)w->m, m0 = *(const vec *)(const void *)w->m0;
	vec *q = (vec *)(void *)w->q, *x = (vec *)(void *)w->x;

	for (size_t c = 0; c < 4; c++) {
		vec t = s->c[c] + carry;

		if (k + c < w->digits) {
			q[k + c] = mul(t, m0) & DIGIT_MASK;
			t += mul(q[k + c], m[0]);
			for (size_t j = 1; c + j < 4; j++)
				s->c[c + j] += mul(q[k + c], m[j]);
		} else {
			x[k + c - w->digits] = t & DIGIT_MASK;
		}
		carry = t >> DIGIT_BITS;
	}
	return carry;
}

#endif
