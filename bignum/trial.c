/* SPDX-License-Identifier: MIT */
/* trial.c - trial division by all primes from 3 to 65521. */
#include "bignum/trial.h"

#include <string.h>

#include "bignum/num.h"
#include "bignum/reveal.h"

static void sieve(struct trial *t)
{
	size_t found = 0;

	memset(t->composite, 0, sizeof t->composite);
	for (uint32_t i = 1; i < 32768; i++) {
		uint32_t p = 2 * i + 1;

		if (t->composite[i / 8] >> (i % 8) & 1)
			continue;
		t->prime[found] = (uint16_t)p;
		t->inverse[found++] = num_invert_word(p);
		for (uint32_t j = p < 256 ? p * p / 2 : 32768; j < 32768; j += p)
			t->composite[j / 8] |= (uint8_t)(1U << j % 8);
	}
}

static void add_product(struct trial *t, size_t first, limb product)
{
	t->first[t->products] = (uint16_t)first;
	t->by[t->products].product = product;
	t->by[t->products++].inverse = num_invert_word(product);
}

void trial_init(struct trial *t)
{
	limb product = 1;
	size_t first = 0;

	sieve(t);
	t->products = 0;
	for (size_t i = 0; i < TRIAL_PRIMES; i++) {
		if (product > (limb)-1 / t->prime[i]) {
			add_product(t, first, product);
			first = i;
			product = 1;
		}
		product *= t->prime[i];
	}
	add_product(t, first, product);
	while (t->products % TRIAL_AT_ONCE != 0)
		add_product(t, TRIAL_PRIMES, 1);
	t->first[t->products] = TRIAL_PRIMES;
}

static inline limb high_word(limb a, limb b)
{
	return (limb)((limb2)a * b >> LIMB_WORD);
}

/*
 * r = minus x over a power of two, modulo each of four products: at each word, what must be subtracted for the rest to
 * be divisible by the word is a multiple of the product, and only its high word goes on. Four, because one alone would
 * wait for its multiplications.
 */
static void remainders(const struct trial *t, size_t at, const limb *x, size_t words, limb r[static TRIAL_AT_ONCE])
{
	limb sum[TRIAL_AT_ONCE] = { 0 };

	for (size_t i = 0; i < words; i++) {
#pragma GCC unroll 4
		for (size_t j = 0; j < TRIAL_AT_ONCE; j++) {
			limb borrow = x[i] < sum[j]; /* a flag, not a jump: the constant-time test would see one */
			limb low = (x[i] - sum[j]) * t->by[at + j].inverse;

			sum[j] = high_word(low, t->by[at + j].product) + borrow;
		}
	}
	for (size_t j = 0; j < TRIAL_AT_ONCE; j++)
		r[j] = sum[j];
}

/* A multiple of p times p's inverse is the quotient, so small that times p it has no high word; any other is large. */
static limb divisible(const struct trial *t, size_t product, limb r)
{
	limb found = 0;

	for (size_t i = t->first[product]; i < t->first[product + 1]; i++)
		found |= limb_is_zero(high_word(r * t->inverse[i], t->prime[i]));
	return found;
}

bool trial_divides(const struct trial *t, const limb *x, size_t words)
{
	for (size_t at = 0; at < t->products; at += TRIAL_AT_ONCE) {
		limb r[TRIAL_AT_ONCE], found = 0;

		remainders(t, at, x, words, r);
		for (size_t j = 0; j < TRIAL_AT_ONCE; j++)
			found |= divisible(t, at + j, r[j]);
		if (reveal(found)) /* a candidate with a divisor is thrown away; the prime we keep has none */
			return true;
	}
	return false;
}
