/* SPDX-License-Identifier: MIT */
/* lanes_ifma.c - the base-2 round for eight candidates at once, with AVX-512 IFMA; nothing on other machines. */
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

/* The products x[i] * x[j] with i + j = k+c: each pair once, all doubled, then the squares. */
static inline void add_square(struct columns *s, const vec *x, size_t k, size_t first)
{
	size_t u = k / 2;

	add_rows(s, x, x, k, first, u);
	add_one(s, 1, x[u], x[u + 1]);
	add_one(s, 2, x[u], x[u + 2]);
	add_one(s, 3, x[u], x[u + 3]);
	add_one(s, 3, x[u + 1], x[u + 2]);
	for (size_t c = 0; c < 4; c++) {
		s->low[c] += s->low[c];
		s->high[c] += s->high[c];
	}
	add_one(s, 0, x[u], x[u]);
	add_one(s, 2, x[u + 1], x[u + 1]);
}

/*
 * Below column n: find q[k+c], which makes the column zero. From n on: the column is a digit of the result.
 * Returns what goes to column k+4.
 */
static inline vec finish(struct lanes *w, struct columns *s, size_t k, vec carry)
{
	const vec *m = (const vec *)(const void *)w->m, m0 = *(const vec *)(const void *)w->m0, none = { 0 };
	vec *q = (vec *)(void *)w->q, *x = (vec *)(void *)w->x;

	for (size_t c = 0; c < 4; c++) {
		vec t = s->low[c] + carry;

		if (k + c < w->digits) {
			vec v = add_low(none, t, m0);

			q[k + c] = v;
			t = add_low(t, v, m[0]);
			s->high[c] = add_high(s->high[c], v, m[0]);
			for (size_t j = 1; c + j < 4; j++)
				add_one(s, c + j, v, m[j]);
		} else if (k + c < 2 * w->digits) {
			x[k + c - w->digits] = t & DIGIT_MASK;
		}
		carry = (t >> DIGIT_BITS) + s->high[c];
	}
	return carry;
}

static void square(struct lanes *w)
{
	const vec *m = (const vec *)(const void *)w->m;
	vec *x = (vec *)(void *)w->x, *q = (vec *)(void *)w->q;
	vec carry = { 0 };
	size_t n = w->digits;

	for (size_t k = 0; k < 2 * n; k += 4) {
		struct columns s = { { { 0 } }, { { 0 } } };
		size_t first = k < n ? 0 : (k - n + 1) & ~(size_t)1;

		add_square(&s, x, k, first);
		add_rows(&s, q, m, k, first, k < n ? k : n);
		carry = finish(w, &s, k, carry);
	}
}

#include "bignum/lanes_power.h"

static bool here(void)
{
	return __builtin_cpu_supports("avx512ifma");
}

const struct lanes_path lanes_ifma = { LANES, DIGIT_BITS, here, two_power_half };
#else
const struct lanes_path lanes_ifma = { 0, 0, 0, 0 };
#endif
