/* SPDX-License-Identifier: MIT */
/* curve.h - elliptic curves as BearSSL knows them, for this room only. */
#ifndef BEARSSL_GLUE_CURVE_H
#define BEARSSL_GLUE_CURVE_H

#include <bearssl.h>
#include <stddef.h>
#include <stdint.h>

#include "bignum/ecdsa.h"
#include "x509/spki.h"

struct curve {
	enum key_kind kind;
	unsigned bits;
	int id;                    /* BR_EC_… */
	size_t len;                /* octets of a scalar and of a coordinate */
	const uint8_t *oid;        /* x509/oid.h */
	const struct ec_curve *numbers;
};

/* P-256, and with p384 among KEY_TYPES P-384 and P-521, whose signatures others may show; NULL for any other kind. */
const struct curve *curve_of(enum key_kind kind);
/* By the content of a namedCurve (RFC 5480 2.1.1.1); NULL when it is none of them. */
const struct curve *curve_named(struct view oid);

/* For ecdsa.h's functions; one at a time. */
extern struct ec curve_room;

/* The arithmetic of these three, as TLS wants it: without muladd, which only BearSSL's way to check signatures asks for. */
extern const br_ec_impl curve_arithmetic;

#endif
