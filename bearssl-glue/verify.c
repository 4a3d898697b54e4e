/* SPDX-License-Identifier: MIT */
/* verify.c - check one signature. */
#include "bearssl-glue/verify.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_type.h"

#define CURVE_MAX EC_LEN_MAX

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

bool verify_point(enum key_kind kind, struct view point, struct view hash, struct view signature)
{
	const struct curve *c = curve_of(kind);
	uint8_t raw[2 * CURVE_MAX], z[CURVE_MAX];

	if (!c || point.len != 1 + 2 * c->len || unpack(signature, c->len, raw))
		return false;
	ecdsa_number(c->numbers, z, hash.p, hash.len);
	return ecdsa_verify(&curve_room, c->numbers, point.p, z, raw);
}

bool verify_bytes(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature)
{
	struct sig_hash h;

	if (sig_hash(a, data, &h))
		return false;
	if (!h.rsa)
		return verify_point(key->kind, key->point, view_of(h.value, h.len), signature);
	return rsa_type() && rsa_type()->verify(key, &h, signature);
}
