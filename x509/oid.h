/* SPDX-License-Identifier: MIT */
/* oid.h - the object identifiers certbox writes and knows; each starts with its length. */
#ifndef X509_OID_H
#define X509_OID_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/text.h"
#include "x509/der.h"

/* Content octets, preceded by their number. Dotted forms stand beside the bytes in oid.c. */
extern const uint8_t
	OID_RSA_ENCRYPTION[], OID_RSA_PSS[], OID_SHA256_WITH_RSA[], OID_SHA384_WITH_RSA[], OID_SHA512_WITH_RSA[], OID_SHA1_WITH_RSA[], OID_MD5_WITH_RSA[],
	OID_DSA[], OID_DSA_SHA1[], OID_DSA_SHA256[], OID_EC_PUBLIC_KEY[], OID_ECDSA_SHA1[], OID_ECDSA_SHA256[], OID_ECDSA_SHA384[], OID_ECDSA_SHA512[],
	OID_P224[], OID_P256[], OID_P384[], OID_P521[], OID_ED25519[], OID_ED448[],
	OID_COMMON_NAME[], OID_COUNTRY[], OID_LOCALITY[], OID_STATE[], OID_STREET[], OID_ORGANIZATION[],
	OID_ORGANIZATIONAL_UNIT[], OID_SERIAL_NUMBER[], OID_TITLE[], OID_GIVEN_NAME[], OID_SURNAME[], OID_UID[], OID_DOMAIN_COMPONENT[], OID_EMAIL_ADDRESS[], OID_EXTENSION_REQUEST[],
	OID_SUBJECT_KEY_ID[], OID_KEY_USAGE[], OID_SUBJECT_ALT_NAME[], OID_BASIC_CONSTRAINTS[], OID_NAME_CONSTRAINTS[],
	OID_AUTHORITY_KEY_ID[], OID_EXT_KEY_USAGE[],
	OID_SERVER_AUTH[], OID_CLIENT_AUTH[], OID_ANY_EKU[];

bool oid_is(struct view content, const uint8_t *oid);
/* The dotted form of an OBJECT IDENTIFIER's content; what is broken, or has an arc over 2^63, ends in "?". */
void oid_add_text(struct text *t, struct view content);

#endif
