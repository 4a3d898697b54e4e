/* SPDX-License-Identifier: MIT */
/* text.h - bounded text: joining, numbers, hex, base64. No stdio, no heap. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A string being built in the caller's room. Always NUL-terminated when
 * cap > 0. What does not fit is dropped and `cut` is set (sticky).
 */
struct text {
	char *buf;
	size_t cap;           /* bytes, with the final NUL */
	size_t len;           /* bytes used, without it */
	bool cut;
};

/*
 * A text for people: an ASCII literal that is packed to half its size in the box, by dist/pack.c, which knows it by a mark. Formats
 * are TEXT by themselves (text_format, err_set, say_warning and their like are macros too); others are for text_add_text and %t alone.
 * TEXT_MANUAL is for manual pages and completions, which are made outside: in the box it is empty.
 */
#ifndef TEXT_MARK
#define TEXT_MARK "" /* not the box: a text is what it says */
#define TEXT_GONE ""
#endif
#define TEXT(...) TEXT_MARK __VA_ARGS__
#define TEXT_MANUAL(...) TEXT_GONE __VA_ARGS__
#define TEXT_PAIRS 128

void text_init(struct text *t, char *buf, size_t cap);
void text_add(struct text *t, const char *s);
void text_add_bytes(struct text *t, const char *s, size_t len);
void text_add_char(struct text *t, char c);
void text_add_int(struct text *t, int64_t n);              /* decimal */
void text_add_padded(struct text *t, const char *s, size_t width); /* s, then blanks up to width; at least as long as s */
/* err_set's format language (lib/err.h); an unknown conversion is copied as it stands. */
void text_format(struct text *t, const char *format, ...);
#define text_format(t, ...) text_format(t, TEXT(__VA_ARGS__))
void text_vformat(struct text *t, const char *format, va_list ap); /* of a TEXT */
void text_add_text(struct text *t, const char *s);         /* a TEXT */
void text_add_line(struct text *t, const char *lines, unsigned n); /* the n-th line, from 0, of a TEXT whose lines each end with '\n' */
/* Each character of a TEXT. */
void text_unpack(const char *s, void (*put)(void *ctx, char c), void *ctx);

/* Decimal digits only, no sign, no blank; at most max. 0, or -1. */
int text_number(const char *s, uint32_t max, uint32_t *n);

bool text_same_case(const char *a, const char *b);         /* ASCII letters alike */

/* Lower-case hex; with sep != 0 upper-case and sep between the octets. */
void text_add_hex(struct text *t, const uint8_t *p, size_t len, char sep);
/* Hex of any case, one ':' between octets allowed, to bytes. Octets written, or -1 (odd, foreign character, over cap). */
int text_unhex(const char *s, size_t s_len, uint8_t *out, size_t cap);

/* RFC 4648 section 4, padded, one line. */
void text_add_base64(struct text *t, const uint8_t *p, size_t len);
/*
 * RFC 4648 section 4; blanks and line ends are skipped. Octets written, or -1
 * (foreign character, padding lacking or surplus, bits set that no octet uses, over cap). Runs in constant time for a given
 * length and layout (keys pass through here). s and out may be the same memory.
 */
int64_t text_unbase64(const char *s, size_t s_len, uint8_t *out, size_t cap);
/* Constant-time base64 of keys, lines of 64 characters, each ended by '\n' (RFC 7468). Characters written; with out NULL only counted. */
size_t text_base64_lines(const uint8_t *p, size_t len, char *out);

/*
 * Make s fit for one line of a terminal: control characters (C0, DEL, and C1
 * as UTF-8 spells them) become '?', in place.
 */
void text_tame(char *s);

/* UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF), without NUL and control characters (C0, DEL, C1). */
bool text_is_clean_utf8(const char *s, size_t len);

#endif
