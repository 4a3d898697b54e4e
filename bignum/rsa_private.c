/* SPDX-License-Identifier: MIT */
/* rsa_private.c - the RSA private operation by the Chinese remainder theorem. */
#include "bignum/rsa_private.h"

#include <string.h>

#include "bignum/reveal.h"
#include "lib/wipe.h"

/*
 * r = a mod the half's prime, in Montgomery's form, below 4m; a has 2n limbs, low + high * R. With R^2 below m each
 * product stays below 2m.
 */
static void reduce(struct rsa_private_half *h, limb *r, const limb *a, limb *t)
{
	struct mont *mo = &h->mont;

	mont_mul(mo, t, a + mo->n, h->square);
	mont_mul(mo, t, t, h->square);
	mont_mul(mo, r, a, h->square);
	num_add(r, r, t, mo->n);
}

static void load(struct rsa_private_half *h, const uint8_t *prime, const uint8_t *exponent, unsigned bits)
{
	size_t n = LIMB_COUNT(bits), len = (bits + 7u) / 8;

	num_from_bytes(h->exponent, n, prime, len);
	mont_init(&h->mont, h->exponent, bits);
	mont_square(&h->mont, h->square);
	num_reduce_once(h->square, h->mont.m, n);
	num_from_bytes(h->exponent, n, exponent, len);
}

static void power(struct rsa_private_half *h, struct rsa_private_work *w)
{
	reduce(h, h->x, w->x, w->t);
	mont_power(&h->mont, h->y, h->x, h->exponent, h->mont.bits, &w->table);
}

/* Garner: w->t = yq + q * ((yp - yq) / q mod p), which is yp modulo p and yq modulo q. */
static void recombine(struct rsa_private_work *w)
{
	struct rsa_private_half *p = &w->half[0], *q = &w->half[1];
	struct mont *mo = &p->mont;
	size_t n = mo->n;
	limb *h = p->exponent;

	mont_from(mo, h, p->y);
	mont_from(&q->mont, q->y, q->y);
	for (int i = 0; i < 4; i++)
		num_add(h, h, mo->m, n); /* q and so yq are below 4p */
	num_sub(h, h, q->y, n);
	mont_mul(mo, h, h, w->qinv);
	mont_mul(mo, h, h, p->square);
	num_reduce_once(h, mo->m, n);
	num_mul(w->t, h, n, q->mont.m, n);
	num_set(w->x, 2 * n, 0);
	num_move_if((limb)-1, w->x, q->y, n);
	num_add(w->t, w->t, w->x, 2 * n);
}

/* Is w->t to the power of e what the half began with? e is public. All ones or 0. */
static limb holds(struct rsa_private_half *h, struct rsa_private_work *w, uint32_t e)
{
	struct mont *mo = &h->mont;
	limb *base = h->exponent, *y = h->y;
	int bit = 31;

	reduce(h, base, w->t, w->x);
	while (!(e >> bit & 1))
		bit--;
	num_move_if((limb)-1, y, base, mo->n);
	while (bit-- > 0) {
		mont_sqr(mo, y, y);
		if (e >> bit & 1)
			mont_mul(mo, y, y, base);
	}
	mont_from(mo, y, y);
	mont_from(mo, base, h->x);
	return num_equal(y, base, mo->n);
}

static limb apply(const struct rsa_private *key, uint8_t *x, struct rsa_private_work *w)
{
	unsigned half = (key->bits + 1) / 2;
	size_t len = (key->bits + 7u) / 8, n = LIMB_COUNT(half);
	limb good;

	load(&w->half[0], key->p, key->dp, half);
	load(&w->half[1], key->q, key->dq, half);
	num_from_bytes(w->qinv, n, key->qinv, (half + 7u) / 8);
	num_from_bytes(w->x, 2 * n, x, len);
	num_mul(w->n, w->half[0].mont.m, n, w->half[1].mont.m, n);
	good = num_less(w->x, w->n, 2 * n);
	power(&w->half[0], w);
	power(&w->half[1], w);
	recombine(w);
	good &= holds(&w->half[0], w, key->e);
	good &= holds(&w->half[1], w, key->e);
	num_to_bytes(x, len, w->t, 2 * n);
	return good;
}

int rsa_private_apply(const struct rsa_private *key, uint8_t *x, struct rsa_private_work *work)
{
	size_t half = (key->bits + 15u) / 16;
	int result = -1;

	/* primes are odd */
	if (key->bits >= 2048 && key->bits <= 4096 && reveal(key->p[half - 1] & key->q[half - 1] & 1) && key->e != 0
		&& reveal(apply(key, x, work))) /* that a signature is right is public */
		result = 0;
	if (result != 0)
		memset(x, 0, (key->bits + 7u) / 8);
	wipe(work, sizeof *work);
	return result;
}
