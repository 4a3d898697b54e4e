/* SPDX-License-Identifier: MIT */
/* name.h - distinguished names (RFC 5280 4.1.2.4): from text to DER and back. */
#ifndef X509_NAME_H
#define X509_NAME_H

#include "lib/err.h"
#include "lib/text.h"
#include "x509/der.h"

#define NAME_MAX_DER 1024 /* bytes of a whole Name that name_parse makes */

/*
 * Text to the DER of a Name. Two forms: /C=DE/O=x/CN=y (openssl: a backslash
 * takes the next character as it is, "+" joins a multi-valued RDN) in the order written, and RFC 4514
 * (CN=y,O=x,C=DE: the last part comes first in DER; \, \+ \" \\ \< \> \; \# \= \  and \XX hex pairs; '#' hex values refused).
 * Types: CN C L ST STREET O OU serialNumber title GN givenName SN surname UID DC emailAddress (any case), no dotted ones.
 * Values are UTF8String; C and serialNumber PrintableString; DC and emailAddress IA5String.
 * Bounds of RFC 5280 appendix A.1: C exactly 2 letters, CN O OU title 64, L ST 128, serialNumber 64, emailAddress 255, in characters.
 * Empty text or "/" is the empty Name (30 00). Control characters, bad UTF-8, empty values,
 * unknown types: ERR_USAGE, naming the part. Returns bytes written to out, or -1.
 */
int name_parse(const char *text, uint8_t out[static NAME_MAX_DER], struct err *e);

/* A Name of one CN of at most 64 characters of UTF-8. Bytes written, or -1 when too long. */
int name_common(const char *cn, uint8_t out[static NAME_MAX_DER]);

/*
 * name with a CN RDN appended unless it has a CN or cn is NULL or over 64. In place.
 * Returns the new length, or -1 when it does not fit.
 */
int name_add_common(uint8_t buf[static NAME_MAX_DER], size_t len, const char *cn);

/* The DER of a Name (with its SEQUENCE header) as RFC 4514 text, most specific part first; broken input prints "?". Control characters and non-UTF-8 are escaped as \XX. */
void name_add_text(struct text *t, struct view name);
/* The value of the last CN in a Name (for display), or len 0. */
struct view name_common_of(struct view name);
/* Well-formed Name? 0 or -1. */
int name_check(struct view name);

#endif
