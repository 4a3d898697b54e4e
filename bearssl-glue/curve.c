/* SPDX-License-Identifier: MIT */
/* curve.c - elliptic curves as BearSSL knows them. */
#include "bearssl-glue/curve.h"

#include "x509/oid.h"

/* Each curve's own arithmetic, not br_ec_get_default(), which answers for curve25519 too and links it. */
static const struct curve curves[] = {
	{ KEY_P256, 256, BR_EC_secp256r1, 32, OID_P256, &br_ec_p256_m31 },
	{ KEY_P384, 384, BR_EC_secp384r1, 48, OID_P384, &br_ec_prime_i31 },
	{ KEY_P521, 521, BR_EC_secp521r1, 66, OID_P521, &br_ec_prime_i31 },
};

#define CURVES (sizeof(curves) / sizeof(curves[0]))

const struct curve *curve_of(enum key_kind kind)
{
	for (size_t i = 0; i < CURVES; i++)
		if (curves[i].kind == kind)
			return &curves[i];
	return NULL;
}

const struct curve *curve_named(struct view oid)
{
	for (size_t i = 0; i < CURVES; i++)
		if (oid_is(oid, curves[i].oid))
			return &curves[i];
	return NULL;
}
