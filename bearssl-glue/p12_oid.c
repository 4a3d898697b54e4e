/* SPDX-License-Identifier: MIT */
/* p12_oid.c - PKCS#12's object identifiers. */
#include "bearssl-glue/p12_oid.h"

const uint8_t UNDER_PKCS5[] = { 8, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05 }; /* 1.2.840.113549.1.5 */
const uint8_t UNDER_PKCS7[] = { 8, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07 }; /* 1.2.840.113549.1.7 */
const uint8_t UNDER_PKCS9[] = { 8, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09 }; /* 1.2.840.113549.1.9 */
const uint8_t UNDER_CERTIFICATE_TYPES[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16 }; /* 1.2.840.113549.1.9.22 */
const uint8_t UNDER_PBE[] = { 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01 }; /* 1.2.840.113549.1.12.1 */
const uint8_t UNDER_BAGS[] = { 10, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01 }; /* 1.2.840.113549.1.12.10.1 */
const uint8_t UNDER_DIGESTS[] = { 7, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02 }; /* 1.2.840.113549.2 */
const uint8_t UNDER_CIPHERS[] = { 7, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03 }; /* 1.2.840.113549.3 */
const uint8_t UNDER_AES[] = { 8, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01 }; /* 2.16.840.1.101.3.4.1 */
const uint8_t UNDER_SHA2[] = { 8, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02 }; /* 2.16.840.1.101.3.4.2 */
const uint8_t UNDER_OIW[] = { 4, 0x2B, 0x0E, 0x03, 0x02 }; /* 1.3.14.3.2 */

int oid_under(struct view content, const uint8_t *prefix)
{
	if (content.len != prefix[0] + 1u || !view_is(view_of(content.p, prefix[0]), prefix + 1, prefix[0]))
		return -1;
	return content.p[prefix[0]] < 0x80 ? content.p[prefix[0]] : -1;
}

void oid_write_under(struct der *d, const uint8_t *prefix, uint8_t arc)
{
	size_t mark = d->len;

	der_octet(d, arc);
	der_raw(d, prefix + 1, prefix[0]);
	der_wrap(d, DER_OID, mark);
}

void oid_write_algorithm(struct der *d, const uint8_t *prefix, uint8_t arc)
{
	size_t mark = d->len;

	der_null(d);
	oid_write_under(d, prefix, arc);
	der_wrap(d, DER_SEQUENCE, mark);
}
