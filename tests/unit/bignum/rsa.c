/* SPDX-License-Identifier: MIT */
/* rsa.c - every number of a key against GMP; what does not go together is refused. */
#include "bignum/rsa.h"

#include "tests/rsa/gmp.h"
#include "tests/unit/tap.h"

static struct rsa_workspace workspace;
static struct rsa_assembly assembly;
static struct rsa_key key, again;
static struct big p, q, e, t, u, v;

static bool equals(const struct big *want, const uint8_t *b, size_t len)
{
	big_set(&v, b, len);
	return gmp.cmp(&v, want) == 0;
}

static bool right(const struct rsa_key *k)
{
	size_t half = k->bits / 16;
	bool held;

	big_set(&p, k->p, half);
	big_set(&q, k->q, half);
	gmp.mul(&t, &p, &q);
	held = equals(&t, k->n, 2 * half) && gmp.bits(&t, 2) == k->bits && gmp.cmp(&p, &q) > 0;
	held = held && gmp.prime(&p, 10) && gmp.prime(&q, 10);
	gmp.invert(&t, &q, &p);
	held = held && equals(&t, k->qinv, half);
	gmp.set_ui(&t, 1);
	gmp.sub(&p, &p, &t);
	gmp.sub(&q, &q, &t);
	gmp.set_ui(&e, 65537);
	gmp.invert(&t, &e, &p);
	held = held && equals(&t, k->dp, half);
	gmp.invert(&t, &e, &q);
	held = held && equals(&t, k->dq, half);
	gmp.lcm(&u, &p, &q);
	gmp.invert(&t, &e, &u);
	return held && equals(&t, k->d, 2 * half) && gmp.bits(&t, 2) > k->bits / 2;
}

static void generate(unsigned bits, const char *name)
{
	static const uint8_t seed[32] = "rsa";
	bool made = rsa_generate(bits, seed, PRIME_FASTEST, &workspace, &key, NULL, NULL) == RSA_DONE;

	if (gmp.init)
		ok(made && right(&key), name);
	else
		skip(name, "no libgmp.so.10");
}

/* Two primes with a factor in common in p-1 and q-1 are found by stepping; d is then smaller than modulo phi. */
static void shared_factor(void)
{
	uint8_t a[PRIME_MAX_LEN], b[PRIME_MAX_LEN];

	memcpy(a, key.p, 128);
	big_set(&p, a, 128);
	for (unsigned i = 0; i < 2; i++) {
		uint8_t *x = i ? b : a;
		unsigned long r;

		memcpy(x, i ? key.q : key.p, 128);
		big_set(&p, x, 128);
		for (x[127] |= 3, r = 1; r != 0 || !gmp.prime(&p, 5); ) {
			for (size_t j = 128, carry = 4; j-- > 0 && carry;) {
				carry += x[j];
				x[j] = (uint8_t)carry;
				carry >>= 8;
			}
			big_set(&p, x, 128);
			r = (gmp.mod_ui(&p, 3 * 5 * 7) + 104) % 105;
		}
	}
	ok(rsa_assemble(2048, a, b, &assembly, &again) == 0 && right(&again),
		"p-1 and q-1 with 105 in common: d is still the smallest");
}

static void pairs(void)
{
	uint8_t near[PRIME_MAX_LEN];
	bool wiped = true;

	is_int(rsa_assemble(2048, key.q, key.p, &assembly, &again), 0, "q and p the other way round");
	is_mem(&again, sizeof again, &key, sizeof key, "make the same key");
	memcpy(near, key.p, 128);
	near[13] ^= 8; /* |p-q| = 2^915, below 2^924 */
	is_int(rsa_assemble(2048, key.p, key.p, &assembly, &again), -1, "a prime twice is refused");
	is_int(rsa_assemble(2048, key.p, near, &assembly, &again), -1, "primes closer than 2^(nlen/2-100) are refused");
	for (size_t i = 0; i < sizeof again; i++)
		wiped = wiped && ((uint8_t *)&again)[i] == 0;
	ok(wiped, "and nothing is left of the key");
}

static int stop(void *arg)
{
	return --*(int *)arg == 0;
}

static void stopped(void)
{
	static const uint8_t seed[32] = "stop";
	int steps = 2;

	is_int(rsa_generate(4096, seed, PRIME_SCALAR, &workspace, &again, stop, &steps), RSA_STOPPED,
		"the caller can stop a search");
	is_int(steps, 0, "after the step it asked for");
	is_int(rsa_generate(1024, seed, PRIME_SCALAR, &workspace, &again, NULL, NULL), RSA_FAILED, "1024 bits are refused");
}

int main(void)
{
	for (struct big *x[] = { &p, &q, &e, &t, &u, &v }, **i = x; gmp_here() && i < x + 6; i++)
		gmp.init(*i);
	generate(4096, "every number of a 4096-bit key agrees with GMP");
	generate(3072, "every number of a 3072-bit key agrees with GMP");
	generate(2048, "every number of a 2048-bit key agrees with GMP");
	pairs();
	if (gmp.init)
		shared_factor();
	else
		skip("shared factor", "no libgmp.so.10");
	stopped();
	return done_testing();
}
