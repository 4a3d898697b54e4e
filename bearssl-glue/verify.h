/* SPDX-License-Identifier: MIT */
/* verify.h - check one signature. */
#ifndef BEARSSL_GLUE_VERIFY_H
#define BEARSSL_GLUE_VERIFY_H

#include <stdbool.h>

#include "x509/der.h"
#include "x509/spki.h"

/*
 * Is signature a good one of data under this key? ECDSA on P-256, P-384, P-521 with SHA-256, 384, 512, the two
 * numbers in strict DER (RFC 3279 2.2.3); RSA PKCS#1 v1.5 (RFC 8017 8.2.2) of 2048 to 8192 bits with an odd exponent
 * of 3 to 2^32-1 and SHA-256, 384, 512. Anything else is false.
 */
bool verify_bytes(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature);

/* Is signature a good ECDSA one of the data whose hash this is, of at most 64 octets, under a point 04 x y? */
bool verify_point(enum key_kind kind, struct view point, struct view hash, struct view signature);

#endif
