/* SPDX-License-Identifier: MIT */
/* der.c - DER, written from the end of the room towards its start, and read as views. */
#include <string.h>

#include "x509/der.h"

/* A measuring writer has all the room there is, so that one test of the room serves both. */
void der_init(struct der *d, uint8_t *buf, size_t cap)
{
	*d = (struct der){ .buf = buf, .cap = buf ? cap : SIZE_MAX };
}

const uint8_t *der_bytes(const struct der *d)
{
	return d->buf ? d->buf + (d->cap - d->len) : NULL;
}

size_t der_finish(struct der *d)
{
	if (d->overflow)
		return 0;
	if (d->buf && d->len)
		memmove(d->buf, d->buf + (d->cap - d->len), d->len);
	return d->len;
}

void der_raw(struct der *d, const uint8_t *p, size_t len)
{
	if (d->overflow || len > d->cap - d->len) {
		d->overflow = true;
		return;
	}
	d->len += len;
	if (d->buf && len)
		memcpy(d->buf + (d->cap - d->len), p, len);
}

void der_octet(struct der *d, uint8_t octet)
{
	der_raw(d, &octet, 1);
}

void der_header(struct der *d, uint8_t tag, size_t len)
{
	uint8_t octets = 0x80;

	if (len < 0x80) {
		der_octet(d, (uint8_t)len);
	} else {
		for (; len; len >>= 8, octets++)
			der_octet(d, (uint8_t)len);
		der_octet(d, octets);
	}
	der_octet(d, tag);
}

void der_wrap(struct der *d, uint8_t tag, size_t mark)
{
	der_header(d, tag, d->len - mark);
}

void der_value(struct der *d, uint8_t tag, const uint8_t *p, size_t len)
{
	der_raw(d, p, len);
	der_header(d, tag, len);
}

void der_integer(struct der *d, const uint8_t *magnitude, size_t len)
{
	size_t mark = d->len;

	for (; len && !*magnitude; len--)
		magnitude++;
	der_raw(d, magnitude, len);
	if (!len || *magnitude & 0x80)
		der_octet(d, 0);
	der_wrap(d, DER_INTEGER, mark);
}

void der_small(struct der *d, uint32_t n)
{
	const uint8_t bytes[] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n };

	der_integer(d, bytes, sizeof bytes);
}

void der_true(struct der *d)
{
	der_value(d, DER_BOOLEAN, (const uint8_t[]){ 0xFF }, 1);
}

void der_null(struct der *d)
{
	der_header(d, DER_NULL, 0);
}

void der_oid(struct der *d, const uint8_t *oid)
{
	der_value(d, DER_OID, oid + 1, *oid);
}

void der_bits(struct der *d, const uint8_t *p, size_t len)
{
	size_t mark = d->len;

	der_raw(d, p, len);
	der_octet(d, 0);
	der_wrap(d, DER_BIT_STRING, mark);
}

/* The standards' bit 0 is the first octet's highest. */
static unsigned mirrored(unsigned bits)
{
	unsigned out = 0;

	for (unsigned n = 0; n < 16; n++, bits >>= 1)
		out = out << 1 | (bits & 1);
	return out;
}

void der_named_bits(struct der *d, uint16_t bits)
{
	unsigned octets = mirrored(bits);
	uint8_t content[3] = { 0, (uint8_t)(octets >> 8), (uint8_t)octets };
	size_t len = bits > 0xFF ? 3 : bits ? 2 : 1;

	for (uint8_t last = content[len - 1]; last && !(last & 1); last >>= 1)
		content[0]++;
	der_value(d, DER_BIT_STRING, content, len);
}

bool view_is(struct view a, const uint8_t *p, size_t len)
{
	return a.len == len && (!len || !memcmp(a.p, p, len));
}

bool view_same(struct view a, struct view b)
{
	return view_is(a, b.p, b.len);
}

uint8_t view_tag(struct view v)
{
	return v.len ? *v.p : 0;
}

