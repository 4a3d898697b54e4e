/* SPDX-License-Identifier: MIT */
/* dns.c - ask for a name's addresses, and read answers. */
#include "lib/dns.h"

#include <string.h>

#define HEADER    12
#define NAME_LEN  255  /* RFC 1035 2.3.4 */
#define LABEL_MAX 63
#define CNAME     5
#define ALIASES   8

/* Octets with names in them, which may refer to one another: a message, or a question that was asked. */
struct octets {
	const uint8_t *p;
	size_t len;
};

struct record {
	size_t name, at, len; /* where its name stands, and its data */
	unsigned type, class;
};

static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static void put16(uint8_t *p, unsigned n)
{
	p[0] = (uint8_t)(n >> 8);
	p[1] = (uint8_t)n;
}

/* --- asking ---------------------------------------------------------------------------------------- */

static size_t put_name(const char *name, uint8_t *out)
{
	size_t n = 0, start = 0;

	for (; *name != '\0' || n > start; name++) {
		if (*name != '.' && *name != '\0') {
			if ((uint8_t)*name <= ' ' || *name == '\\' || n - start == LABEL_MAX || n >= NAME_LEN - 2)
				return 0;
			out[++n] = (uint8_t)*name;
			continue;
		}
		if (n == start)
			return 0;
		out[start] = (uint8_t)(n - start);
		start = ++n;
		if (*name == '\0')
			break;
	}
	out[n] = 0;
	return n > 0 ? n + 1 : 0;
}

size_t dns_ask(const char *name, unsigned type, uint16_t id, bool multicast, uint8_t out[static DNS_QUESTION_MAX])
{
	size_t len = put_name(name, out + HEADER);

	if (len == 0)
		return 0;
	memset(out, 0, HEADER);
	put16(out, id);
	out[2] = !multicast;  /* recursion desired */
	out[5] = 1;           /* one question */
	put16(out + HEADER + len, type);
	put16(out + HEADER + len + 2, multicast ? 0x8001 : 1);
	return HEADER + len + 4;
}

/* --- reading --------------------------------------------------------------------------------------- */

/* Where the label is that stands at `at` or is pointed to from there, whole; or 0. Pointers run backwards. */
static size_t find_label(struct octets in, size_t at)
{
	while (at < in.len && in.p[at] >= 0xC0) {
		size_t to = in.len - at >= 2 ? get16(in.p + at) & 0x3FFF : at;

		if (to >= at)
			return 0;
		at = to;
	}
	return at < in.len && in.p[at] <= LABEL_MAX && in.p[at] < in.len - at ? at : 0;
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* Names that run in circles are none: they are longer than one can be. */
static bool same(struct octets x, size_t a, struct octets y, size_t b)
{
	for (size_t len = 0; len < NAME_LEN;) {
		a = find_label(x, a);
		b = find_label(y, b);
		if (a == 0 || b == 0)
			return false;
		if (x.p[a] == 0 && y.p[b] == 0)
			return true;
		for (size_t left = x.p[a] + 1U; left > 0; left--, len++)
			if (lower(x.p[a++]) != lower(y.p[b++])) /* a length, which comes first, is no letter */
				return false;
	}
	return false;
}

/* What follows the name at `at`; or 0. */
static size_t skip_name(struct octets in, size_t at)
{
	while (at < in.len && in.p[at] < 0xC0) {
		size_t n = in.p[at];

		if (n > LABEL_MAX)
			return 0;
		at += n + 1;
		if (n == 0)
			return at;
	}
	return at < in.len && in.len - at >= 2 ? at + 2 : 0;
}

/* What follows the record at `at`; or 0. */
static size_t read_record(struct octets in, size_t at, struct record *r)
{
	r->name = at;
	at = skip_name(in, at);
	if (at == 0 || in.len - at < 10)
		return 0;
	r->type = get16(in.p + at);
	r->class = get16(in.p + at + 2) & 0x7FFF; /* in mDNS, the first bit is about caches */
	r->len = get16(in.p + at + 8);
	r->at = at + 10;
	return r->len <= in.len - r->at ? r->at + r->len : 0;
}

/* What follows the questions; or 0. */
static size_t skip_questions(struct octets in)
{
	size_t at = HEADER;

	for (unsigned left = get16(in.p + 4); left > 0; left--) {
		at = skip_name(in, at);
		if (at == 0 || in.len - at < 4)
			return 0;
		at += 4;
	}
	return at;
}

enum dns_result dns_read(const uint8_t *message, size_t len, const uint8_t *question, size_t asked, struct dns_address *out, size_t cap,
    size_t *n)
{
	struct octets in = { message, len }, of = { question, asked };
	const uint8_t *kind = question + asked - 4;
	bool multicast = (kind[2] & 0x80) != 0, cut;
	struct record r;
	size_t start, found = *n, name = HEADER, alias;
	unsigned aliases = ALIASES, code;

	if (len < HEADER || (message[2] & 0xF8) != 0x80 || (start = skip_questions(in)) == 0)
		return DNS_FOREIGN;
	code = message[3] & 0x0F;
	if (multicast ? code != 0 : get16(message) != get16(question) || get16(message + 4) != 1 || !same(in, HEADER, of, HEADER) ||
	    memcmp(message + start - 4, kind, 4) != 0)
		return DNS_FOREIGN;
	if (code != 0)
		return code == 3 ? DNS_UNKNOWN : DNS_FAILED;
	cut = (message[2] & 2) != 0;
	do {
		size_t at = start;

		alias = 0;
		for (unsigned left = get16(message + 6); left > 0; left--) {
			at = read_record(in, at, &r);
			if (at == 0) {
				if (!cut)
					return DNS_FOREIGN;
				break; /* cut means between two records, but who knows */
			}
			if (r.class != 1 || !same(in, r.name, of, name))
				continue;
			if (r.type == CNAME)
				alias = r.at;
			if (r.type == get16(kind) && r.len == (r.type == DNS_A ? 4 : 16) && found < cap) {
				out[found].len = (uint8_t)r.len;
				memcpy(out[found++].octets, message + r.at, r.len);
			}
		}
		name = alias;
		of = in;
	} while (alias > 0 && found == *n && aliases-- > 0);
	alias = *n;
	*n = found;
	if (cut && !multicast)
		return DNS_CUT;
	if (found > alias)
		return DNS_FOUND;
	/* neither the name's own server nor one that would ask others: it only says who might know */
	return !multicast && message[7] == 0 && (message[2] & 4) == 0 && (message[3] & 0x80) == 0 ? DNS_FAILED : DNS_NONE;
}
