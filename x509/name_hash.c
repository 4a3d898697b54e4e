/* SPDX-License-Identifier: MIT */
/* name_hash.c - a Name as OpenSSL compares and hashes it. */
#include <string.h>

#include "x509/name_hash.h"

#define VALUE_MAX 512
#define VISIBLE_STRING 0x1A
#define PARTS_MAX 16 /* attributes of one RDN */

/* Octets a character has in strings of this type; 0: not folded. */
static unsigned width_of(uint8_t tag)
{
	switch (tag) {
	case DER_UTF8_STRING:
	case DER_PRINTABLE_STRING:
	case DER_TELETEX_STRING:
	case DER_IA5_STRING:
	case VISIBLE_STRING:
		return 1;
	case DER_BMP_STRING:
		return 2;
	case DER_UNIVERSAL_STRING:
		return 4;
	default:
		return 0;
	}
}

static size_t utf8(uint32_t c, uint8_t out[static 4])
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; --i > 0; c >>= 6)
		out[i] = (uint8_t)(0x80 | (c & 0x3F));
	out[0] = (uint8_t)(n == 1 ? c : (0xF00u >> n & 0xFF) | c);
	return n;
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The text folded, or -1. */
static int fold(struct view v, uint8_t tag, unsigned width, uint8_t out[static VALUE_MAX])
{
	size_t n = 0;
	bool blank = false;

	for (; v.len >= width; v.p += width, v.len -= width) {
		uint32_t c = 0;

		for (unsigned i = 0; i < width; i++)
			c = c << 8 | v.p[i];
		if (is_blank(c)) {
			blank = n > 0;
			continue;
		}
		if (n + 6 > VALUE_MAX)
			return -1;
		if (blank)
			out[n++] = ' ';
		blank = false;
		if (tag == DER_UTF8_STRING || c < 0x80)
			out[n++] = (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
		else
			n += utf8(c, out + n);
	}
	return v.len ? -1 : (int)n;
}

/* One AttributeTypeAndValue, at the end of d. */
static int add_part(struct view *rdn, struct der *d)
{
	uint8_t text[VALUE_MAX], tag;
	struct view v, type, value, whole;
	size_t mark = d->len;
	int n = 0;

	if (view_read(rdn, DER_SEQUENCE, &v) || view_whole(&v, DER_OID, &type) || view_any(&v, &tag, &value, &whole) || v.len)
		return -1;
	if (width_of(tag)) {
		n = fold(value, tag, width_of(tag), text);
		if (n < 0)
			return -1;
		der_value(d, DER_UTF8_STRING, text, (size_t)n);
	} else {
		der_raw(d, whole.p, whole.len);
	}
	der_raw(d, type.p, type.len);
	der_wrap(d, DER_SEQUENCE, mark);
	return d->overflow ? -1 : 0;
}

/* X.690 11.6: as octet strings, the shorter as if padded with 00; no encoding is the start of another. */
static bool before(struct view a, struct view b)
{
	return memcmp(a.p, b.p, a.len < b.len ? a.len : b.len) < 0;
}

/* The parts are written last to first, so the largest goes first. */
static int add_rdn(struct view rdn, struct der *out)
{
	uint8_t room[NAME_CANONICAL_MAX];
	struct view parts[PARTS_MAX], v, part;
	size_t n = 0, mark = out->len;
	struct der d;

	der_init(&d, room, sizeof room);
	while (rdn.len) {
		size_t at = n++;

		if (at == PARTS_MAX || add_part(&rdn, &d))
			return -1;
		v = view_of(der_bytes(&d), d.len);
		view_whole(&v, DER_SEQUENCE, &part);
		for (; at && before(parts[at - 1], part); at--)
			parts[at] = parts[at - 1];
		parts[at] = part;
	}
	for (size_t i = 0; i < n; i++)
		der_raw(out, parts[i].p, parts[i].len);
	der_wrap(out, DER_SET, mark);
	return out->overflow ? -1 : 0;
}

int name_canonical(struct view name, uint8_t out[static NAME_CANONICAL_MAX])
{
	struct view rdns, rdn;
	size_t len = 0;

	if (view_only(name, DER_SEQUENCE, &rdns))
		return -1;
	while (rdns.len) {
		struct der d;

		der_init(&d, out + len, NAME_CANONICAL_MAX - len);
		if (view_read(&rdns, DER_SET, &rdn) || add_rdn(rdn, &d))
			return -1;
		len += der_finish(&d);
	}
	return (int)len;
}

int name_within(struct view name, struct view base)
{
	uint8_t rooms[2][NAME_CANONICAL_MAX];
	int n = name_canonical(name, rooms[0]), m = name_canonical(base, rooms[1]);

	if (n < 0 || m < 0)
		return -1;
	return m <= n && !memcmp(rooms[0], rooms[1], (size_t)m);
}

bool name_same(struct view a, struct view b)
{
	return view_same(a, b) || (name_within(a, b) > 0 && name_within(b, a) > 0);
}
