/* SPDX-License-Identifier: MIT */
/* sign.c - sign with a private key. */
#include "bearssl-glue/sign.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_type.h"
#include "lib/wipe.h"

static size_t sign_ecdsa(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	const struct curve *c = curve_of(k->kind);
	uint8_t d[sizeof(k->d)];
	br_ec_private_key sk = { c->id, d, c->len };
	size_t len;

	memcpy(d, k->d, c->len);
	len = br_ecdsa_sign_asn1_get_default()(&curve_arithmetic, h->class, h->value, &sk, out);
	wipe(d, sizeof(d));
	return len;
}

static int sign_hash(const struct key *k, const struct sig_hash *h, uint8_t *out, size_t *len)
{
	*len = h->rsa ? rsa_type()->sign(k, h, out) : sign_ecdsa(k, h, out);
	return *len > 0 ? 0 : -1;
}

static bool signs(const struct key *k)
{
	return k->kind == KEY_P256 || k->kind == KEY_P384 || k->kind == KEY_RSA;
}

int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	return !signs(k) || sig_hash(sig_for(k->kind), data, &h) ? -1 : sign_hash(k, &h, out, len);
}

int sign_digest(const struct key *k, enum sig_algorithm a, struct view digest, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	if (!signs(k) || sig_hash_of(a, &h) || h.rsa != (k->kind == KEY_RSA) || digest.len != h.len)
		return -1;
	memcpy(h.value, digest.p, h.len);
	return sign_hash(k, &h, out, len);
}
