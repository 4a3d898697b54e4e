/* SPDX-License-Identifier: MIT */
/* private.c - is there a private key in a file? */
#include "applets/certserve/private.h"

#include <string.h>

#include "lib/text.h"
#include "lib/wipe.h"

#define START 256 /* octets of an object that are looked at: enough for any algorithm of an encrypted key */

/* --- DER -------------------------------------------------------------------------------------------- */

/* Into the next element, of which the end may be missing: its tag, or 0. *len: what it says of its content; indefinite: all there is. */
static uint8_t enter(struct view *v, size_t *len)
{
	uint8_t tag = view_tag(*v);
	size_t at = 2, n = v->len < 2 ? 0 : v->p[1];

	if (v->len < 2)
		return 0;
	*len = n;
	if (n > 0x80) {
		at += n & 0x7F;
		*len = 0;
		for (size_t i = 2; i < at && i < v->len; i++)
			*len = *len >> 24 != 0 ? SIZE_MAX >> 8 : *len << 8 | v->p[i];
	}
	if (at > v->len)
		return 0;
	*v = view_of(v->p + at, v->len - at);
	if (n == 0x80 || *len > v->len)
		*len = v->len;
	return tag;
}

static void pass(struct view *v, size_t len)
{
	*v = view_of(v->p + len, v->len - len);
}

/* The tag after the next element. */
static uint8_t tag_behind(struct view v)
{
	size_t len;

	if (enter(&v, &len) == 0)
		return 0;
	pass(&v, len);
	return view_tag(v);
}

/* By what the start of a SEQUENCE holds; certificates, requests, CRLs, public keys, parameters and signatures begin otherwise. */
static bool is_private(struct view v)
{
	struct view inner;
	size_t len;

	if (enter(&v, &len) != DER_SEQUENCE)
		return false;
	inner = v;
	switch (enter(&inner, &len)) {
	case DER_INTEGER: /* the version: PKCS#8, PKCS#1 and DSA, SEC1 */
		if (len != 1 || inner.len < 2 || inner.p[0] > 3)
			return false;
		return inner.p[1] == DER_SEQUENCE || inner.p[1] == DER_INTEGER || inner.p[1] == DER_OCTET_STRING;
	case DER_SEQUENCE: /* an algorithm, and octets: encrypted PKCS#8 */
		return view_tag(inner) == DER_OID && tag_behind(v) == DER_OCTET_STRING;
	default:
		return false;
	}
}

/* One after another, as cat makes them. */
static bool der_has(struct view v)
{
	size_t len;

	while (view_tag(v) == DER_SEQUENCE) {
		if (is_private(v))
			return true;
		if (enter(&v, &len) == 0)
			return false;
		pass(&v, len);
	}
	return false;
}

/* --- text ------------------------------------------------------------------------------------------- */

/* Does s stand here? NULs are passed over: in UTF-16 every other octet is one. */
static bool stands(struct view v, const char *s)
{
	size_t i = 0;

	while (*s != '\0' && i < v.len) {
		if (v.p[i] != 0 && v.p[i] != (uint8_t)*s++)
			return false;
		i++;
	}
	return *s == '\0';
}

static bool is_base64(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0;
}

/* Is what stands here base64 of a private key? */
static bool base64_has(struct view v)
{
	char text[START / 3 * 4 + 4];
	uint8_t start[START + 3];
	size_t len = 0;
	bool found;

	for (size_t i = 0; i < v.len && len < sizeof text && (is_base64(v.p[i]) || is_blank(v.p[i])); i++)
		if (!is_blank(v.p[i]))
			text[len++] = (char)v.p[i];
	len -= len % 4;
	int64_t n = text_unbase64(text, len, start, sizeof start);
	found = n > 0 && is_private(view_of(start, (size_t)n));
	wipe(text, sizeof text);
	wipe(start, sizeof start);
	return found;
}

/* From the dashes of a boundary on: a label of a private key, or an object that is one. */
static bool boundary_has(struct view v)
{
	size_t i = 0;

	for (; i < v.len && i < 200 && v.p[i] != '\n' && v.p[i] != '\r'; i++)
		if (v.p[i] == 'P' && stands(view_of(v.p + i, v.len - i), "PRIVATE KEY"))
			return true;
	return base64_has(view_of(v.p + i, v.len - i));
}

/* Is there a member of this name, quotes included, with a string? */
static bool has_member(struct view v, const char *name)
{
	for (; v.len > 0; pass(&v, 1)) {
		if (*v.p != '"' || !stands(v, name))
			continue;
		struct view at = v;

		pass(&at, 1);
		while (at.len > 0 && *at.p != '"')
			pass(&at, 1);
		while (at.len > 0 && (*at.p == '"' || is_blank(*at.p)))
			pass(&at, 1);
		if (view_tag(at) == ':')
			return true;
	}
	return false;
}

bool private_inside(struct view file)
{
	static const char *const marks[] = { "PuTTY-User-Key-File-", "SSH PRIVATE KEY FILE", "AGE-SECRET-KEY-", "Private-key-format:",
	    "openssh-key-v1" };
	static const uint8_t java[][4] = { { 0xFE, 0xED, 0xFE, 0xED }, { 0xCE, 0xCE, 0xCE, 0xCE } };

	if (der_has(file) || base64_has(file) || (file.len >= 4 && (memcmp(file.p, java[0], 4) == 0 || memcmp(file.p, java[1], 4) == 0)))
		return true;
	for (struct view v = file; v.len > 0; pass(&v, 1)) {
		if (*v.p == '-' && stands(v, "----") && boundary_has(v))
			return true;
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (*v.p == (uint8_t)*marks[i] && stands(v, marks[i]))
				return true;
	}
	return has_member(file, "\"kty\"") && (has_member(file, "\"d\"") || has_member(file, "\"k\""));
}
