/* SPDX-License-Identifier: MIT */
/* subtree.c - name constraints: is a name inside a subtree (the second half of san.h). */
#include <string.h>

#include "lib/ip.h"
#include "x509/san.h"

static bool same_case(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (; len; len--, a++, b++)
		if (*a != *b && ((*a | 0x20) != (*b | 0x20) || (*a | 0x20) < 'a' || (*a | 0x20) > 'z'))
			return false;
	return true;
}

/* Is host the domain, or below it by whole labels? A domain of no characters holds all, ".x" only what is below x. */
static bool below(struct view host, struct view domain)
{
	size_t more = host.len - domain.len;

	if (domain.len > host.len || !same_case(host.p + more, domain.p, domain.len))
		return false;
	return !more || !domain.len || *domain.p == '.' || host.p[more - 1] == '.';
}

/* For e-mail and URI a domain without its leading dot is one host. */
static bool host_fits(struct view host, struct view domain)
{
	if (domain.len && *domain.p != '.' && domain.len != host.len)
		return false;
	return below(host, domain);
}

/* What follows the last octet c, or all. */
static struct view after(struct view v, uint8_t c)
{
	for (size_t i = v.len; i; i--)
		if (v.p[i - 1] == c)
			return view_of(v.p + i, v.len - i);
	return v;
}

static struct view before(struct view v, const char *any)
{
	size_t n = 0;

	while (n < v.len && !strchr(any, v.p[n]))
		n++;
	return view_of(v.p, n);
}

/* A URI's host (RFC 3986 3.2); len 0 when there is none, or it is an address: constraints know only names. */
static struct view uri_host(struct view v)
{
	uint8_t ip[16];
	size_t n = before(v, ":").len;

	if (v.len - n < 3 || memcmp(v.p + n, "://", 3) != 0 || memchr(v.p, 0, v.len))
		return view_of(NULL, 0);
	v = before(after(before(view_of(v.p + n + 3, v.len - n - 3), "/?#"), '@'), ":");
	if (v.len && (*v.p == '[' || memchr(v.p, '%', v.len) || ip_parse((const char *)v.p, v.len, ip)))
		return view_of(NULL, 0);
	return v;
}

static bool ip_fits(const struct san *name, const struct san *subtree)
{
	const uint8_t *mask = subtree->value + name->len;

	if (subtree->len != 2 * name->len)
		return false;
	for (size_t i = 0; i < name->len; i++)
		if ((name->value[i] ^ subtree->value[i]) & mask[i])
			return false;
	return true;
}

bool san_within(const struct san *name, const struct san *subtree)
{
	struct view n = view_of(name->value, name->len), s = view_of(subtree->value, subtree->len);

	if (name->kind != subtree->kind)
		return false;
	switch (name->kind) {
	case SAN_DNS:
		return below(n, s);
	case SAN_EMAIL:
		return memchr(s.p, '@', s.len) ? san_same(name, subtree) : host_fits(after(n, '@'), s);
	case SAN_URI:
		n = uri_host(n);
		return n.len && host_fits(n, s);
	default:
		return ip_fits(name, subtree);
	}
}

bool san_touches(const struct san *name, const struct san *subtree)
{
	struct view n = view_of(name->value, name->len), s = view_of(subtree->value, subtree->len);

	if (san_within(name, subtree))
		return true;
	if (name->kind != subtree->kind)
		return false;
	if (name->kind == SAN_URI)
		return !uri_host(n).len;
	return name->kind == SAN_DNS && n.len > 1 && *n.p == '*' && below(s, view_of(n.p + 1, n.len - 1));
}

bool san_permitted(const struct san *name, const struct san *subtrees, size_t n)
{
	bool constrained = false;

	for (size_t i = 0; i < n; i++) {
		constrained |= subtrees[i].kind == name->kind;
		if (san_within(name, &subtrees[i]))
			return true;
	}
	return !constrained;
}

int san_subtree(const char *text, struct san *out)
{
	const char *slash = strchr(text, '/');
	uint8_t ip[16];
	uint32_t bits;
	size_t len = slash ? ip_parse(text, (size_t)(slash - text), ip) : 0;

	if (!len || text_number(slash + 1, (uint32_t)len * 8, &bits))
		return -1;
	*out = (struct san){ .kind = SAN_IP, .len = (uint8_t)(2 * len) };
	for (size_t i = 0; i < bits; i++)
		out->value[len + i / 8] = (uint8_t)(out->value[len + i / 8] | 0x80 >> i % 8);
	for (size_t i = 0; i < len; i++)
		out->value[i] = ip[i] & out->value[len + i];
	return 0;
}
