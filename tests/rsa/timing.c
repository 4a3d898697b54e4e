/* SPDX-License-Identifier: MIT */
/*
 * timing.c - do secrets change the time? Two classes of inputs in random order, Welch's t test on the times (Reparaz,
 * Balasch and Verbauwhede: "Dude, is my code constant time?", 2017). |t| below 4.5: no difference was seen.
 *
 *   timing [COUNT]     measurements of each; prints a line each and TAP
 * What is timed: a power with exponents of few or many ones, a private operation with a fixed or a random number, the
 * base-2 round of one number or of others, by limbs and by vectors, trial division of what has no small divisor; and, as
 * control, a comparison that stops early.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bignum/rsa.h"
#include "bignum/rsa_private.h"
#include "tests/unit/tap.h"

#define LIMIT 4.5
#define SETS 64 /* inputs of a class, made before the clock runs */

static struct rsa_workspace workspace;
static struct rsa_private_work work;
static struct rsa_key key;
static struct chacha20 source;
static uint8_t input[2][SETS][256];
static struct mont mo;

typedef void timed(const uint8_t *in);

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

struct sums {
	double n, sum, squares;
};

static void add(struct sums *s, double x)
{
	s->n++;
	s->sum += x;
	s->squares += x * x;
}

static double welch(const struct sums *a, const struct sums *b)
{
	double ma = a->sum / a->n, mb = b->sum / b->n;
	double va = (a->squares / a->n - ma * ma) / a->n, vb = (b->squares / b->n - mb * mb) / b->n;

	return (ma - mb) / sqrt(va + vb);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* t of the times below their upper quartile: interrupts are no secrets. */
static double measure(timed *f, size_t count)
{
	double *time = malloc(2 * count * sizeof *time), limit, t;
	uint8_t *class = malloc(count);
	struct sums s[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	if (!time || !class)
		exit(1);
	for (size_t i = 0; i < count; i++) {
		uint8_t r[2];
		double begin;

		chacha20_read(&source, r, 2);
		class[i] = r[0] & 1;
		begin = now();
		f(input[class[i]][r[1] % SETS]);
		time[i] = time[count + i] = now() - begin;
	}
	qsort(time + count, count, sizeof *time, ascending);
	limit = time[count + count * 3 / 4];
	for (size_t i = 0; i < count; i++)
		if (time[i] <= limit)
			add(&s[class[i]], time[i]);
	t = welch(&s[0], &s[1]);
	free(time);
	free(class);
	return t;
}

static void power(const uint8_t *in)
{
	static limb e[LIMB_MAX], x[LIMB_MAX];

	num_from_bytes(e, LIMB_MAX, in, 128);
	mont_power(&mo, x, mo.one, e, 1024, &workspace.search.table);
}

static void sign(const uint8_t *in)
{
	struct rsa_private k = { 2048, RSA_E, key.p, key.q, key.dp, key.dq, key.qinv };
	static uint8_t x[256];

	memcpy(x, in, sizeof x);
	x[0] = 0;
	if (rsa_private_apply(&k, x, &work) != 0)
		exit(1);
}

static void two(const uint8_t *in)
{
	static limb x[LIMB_MAX];

	num_from_bytes(x, LIMB_MAX, in, 128);
	mont_init(&mo, x, 1024);
	mont_two_power_half(&mo, x);
}

static void lanes(const uint8_t *in)
{
	static limb x[LIMB_MAX];
	struct prime_search *s = &workspace.search;

	num_from_bytes(x, LIMB_MAX, in, 128);
	for (unsigned i = 0; i < prime_lanes(s->path); i++)
		num_move_if((limb)-1, s->candidate[i], x, LIMB_COUNT(1024));
	s->bits = 1024;
	prime_filter(s);
}

static bool divides(const uint8_t *in)
{
	limb words[TRIAL_WORDS];

	for (size_t i = 0; i < 1024 / LIMB_WORD; i++) {
		words[i] = 0;
		for (size_t j = 0; j < LIMB_WORD / 8; j++)
			words[i] |= (limb)in[127 - i * (LIMB_WORD / 8) - j] << 8 * j;
	}
	return trial_divides(&workspace.search.trial, words, 1024 / LIMB_WORD);
}

static void trial(const uint8_t *in)
{
	if (divides(in))
		exit(1);
}

static void leak(const uint8_t *in)
{
	static volatile unsigned sink;

	for (int round = 0; round < 100; round++)
		for (int i = 0; i < 256 && in[i] == 0; i++)
			sink++;
}

/* Class 0: one input, or zeros. Class 1: random ones. */
static void inputs(bool zeros)
{
	chacha20_read(&source, input, sizeof input);
	for (int i = 0; i < SETS; i++) {
		memcpy(input[0][i], input[0][0], 256);
		if (zeros)
			memset(input[0][i], 0, 256);
		for (int class = 0; class < 2; class++) {
			input[class][i][0] |= zeros ? 0 : 0xc0;
			input[class][i][127] |= zeros ? 0 : 3;
		}
	}
}

/* The first 128 octets of each without a small divisor. */
static void survivors(void)
{
	for (int i = 0; i < SETS; i++)
		for (int class = 0; class < 2; class++)
			while (divides(input[class][i]))
				input[class][i][126]++;
	for (int i = 1; i < SETS; i++)
		memcpy(input[0][i], input[0][0], 256);
}

static void expect_same(timed *f, size_t count, const char *name)
{
	double t = measure(f, count);

	for (int again = 0; again < 2 && fabs(t) > LIMIT; again++) /* a leak stays; a neighbour's noise does not */
		t = measure(f, count);
	ok(fabs(t) <= LIMIT, name);
	diag("t = %.2f", t);
}

int main(int argc, char **argv)
{
	static const uint8_t seed[32] = "timing", nonce[12] = { 0 };
	size_t count = argc > 1 ? (size_t)strtol(argv[1], NULL, 10) : 2000;

	chacha20_init(&source, seed, nonce, 0);
	if (rsa_generate(2048, seed, PRIME_FASTEST, &workspace, &key, NULL, NULL) != RSA_DONE)
		return 1;
	inputs(false);
	expect_same(two, 4 * count, "2^((m-1)/2): one modulus, or others");
	expect_same(lanes, count, "2^((m-1)/2) by vectors: the same");
	survivors();
	expect_same(trial, 4 * count, "trial division: one number without small divisors, or others");
	inputs(true);
	expect_same(power, 4 * count, "a power: exponent 0, or random ones");
	inputs(true);
	expect_same(sign, count, "a private operation: of 0, or of random numbers");
	ok(fabs(measure(leak, count)) > LIMIT, "a loop that stops at the first difference is noticed");
	return done_testing();
}
