/* SPDX-License-Identifier: MIT */
/* dns.c - ask for a name's addresses, and read answers. */
#include "lib/dns.h"

#include <string.h>

#define HEADER    12
#define NAME_LEN 255  /* RFC 1035 2.3.4 */
#define LABEL_MAX 63
#define CNAME     5
#define ALIASES   8

/* A name as messages spell it, but in lower case: labels, each behind its length, the last one empty. */
struct name {
	size_t len;
	uint8_t octets[NAME_LEN];
};

struct record {
	struct name name;
	unsigned type, class;
	size_t at, len;       /* its data */
};

/* A message, and what is looked for in it. */
struct reading {
	const uint8_t *m;
	size_t len;
	unsigned type;
	struct dns_address *out;
	size_t cap, n;
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

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* --- asking ---------------------------------------------------------------------------------------- */

/* What stands in names of hosts; beyond ASCII, multicast DNS has UTF-8 (RFC 6762 16). */
static bool is_letter(uint8_t c)
{
	c = lower(c);
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static size_t put_name(const char *name, uint8_t *out)
{
	size_t n = 0, start = 0;

	for (; *name != '\0' || n > start; name++) {
		if (*name != '.' && *name != '\0') {
			if (!is_letter((uint8_t)*name) || n - start == LABEL_MAX || n >= NAME_LEN - 2)
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
	size_t end = HEADER + put_name(name, out + HEADER);

	if (end == HEADER)
		return 0;
	memset(out, 0, HEADER);
	put16(out, id);
	out[2] = !multicast;  /* recursion desired */
	out[5] = 1;           /* one question */
	put16(out + end, type);
	put16(out + end + 2, multicast ? 0x8001 : 1);
	return end + 4;
}

/* --- reading --------------------------------------------------------------------------------------- */

/* What follows the name at `at`, or 0 when it is none. A pointer leads before what it was reached by, so there is an end. */
static size_t read_name(const uint8_t *m, size_t len, size_t at, struct name *out)
{
	size_t end = 0, start = at;

	out->len = 0;
	while (at < len) {
		size_t n = m[at];

		if (n >= 0xC0) {
			if (len - at < 2)
				return 0;
			end = end > 0 ? end : at + 2;
			at = get16(m + at) & 0x3FFF;
			if (at >= start)
				return 0;
			start = at;
			continue;
		}
		if (n > LABEL_MAX || n >= len - at || n >= NAME_LEN - out->len)
			return 0;
		for (size_t i = 0; i <= n; i++)
			out->octets[out->len++] = lower(m[at++]); /* a length is no letter */
		if (n == 0)
			return end > 0 ? end : at;
	}
	return 0;
}

static bool same(const struct name *a, const struct name *b)
{
	return a->len == b->len && memcmp(a->octets, b->octets, a->len) == 0;
}

/* What follows the record at `at`, or 0. */
static size_t read_record(const uint8_t *m, size_t len, size_t at, struct record *r)
{
	at = read_name(m, len, at, &r->name);
	if (at == 0 || len - at < 10)
		return 0;
	r->type = get16(m + at);
	r->class = get16(m + at + 2) & 0x7FFF; /* in mDNS, the first bit is about caches */
	r->len = get16(m + at + 8);
	r->at = at + 10;
	return r->len <= len - r->at ? r->at + r->len : 0;
}

static void take(struct reading *in, const struct record *r)
{
	struct dns_address *a = &in->out[in->n];

	if (r->len != (in->type == DNS_A ? 4 : 16) || in->n == in->cap)
		return;
	a->len = (uint8_t)r->len;
	memcpy(a->octets, in->m + r->at, r->len);
	in->n++;
}

/* All answers, from `at` on, that belong to a name. 1: it is an alias, of what stands there now; 0; -1: broken. */
static int walk(struct reading *in, size_t at, struct name *name)
{
	struct record r;
	struct name alias = { .len = 0 };

	for (unsigned left = get16(in->m + 6); left > 0; left--) {
		at = read_record(in->m, in->len, at, &r);
		if (at == 0)
			return -1;
		if (r.class != 1 || !same(&r.name, name))
			continue;
		if (r.type == in->type)
			take(in, &r);
		if (r.type == CNAME && read_name(in->m, at, r.at, &alias) != at)
			return -1;
	}
	if (alias.len == 0)
		return 0;
	*name = alias;
	return 1;
}

/* What follows the questions, all of which must be ours; 0: one is not, or there is none where there must be. */
static size_t skip_questions(const uint8_t *m, size_t len, const struct name *name, unsigned type, bool multicast)
{
	size_t at = HEADER, n = get16(m + 4);
	struct name asked;

	if (!multicast && n != 1)
		return 0;
	for (; n > 0; n--) {
		at = read_name(m, len, at, &asked);
		if (at == 0 || len - at < 4)
			return 0;
		if (!multicast && (!same(&asked, name) || get16(m + at) != type || get16(m + at + 2) != 1))
			return 0;
		at += 4;
	}
	return at;
}

enum dns_result dns_read(const uint8_t *message, size_t len, const char *name, unsigned type, uint16_t id, bool multicast,
    struct dns_address *out, size_t cap, size_t *n)
{
	struct reading in = { message, len, type, out, cap, *n };
	uint8_t question[DNS_QUESTION_MAX];
	struct name wanted;
	size_t at;
	int rc, aliases = ALIASES;

	if (len < HEADER || (message[2] & 0xF8) != 0x80 || read_name(question, dns_ask(name, type, id, multicast, question), HEADER, &wanted) == 0)
		return DNS_FOREIGN;
	at = skip_questions(message, len, &wanted, type, multicast);
	if (at == 0 || (multicast ? (message[3] & 0x0F) != 0 : get16(message) != id))
		return DNS_FOREIGN;
	if ((message[3] & 0x0F) != 0)
		return (message[3] & 0x0F) == 3 ? DNS_UNKNOWN : DNS_FAILED;
	do {
		rc = walk(&in, at, &wanted);
	} while (rc > 0 && in.n == *n && aliases-- > 0);
	if (rc < 0 && (message[2] & 2) == 0)
		return DNS_FOREIGN;
	at = *n;
	*n = in.n;
	if (!multicast && (message[2] & 2) != 0)
		return DNS_CUT;
	if (in.n > at)
		return DNS_FOUND;
	/* neither the name's own server nor one that would ask others: it only says who might know */
	return !multicast && message[7] == 0 && (message[2] & 4) == 0 && (message[3] & 0x80) == 0 ? DNS_FAILED : DNS_NONE;
}
