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

/*
 * With k = -1/m modulo e, k * m + 1 is a multiple of e and the quotient is the inverse. The division is exact,
 * so it can run from the lowest octet up, each quotient digit by e's inverse modulo 256: no secret is divided.
 */
int rsa_invert_exponent(uint32_t e, const uint8_t *m, size_t len, uint8_t *out)
{
	int64_t k = (int64_t)e - invert(modulo(m, len, e), e), carry = 1;
	uint32_t inverse = e * (2 - e * e);

	inverse *= 2 - e * inverse;
	for (size_t i = len; i-- > 0;) {
		carry += k * m[i];
		out[i] = (uint8_t)((uint64_t)carry * inverse);
		carry = (carry - (int64_t)out[i] * e) / 256;
	}
	return carry == 0 ? 0 : -1;
}

/* Is p * q = n? Column by column, so that the product needs no room. */
static bool is_product(const struct rsa_number *p, const struct rsa_number *q, const uint8_t *n, size_t n_len)
{
	uint32_t column = 0, differ = 0;

	if ((size_t)p->len + q->len < n_len)
		return false;
	for (size_t i = 0; i < (size_t)p->len + q->len; i++) {
		for (size_t j = i < q->len ? 0 : i - q->len + 1; j <= i && j < p->len; j++)
			column += (uint32_t)p->v[p->len - 1 - j] * q->v[q->len - 1 - (i - j)];
		differ |= (column & 0xFF) ^ (i < n_len ? n[n_len - 1 - i] : 0);
		column >>= 8;
	}
	return differ == 0;
}

/* Is x the inverse of e modulo prime - 1? */
static bool is_inverse(uint32_t e, const struct rsa_number *prime, const struct rsa_number *x)
{
	uint8_t m[FACTOR_MAX], want[FACTOR_MAX];
	size_t more;
	bool same;

	if (x->len > prime->len)
		return false;
	more = (size_t)prime->len - x->len;
	memcpy(m, prime->v, prime->len);
	m[prime->len - 1] &= 0xFE;
	same = rsa_invert_exponent(e, m, prime->len, want) == 0 && wipe_same(want + more, x->v, x->len);
	while (more > 0)
		same &= want[--more] == 0;
	wipe(m, sizeof(m));
	wipe(want, sizeof(want));
	return same;
}

static bool is_factor(const struct rsa_number *x, unsigned n_bits)
{
	return x->len > 0 && (x->v[x->len - 1] & 1) && rsa_bits(x->v, x->len) <= (n_bits + 1) / 2;
}

int rsa_check(const struct key *k)
{
	unsigned n_bits = rsa_bits(k->n, k->n_len);

	if (!is_factor(&k->p, n_bits) || !is_factor(&k->q, n_bits) || k->qinv.len > k->p.len)
		return -1;
	if (!is_product(&k->p, &k->q, k->n, k->n_len))
		return -1;
	return is_inverse(k->e, &k->p, &k->dp) && is_inverse(k->e, &k->q, &k->dq) ? 0 : -1;
}

/* v -= x, for x without its lowest bit when even is set. */
static void subtract(uint8_t *v, size_t len, const struct rsa_number *x, bool even)
{
	unsigned borrow = 0, digit;

	for (size_t i = 0; i < len; i++) {
		digit = i < x->len ? x->v[x->len - 1 - i] : 0;
		if (i == 0 && even)
			digit &= 0xFE;
		digit = v[len - 1 - i] - digit - borrow;
		v[len - 1 - i] = (uint8_t)digit;
		borrow = digit >> 8 & 1;
	}
}

int rsa_private_exponent(const struct key *k, uint8_t d[static KEY_RSA_MAX_BITS / 8])
{
	uint8_t m[KEY_RSA_MAX_BITS / 8];
	int r;

	/* (p-1)(q-1) = n - (p-1) - q; p is odd */
	memcpy(m, k->n, k->n_len);
	subtract(m, k->n_len, &k->p, true);
	subtract(m, k->n_len, &k->q, false);
	for (size_t i = k->n_len; i-- > 0;)
		m[i] = (uint8_t)(m[i] >> 1 | (i > 0 ? m[i - 1] << 7 : 0));
	r = rsa_invert_exponent(k->e, m, k->n_len, d);
	wipe(m, sizeof(m));
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
