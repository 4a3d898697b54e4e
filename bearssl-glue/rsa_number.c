/* SPDX-License-Identifier: MIT */
/* rsa_number.c - the little arithmetic on RSA's numbers that BearSSL does not offer. */
#include "bearssl-glue/rsa_number.h"

#include <string.h>

#include "lib/wipe.h"

#define FACTOR_MAX (KEY_RSA_MAX_BITS / 16)

unsigned rsa_bits(const uint8_t *v, size_t len)
{
	unsigned top = 0;

	if (len == 0)
		return 0;
	while (v[0] >> top)
		top++;
	return (unsigned)(8 * (len - 1)) + top;
}

int rsa_number_set(struct rsa_number *out, const uint8_t *v, size_t len)
{
	for (; len > 0 && *v == 0; v++)
		len--;
	if (len > sizeof(out->v))
		return -1;
	memcpy(out->v, v, len);
	out->len = (uint16_t)len;
	return 0;
}

static uint32_t modulo(const uint8_t *m, size_t len, uint32_t e)
{
	uint64_t rest = 0;

	for (size_t i = 0; i < 8 * len; i++) {
		rest = (rest << 1 | (m[i / 8] >> (7 - i % 8) & 1)) - e;
		rest += e & -(rest >> 63);
	}
	return (uint32_t)rest;
}

/*
 * Binary Euclid without branches: a = u * r and b = v * r modulo e throughout, b is odd, and each of the
 * 64 rounds shortens a or b by at least one bit. In the end b is their common divisor.
 */
static uint32_t invert(uint32_t r, uint32_t e)
{
	uint64_t a = r, b = e, u = 1, v = 0, odd, swap, x;

	for (int i = 0; i < 64; i++) {
		odd = -(a & 1);
		swap = odd & -((a - b) >> 63);
		x = (a ^ b) & swap;
		a ^= x;
		b ^= x;
		x = (u ^ v) & swap;
		u ^= x;
		v ^= x;
		a = (a - (b & odd)) >> 1;
		u -= v & odd;
		u += e & -(u >> 63);
		u = (u + (e & -(u & 1))) >> 1;
	}
	return (uint32_t)v;
}

/* 1/x modulo 256, x odd: each step doubles the bits that are right, from three. */
static uint32_t invert_octet(uint32_t x)
{
	uint32_t y = x * (2 - x * x);

	return y * (2 - x * y);
}

/*
 * With k = -1/m modulo e, k * m + 1 is a multiple of e and the quotient is the inverse. The division is exact,
 * so it can run from the lowest octet up, each quotient digit by e's inverse modulo 256: no secret is divided.
 */
int rsa_invert_exponent(uint32_t e, const uint8_t *m, size_t len, uint8_t *out)
{
	int64_t k = (int64_t)e - invert(modulo(m, len, e), e), carry = 1;
	uint32_t inverse = invert_octet(e);

	for (size_t i = len; i-- > 0;) {
		carry += k * m[i];
		out[i] = (uint8_t)((uint64_t)carry * inverse);
		carry = (carry - (int64_t)out[i] * e) / 256;
	}
	return carry == 0 ? 0 : -1;
}

/* The number a, of at least as many octets as b, against b. */
static bool is_same(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
	uint8_t more = 0;

	for (; a_len > b_len; a_len--)
		more |= *a++;
	return wipe_same(a, b, b_len) && more == 0;
}

/* out = a * b, column by column; a->len + b->len octets, returned. */
static size_t multiply(const struct rsa_number *a, const struct rsa_number *b, uint8_t *out)
{
	size_t len = (size_t)a->len + b->len;
	uint32_t column = 0;

	for (size_t i = 0; i < len; i++) {
		for (size_t j = i < b->len ? 0 : i - b->len + 1; j <= i && j < a->len; j++)
			column += (uint32_t)a->v[a->len - 1 - j] * b->v[b->len - 1 - (i - j)];
		out[len - 1 - i] = (uint8_t)column;
		column >>= 8;
	}
	return len;
}

/* v -= factor * x, x shifted left by shift octets. Returns what is missing. */
static uint32_t subtract(uint8_t *v, size_t len, const uint8_t *x, size_t x_len, size_t shift, uint8_t factor)
{
	uint32_t borrow = 0, digit;

	for (size_t i = 0; i + shift < len && (i < x_len || borrow > 0); i++) {
		if (i < x_len)
			borrow += (uint32_t)factor * x[x_len - 1 - i];
		digit = v[len - 1 - shift - i] - (borrow & 0xFF);
		v[len - 1 - shift - i] = (uint8_t)digit;
		borrow = (borrow >> 8) + (digit >> 31);
	}
	return borrow;
}

