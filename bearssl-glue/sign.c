/* SPDX-License-Identifier: MIT */
/* sign.c - sign with a private key. */
#include "bearssl-glue/sign.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_number.h"
#include "bearssl-glue/sig_hash.h"
#include "bearssl-glue/verify.h"
#include "lib/wipe.h"

static size_t sign_ecdsa(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	const struct curve *c = curve_of(k->kind);
	uint8_t d[sizeof(k->d)];
	br_ec_private_key sk = { c->id, d, c->len };
	size_t len;

	memcpy(d, k->d, c->len);
	len = br_ecdsa_sign_asn1_get_default()(c->arithmetic, h->class, h->value, &sk, out);
	wipe(d, sizeof(d));
	return len;
}

static size_t sign_rsa(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	br_rsa_private_key sk;

	rsa_view(k, &sk);
	return br_rsa_pkcs1_sign_get_default()(h->rsa_oid, h->value, h->len, &sk, out) == 1 ? k->n_len : 0;
}

/* A wrong RSA signature, from a bad qinv or a fault in the machine, gives the primes away (Boneh, DeMillo, Lipton 1997). */
static bool holds(const struct key *k, struct view data, struct view signature)
{
	uint8_t e[4];
	struct spki public = { .kind = KEY_RSA, .bits = k->bits, .n = { k->n, k->n_len }, .e = { e, sizeof(e) } };

	rsa_exponent(k, e);
	return verify_bytes(&public, sig_for(KEY_RSA), data, signature);
}

int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	if ((k->kind != KEY_P256 && k->kind != KEY_P384 && k->kind != KEY_RSA) || sig_hash(sig_for(k->kind), data, &h))
		return -1;
	*len = h.rsa ? sign_rsa(k, &h, out) : sign_ecdsa(k, &h, out);
	if (*len > 0 && h.rsa && !holds(k, data, view_of(out, *len))) {
		wipe(out, *len);
		*len = 0;
	}
	return *len > 0 ? 0 : -1;
}
