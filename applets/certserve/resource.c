/* SPDX-License-Identifier: MIT */
/* resource.c - what a path names, and the octets of it. */
#include "applets/certserve/resource.h"

#include <string.h>

unsigned resource_own(const char *path, size_t len)
{
	static const struct {
		char path[17];
		uint8_t name;
	} paths[] = {
		{ "/", RESOURCE_PAGE }, { "/trust", RESOURCE_CRT }, { "/ca.crt", RESOURCE_CRT }, { "/ca.pem", RESOURCE_PEM },
		{ "/ca.cer", RESOURCE_CER }, { "/ca.der", RESOURCE_CER }, { "/ca.mobileconfig", RESOURCE_PROFILE },
		{ "/chain.pem", RESOURCE_CHAIN }, { "/fingerprint", RESOURCE_FINGERPRINT }, { "/healthz", RESOURCE_HEALTH },
		{ "/metrics", RESOURCE_METRICS },
	};
	struct view wanted = view_of((const uint8_t *)path, len);

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (view_is(wanted, (const uint8_t *)paths[i].path, strlen(paths[i].path)))
			return paths[i].name;
	return RESOURCES;
}

unsigned resource_find(const struct shelf *s, const char *path, size_t len)
{
	struct view wanted = view_of((const uint8_t *)path, len);
	unsigned own = resource_own(path, len);

	if (own != RESOURCES)
		return own;
	for (unsigned i = 0; i < s->offer->n_files; i++)
		if (view_same(wanted, offer_view(s->offer, s->offer->files[i].path)))
			return RESOURCE_FILES + i;
	return RESOURCES;
}

static bool can_be_host(const struct san *san)
{
	return (san->kind == SAN_DNS && san->value[0] != '*') || san->kind == SAN_IP;
}

void resource_base(const struct shelf *s, const char *host, size_t len, uint16_t port, bool plain, struct resource_base *out)
{
	char name[256];
	struct san asked = { 0 }, san;
	struct view at = s->leaf.sans;
	size_t colon = len;
	uint32_t number;
	uint16_t first = UINT16_MAX;

	*out = (struct resource_base){ .port = port, .plain = plain };
	while (colon > 0 && host[colon - 1] >= '0' && host[colon - 1] <= '9')
		colon--;
	if (len > 0 && len < sizeof name) {
		bool has_port = colon > 0 && host[colon - 1] == ':';

		memcpy(name, host, len);
		name[len] = '\0';
		out->port = has_port && text_number(name + colon, UINT16_MAX, &number) == 0 ? (uint16_t)number : 0;
		name[has_port ? colon - 1 : len] = '\0';
		if (san_parse(name, &asked, NULL) < 0)
			asked.kind = 0;
	}
	if (asked.kind == SAN_IP) {
		out->address_len = asked.len;
		memcpy(out->address, asked.value, asked.len);
		return;
	}
	for (uint16_t i = 0; i < UINT16_MAX && cert_next_san(&at, &san); i++) {
		if (can_be_host(&san) && first == UINT16_MAX)
			first = i;
		if (asked.kind == SAN_DNS && san_same(&asked, &san)) {
			first = i;
			break;
		}
	}
	out->name = first;
}

/* The i-th SAN; false at the end. */
static bool san_at(const struct shelf *s, unsigned i, struct san *out)
{
	struct view at = s->leaf.sans;
	bool more;

	do
		more = cert_next_san(&at, out);
	while (more && i-- > 0);
	return more;
}

static void add_base(struct text *t, const struct shelf *s, const struct resource_base *base)
{
	struct san san = { .kind = SAN_IP, .len = base->address_len };
	bool named = base->address_len > 0 || san_at(s, base->name, &san);

	if (base->address_len > 0)
		memcpy(san.value, base->address, base->address_len);
	text_add(t, base->plain ? "http://" : "https://");
	if (named)
		san_add_host(t, &san);
	else
		text_add(t, s->host);
	if (base->port != 0 && base->port != (base->plain ? 80 : 443)) {
		text_add_char(t, ':');
		text_add_int(t, base->port);
	}
}

