/* SPDX-License-Identifier: MIT */
/* der.h - write and read DER (X.690) in the caller's buffer. */
#ifndef X509_DER_H
#define X509_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Identifier octets (X.690 8.1.2), low tag numbers only. */
enum {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_UTF8_STRING = 0x0C,
	DER_PRINTABLE_STRING = 0x13,
	DER_TELETEX_STRING = 0x14,
	DER_IA5_STRING = 0x16,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_UNIVERSAL_STRING = 0x1C,
	DER_BMP_STRING = 0x1E,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,              /* | number: [n] IMPLICIT, primitive */
	DER_CONTEXT_CONSTRUCTED = 0xA0   /* | number: [n] constructed */
};

/*
 * A writer fills its buffer from the end towards the start, so that lengths
 * are known when they are written: write the last field first, and close a
 * structure with der_wrap. With buf NULL it only measures. What does not fit
 * sets `overflow` (sticky, tested once at the end) and nothing is written.
 */
struct der {
	uint8_t *buf;
	size_t cap;           /* bytes of room */
	size_t len;           /* bytes used, at the end of the room */
	bool overflow;
};

void der_init(struct der *d, uint8_t *buf, size_t cap);
/* The bytes written so far: they end at buf + cap. NULL when measuring. */
const uint8_t *der_bytes(const struct der *d);
/* Move the result to the start of buf. Returns its length, or 0 after an overflow. */
size_t der_finish(struct der *d);

void der_raw(struct der *d, const uint8_t *p, size_t len);        /* bytes as they are */
void der_octet(struct der *d, uint8_t octet);
void der_header(struct der *d, uint8_t tag, size_t len);          /* identifier and length for len content bytes already written */
/* Close a structure: mark is d->len as it was before its content. */
void der_wrap(struct der *d, uint8_t tag, size_t mark);
void der_value(struct der *d, uint8_t tag, const uint8_t *p, size_t len);
void der_integer(struct der *d, const uint8_t *magnitude, size_t len);  /* unsigned big-endian; leading zeros dropped, a 00 put before a set top bit */
void der_small(struct der *d, uint32_t n);                        /* INTEGER */
void der_true(struct der *d);
void der_null(struct der *d);
void der_oid(struct der *d, const uint8_t *oid);                  /* oid[0] is the length of the content that follows (x509/oid.h) */
void der_bits(struct der *d, const uint8_t *p, size_t len);       /* BIT STRING without unused bits */
void der_named_bits(struct der *d, uint16_t bits);                /* BIT STRING of named bits: bit n of the standard is 1 << n; trailing zero bits dropped (X.690 11.2.2); at most 16 */

/*
 * A reader is a view: it owns nothing. Functions return 0 and advance, or -1
 * and leave it where it was. Only DER is read: definite, shortest lengths;
 * tags below 31.
 */
struct view {
	const uint8_t *p;
	size_t len;           /* bytes left */
};

/* Here and not in der.c because a call is longer than what it does. */
static inline struct view view_of(const uint8_t *p, size_t len)
{
	return (struct view){ p, len };
}
bool view_same(struct view a, struct view b);
bool view_is(struct view a, const uint8_t *p, size_t len);
/* Is `one` among a list of SEQUENCEs, one behind the other, octet for octet? What is none ends the list. */
bool view_holds(struct view list, struct view one);
/* The identifier octet ahead, or 0 at the end. */
uint8_t view_tag(struct view v);
/* Next element of any kind: its tag, its content, and (when not NULL) the whole with its header. */
int view_any(struct view *v, uint8_t *tag, struct view *content, struct view *whole);
/* Next element, which must have this tag. */
int view_read(struct view *v, uint8_t tag, struct view *content);
/* The one element of this tag that fills v. 0 or -1. */
int view_only(struct view v, uint8_t tag, struct view *content);
/* Next element, which must have this tag, header included. */
int view_whole(struct view *v, uint8_t tag, struct view *whole);
/* As view_read, when it is there: 1 read, 0 another tag or the end, -1 broken. */
int view_maybe(struct view *v, uint8_t tag, struct view *content);
/*
 * A non-negative INTEGER: magnitude without its leading 00 (zero is one octet 00). -1 when negative, empty or not the
 * shortest form.
 */
int view_integer(struct view *v, struct view *magnitude);
/* The same, at most max. */
int view_small(struct view *v, uint32_t max, uint32_t *n);
/* BOOLEAN: DER's FF and 00 only. */
int view_boolean(struct view *v, bool *b);
/* BIT STRING without unused bits. */
int view_bits(struct view *v, struct view *bits);
/*
 * BIT STRING of named bits, as der_named_bits; those after the 16th are ignored, trailing zero bits (X.690 11.2.2)
 * let pass: old CAs write them.
 */
int view_named_bits(struct view *v, uint16_t *bits);

#endif