/* Header and content length of the element at v's start (X.690 8.1.3, 10.1): header's length, or 0 when broken. */
static size_t measure(struct view v, size_t *content)
{
	size_t n, i;

	if (v.len < 2 || !v.p[0] || (v.p[0] & 0x1F) == 0x1F)
		return 0;
	*content = v.p[1];
	if (v.p[1] < 0x80)
		return 2;
	n = v.p[1] & 0x7F;
	if (n < 1 || n > 4 || n > v.len - 2 || !v.p[2])
		return 0;
	for (*content = 0, i = 0; i < n; i++)
		*content = *content << 8 | v.p[2 + i];
	return *content < 0x80 ? 0 : 2 + n;
}

int view_any(struct view *v, uint8_t *tag, struct view *content, struct view *whole)
{
	struct view at = *v;
	size_t len = 0, header = measure(at, &len);

	if (!header || len > at.len - header)
		return -1;
	*tag = at.p[0];
	*content = view_of(at.p + header, len);
	if (whole)
		*whole = view_of(at.p, header + len);
	*v = view_of(at.p + header + len, at.len - header - len);
	return 0;
}

int view_maybe(struct view *v, uint8_t tag, struct view *content)
{
	if (view_tag(*v) != tag)
		return 0;
	return view_any(v, &tag, content, NULL) ? -1 : 1;
}

int view_read(struct view *v, uint8_t tag, struct view *content)
{
	return view_maybe(v, tag, content) == 1 ? 0 : -1;
}

int view_whole(struct view *v, uint8_t tag, struct view *whole)
{
	struct view content;

	return view_tag(*v) != tag ? -1 : view_any(v, &tag, &content, whole);
}

bool view_holds(struct view list, struct view one)
{
	struct view whole;

	while (view_whole(&list, DER_SEQUENCE, &whole) == 0)
		if (view_same(whole, one))
			return true;
	return false;
}

int view_only(struct view v, uint8_t tag, struct view *content)
{
	return view_read(&v, tag, content) || v.len ? -1 : 0;
}

/* An element whose content passes a check; v moves only then. */
static int read_checked(struct view *v, uint8_t tag, bool (*check)(struct view *c), struct view *content)
{
	struct view at = *v;

	if (view_read(&at, tag, content) || !content->len || !check(content))
		return -1;
	*v = at;
	return 0;
}

static void drop_first(struct view *c)
{
	c->p++;
	c->len--;
}

static bool check_integer(struct view *c)
{
	if (c->p[0] || c->len == 1)
		return !(c->p[0] & 0x80);
	drop_first(c);
	return c->p[0] & 0x80;
}

static bool check_boolean(struct view *c)
{
	return c->len == 1 && (c->p[0] == 0 || c->p[0] == 0xFF);
}

/* How many bits of the last octet are unused (X.690 8.6.2, 11.2.1: they are zero), then the octets. */
static bool check_named_bits(struct view *c)
{
	return c->p[0] <= (c->len > 1 ? 7 : 0) && !(c->p[c->len - 1] & ((1u << c->p[0]) - 1));
}

static bool check_bits(struct view *c)
{
	if (c->p[0])
		return false;
	drop_first(c);
	return true;
}

int view_integer(struct view *v, struct view *magnitude)
{
	return read_checked(v, DER_INTEGER, check_integer, magnitude);
}

int view_small(struct view *v, uint32_t max, uint32_t *n)
{
	struct view at = *v, c;
	uint32_t value = 0;

	if (view_integer(&at, &c) || c.len > sizeof value)
		return -1;
	while (c.len--)
		value = value << 8 | *c.p++;
	if (value > max)
		return -1;
	*n = value;
	*v = at;
	return 0;
}

int view_boolean(struct view *v, bool *b)
{
	struct view c;

	if (read_checked(v, DER_BOOLEAN, check_boolean, &c))
		return -1;
	*b = c.p[0];
	return 0;
}

int view_bits(struct view *v, struct view *bits)
{
	return read_checked(v, DER_BIT_STRING, check_bits, bits);
}

int view_named_bits(struct view *v, uint16_t *bits)
{
	struct view c;
	unsigned octets = 0;

	if (read_checked(v, DER_BIT_STRING, check_named_bits, &c))
		return -1;
	if (c.len > 1)
		octets = (unsigned)c.p[1] << 8;
	if (c.len > 2)
		octets |= c.p[2];
	*bits = (uint16_t)mirrored(octets);
	return 0;
}
