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

int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	if ((k->kind != KEY_P256 && k->kind != KEY_P384 && k->kind != KEY_RSA) || sig_hash(sig_for(k->kind), data, &h))
		return -1;
	*len = h.rsa ? rsa_type()->sign(k, &h, out) : sign_ecdsa(k, &h, out);
	return *len > 0 ? 0 : -1;
}
