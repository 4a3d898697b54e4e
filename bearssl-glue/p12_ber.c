/* SPDX-License-Identifier: MIT */
/* p12_ber.c - the looser rules (BER) of PKCS#12 files. */
#include "bearssl-glue/p12_ber.h"

#include <stdbool.h>
#include <string.h>

#define CONSTRUCTED 0x20
#define INDEFINITE SIZE_MAX

/* Identifier and length octets at v's start: how many, or 0 when broken. The content fits in v, or is INDEFINITE. */
static size_t header(struct view v, size_t *content)
{
	size_t n, at = 2;

	if (v.len < 2 || (v.p[0] & 0x1F) == 0x1F)
		return 0;
	*content = v.p[1];
	if (v.p[1] == 0x80) {
		*content = INDEFINITE;
		return v.p[0] & CONSTRUCTED ? at : 0;
	}
	if (v.p[1] > 0x80) {
		n = v.p[1] & 0x7F;
		if (n > 4 || n > v.len - at)
			return 0;
		for (*content = 0; n > 0; n--)
			*content = *content << 8 | v.p[at++];
	}
	return *content <= v.len - at ? at : 0;
}

static bool is_end(struct view v)
{
	return v.len >= 2 && v.p[0] == 0 && v.p[1] == 0;
}

/* Octets in front of the end-of-contents that belongs to v's start; v.len when it is missing. */
static size_t find_end(struct view v)
{
	size_t at = 0, n, content, depth = 0;

	while (at < v.len) {
		struct view rest = view_of(v.p + at, v.len - at);

		if (is_end(rest) && depth-- == 0)
			return at;
		n = header(rest, &content);
		if (n == 0)
			break;
		if (content == INDEFINITE)
			depth++;
		else
			n += content;
		at += n;
	}
	return v.len;
}

/* Next element: its tag is known. */
static int read_element(struct view *v, struct view *content)
{
	size_t len, end = 0, n = header(*v, &len);

	if (n == 0)
		return -1;
	if (len == INDEFINITE) {
		len = find_end(view_of(v->p + n, v->len - n));
		if (len == v->len - n)
			return -1;
		end = 2;
	}
	*content = view_of(v->p + n, len);
	*v = view_of(v->p + n + len + end, v->len - n - len - end);
	return 0;
}

/* Headers and ends are dropped, in whatever way pieces are nested: only their order counts. */
static int join(struct view v, uint8_t *to, struct view *joined)
{
	size_t n, content;

	for (*joined = view_of(to, 0); v.len; v = view_of(v.p + n, v.len - n)) {
		n = header(v, &content);
		if (n == 0)
			return -1;
		if (v.p[0] == DER_OCTET_STRING) {
			memmove(to + joined->len, v.p + n, content);
			joined->len += content;
			n += content;
		} else if (v.p[0] != (DER_OCTET_STRING | CONSTRUCTED) && !is_end(v)) {
			return -1;
		}
	}
	return 0;
}

/* One element that is to have this tag, or be a string in pieces. */
static int read_tagged(struct view *v, uint8_t tag, uint8_t *room, struct view *content)
{
	uint8_t found = view_tag(*v);
	bool string = tag == DER_OCTET_STRING || tag == DER_CONTEXT;

	if (found != tag && !(string && found == (tag | CONSTRUCTED)))
		return -1;
	if (read_element(v, content))
		return -1;
	return found == tag ? 0 : join(*content, room + (content->p - room), content);
}

int ber_walk(struct view *at, const char *path, uint8_t *room, struct view *out)
{
	struct view outside[BER_DEPTH], here = *at, content;
	size_t depth = 0;

	for (; *path; path++) {
		uint8_t tag = (uint8_t)*path;

		if (tag == (uint8_t)BER_END[0]) {
			if (here.len)
				return -1;
			if (depth > 0)
				here = outside[--depth];
		} else if (tag == (uint8_t)BER_REST[0]) {
			*out++ = here;
			here.len = 0;
		} else if (read_tagged(&here, tag, room, &content)) {
			return -1;
		} else if (tag & CONSTRUCTED) {
			outside[depth++] = here;
			here = content;
		} else {
			*out++ = content;
		}
	}
	*at = here;
	return 0;
}

int ber_whole(struct view v, const char *path, uint8_t *room, struct view *out)
{
	return ber_walk(&v, path, room, out) || v.len ? -1 : 0;
}

int ber_number(struct view content, uint32_t *n)
{
	if (content.len == 0 || content.p[0] & 0x80)
		return -1;
	for (*n = 0; content.len > 0; content = view_of(content.p + 1, content.len - 1)) {
		if (*n >> 24)
			return -1;
		*n = *n << 8 | content.p[0];
	}
	return 0;
}
