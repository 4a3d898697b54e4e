/* SPDX-License-Identifier: MIT */
/* oid.c - object identifiers: length, content octets (X.690 8.19), dotted form and source. */
#include "x509/oid.h"

/* Keys and signatures */
const uint8_t OID_RSA_ENCRYPTION[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01 }; /* 1.2.840.113549.1.1.1, RFC 8017 */
const uint8_t OID_RSA_PSS[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A }; /* 1.2.840.113549.1.1.10, RFC 8017 */
const uint8_t OID_SHA256_WITH_RSA[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B }; /* 1.2.840.113549.1.1.11, RFC 8017 */
const uint8_t OID_SHA384_WITH_RSA[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C }; /* 1.2.840.113549.1.1.12, RFC 8017 */
const uint8_t OID_SHA512_WITH_RSA[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D }; /* 1.2.840.113549.1.1.13, RFC 8017 */
const uint8_t OID_SHA1_WITH_RSA[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05 }; /* 1.2.840.113549.1.1.5, RFC 8017 */
const uint8_t OID_MD5_WITH_RSA[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x04 }; /* 1.2.840.113549.1.1.4, RFC 3279 */
const uint8_t OID_DSA[] = { 7, 0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x01 }; /* 1.2.840.10040.4.1, RFC 3279 */
const uint8_t OID_DSA_SHA1[] = { 7, 0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x03 }; /* 1.2.840.10040.4.3, RFC 3279 */
const uint8_t OID_DSA_SHA256[] = { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x02 }; /* 2.16.840.1.101.3.4.3.2, RFC 5758 */
const uint8_t OID_EC_PUBLIC_KEY[] = { 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01 }; /* 1.2.840.10045.2.1, RFC 5480 */
const uint8_t OID_ECDSA_SHA1[] = { 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01 }; /* 1.2.840.10045.4.1, RFC 3279 */
const uint8_t OID_ECDSA_SHA256[] = { 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02 }; /* 1.2.840.10045.4.3.2, RFC 5758 */
const uint8_t OID_ECDSA_SHA384[] = { 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03 }; /* 1.2.840.10045.4.3.3, RFC 5758 */
const uint8_t OID_ECDSA_SHA512[] = { 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04 }; /* 1.2.840.10045.4.3.4, RFC 5758 */
const uint8_t OID_P224[] = { 5, 0x2B, 0x81, 0x04, 0x00, 0x21 }; /* 1.3.132.0.33, RFC 5480 */
const uint8_t OID_P256[] = { 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 }; /* 1.2.840.10045.3.1.7, RFC 5480 */
const uint8_t OID_P384[] = { 5, 0x2B, 0x81, 0x04, 0x00, 0x22 }; /* 1.3.132.0.34, RFC 5480 */
const uint8_t OID_P521[] = { 5, 0x2B, 0x81, 0x04, 0x00, 0x23 }; /* 1.3.132.0.35, RFC 5480 */
const uint8_t OID_ED25519[] = { 3, 0x2B, 0x65, 0x70 }; /* 1.3.101.112, RFC 8410 */
const uint8_t OID_ED448[] = { 3, 0x2B, 0x65, 0x71 }; /* 1.3.101.113, RFC 8410 */

