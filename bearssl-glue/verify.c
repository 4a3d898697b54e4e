/* SPDX-License-Identifier: MIT */
/* verify.c - check one signature. */
#include "bearssl-glue/verify.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_type.h"

#define CURVE_MAX 66      /* octets of a coordinate: P-521 */

/* BearSSL's functions read only, but their structures are not const. */
static unsigned char *bytes(uint8_t *room, struct view v)
{
	return memcpy(room, v.p, v.len);
}

/* Ecdsa-Sig-Value (RFC 3279 2.2.3) to r and s of len octets each. Our reader, because BearSSL's takes BER. */
static int unpack(struct view signature, size_t len, uint8_t *raw)
{
	struct view body, n;

	if (view_read(&signature, DER_SEQUENCE, &body) || signature.len != 0)
		return -1;
	memset(raw, 0, 2 * len);
	for (int i = 0; i < 2; i++) {
		if (view_integer(&body, &n) || n.len > len)
			return -1;
		raw += len;
		memcpy(raw - n.len, n.p, n.len);
	}
	return body.len == 0 ? 0 : -1;
}

static bool verify_ecdsa(const struct spki *key, const struct sig_hash *h, struct view signature)
{
	const struct curve *c = curve_of(key->kind);
	uint8_t raw[2 * CURVE_MAX], point[1 + 2 * CURVE_MAX];
	br_ec_public_key pk;

	if (!c || key->point.len != 1 + 2 * c->len || unpack(signature, c->len, raw))
		return false;
	pk.curve = c->id;
	pk.q = bytes(point, key->point);
	pk.qlen = key->point.len;
	return br_ecdsa_vrfy_raw_get_default()(&curve_arithmetic, h->value, h->len, &pk, raw, 2 * c->len) == 1;
}

bool verify_bytes(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature)
{
	struct sig_hash h;

	if (sig_hash(a, data, &h))
		return false;
	if (!h.rsa)
		return verify_ecdsa(key, &h, signature);
	return rsa_type() && rsa_type()->verify(key, &h, signature);
}
