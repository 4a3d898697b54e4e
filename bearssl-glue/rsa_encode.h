/* SPDX-License-Identifier: MIT */
/* rsa_encode.h - PKCS#1 v1.5 around a hash, and out of a signature, for this room only. */
#ifndef BEARSSL_GLUE_RSA_ENCODE_H
#define BEARSSL_GLUE_RSA_ENCODE_H

#include "x509/der.h"

/*
 * EMSA-PKCS1-v1_5 (RFC 8017 9.2) of a hash of hash_len octets, at most 64: len octets into out, a DigestInfo with NULL among
 * them. oid is BearSSL's form: length, then content. 0, or -1 when it does not fit.
 */
int rsa_encode(const uint8_t *oid, const uint8_t *hash, size_t hash_len, uint8_t *out, size_t len);

/*
 * The hash of hash_len octets in a signature by the key n, e (RFC 8017 8.2.2). false when it is none, or n has more than 8192
 * bits, or e is even, 1 or of more than four octets: an exponent of 1 makes everything a signature, and none in use is longer.
 */
bool rsa_recover(struct view n, struct view e, const uint8_t *oid, struct view signature, uint8_t *hash, size_t hash_len);

#endif
