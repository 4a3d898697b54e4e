/* SPDX-License-Identifier: MIT */
/* name.h - distinguished names (RFC 5280 4.1.2.4): from text to DER and back. */
#ifndef X509_NAME_H
#define X509_NAME_H

#include "lib/err.h"
#include "lib/text.h"
#include "x509/der.h"

#define NAME_MAX_DER 1024 /* bytes of a whole Name that name_parse makes */

/*
 * Text to the DER of a Name. Two forms. /C=DE/O=x/CN=y (openssl's: in the order written, a backslash takes the next
 * character as it is). RFC 4514: CN=y,O=x,C=DE, the last part first in DER; \, \+ \" \\ \< \> \; \# \= \  and \XX hex
 * pairs; blanks around types and values do not count; '#' hex values are refused. "+" joins the attributes of an RDN.
 * Types: CN C L ST STREET O OU serialNumber title GN givenName SN surname UID DC emailAddress (any case), no dotted ones.
 * Values are UTF8String; C and serialNumber PrintableString; DC and emailAddress IA5String.
 * Bounds of RFC 5280 appendix A.1, in characters: C exactly 2 letters, CN O OU title serialNumber 64, L ST 128,
 * emailAddress 255; and STREET GN SN UID 128, DC 63.
 * Empty text or "/" is the empty Name (30 00). Control characters and marks that hide or turn text (attribute.h), bad
 * UTF-8, empty values or parts, unknown types, over NAME_MAX_DER: ERR_USAGE, naming the part. Bytes written to out, or -1.
 */
int name_parse(const char *text, uint8_t out[static NAME_MAX_DER], struct err *e);

/* A Name of one CN of 1 to 64 characters of clean UTF-8. Bytes written, or -1. */
int name_common(const char *cn, uint8_t out[static NAME_MAX_DER]);

/*
 * The Name of len octets in buf with a CN RDN appended, unless it has a CN of text or name_common would refuse cn
 * (NULL too). In place. The new length, or -1 when it does not fit or buf holds no Name.
 */
int name_add_common(uint8_t buf[static NAME_MAX_DER], size_t len, const char *cn);

/*
 * The DER of a Name (with its SEQUENCE header) as RFC 4514 text, most specific part first; broken input prints "?".
 * Control characters and non-UTF-8 are escaped as \XX.
 */
void name_add_text(struct text *t, struct view name);
/* The value of the last CN in a Name (for display), or len 0. */
struct view name_common_of(struct view name);
/* The i-th value, from 0, of the attributes of this type (x509/oid.h); p NULL when there are not so many. */
struct view name_value(struct view name, const uint8_t *oid, unsigned i);
/* Well-formed Name? 0 or -1. */
int name_check(struct view name);

#endif
