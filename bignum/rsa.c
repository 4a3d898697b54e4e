/* SPDX-License-Identifier: MIT */
/* rsa.c - make an RSA key. */
#include "bignum/rsa.h"

#include "bignum/reveal.h"
#include "lib/wipe.h"

/* All ones when some bit of a from `from` up is set. */
static limb reaches(const limb *a, size_t n, unsigned from)
{
	limb any = a[from / LIMB_BITS] >> (from % LIMB_BITS);

	for (size_t i = from / LIMB_BITS + 1; i < n; i++)
		any |= a[i];
	return ~limb_is_zero(any);
}

static uint32_t mul_mod_e(uint32_t a, uint32_t b)
{
	uint64_t t = (uint64_t)a * b; /* below 2^33; 2^16 is -1 modulo e, so 2^32 is 1 */
	uint32_t low = (uint32_t)t & 0xffff, middle = (uint32_t)(t >> 16) & 0xffff, high = (uint32_t)(t >> 32);
	uint32_t r = low + high + RSA_E - middle;
	uint32_t less = (r - RSA_E) >> 31;

	return r - (RSA_E & (less - 1));
}

/* 1/x modulo e, a prime: x^(e-2), and e-2 is 16 ones in binary but for the topmost. */
static uint32_t invert_mod_e(uint32_t x)
{
	uint32_t r = x;

	for (int i = 0; i < 15; i++)
		r = mul_mod_e(mul_mod_e(r, r), x);
	return r;
}

/*
 * d = 1/e modulo m: of all 1 + k * m the one that e divides, divided. k = -1/m modulo e; e must not divide m. The
 * product and the exact division run along each other, limb by limb.
 */
static void invert_e(limb *d, const limb *m, size_t n)
{
	limb k = invert_mod_e(RSA_E - num_mod_65537(m, n)), inverse = num_invert_word(RSA_E), borrow = 0;
	limb2 acc = 1;

	for (size_t i = 0; i < n; i++) {
		limb t, quotient;

		acc += (limb2)k * m[i];
		t = ((limb)acc & LIMB_MASK) - borrow;
		acc >>= LIMB_BITS;
		quotient = (t * inverse) & LIMB_MASK;
		borrow = (limb)((limb2)quotient * RSA_E >> LIMB_BITS) + (t >> (LIMB_WORD - 1));
		d[i] = quotient;
	}
}

/* |p-q| at least 2^(nlen/2-99), for p not below q; near primes make n easy to factor. */
static limb far_apart(struct rsa_assembly *w, size_t h, unsigned half_bits)
{
	num_sub(w->t, w->p, w->q, h);
	return reaches(w->t, h, half_bits - 99);
}

/* w->product = lcm(p-1, q-1) = 2 * (p-1)/2 * (q-1)/2 / gcd; both halves are odd. All ones when the gcd is one limb. */
static limb least_multiple(struct rsa_assembly *w, size_t h)
{
	limb large = 0;

	num_half(w->half_p, w->p, h);
	num_half(w->half_q, w->q, h);
	num_mul(w->product, w->half_p, h, w->half_q, h);
	num_gcd(w->half_p, w->half_q, h);
	for (size_t i = 1; i < h; i++)
		large |= w->half_p[i];
	num_divide_exact(w->product, w->product, 2 * h, w->half_p[0]);
	num_add(w->product, w->product, w->product, 2 * h);
	return limb_is_zero(large);
}

/* w->t = 1/q modulo p, which is q^(p-2). */
static void invert_q(struct rsa_assembly *w, size_t h, unsigned half_bits)
{
	limb *exponent = w->half_p;

	mont_init(&w->mont, w->p, half_bits);
	mont_square(&w->mont, w->t);
	mont_mul(&w->mont, w->t, w->t, w->q);
	num_set(exponent, h, 2);
	num_sub(exponent, w->p, exponent, h);
	mont_power(&w->mont, w->t, w->t, exponent, half_bits, &w->table);
	mont_from(&w->mont, w->t, w->t);
}

/* out's 1/e modulo prime - 1. */
static void part_exponent(struct rsa_assembly *w, uint8_t *out, size_t len, const limb *prime, size_t h)
{
	num_move_if((limb)-1, w->t, prime, h);
	w->t[0] ^= 1;
	invert_e(w->half_p, w->t, h);
	num_to_bytes(out, len, w->half_p, h);
}

/* d into out, and whether all that FIPS 186-5 asks of a pair holds. */
static limb fill_exponent(struct rsa_assembly *w, struct rsa_key *out, size_t h)
{
	unsigned half_bits = out->bits / 2;
	limb good = far_apart(w, h, half_bits) & least_multiple(w, h);

	invert_e(w->d, w->product, 2 * h);
	num_to_bytes(out->d, out->bits / 8, w->d, 2 * h);
	return good & reaches(w->d, 2 * h, half_bits); /* d is odd, so not the power of two itself */
}

int rsa_assemble(unsigned key_bits, const uint8_t *p, const uint8_t *q, struct rsa_assembly *w, struct rsa_key *out)
{
	size_t len = key_bits / 16, h = LIMB_COUNT(key_bits / 2);

	num_from_bytes(w->p, h, p, len);
	num_from_bytes(w->q, h, q, len);
	wipe(out, sizeof *out); /* of a larger key before */
	out->bits = key_bits;
	num_swap_if(num_less(w->p, w->q, h), w->p, w->q, h);
	if (!reveal(fill_exponent(w, out, h))) { /* this pair is thrown away */
		wipe(out, sizeof *out);
		return -1;
	}
	num_to_bytes(out->p, len, w->p, h);
	num_to_bytes(out->q, len, w->q, h);
	num_mul(w->product, w->p, h, w->q, h);
	num_to_bytes(out->n, 2 * len, w->product, 2 * h);
	invert_q(w, h, key_bits / 2);
	num_to_bytes(out->qinv, len, w->t, h);
	part_exponent(w, out->dp, len, w->p, h);
	part_exponent(w, out->dq, len, w->q, h);
	return 0;
}

static enum rsa_result find(struct prime_search *s, uint8_t *prime, rsa_step *step, void *arg)
{
	for (;;) {
		int found = prime_search_step(s, prime);

		if (found < 0)
			return RSA_FAILED;
		if (step && step(arg))
			return RSA_STOPPED;
		if (found)
			return RSA_DONE;
	}
}

enum rsa_result rsa_generate(unsigned key_bits, const uint8_t seed[static CHACHA20_KEY_LEN], enum prime_path path,
	struct rsa_workspace *ws, struct rsa_key *out, rsa_step *step, void *arg)
{
	enum rsa_result result = RSA_FAILED;

	if (prime_search_init(&ws->search, key_bits / 2, seed, 0, path) == 0)
		result = find(&ws->search, ws->prime[0], step, arg);
	while (result == RSA_DONE) {
		result = find(&ws->search, ws->prime[1], step, arg);
		if (result == RSA_DONE && rsa_assemble(key_bits, ws->prime[0], ws->prime[1], &ws->assembly, out) == 0)
			return RSA_DONE;
	}
	wipe(out, sizeof *out);
	return result;
}

void rsa_workspace_wipe(struct rsa_workspace *ws)
{
	wipe(ws, sizeof *ws);
}
