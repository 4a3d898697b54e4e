/* SPDX-License-Identifier: MIT */
/* sign.c - sign with a private key. */
#include "bearssl-glue/sign.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_apply.h"
#include "bearssl-glue/sig_hash.h"
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

/* EMSA-PKCS1-v1_5 (RFC 8017 9.2): 00 01 FF ... FF 00 and a DigestInfo. 0 or -1. */
static int encode(const struct sig_hash *h, uint8_t *out, size_t len)
{
	size_t zero;
	struct der d;

	der_init(&d, out, len);
	der_value(&d, DER_OCTET_STRING, h->value, h->len);
	zero = d.len;
	der_null(&d);
	der_oid(&d, h->rsa_oid);
	der_wrap(&d, DER_SEQUENCE, zero);
	der_wrap(&d, DER_SEQUENCE, 0);
	if (d.overflow || d.len + 11 > len)
		return -1;
	zero = len - d.len - 1;
	memset(out, 0xFF, zero);
	out[0] = 0;
	out[1] = 1;
	out[zero] = 0;
	return 0;
}

static size_t sign_rsa(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	return encode(h, out, k->n_len) == 0 && rsa_apply(k, out) == 0 ? k->n_len : 0;
}

int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	if ((k->kind != KEY_P256 && k->kind != KEY_P384 && k->kind != KEY_RSA) || sig_hash(sig_for(k->kind), data, &h))
		return -1;
	*len = h.rsa ? sign_rsa(k, &h, out) : sign_ecdsa(k, &h, out);
	return *len > 0 ? 0 : -1;
}
