/* SPDX-License-Identifier: MIT */
/* lint_name.c - rules that a certificate should keep: its Names, alternative names and constraints. */
#include <string.h>

#include "lib/ip.h"
#include "x509/attribute.h"
#include "x509/lint.h"
#include "x509/name.h"
#include "x509/oid.h"

/* --- Names -------------------------------------------------------------------------------------- */

static bool is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_alnum(uint8_t c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* What the characters of a value break; their number. */
static size_t characters(struct view v, uint8_t tag, struct lint *l)
{
	size_t n = 0;

	for (size_t i = 0, step; i < v.len; i += step, n++) {
		uint8_t c = v.p[i];
		bool control = c < ' ' || c == 0x7F;

		step = 1;
		lint_when(l, control, LINT_DN_CONTROL);
		if (tag == DER_UTF8_STRING && c >= 0x80) {
			step = attribute_character(v.p + i, v.len - i);
			lint_when(l, !step, LINT_DN_UTF8);
			step += !step;
		}
		if (tag == DER_PRINTABLE_STRING && !control)
			lint_when(l, !is_alnum(c) && !strchr(" '()+,-./:=?", c), LINT_DN_PRINTABLE);
	}
	return n;
}

static void attribute(struct view type, uint8_t tag, struct view v, struct lint *l)
{
	const struct attribute *a = attribute_by_oid(type);
	bool old = tag == DER_TELETEX_STRING || tag == DER_BMP_STRING || tag == DER_UNIVERSAL_STRING;
	size_t n = old ? 0 : characters(v, tag, l);

	lint_when(l, old, LINT_DN_OLD);
	lint_when(l, !v.len, LINT_DN_EMPTY);
	if (v.len)
		lint_when(l, *v.p == ' ' || v.p[v.len - 1] == ' ', LINT_DN_BLANK);
	if (!a || old)
		return;
	lint_when(l, a->max && n > a->max && !oid_is(type, OID_COUNTRY), LINT_DN_LONG);
	lint_when(l, a->tag == DER_PRINTABLE_STRING && tag != DER_PRINTABLE_STRING, LINT_DN_NO_PRINTABLE);
	lint_when(l, a->tag == DER_IA5_STRING && tag != DER_IA5_STRING, LINT_DN_NO_IA5);
	if (oid_is(type, OID_COUNTRY) && v.len)
		lint_when(l, v.len != 2 || !is_letter(v.p[0]) || !is_letter(v.p[1]), LINT_DN_COUNTRY);
}

static void name(struct view whole, struct lint *l)
{
	struct view rdns, set, one, type, value;
	unsigned commons = 0;
	uint8_t tag;

	if (view_only(whole, DER_SEQUENCE, &rdns))
		return;
	while (!view_read(&rdns, DER_SET, &set)) {
		unsigned n = 0;

		for (; !view_read(&set, DER_SEQUENCE, &one); n++) {
			if (view_read(&one, DER_OID, &type) || view_any(&one, &tag, &value, NULL))
				return;
			commons += oid_is(type, OID_COMMON_NAME);
			attribute(type, tag, value, l);
		}
		lint_when(l, n > 1, LINT_DN_MULTI);
	}
	lint_when(l, commons > 1, LINT_DN_CN_TWICE);
}

/* An empty Name is a SEQUENCE of no content. */
static bool is_empty(struct view whole)
{
	return whole.len == 2;
}

void lint_names(const struct cert_view *c, struct lint *l)
{
	bool nameless = is_empty(c->subject);

	name(c->issuer, l);
	name(c->subject, l);
	lint_when(l, is_empty(c->issuer) && !(c->ca && nameless), LINT_ISSUER_EMPTY);
	lint_when(l, nameless && c->ca, LINT_CA_NAMELESS);
	lint_when(l, nameless && !c->ca && !c->sans.len, LINT_NAMELESS);
	lint_when(l, nameless && c->sans.len && !c->san_critical, LINT_SAN_NOT_CRITICAL);
	lint_when(l, !nameless && c->san_critical, LINT_SAN_CRITICAL);
}

/* --- alternative names ---------------------------------------------------------------------------- */

/* One label; first: of the name. */
static void label(const uint8_t *p, size_t len, bool first, struct lint *l)
{
	bool star = first && len == 1 && *p == '*', a_label = len >= 4 && (p[0] | 0x20) == 'x' && (p[1] | 0x20) == 'n';

	lint_when(l, !len || len > 63, LINT_DNS_LABEL);
	if (!len || star)
		return;
	lint_when(l, memchr(p, '*', len) != NULL, LINT_DNS_STAR);
	lint_when(l, *p == '-' || p[len - 1] == '-', LINT_DNS_HYPHEN);
	lint_when(l, len >= 4 && p[2] == '-' && p[3] == '-' && !a_label, LINT_DNS_A_LABEL);
	for (size_t i = 0; i < len; i++)
		lint_when(l, p[i] < 0x80 && !is_alnum(p[i]) && p[i] != '-' && p[i] != '_' && p[i] != '*', LINT_DNS_CHARACTER);
}

/* '_' passes: clients match it, and names of machines have it. */
static void dns(struct view v, struct lint *l)
{
	uint8_t ip[16];
	size_t from = 0, labels = 0;

	lint_when(l, !v.len, LINT_DNS_EMPTY);
	if (v.len && ip_parse((const char *)v.p, v.len, ip)) {
		lint_when(l, true, LINT_DNS_ADDRESS);
		return;
	}
	if (v.len > 1 && v.p[v.len - 1] == '.') {
		lint_when(l, true, LINT_DNS_DOT);
		v.len--;
	}
	lint_when(l, v.len > 253, LINT_DNS_LONG);
	for (size_t i = 0; v.len && i <= v.len; i++) {
		if (i < v.len && v.p[i] != '.')
			continue;
		label(v.p + from, i - from, labels++ == 0, l);
		from = i + 1;
	}
	lint_when(l, v.len && *v.p == '*' && labels == 2 && v.p[1] == '.', LINT_DNS_STAR_TOP);
}

static void mail(struct view v, struct lint *l)
{
	const uint8_t *at = v.len ? memchr(v.p, '@', v.len) : NULL;

	lint_when(l, !at || at == v.p || at == v.p + v.len - 1, LINT_MAIL);
}

static void uri(struct view v, struct lint *l)
{
	size_t n = 0;

	while (n < v.len && (is_alnum(v.p[n]) || v.p[n] == '+' || v.p[n] == '-' || v.p[n] == '.'))
		n++;
	lint_when(l, !n || n == v.len || v.p[n] != ':', LINT_URI);
}

static void one_name(uint8_t tag, struct view v, struct lint *l)
{
	switch (tag) {
	case DER_CONTEXT | SAN_DNS:
		dns(v, l);
		break;
	case DER_CONTEXT | SAN_EMAIL:
		mail(v, l);
		break;
	case DER_CONTEXT | SAN_URI:
		uri(v, l);
		break;
	case DER_CONTEXT | SAN_IP:
		lint_when(l, v.len != 4 && v.len != 16, LINT_IP_LENGTH);
		lint_when(l, v.len == 16 && ip_is_mapped(v.p), LINT_IP_MAPPED);
		return;
	default:
		return;
	}
	for (size_t i = 0; i < v.len; i++)
		lint_when(l, v.p[i] >= 0x80, LINT_SAN_ASCII);
}

/* A CN that looks like a host's name or address should be one of the names. */
static bool is_common_lost(const struct cert_view *c)
{
	struct view cn = name_common_of(c->subject);
	char text[SAN_MAX + 1];
	struct san san;

	if (!cn.len || cn.len > SAN_MAX || !memchr(cn.p, '.', cn.len) || memchr(cn.p, 0, cn.len))
		return false;
	memcpy(text, cn.p, cn.len);
	text[cn.len] = '\0';
	return !san_parse(text, &san, NULL) && (san.kind == SAN_DNS || san.kind == SAN_IP) && !cert_has_san(c, &san);
}

static void constraints(const struct cert_view *c, struct lint *l)
{
	struct view at = c->constraints, trees;
	struct san s;

	for (unsigned i = 0; i < 2; i++) {
		if (view_maybe(&at, (uint8_t)(DER_CONTEXT_CONSTRUCTED | i), &trees) != 1)
			continue;
		for (int r; trees.len && (r = san_read_subtree(&trees, &s)) >= 0;) {
			if (r > 0)
				continue;
			lint_when(l, s.kind == SAN_DNS && s.len && *s.value == '.', LINT_NC_DOT);
			lint_when(l, s.kind == SAN_IP && ip_prefix(s.value + s.len / 2, s.len / 2) < 0, LINT_NC_MASK);
		}
	}
}

void lint_sans(const struct cert_view *c, bool server, struct lint *l)
{
	struct view at = c->sans, v;
	bool hosts = false;
	uint8_t tag;

	while (at.len && !view_any(&at, &tag, &v, NULL)) {
		hosts |= tag == (DER_CONTEXT | SAN_DNS) || tag == (DER_CONTEXT | SAN_IP);
		one_name(tag, v, l);
	}
	lint_when(l, server && !hosts, LINT_SAN_LACKS);
	lint_when(l, server && hosts && is_common_lost(c), LINT_SAN_CN);
	lint_when(l, c->ca && hosts, LINT_CA_AS_SERVER);
	constraints(c, l);
}