/* Attributes of names */
const uint8_t OID_COMMON_NAME[] = { 3, 0x55, 0x04, 0x03 }; /* 2.5.4.3, RFC 4519 */
const uint8_t OID_COUNTRY[] = { 3, 0x55, 0x04, 0x06 }; /* 2.5.4.6, RFC 4519 */
const uint8_t OID_LOCALITY[] = { 3, 0x55, 0x04, 0x07 }; /* 2.5.4.7, RFC 4519 */
const uint8_t OID_STATE[] = { 3, 0x55, 0x04, 0x08 }; /* 2.5.4.8, RFC 4519 */
const uint8_t OID_STREET[] = { 3, 0x55, 0x04, 0x09 }; /* 2.5.4.9, RFC 4519 */
const uint8_t OID_ORGANIZATION[] = { 3, 0x55, 0x04, 0x0A }; /* 2.5.4.10, RFC 4519 */
const uint8_t OID_ORGANIZATIONAL_UNIT[] = { 3, 0x55, 0x04, 0x0B }; /* 2.5.4.11, RFC 4519 */
const uint8_t OID_SERIAL_NUMBER[] = { 3, 0x55, 0x04, 0x05 }; /* 2.5.4.5, RFC 4519 */
const uint8_t OID_TITLE[] = { 3, 0x55, 0x04, 0x0C }; /* 2.5.4.12, RFC 4519 */
const uint8_t OID_GIVEN_NAME[] = { 3, 0x55, 0x04, 0x2A }; /* 2.5.4.42, RFC 4519 */
const uint8_t OID_SURNAME[] = { 3, 0x55, 0x04, 0x04 }; /* 2.5.4.4, RFC 4519 */
const uint8_t OID_UID[] = { 10, 0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x01 }; /* 0.9.2342.19200300.100.1.1, RFC 4519 */
const uint8_t OID_DOMAIN_COMPONENT[] = { 10, 0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x19 }; /* 0.9.2342.19200300.100.1.25, RFC 4519 */
const uint8_t OID_EMAIL_ADDRESS[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01 }; /* 1.2.840.113549.1.9.1, RFC 2985 */
const uint8_t OID_EXTENSION_REQUEST[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x0E }; /* 1.2.840.113549.1.9.14, RFC 2985 */

/* Extensions and purposes */
const uint8_t OID_SUBJECT_KEY_ID[] = { 3, 0x55, 0x1D, 0x0E }; /* 2.5.29.14, RFC 5280 4.2.1 */
const uint8_t OID_KEY_USAGE[] = { 3, 0x55, 0x1D, 0x0F }; /* 2.5.29.15, RFC 5280 4.2.1 */
const uint8_t OID_SUBJECT_ALT_NAME[] = { 3, 0x55, 0x1D, 0x11 }; /* 2.5.29.17, RFC 5280 4.2.1 */
const uint8_t OID_BASIC_CONSTRAINTS[] = { 3, 0x55, 0x1D, 0x13 }; /* 2.5.29.19, RFC 5280 4.2.1 */
const uint8_t OID_NAME_CONSTRAINTS[] = { 3, 0x55, 0x1D, 0x1E }; /* 2.5.29.30, RFC 5280 4.2.1 */
const uint8_t OID_AUTHORITY_KEY_ID[] = { 3, 0x55, 0x1D, 0x23 }; /* 2.5.29.35, RFC 5280 4.2.1 */
const uint8_t OID_EXT_KEY_USAGE[] = { 3, 0x55, 0x1D, 0x25 }; /* 2.5.29.37, RFC 5280 4.2.1 */
const uint8_t OID_SERVER_AUTH[] = { 8, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01 }; /* 1.3.6.1.5.5.7.3.1, RFC 5280 4.2.1.12 */
const uint8_t OID_CLIENT_AUTH[] = { 8, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02 }; /* 1.3.6.1.5.5.7.3.2, RFC 5280 4.2.1.12 */
const uint8_t OID_ANY_EKU[] = { 4, 0x55, 0x1D, 0x25, 0x00 }; /* 2.5.29.37.0, RFC 5280 4.2.1.12 */

bool oid_is(struct view content, const uint8_t *oid)
{
	return view_is(content, oid + 1, *oid);
}

/* Arcs over 63 bits are not told apart from a broken identifier: nobody assigns them. */
void oid_add_text(struct text *t, struct view content)
{
	uint64_t arc = 0;
	bool first = true;

	if (!content.len || content.p[content.len - 1] & 0x80) {
		text_add_char(t, '?');
		return;
	}
	for (size_t i = 0; i < content.len; i++) {
		if (arc >> 56) {
			text_add(t, first ? "?" : ".?");
			return;
		}
		arc = arc << 7 | (content.p[i] & 0x7F);
		if (content.p[i] & 0x80)
			continue;
		if (first) {
			uint64_t root = arc < 80 ? arc / 40 : 2;

			text_add_int(t, (int64_t)root);
			arc -= root * 40;
		}
		first = false;
		text_add_char(t, '.');
		text_add_int(t, (int64_t)arc);
		arc = 0;
	}
}
