/* SPDX-License-Identifier: MIT */
/* rsa_type.c - RSA keys: read, written, signing, verifying. */
#include "bearssl-glue/rsa_type.h"

#include <string.h>

#include "bearssl-glue/rsa_apply.h"
#include "bearssl-glue/rsa_encode.h"
#include "bearssl-glue/rsa_make.h"
#include "bearssl-glue/rsa_number.h"
#include "lib/wipe.h"
#include "x509/oid.h"

#define E_MIN 65537       /* smaller exponents invite mistakes elsewhere; SP 800-56B 6.2 */

static enum key_result check_exponent(struct view v, uint32_t *n, struct err *e)
{
	*n = 0;
	if (v.len > 4) {
		err_set(e, ERR_MALFORMED, "RSA exponent of %u bits; at most 32 are accepted", rsa_bits(v.p, v.len));
		return KEY_REFUSED;
	}
	for (size_t i = 0; i < v.len; i++)
		*n = *n << 8 | v.p[i];
	if (*n % 2 == 0 || *n < E_MIN) {
		err_set(e, ERR_MALFORMED, "RSA exponent %u is %s", *n, *n % 2 == 0 ? "even" : "too small; 65537 is usual");
		return KEY_REFUSED;
	}
	return KEY_READ;
}

/* RSAPrivateKey (RFC 8017 A.1.2) behind its version. */
static enum key_result read_key(struct view at, uint32_t version, struct key *k, struct err *e)
{
	enum { N, E, D, P, Q, DP, DQ, QINV, NUMBERS };
	struct rsa_number *to[NUMBERS] = { [P] = &k->p, [Q] = &k->q, [DP] = &k->dp, [DQ] = &k->dq, [QINV] = &k->qinv };
	struct view v[NUMBERS];
	bool fits = true;

	for (int i = 0; i < NUMBERS; i++)
		if (view_integer(&at, &v[i]))
			return key_torn(e, NULL);
	if (version == 1) {
		err_set(e, ERR_MALFORMED, "RSA keys of more than two primes are not supported");
		return KEY_REFUSED;
	}
	if (at.len != 0)
		return key_torn(e, NULL);
	k->bits = rsa_bits(v[N].p, v[N].len);
	if (k->bits < KEY_RSA_MIN_BITS || k->bits > KEY_RSA_MAX_BITS) {
		err_set(e, ERR_MALFORMED, "RSA key of %u bits; %d to %d are accepted", k->bits, KEY_RSA_MIN_BITS, KEY_RSA_MAX_BITS);
		return KEY_REFUSED;
	}
	if (check_exponent(v[E], &k->e, e))
		return KEY_REFUSED;
	k->n_len = (uint16_t)v[N].len;
	memcpy(k->n, v[N].p, v[N].len);
	for (int i = P; i < NUMBERS; i++)
		fits &= rsa_number_set(to[i], v[i].p, v[i].len) == 0;
	if (!fits || rsa_check(k, v[D]))
		return key_torn(e, TEXT("an RSA key whose numbers contradict each other"));
	k->kind = KEY_RSA;
	k->has_public = true;
	return KEY_READ;
}

/* RSAPrivateKey (RFC 8017 A.1.2). */
static void write_key(struct der *d, const struct key *k)
{
	const struct rsa_number *n[] = { &k->qinv, &k->dq, &k->dp, &k->q, &k->p };
	uint8_t exponent[KEY_RSA_MAX_BITS / 8];
	size_t mark = d->len;

	for (size_t i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		der_integer(d, n[i]->v, n[i]->len);
	if (rsa_private_exponent(k, exponent))
		d->overflow = true;
	der_integer(d, exponent, k->n_len);
	wipe(exponent, sizeof(exponent));
	der_small(d, k->e);
	der_integer(d, k->n, k->n_len);
	der_small(d, 0);
	der_wrap(d, DER_SEQUENCE, mark);
	der_wrap(d, DER_OCTET_STRING, mark);
	mark = d->len;
	der_null(d);
	der_oid(d, OID_RSA_ENCRYPTION);
	der_wrap(d, DER_SEQUENCE, mark);
}

static size_t sign(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	return rsa_encode(h->rsa_oid, h->value, h->len, out, k->n_len) == 0 && rsa_apply(k, out) == 0 ? k->n_len : 0;
}

static bool verify(const struct spki *key, const struct sig_hash *h, struct view signature)
{
	uint8_t hash[SIG_HASH_MAX];

	return key->kind == KEY_RSA && key->bits >= KEY_RSA_MIN_BITS && rsa_recover(key->n, key->e, h->rsa_oid, signature, hash, h->len) &&
	       wipe_same(hash, h->value, h->len);
}

const struct rsa_type rsa_methods = { rsa_make, read_key, write_key, sign, verify };
