/* SPDX-License-Identifier: MIT */
/* sign.h - sign with a private key: ECDSA (RFC 6979, deterministic), RSA PKCS#1 v1.5 (RFC 8017 8.2). */
#ifndef BEARSSL_GLUE_SIGN_H
#define BEARSSL_GLUE_SIGN_H

#include "bearssl-glue/key.h"
#include "x509/spki.h"

#define SIGNATURE_MAX 512 /* bytes: RSA-4096; ECDSA in DER needs at most 104 */

/*
 * Sign the octets of data under sig_for(k->kind): *len octets into out; the same for the same key and data.
 * An RSA result is checked with the public exponent before it leaves (rsa_apply); an EC key need not be complete.
 * 0, or -1 with *len = 0 (no key, or numbers that do not give a good signature).
 */
int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len);
/*
 * The same with algorithm a, of k's kind, when its hash is known: TLS lets the other side choose which. A digest of another
 * length is an error.
 */
int sign_digest(const struct key *k, enum sig_algorithm a, struct view digest, uint8_t out[static SIGNATURE_MAX], size_t *len);

#endif