/* Is x a multiple of odd? Division from below again: what is left must be nothing. x is used up. */
static bool is_multiple(uint8_t *x, size_t len, const uint8_t *odd, size_t odd_len)
{
	uint32_t inverse = invert_octet(odd[odd_len - 1]), rest = 0;

	for (size_t i = 0; i + odd_len <= len; i++)
		rest |= subtract(x, len, odd, odd_len, i, (uint8_t)(x[len - 1 - i] * inverse));
	for (size_t i = 0; i < len; i++)
		rest |= x[i];
	return rest == 0;
}

static void halve(uint8_t *v, size_t len)
{
	for (size_t i = len; i-- > 0;)
		v[i] = (uint8_t)(v[i] >> 1 | (i > 0 ? v[i - 1] << 7 : 0));
}

/* prime - 1, for an odd prime */
static void less_one(const struct rsa_number *prime, uint8_t *m)
{
	memcpy(m, prime->v, prime->len);
	m[prime->len - 1] &= 0xFE;
}

/* Is x the inverse of e modulo prime - 1, and d the same number there? */
static bool is_exponent(const struct key *k, struct view d, const struct rsa_number *prime, const struct rsa_number *x)
{
	uint8_t m[FACTOR_MAX], want[FACTOR_MAX], more[2 * FACTOR_MAX] = { 0 };
	uint32_t odd = 0;
	bool fits;

	if (x->len > prime->len || d.len > k->n_len)
		return false;
	less_one(prime, m);
	fits = rsa_invert_exponent(k->e, m, prime->len, want) == 0 && is_same(want, prime->len, x->v, x->len);
	memcpy(more + k->n_len - d.len, d.p, d.len);
	odd |= subtract(more, k->n_len, x->v, x->len, 0, 1);
	while (!(m[prime->len - 1] & 1)) {
		odd |= more[k->n_len - 1] & 1;
		halve(m, prime->len);
		halve(more, k->n_len);
	}
	fits = is_multiple(more, k->n_len, m, prime->len) && odd == 0 && fits;
	wipe(m, sizeof(m));
	wipe(want, sizeof(want));
	return fits;
}

static bool is_factor(const struct rsa_number *x, unsigned n_bits)
{
	return x->len > 0 && (x->v[x->len - 1] & 1) && rsa_bits(x->v, x->len) <= (n_bits + 1) / 2;
}

/* p * q = n, and q * qinv = 1 modulo p? */
static bool are_factors(const struct key *k)
{
	uint8_t room[2 * FACTOR_MAX];
	size_t len;
	bool fits;

	if (!is_factor(&k->p, k->bits) || !is_factor(&k->q, k->bits) || k->qinv.len == 0)
		return false;
	len = multiply(&k->p, &k->q, room);
	if (len < k->n_len || !is_same(room, len, k->n, k->n_len))
		return false;
	len = multiply(&k->q, &k->qinv, room);
	subtract(room, len, (const uint8_t[]){ 1 }, 1, 0, 1);
	fits = is_multiple(room, len, k->p.v, k->p.len);
	wipe(room, sizeof(room));
	return fits;
}

int rsa_check(const struct key *k, struct view d)
{
	return are_factors(k) && is_exponent(k, d, &k->p, &k->dp) && is_exponent(k, d, &k->q, &k->dq) ? 0 : -1;
}

int rsa_private_exponent(const struct key *k, uint8_t d[static KEY_RSA_MAX_BITS / 8])
{
	uint8_t m[2 * FACTOR_MAX], p[FACTOR_MAX];
	int r;

	/* (p-1)(q-1) = n - (p-1) - q */
	memcpy(m, k->n, k->n_len);
	less_one(&k->p, p);
	subtract(m, k->n_len, p, k->p.len, 0, 1);
	subtract(m, k->n_len, k->q.v, k->q.len, 0, 1);
	halve(m, k->n_len);
	r = rsa_invert_exponent(k->e, m, k->n_len, d);
	wipe(m, sizeof(m));
	wipe(p, sizeof(p));
	return r;
}

void rsa_exponent(const struct key *k, uint8_t e[static 4])
{
	for (int i = 0; i < 4; i++)
		e[i] = (uint8_t)(k->e >> (24 - 8 * i));
}

static unsigned char *same_bytes(const struct rsa_number *x, size_t *len)
{
	union {
		const uint8_t *constant;
		unsigned char *plain;
	} u = { .constant = x->v };

	*len = x->len;
	return u.plain;
}

void rsa_view(const struct key *k, br_rsa_private_key *out)
{
	out->n_bitlen = k->bits;
	out->p = same_bytes(&k->p, &out->plen);
	out->q = same_bytes(&k->q, &out->qlen);
	out->dp = same_bytes(&k->dp, &out->dplen);
	out->dq = same_bytes(&k->dq, &out->dqlen);
	out->iq = same_bytes(&k->qinv, &out->iqlen);
}
