/* SPDX-License-Identifier: MIT */
/* ip.c - IP addresses: text to octets and back. */
#include <string.h>

#include "lib/ip.h"

#define NO_GAP 17

static size_t parse_v4(const char *s, size_t len, uint8_t *out)
{
	unsigned n = 0, digits = 0, field = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && s[i] >= '0' && s[i] <= '9') {
			n = n * 10 + (unsigned)(s[i] - '0');
			if (n > 255 || (digits++ && n < 10))
				return 0;
		} else {
			if (!digits || (i == len) != (field == 3) || (i < len && s[i] != '.'))
				return 0;
			out[field++] = (uint8_t)n;
			n = digits = 0;
		}
	}
	return 4;
}

static bool parse_group(const char *s, size_t len, uint8_t *out)
{
	unsigned n = 0;

	if (!len || len > 4)
		return false;
	for (; len; len--, s++) {
		char lower = (char)(*s | 0x20);

		if (*s >= '0' && *s <= '9')
			n = n << 4 | (unsigned)(*s - '0');
		else if (lower >= 'a' && lower <= 'f')
			n = n << 4 | (unsigned)(lower - 'a' + 10);
		else
			return false;
	}
	out[0] = (uint8_t)(n >> 8);
	out[1] = (uint8_t)n;
	return true;
}

/* Move what follows the gap to the end and clear the gap. */
static size_t close_gap(uint8_t *out, size_t at, size_t gap)
{
	if (gap == NO_GAP)
		return at == 16 ? 16 : 0;
	if (at > 14)
		return 0;
	memmove(out + 16 - (at - gap), out + gap, at - gap);
	memset(out + gap, 0, 16 - at);
	return 16;
}

static size_t parse_v6(const char *s, size_t len, uint8_t *out)
{
	size_t at = 0, gap = NO_GAP, i = 0, end;

	if (len >= 2 && s[0] == ':' && s[1] == ':') {
		gap = 0;
		i = 2;
	}
	for (; i < len; i = end + 1) {
		for (end = i; end < len && s[end] != ':'; end++)
			;
		if (end == len && at <= 12 && parse_v4(s + i, len - i, out + at))
			return close_gap(out, at + 4, gap);
		if (at > 14 || !parse_group(s + i, end - i, out + at))
			return 0;
		at += 2;
		if (end + 1 == len)             /* a single ':' at the end */
			return 0;
		if (end < len && s[end + 1] == ':') {
			if (gap != NO_GAP)
				return 0;
			gap = at;
			end++;
		}
	}
	return close_gap(out, at, gap);
}

size_t ip_parse(const char *s, size_t len, uint8_t out[static 16])
{
	size_t n = parse_v4(s, len, out);

	return n ? n : parse_v6(s, len, out);
}

bool ip_is_mapped(const uint8_t p[static 16])
{
	static const uint8_t mapped[12] = { [10] = 0xFF, [11] = 0xFF };

	return memcmp(p, mapped, sizeof mapped) == 0;
}

static void add_v4(struct text *t, const uint8_t *p)
{
	for (int i = 0; i < 4; i++) {
		if (i)
			text_add_char(t, '.');
		text_add_int(t, p[i]);
	}
}

static void add_group(struct text *t, const uint8_t *p)
{
	unsigned n = (unsigned)p[0] << 8 | p[1];
	int shift = 12;

	while (shift && !(n >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		text_add_char(t, "0123456789abcdef"[n >> shift & 15]);
}

/* The first of the longest runs of at least two zero groups (RFC 5952 4.2): its length; *at is its first group. */
static size_t longest_run(const uint8_t *p, size_t *at)
{
	size_t best = 1, run = 0;

	*at = 8;
	for (size_t i = 0; i < 8; i++) {
		run = p[2 * i] || p[2 * i + 1] ? 0 : run + 1;
		if (run > best) {
			best = run;
			*at = i + 1 - run;
		}
	}
	return best;
}

static void add_v6(struct text *t, const uint8_t *p)
{
	size_t gap, run = longest_run(p, &gap);

	for (size_t i = 0; i < 8; i++) {
		if (i == gap) {
			text_add(t, "::");
			i += run - 1;
			continue;
		}
		if (i && i != gap + run)
			text_add_char(t, ':');
		add_group(t, p + 2 * i);
	}
}

void ip_add_text(struct text *t, const uint8_t *p, size_t len)
{
	if (len == 4) {
		add_v4(t, p);
	} else if (ip_is_mapped(p)) {
		text_add(t, "::ffff:");
		add_v4(t, p + 12);
	} else {
		add_v6(t, p);
	}
}

int ip_prefix(const uint8_t *mask, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < 8 * len; i++)
		if (mask[i / 8] & 0x80 >> i % 8 && n++ != i)
			return -1;
	return (int)n;
}
