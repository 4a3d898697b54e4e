/* SPDX-License-Identifier: MIT */
/* attribute.h - the types of attributes that names have here, and which characters of their values may be shown. */
#ifndef X509_ATTRIBUTE_H
#define X509_ATTRIBUTE_H

#include "x509/der.h"

struct attribute {
	const uint8_t *oid;   /* as in oid.h */
	const char *word;     /* CN, O, ... */
	uint8_t tag;          /* of the values that are written */
	uint8_t max;          /* characters of a value, RFC 5280 A.1 where it has a bound */
};

#define ATTRIBUTE_COMMON_MAX 64 /* ub-common-name */

/* By word in any case, or by the content of an OID; NULL when it is not known. */
const struct attribute *attribute_by_word(const char *word);
const struct attribute *attribute_by_oid(struct view oid);

/*
 * Octets, 1 to 4, of the character at the start of len octets of UTF-8, or 0 when it is broken or must not reach a terminal: controls,
 * C1 controls, and the marks that turn a line around or hide in it (U+200B-F, U+2028-E, U+2060-F).
 */
size_t attribute_character(const uint8_t *p, size_t len);

#endif
