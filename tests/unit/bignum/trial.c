/* SPDX-License-Identifier: MIT */
/* trial.c - trial division against plain division. */
#include "bignum/trial.h"

#include "bignum/chacha20.h"
#include "bignum/num.h"
#include "tests/unit/tap.h"

static struct trial trial;

static uint32_t remainder_of(const uint32_t *x, size_t words, uint32_t p)
{
	uint64_t r = 0;

	for (size_t i = words; i-- > 0;)
		r = ((r << 32) | x[i]) % p;
	return (uint32_t)r;
}

/* x as words of the machine's limbs. */
static bool divides(const uint32_t *x, size_t words)
{
	limb full[TRIAL_WORDS];
	size_t per = LIMB_WORD / 32;

	for (size_t i = 0; i < words / per; i++) {
		full[i] = 0;
		for (size_t j = per; j-- > 0;)
			full[i] = (limb)((limb2)full[i] << 32) | x[i * per + j];
	}
	return trial_divides(&trial, full, words / per);
}

static bool has_divisor(const uint32_t *x, size_t words)
{
	for (size_t i = 0; i < TRIAL_PRIMES; i++)
		if (remainder_of(x, words, trial.prime[i]) == 0)
			return true;
	return false;
}

/* x += 2 until p divides it and no smaller prime does. */
static void multiple_of(uint32_t *x, size_t words, uint32_t p)
{
	uint64_t carry = p - remainder_of(x, words, p);

	for (size_t i = 0; i < words && carry != 0; i++) {
		carry += x[i];
		x[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

int main(void)
{
	static const uint8_t key[32] = "trial", nonce[12] = { 0 };
	uint32_t x[64], right = 0, found = 0;
	struct chacha20 source;

	chacha20_init(&source, key, nonce, 0);
	trial_init(&trial);
	is_int(trial.prime[0], 3, "the first prime is 3");
	is_int(trial.prime[TRIAL_PRIMES - 1], 65521, "the last prime is 65521");
	for (size_t i = 0; i < 300; i++) {
		size_t words = 32 + i % 3 * 16;

		chacha20_read(&source, x, words * sizeof *x);
		x[0] |= 3;
		right += divides(x, words) == has_divisor(x, words);
	}
	is_int(right, 300, "random numbers have a divisor when plain division finds one");
	for (size_t i = 0; i < TRIAL_PRIMES; i += 7) {
		chacha20_read(&source, x, sizeof x);
		multiple_of(x, 64, trial.prime[i]);
		found += divides(x, 64);
	}
	is_int(found, (TRIAL_PRIMES + 6) / 7, "a multiple of any prime of the table is seen");
	for (size_t i = 0; i < 64; i++)
		x[i] = 0xffffffff;
	is_int(divides(x, 32), true, "2^1024 - 1 has small divisors");
	for (size_t i = 0; i < 64; i++)
		x[i] = 0;
	x[0] = 1;
	is_int(divides(x, 32), false, "1 has none");
	return done_testing();
}
