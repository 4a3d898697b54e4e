/* SPDX-License-Identifier: MIT */
/* base64.c - text.h's base64 (RFC 4648 section 4), without tables: keys pass here, a cache must not tell. */
#include <stddef.h>

#include "lib/text.h"

#define PER_LINE 64 /* RFC 7468 2 */

/* All ones when low <= c <= high, else 0; c, low and high are octets. */
static uint32_t within(uint32_t c, uint32_t low, uint32_t high)
{
	return (((c - low) | (high - c)) >> 31) - 1;
}

/* Each range starts where the one before ends, some way off in ASCII. */
static char letter(uint32_t v)
{
	uint32_t c = v + 'A';

	c += within(v, 26, 63) & ('a' - 'Z' - 1);
	c -= within(v, 52, 63) & ('z' + 1 - '0');
	c -= within(v, 62, 63) & ('9' + 1 - '+');
	c += within(v, 63, 63) & ('/' - '+' - 1);
	return (char)c;
}

/* 0 to 63, or all ones for a foreign character. */
static uint32_t value(uint32_t c)
{
	uint32_t v = (within(c, 'A', 'Z') & (c - 'A' + 1)) | (within(c, 'a', 'z') & (c - 'a' + 27)) |
	    (within(c, '0', '9') & (c - '0' + 53)) | (within(c, '+', '+') & 63) | (within(c, '/', '/') & 64);

	return v - 1;
}

/* Up to three octets of the len that are left become four characters. */
static void group(const uint8_t *p, size_t len, char out[static 4])
{
	uint32_t v = (uint32_t)p[0] << 16 | (len > 1 ? (uint32_t)p[1] << 8 : 0) | (len > 2 ? p[2] : 0);

	out[0] = letter(v >> 18);
	out[1] = letter(v >> 12 & 63);
	out[2] = len > 1 ? letter(v >> 6 & 63) : '=';
	out[3] = len > 2 ? letter(v & 63) : '=';
}

void text_add_base64(struct text *t, const uint8_t *p, size_t len)
{
	char four[4];

	for (size_t i = 0; i < len; i += 3) {
		group(p + i, len - i, four);
		text_add_bytes(t, four, sizeof four);
	}
}

size_t text_base64_lines(const uint8_t *p, size_t len, char *out)
{
	size_t characters = (len + 2) / 3 * 4, n = 0;

	if (out == NULL)
		return characters + (characters + PER_LINE - 1) / PER_LINE;
	for (size_t i = 0; i < len; i += 3) {
		group(p + i, len - i, out + n);
		n += 4;
		if ((i + 3) % (PER_LINE / 4 * 3) == 0 || i + 3 >= len)
			out[n++] = '\n';
	}
	return n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int64_t text_unbase64(const char *s, size_t s_len, uint8_t *out, size_t cap)
{
	size_t n = 0, sextets = 0, pads = 0;
	uint32_t bits = 0, foreign = 0;

	for (size_t i = 0; i < s_len; i++) {
		if (is_blank(s[i]))
			continue;
		if (s[i] == '=') {
			pads++;
			continue;
		}
		uint32_t v = value((unsigned char)s[i]);
		/* Judged at the end: leaving at the first foreign character would tell where it was. */
		foreign |= v >> 31 | (uint32_t)(pads > 0);
		bits = bits << 6 | (v & 63);
		if (sextets++ % 4 == 0)
			continue;
		if (n == cap)
			return -1;
		out[n++] = (uint8_t)(bits >> (6 - 2 * ((sextets - 1) % 4)));
	}
	/* The sextets of a last, short group carry 4 or 2 bits that belong to no octet. */
	uint32_t unused = sextets % 4 == 2 ? bits & 15 : sextets % 4 == 3 ? bits & 3 : 0;
	size_t wanted = sextets % 4 == 0 ? 0 : 4 - sextets % 4;
	if (foreign != 0 || unused != 0 || sextets % 4 == 1 || pads != wanted)
		return -1;
	return (int64_t)n;
}
