/* SPDX-License-Identifier: MIT */
/* p12_oid.h - PKCS#12's object identifiers, a prefix and a last arc each; for this room only. */
#ifndef BEARSSL_GLUE_P12_OID_H
#define BEARSSL_GLUE_P12_OID_H

#include <stdint.h>

#include "x509/der.h"

/* Prefixes: length, then content octets. Dotted forms stand beside the bytes in p12_oid.c. */
extern const uint8_t UNDER_PKCS5[], UNDER_PKCS7[], UNDER_PKCS9[], UNDER_CERTIFICATE_TYPES[], UNDER_PBE[], UNDER_BAGS[],
	UNDER_DIGESTS[], UNDER_CIPHERS[], UNDER_AES[], UNDER_SHA2[], UNDER_OIW[];

/* Last arcs, each below the prefix named. */
enum {
	PKCS5_PBKDF2 = 12, PKCS5_PBES2 = 13,                        /* RFC 8018 A.2, A.4 */
	PKCS7_DATA = 1, PKCS7_ENCRYPTED_DATA = 6,                   /* RFC 2315 14 */
	PKCS9_FRIENDLY_NAME = 20, PKCS9_LOCAL_KEY_ID = 21,          /* RFC 2985 */
	CERTIFICATE_X509 = 1,                                       /* RFC 7292 D */
	PBE_3DES = 3, PBE_2DES = 4, PBE_RC2_128 = 5, PBE_RC2_40 = 6, /* RFC 7292 C */
	BAG_KEY = 1, BAG_SHROUDED_KEY = 2, BAG_CERTIFICATE = 3, BAG_CRL = 4, BAG_SECRET = 5, /* RFC 7292 D */
	DIGEST_HMAC_SHA1 = 7, DIGEST_HMAC_SHA256 = 9,               /* RFC 8018 B.1 */
	CIPHER_3DES_CBC = 7,                                        /* RFC 8018 B.2.2 */
	AES_128_CBC = 2, AES_192_CBC = 22, AES_256_CBC = 42,        /* RFC 3565 4.1 */
	SHA2_256 = 1,                                               /* RFC 5754 2 */
	OIW_SHA1 = 26                                               /* RFC 3370 2.1 */
};

/* The last arc, below 128, of an OBJECT IDENTIFIER's content that is prefix and one arc more; else -1. */
int oid_under(struct view content, const uint8_t *prefix);
/* Write such an identifier; and an AlgorithmIdentifier of it, with NULL parameters. */
void oid_write_under(struct der *d, const uint8_t *prefix, uint8_t arc);
void oid_write_algorithm(struct der *d, const uint8_t *prefix, uint8_t arc);

#endif
