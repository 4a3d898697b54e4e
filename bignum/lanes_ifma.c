/* SPDX-License-Identifier: MIT */
/* lanes_ifma.c - one instruction set: AVX-512 IFMA, eight candidates at a time; nothing on other machines. */
#include "bignum/lanes.h"

#if defined(__x86_64__) && LIMB_WORD == 64
#pragma GCC target("avx512f,avx512ifma")
#include <immintrin.h>

#define LANES 8
#define DIGIT_BITS 52
#define DIGIT_MASK (((uint64_t)1 << DIGIT_BITS) - 1)
typedef uint64_t vec __attribute__((vector_size(64)));

/* acc + the low 52 bits of the product of a and b's low 52 bits. */
static inline vec add_low(vec acc, vec a, vec b)
{
	return (vec)_mm512_madd52lo_epu64((__m512i)acc, (__m512i)a, (__m512i)b);
}

/* acc + the high 52 bits of it. */
static inline vec add_high(vec acc, vec a, vec b)
{
	return (vec)_mm512_madd52hi_epu64((__m512i)acc, (__m512i)a, (__m512i)b);
}

/*
 * Four columns at a time, as in lanes_square28.h. A product has two halves: low[c] belongs to column k+c and high[c]
 * to the next. Factors are cut to 52 bits, so that doubling is of sums, not of factors. A sum is at most 160 halves.
 */
struct columns {
	vec low[4], high[4];
};

/* Columns k to k+3 gain the products x[i] * y[k+c-i] for the rows i from first (even) below end, by twos. */
static inline __attribute__((always_inline)) void add_rows(struct columns *s, const vec *x, const vec *y, size_t k,
	size_t first, size_t end)
{
	struct columns t = *s;

	for (size_t i = first; i < end; i += 2) {
		const vec *d = y + (k - i);
		vec a = x[i], b = x[i + 1];

#pragma GCC unroll 4
		for (int c = 0; c < 4; c++) {
			t.low[c] = add_low(t.low[c], a, d[c]);
			t.high[c] = add_high(t.high[c], a, d[c]);
		}
#pragma GCC unroll 4
		for (int c = 0; c < 4; c++) {
			t.low[c] = add_low(t.low[c], b, d[c - 1]);
			t.high[c] = add_high(t.high[c], b, d[c - 1]);
		}
	}
	*s = t;
}

static inline void add_one(struct columns *s, size_t c, vec a, vec b)
{
	s->low[c] = add_low(s->low[c], a, b);
	s->high[c] = add_high(s->high[c], a, b);
}

static void prepare(struct lanes *w)
{
	(void)w;
}

/* The products x[i] * x[j] with i + j = k+c: each pair once, all doubled, then the squares. */
static inline void add_square(struct columns *s, const struct lanes *w, size_t k, size_t first)
{
	const vec *x = (const vec *)(const void *)w->x;
	size_t u = k / 2;

	add_rows(s, x, x, k, first, u);
	add_one(s, 1, x[u], x[u + 1]);
	add_one(s, 2, x[u], x[u + 2]);
	add_one(s, 3, x[u], x[u + 3]);
	add_one(s, 3, x[u + 1], x[u + 2]);
#pragma GCC unroll 4
	for (size_t c = 0; c < 4; c++) {
		s->low[c] += s->low[c];
		s->high[c] += s->high[c];
	}
	add_one(s, 0, x[u], x[u]);
	add_one(s, 2, x[u + 1], x[u + 1]);
}

/* Column k+c, below column n: find the q[k+c] that makes it zero. Returns what is left for the next. */
static inline __attribute__((always_inline)) vec cancel_one(struct lanes *w, struct columns *s, size_t k, size_t c,
	vec carry)
{
	const vec *m = (const vec *)(const void *)w->m, m0 = *(const vec *)(const void *)w->m0, none = { 0 };
	vec t = s->low[c] + carry, q = add_low(none, t, m0);

	((vec *)(void *)w->q)[k + c] = q;
#pragma GCC unroll 4
	for (size_t j = 1; j < 4 - c; j++)
		add_one(s, c + j, q, m[j]);
	s->high[c] = add_high(s->high[c], q, m[0]);
	return (add_low(t, q, m[0]) >> DIGIT_BITS) + s->high[c];
}

/* Column k+c, from column n on: a digit of the result. Returns what is left for the next. */
static inline vec put_out_one(struct lanes *w, const struct columns *s, size_t k, size_t c, vec carry)
{
	vec t = s->low[c] + carry;

	((vec *)(void *)w->x)[k + c - w->digits] = t & DIGIT_MASK;
	return (t >> DIGIT_BITS) + s->high[c];
}

static inline vec cancel(struct lanes *w, struct columns *s, size_t k, vec carry)
{
#pragma GCC unroll 4
	for (size_t c = 0; c < 4; c++)
		carry = cancel_one(w, s, k, c, carry);
	return carry;
}

static inline vec put_out(struct lanes *w, const struct columns *s, size_t k, vec carry)
{
#pragma GCC unroll 4
	for (size_t c = 0; c < 4; c++)
		carry = put_out_one(w, s, k, c, carry);
	return carry;
}

static vec pass_over(struct lanes *w, struct columns *s, size_t k, vec carry)
{
	for (size_t c = 0; c < 4; c++)
		carry = k + c < w->digits ? cancel_one(w, s, k, c, carry) : put_out_one(w, s, k, c, carry);
	return carry;
}

#include "bignum/lanes_power.h"

static bool here(void)
{
	return (lanes_features() & LANES_HAVE_IFMA) != 0;
}

const struct lanes_path lanes_ifma = { LANES, DIGIT_BITS, here, two_power_half };
#else
const struct lanes_path lanes_ifma = { 0, 0, 0, 0 };
#endif
