/* SPDX-License-Identifier: MIT */
/* subtree.c - name constraints: is a name inside a subtree (the second half of san.h). */
#include <string.h>

#include "lib/ip.h"
#include "x509/name_hash.h"
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

static bool ip_fits(struct view ip, struct view subtree)
{
	if (subtree.len != 2 * ip.len)
		return false;
	for (size_t i = 0; i < ip.len; i++)
		if ((ip.p[i] ^ subtree.p[i]) & subtree.p[ip.len + i])
			return false;
	return true;
}

static bool dns_fits(struct view host, struct view domain, bool doubt)
{
	if (host.len && host.p[host.len - 1] == '.')
		host.len--;
	if (domain.len && domain.p[domain.len - 1] == '.')
		domain.len--;
	return below(host, domain) || (doubt && host.len > 1 && *host.p == '*' && below(domain, view_of(host.p + 1, host.len - 1)));
}

/* The local part keeps its case, the host has none (RFC 5280 7.5). */
static bool mail_fits(struct view mail, struct view subtree)
{
	struct view host = after(mail, '@');
	size_t local = mail.len - host.len;

	if (!memchr(subtree.p, '@', subtree.len))
		return host_fits(host, subtree);
	return mail.len == subtree.len && !memcmp(mail.p, subtree.p, local) && same_case(host.p, subtree.p + local, host.len);
}

bool san_within(unsigned kind, struct view name, struct view subtree, bool doubt)
{
	int within = -1;

	switch (kind) {
	case SAN_DNS:
		return dns_fits(name, subtree, doubt);
	case SAN_EMAIL:
		return mail_fits(name, subtree);
	case SAN_IP:
		return ip_fits(name, subtree);
	case SAN_URI:
		name = uri_host(name);
		if (name.len)
			within = host_fits(name, subtree);
		break;
	case SAN_DIRECTORY:
		within = name_within(name, subtree);
		break;
	}
	return within < 0 ? doubt : within;
}

bool san_permitted(const struct san *name, const struct san *subtrees, size_t n)
{
	bool constrained = false;

	for (size_t i = 0; i < n; i++) {
		if (subtrees[i].kind != name->kind)
			continue;
		constrained = true;
		if (san_within(name->kind, view_of(name->value, name->len), view_of(subtrees[i].value, subtrees[i].len), false))
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
