/* SPDX-License-Identifier: MIT */
/* rsa_apply.c - RSA's private operation. */
#include "bearssl-glue/rsa_apply.h"

#include <bearssl.h>
#include <string.h>

#include "bearssl-glue/rsa_number.h"
#include "bignum/rsa_private.h"
#include "lib/wipe.h"

#define HALF_MAX (KEY_RSA_MAX_BITS / 16)

/* The sizes bignum has, both primes of exactly half of it. */
static bool is_usual(const struct key *k)
{
	size_t half = k->bits / 16;

	return (k->bits == 2048 || k->bits == 3072 || k->bits == 4096) && k->p.len == half && k->q.len == half
		&& k->dp.len <= half && k->dq.len <= half && k->qinv.len <= half;
}

/* With zeros before it, to len octets. */
static const uint8_t *padded(const struct rsa_number *x, uint8_t *out, size_t len)
{
	memset(out, 0, len - x->len);
	memcpy(out + (len - x->len), x->v, x->len);
	return out;
}

/* Checks its result itself. */
static int by_bignum(const struct key *k, uint8_t *x)
{
	static struct rsa_private_work work; /* 16 KiB; wiped by rsa_private_apply */
	uint8_t dp[HALF_MAX], dq[HALF_MAX], qinv[HALF_MAX];
	size_t half = k->bits / 16;
	struct rsa_private private = { k->bits, k->e, k->p.v, k->q.v, padded(&k->dp, dp, half), padded(&k->dq, dq, half),
		padded(&k->qinv, qinv, half) };
	int result = rsa_private_apply(&private, x, &work);

	wipe(dp, sizeof dp);
	wipe(dq, sizeof dq);
	wipe(qinv, sizeof qinv);
	return result;
}

/* i31 by name here and in verify.c: the default is i62, 2 KB more for less than a tenth of a millisecond a signature. */
static int by_bearssl(const struct key *k, uint8_t *x)
{
	uint8_t again[KEY_RSA_MAX_BITS / 8], before[KEY_RSA_MAX_BITS / 8], n[KEY_RSA_MAX_BITS / 8], e[4];
	br_rsa_public_key pk = { n, k->n_len, e, sizeof e };
	br_rsa_private_key sk;
	int result = -1;

	rsa_view(k, &sk);
	rsa_exponent(k, e);
	memcpy(n, k->n, k->n_len);
	memcpy(before, x, k->n_len);
	if (br_rsa_i31_private(x, &sk) == 1) {
		memcpy(again, x, k->n_len);
		if (br_rsa_i31_public(again, k->n_len, &pk) == 1 && wipe_same(again, before, k->n_len))
			result = 0;
	}
	if (result)
		wipe(x, k->n_len);
	return result;
}

int rsa_apply(const struct key *k, uint8_t *x)
{
	return is_usual(k) ? by_bignum(k, x) : by_bearssl(k, x);
}