/* What people call it: the leaf's first DNS name, else what it calls itself. */
static const char *called(const struct shelf *s)
{
	struct view at = s->leaf.sans;
	struct san san;

	for (unsigned i = 0; s->names[i] != NULL && cert_next_san(&at, &san); i++)
		if (san.kind == SAN_DNS && can_be_host(&san))
			return s->names[i];
	return s->host;
}

/* The page's length; 0: no room. */
static size_t write_page(const struct shelf *s, const struct resource_base *base, int64_t now, char *out)
{
	char room[300];
	struct text t;
	struct page p = {
		.host = called(s), .base = room, .anchor = s->anchor_name, .key = s->title, .names = s->names, .now = now,
		.leaf_until = s->leaf.not_after, .anchor_until = s->anchor.not_after,
		.sha256 = s->anchor.whole.len > 0 ? s->anchor_hash.sha256 : NULL, .plain = base->plain, .ca = s->offer->ca,
		.qr_size = s->qr_size, .qr_dark = qr_dark, .qr = s->qr,
	};

	text_init(&t, room, sizeof room);
	add_base(&t, s, base);
	text_init(&t, out, PAGE_MAX);
	return page_write(&t, &p) == 0 ? t.len : 0;
}

static struct view page(const struct shelf *s, const struct resource_base *base, int64_t now, struct resource_scratch *scratch)
{
	bool expired = now > s->leaf.not_after;

	if (scratch->generation != s->offer->generation || scratch->expired != expired || memcmp(&scratch->base, base, sizeof *base) != 0) {
		scratch->len = write_page(s, base, now, scratch->page);
		scratch->generation = s->offer->generation;
		scratch->expired = expired;
		scratch->base = *base;
	}
	return view_of((const uint8_t *)scratch->page, scratch->len);
}

static struct metrics_cert measured(const struct cert_view *c, const struct fingerprint *f)
{
	return (struct metrics_cert){ c->whole.len > 0 ? f->sha256 : NULL, c->not_before, c->not_after };
}

static struct view metrics(const struct shelf *s, const int64_t values[static METRICS_VALUES], struct resource_scratch *scratch)
{
	struct metrics m = { CERTBOX_VERSION, measured(&s->leaf, &s->leaf_hash), measured(&s->anchor, &s->anchor_hash), { 0 } };
	struct text t;

	memcpy(m.values, values, sizeof m.values);
	m.values[METRICS_RELOADED] = s->offer->loaded;
	m.values[METRICS_RELOAD_GOOD] = s->offer->good;
	m.values[METRICS_RELOADS_TOTAL] = s->offer->reloads;
	text_init(&t, scratch->metrics, sizeof scratch->metrics);
	return view_of((const uint8_t *)scratch->metrics, metrics_write(&t, &m) == 0 ? t.len : 0);
}

void resource_get(const struct shelf *s, unsigned name, const struct resource_base *base, int64_t now,
    const int64_t values[static METRICS_VALUES], struct resource_scratch *scratch, struct resource *out)
{
	static const uint8_t well[] = "ok\n";

	*out = (struct resource){ .type = SHELF_TEXT };
	switch (name) {
	case RESOURCE_PAGE:
		*out = (struct resource){ .type = "text/html; charset=utf-8", .style = PAGE_STYLE, .body = page(s, base, now, scratch) };
		break;
	case RESOURCE_HEALTH:
		out->body = view_of(well, sizeof well - 1);
		break;
	case RESOURCE_METRICS:
		*out = (struct resource){ .type = METRICS_TYPE, .body = metrics(s, values, scratch) };
		break;
	default:
		*out = name < RESOURCES ? s->all[name] : (struct resource){ .type = NULL };
	}
}
