/* SPDX-License-Identifier: MIT */
/* verify.c - check one signature. */
#include "bearssl-glue/verify.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/key.h"
#include "bearssl-glue/sig_hash.h"
#include "lib/wipe.h"

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

/* An exponent of 1 makes everything a signature; none in use needs more than 32 bits. */
static bool exponent_fits(struct view e)
{
	return e.len >= 1 && e.len <= 4 && (e.p[e.len - 1] & 1) && !(e.len == 1 && e.p[0] == 1);
}

static bool verify_rsa(const struct spki *key, const struct sig_hash *h, struct view signature)
{
	uint8_t n[KEY_RSA_MAX_BITS / 8], e[4], hash[SIG_HASH_MAX];
	br_rsa_public_key pk;

	if (key->kind != KEY_RSA || key->bits < KEY_RSA_MIN_BITS || key->bits > KEY_RSA_MAX_BITS)
		return false;
	if (key->n.len != (key->bits + 7) / 8 || signature.len != key->n.len || !exponent_fits(key->e))
		return false;
	pk.n = bytes(n, key->n);
	pk.nlen = key->n.len;
	pk.e = bytes(e, key->e);
	pk.elen = key->e.len;
	return br_rsa_i31_pkcs1_vrfy(signature.p, signature.len, h->rsa_oid, h->len, &pk, hash) == 1 &&
	       wipe_same(hash, h->value, h->len);
}

bool verify_bytes(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature)
{
	struct sig_hash h;

	if (sig_hash(a, data, &h))
		return false;
	return h.rsa ? verify_rsa(key, &h, signature) : verify_ecdsa(key, &h, signature);
}
