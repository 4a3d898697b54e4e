/* SPDX-License-Identifier: MIT */
/*
 * lint.c - rules that a certificate should keep: its frame, key, signature and extensions.
 *
 * long because: all of them share one walk; those of names stand in lint_name.c.
 */
#include "x509/lint.h"

#include "lib/text.h"
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/time.h"

#define UTC_END 2524608000    /* 2050-01-01 */
#define DAYS_MAX 825
#define SIZE_MAX_TLS (16 * 1024)

/* KeyUsage bits that cert.h has no use for (RFC 5280 4.2.1.3). */
enum { KU_DATA_ENCIPHERMENT = 1 << 3, KU_KEY_AGREEMENT = 1 << 4, KU_ENCIPHER_ONLY = 1 << 7, KU_DECIPHER_ONLY = 1 << 8 };

/* Extensions by the last arc of 2.5.29.N (RFC 5280 4.2.1) and 1.3.6.1.5.5.7.1.N (4.2.2, RFC 7633). */
enum {
	SDA = 9, SKI = 14, KU = 15, SAN = 17, IAN = 18, BC = 19, NC = 30, CRL = 31, MAPPINGS = 33, AKI = 35,
	PC = 36, EKU = 37, FRESH = 46, IAP = 54
};
enum { AIA = 1, SIA = 11, FEATURE = 24 };

struct walk {
	const struct cert_view *c;
	struct lint *l;
	bool server;          /* no CA, and not for other purposes alone */
	bool self;
	uint64_t has, critical;           /* 2.5.29.N: bit N */
	uint64_t pkix, pkix_critical;     /* 1.3.6.1.5.5.7.1.N */
};

/* One string after the other, without a pointer to each. */
static const struct {
#define X(id, text) char id[sizeof(TEXT(text))];
	LINT_RULES(X)
#undef X
} TEXTS = {
#define X(id, text) TEXT(text),
	LINT_RULES(X)
#undef X
};

const char *lint_text(enum lint_rule rule)
{
	const char *s = (const char *)&TEXTS;

	for (unsigned i = rule; i; s++)
		i -= !*s;
	return s;
}

bool lint_has(const struct lint *l, enum lint_rule rule)
{
	return l->broken[rule / 64] >> rule % 64 & 1;
}

void lint_when(struct lint *l, bool broken, enum lint_rule rule)
{
	if (broken)
		l->broken[rule / 64] |= (uint64_t)1 << rule % 64;
}

static bool in(uint64_t set, unsigned n)
{
	return set >> n & 1;
}

/* --- frame -------------------------------------------------------------------------------------- */

static void serial(struct walk *w)
{
	struct view s = w->c->serial;
	bool zero = s.len == 1 && !*s.p, negative = *s.p & 0x80;
	size_t len = s.len - (s.len > 1 && !*s.p);

	lint_when(w->l, zero, LINT_SERIAL_ZERO);
	lint_when(w->l, negative, LINT_SERIAL_NEGATIVE);
	lint_when(w->l, s.len > CERT_SERIAL_MAX, LINT_SERIAL_LONG);
	lint_when(w->l, !zero && !negative && len < 8, LINT_SERIAL_SHORT);
}

static void validity(struct walk *w, struct view v)
{
	int64_t from = w->c->not_before, until = w->c->not_after;
	struct view skipped;
	uint8_t first = view_tag(v), second;

	if (view_any(&v, &first, &skipped, NULL))
		return;
	second = view_tag(v);
	lint_when(w->l, first == DER_GENERALIZED_TIME && from < UTC_END, LINT_TIME_FORM);
	lint_when(w->l, second == DER_GENERALIZED_TIME && until < UTC_END, LINT_TIME_FORM);
	lint_when(w->l, until < from, LINT_TIME_ORDER);
	lint_when(w->l, w->server && until - from > (int64_t)DAYS_MAX * TIME_DAY, LINT_OVER_825);
}

/* --- key and signature -------------------------------------------------------------------------- */

/* A factor under 752? Of three odd numbers at a time. */
static bool has_small_factor(struct view n)
{
	for (uint32_t d = 3; d < 752; d += 6) {
		uint64_t product = (uint64_t)d * (d + 2) * (d + 4), rest = 0;

		for (size_t i = 0; i < n.len; i++)
			rest = (rest << 8 | n.p[i]) % product;
		if (rest % d == 0 || rest % (d + 2) == 0 || rest % (d + 4) == 0)
			return true;
	}
	return false;
}

static void rsa(struct walk *w, const struct spki *k)
{
	uint64_t e = 0;
	bool big = k->e.len > 8;

	for (size_t i = 0; !big && i < k->e.len; i++)
		e = e << 8 | k->e.p[i];
	lint_when(w->l, k->bits < 2048, LINT_RSA_SHORT);
	lint_when(w->l, k->bits > 4096, LINT_RSA_LONG);
	lint_when(w->l, k->bits % 8, LINT_RSA_BITS);
	lint_when(w->l, !(k->e.p[k->e.len - 1] & 1) || (!big && e < 3), LINT_RSA_E_BAD);
	lint_when(w->l, !big && e >= 3 && e & 1 && e < 65537, LINT_RSA_E_SMALL);
	lint_when(w->l, (big || e > INT32_MAX) && k->e.p[k->e.len - 1] & 1, LINT_RSA_E_BIG);
	lint_when(w->l, has_small_factor(k->n), LINT_RSA_FACTOR);
}

static bool is_edwards(struct view oid)
{
	return oid_is(oid, OID_ED25519) || oid_is(oid, OID_ED448);
}

/* A key that x509/spki has no name for: why? */
static void other_key(struct walk *w, const struct spki *k)
{
	struct view v, algorithm, parameters;
	bool ec = oid_is(k->algorithm, OID_EC_PUBLIC_KEY), ed = is_edwards(k->algorithm);
	bool pss = oid_is(k->algorithm, OID_RSA_PSS);

	lint_when(w->l, ed, LINT_KEY_ED);
	lint_when(w->l, pss, LINT_KEY_PSS);
	lint_when(w->l, !ec && !ed && !pss, LINT_KEY_UNKNOWN);
	if (!ec || view_only(w->c->spki, DER_SEQUENCE, &v) || view_read(&v, DER_SEQUENCE, &algorithm) ||
	    view_read(&algorithm, DER_OID, &parameters))
		return;
	if (view_only(algorithm, DER_OID, &parameters)) {
		lint_when(w->l, true, LINT_EC_EXPLICIT);
		return;
	}
	bool named = oid_is(parameters, OID_P256) || oid_is(parameters, OID_P384) || oid_is(parameters, OID_P521);
	lint_when(w->l, named, LINT_EC_POINT);
	lint_when(w->l, !named, LINT_EC_CURVE);
}

static void key(struct walk *w)
{
	const struct spki *k = &w->c->key;

	if (k->kind == KEY_RSA)
		rsa(w, k);
	else if (k->kind == KEY_OTHER)
		other_key(w, k);
	lint_when(w->l, k->kind == KEY_P521, LINT_EC_P521);
}

static bool begins(struct view oid, const char *prefix, size_t len)
{
	return oid.len == len + 1 && view_is(view_of(oid.p, len), (const uint8_t *)prefix, len);
}

/* PKCS#1's 1.2.840.113549.1.1.N, ANSI X9.62's ecdsa-with-SHA2 1.2.840.10045.4.3.N. */
static void other_signature(struct walk *w, struct view oid, bool parameters)
{
	unsigned n = oid.p[oid.len - 1];
	bool pkcs1 = begins(oid, "\x2A\x86\x48\x86\xF7\x0D\x01\x01", 8);
	bool md = pkcs1 && (n == 2 || n == 4), pss = pkcs1 && n == 10, rsa_sha = pkcs1 && (n == 5 || (n >= 11 && n <= 13));
	bool ed = is_edwards(oid);
	bool ecdsa = begins(oid, "\x2A\x86\x48\xCE\x3D\x04\x03", 7) && n >= 2 && n <= 4;

	lint_when(w->l, md, LINT_SIG_MD5);
	lint_when(w->l, pss, LINT_SIG_PSS);
	lint_when(w->l, ed, LINT_SIG_ED);
	lint_when(w->l, ecdsa && parameters, LINT_SIG_PARAMETERS);
	lint_when(w->l, rsa_sha, LINT_SIG_NO_NULL);
	lint_when(w->l, !md && !pss && !ed && !ecdsa && !rsa_sha, LINT_SIG_UNKNOWN);
}

/* Nobody checks how a root has signed itself. */
static void signature(struct walk *w, struct view algorithm)
{
	enum sig_algorithm a = w->c->signature;
	struct view oid, v = w->c->signature_value, r, s;

	if (view_read(&algorithm, DER_OID, &oid))
		return;
	if (a == SIG_OTHER)
		other_signature(w, oid, algorithm.len > 0);
	lint_when(w->l, a == SIG_RSA_SHA1 && !w->self, LINT_SIG_SHA1);
	lint_when(w->l, a >= SIG_RSA_SHA256 && !algorithm.len, LINT_SIG_NO_NULL);
	if (a < SIG_ECDSA_SHA256 || a > SIG_ECDSA_SHA512)
		return;
	lint_when(w->l, view_only(v, DER_SEQUENCE, &v) || view_integer(&v, &r) || view_integer(&v, &s) || v.len, LINT_SIG_VALUE);
}

/* --- extensions --------------------------------------------------------------------------------- */

/* What cert_read has understood, but has no room for: how it was written. */
static void basic(struct walk *w, struct view v)
{
	lint_when(w->l, !view_only(v, DER_SEQUENCE, &v) && view_tag(v) == DER_BOOLEAN && !w->c->ca, LINT_CA_FALSE);
}

static void key_usage(struct walk *w, struct view v)
{
	struct view bits;

	if (view_only(v, DER_BIT_STRING, &bits) || !bits.len)
		return;
	lint_when(w->l, bits.len > 1 && *bits.p < 8 && !(bits.p[bits.len - 1] >> *bits.p & 1) && w->c->key_usage, LINT_KU_ZEROS);
}

/* keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2]. */
static void authority(struct walk *w, struct view v)
{
	struct view s, skipped;
	unsigned seen = 0;
	uint8_t tag;

	if (view_only(v, DER_SEQUENCE, &s))
		return;
	while (!view_any(&s, &tag, &skipped, NULL))
		seen |= 1u << (tag & 3);
	lint_when(w->l, !(seen & 1), LINT_AKI_NO_ID);
	lint_when(w->l, !(seen & 2) != !(seen & 4), LINT_AKI_HALF);
}

/* RFC 7633: the feature of number 5 is status_request. */
static void feature(struct walk *w, struct view v)
{
	uint32_t n;

	if (view_only(v, DER_SEQUENCE, &v))
		return;
	while (!view_small(&v, UINT16_MAX, &n))
		lint_when(w->l, n == 5, LINT_STAPLE);
}

/* Neither RFC 5280's own nor PKIX's. */
static void foreign(struct walk *w, struct view oid, bool critical)
{
	bool poison = view_is(oid, (const uint8_t *)"\x2B\x06\x01\x04\x01\xD6\x79\x02\x04\x03", 10);

	lint_when(w->l, poison, LINT_POISON);
	lint_when(w->l, begins(oid, "\x60\x86\x48\x01\x86\xF8\x42\x01", 8), LINT_NETSCAPE);
	lint_when(w->l, critical && !poison, LINT_UNKNOWN_CRITICAL);
}

static void extension(struct walk *w, struct view v)
{
	struct view oid, value;
	bool critical = false;

	if (view_read(&v, DER_OID, &oid))
		return;
	if (view_tag(v) == DER_BOOLEAN) {
		view_boolean(&v, &critical);
		lint_when(w->l, !critical, LINT_CRITICAL_FALSE);
	}
	if (view_only(v, DER_OCTET_STRING, &value))
		return;
	unsigned n = oid.len > 0 ? oid.p[oid.len - 1] : 64;
	if (n < 64 && begins(oid, "\x55\x1D", 2)) {
		w->has |= (uint64_t)1 << n;
		w->critical |= (uint64_t)critical << n;
	} else if (n < 64 && begins(oid, "\x2B\x06\x01\x05\x05\x07\x01", 7)) {
		w->pkix |= (uint64_t)1 << n;
		w->pkix_critical |= (uint64_t)critical << n;
		if (n == FEATURE)
			feature(w, value);
		return;
	} else {
		foreign(w, oid, critical);
		return;
	}
	if (n == BC)
		basic(w, value);
	else if (n == KU)
		key_usage(w, value);
	else if (n == AKI)
		authority(w, value);
}

static void usage_rules(struct walk *w)
{
	const struct cert_view *c = w->c;
	uint16_t u = c->key_usage;
	bool ec = c->key.kind == KEY_P256 || c->key.kind == KEY_P384 || c->key.kind == KEY_P521;

	lint_when(w->l, c->ca && !c->has_key_usage, LINT_KU_CA_LACKS);
	lint_when(w->l, !c->ca && u & KU_KEY_CERT_SIGN, LINT_KU_LEAF_SIGN);
	if (!c->has_key_usage)
		return;
	lint_when(w->l, !u, LINT_KU_NONE);
	lint_when(w->l, !in(w->critical, KU), LINT_KU_NOT_CRITICAL);
	lint_when(w->l, c->ca && u && !(u & KU_KEY_CERT_SIGN), LINT_KU_CA_SIGN);
	lint_when(w->l, w->server && u && !(u & KU_DIGITAL_SIGNATURE), LINT_KU_SERVER);
	lint_when(w->l, ec && u & (KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT), LINT_KU_EC);
	lint_when(w->l, c->key.kind == KEY_RSA && u & KU_KEY_AGREEMENT, LINT_KU_RSA);
	lint_when(w->l, u & (KU_ENCIPHER_ONLY | KU_DECIPHER_ONLY) && !(u & KU_KEY_AGREEMENT), LINT_KU_ONLY);
}

static void purpose_rules(struct walk *w)
{
	const struct cert_view *c = w->c;
	bool any = c->eku & EKU_ANY, critical = in(w->critical, EKU);

	lint_when(w->l, !c->ca && !c->has_eku, LINT_EKU_LACKS);
	lint_when(w->l, !c->ca && any && !(c->eku & (EKU_SERVER | EKU_CLIENT)), LINT_EKU_ANY);
	lint_when(w->l, critical && any, LINT_EKU_ANY_CRITICAL);
	lint_when(w->l, critical && !any, LINT_EKU_CRITICAL);
	lint_when(w->l, c->ca && c->has_eku && !(c->eku & (EKU_SERVER | EKU_ANY)), LINT_EKU_CA);
}

static void identifier_rules(struct walk *w)
{
	const struct cert_view *c = w->c;

	lint_when(w->l, c->ca && !in(w->has, SKI), LINT_SKI_CA);
	lint_when(w->l, in(w->has, SKI) && !c->key_id.len, LINT_SKI_EMPTY);
	lint_when(w->l, !w->self && !in(w->has, AKI), LINT_AKI_LACKS);
	lint_when(w->l, in(w->critical, SKI), LINT_SKI_CRITICAL);
	lint_when(w->l, in(w->critical, AKI), LINT_AKI_CRITICAL);
	lint_when(w->l, c->ca && c->has_basic && !in(w->critical, BC), LINT_BC_NOT_CRITICAL);
	lint_when(w->l, !c->ca && c->has_path_len, LINT_BC_PATH_LEAF);
	lint_when(w->l, !c->ca && in(w->has, NC), LINT_NC_LEAF);
	lint_when(w->l, c->ca && in(w->critical, NC), LINT_NC_CRITICAL);
}

static void other_rules(struct walk *w)
{
	bool policy = in(w->has, MAPPINGS) || in(w->has, PC) || in(w->has, IAP);

	lint_when(w->l, !w->c->ca && policy, LINT_POLICY_LEAF);
	lint_when(w->l, w->c->ca && in(w->has & ~w->critical, PC), LINT_PC_NOT_CRITICAL);
	lint_when(w->l, w->c->ca && in(w->has & ~w->critical, IAP), LINT_IAP_NOT_CRITICAL);
	lint_when(w->l, in(w->critical, SDA), LINT_SDA_CRITICAL);
	lint_when(w->l, in(w->critical, IAN), LINT_IAN_CRITICAL);
	lint_when(w->l, in(w->critical, CRL) || in(w->critical, FRESH), LINT_CRL_CRITICAL);
	lint_when(w->l, in(w->pkix_critical, AIA) || in(w->pkix_critical, SIA), LINT_AIA_CRITICAL);
	lint_when(w->l, w->c->whole.len > SIZE_MAX_TLS, LINT_BIG);
}

/* --- the certificate ---------------------------------------------------------------------------- */

/* cert_read has been here before: what it has accepted is there. */
static void frame(struct walk *w)
{
	struct view v, version, content, list;
	uint32_t n = 0;

	if (view_only(w->c->tbs, DER_SEQUENCE, &v))
		return;
	if (view_maybe(&v, DER_CONTEXT_CONSTRUCTED, &version) == 1 && !view_small(&version, 2, &n))
		lint_when(w->l, !n, LINT_V1_SAID);
	lint_when(w->l, n != 2 && !lint_has(w->l, LINT_V1_SAID), LINT_NOT_V3);
	if (view_read(&v, DER_INTEGER, &content) || view_read(&v, DER_SEQUENCE, &content))
		return;
	signature(w, content);
	if (view_read(&v, DER_SEQUENCE, &content) || view_read(&v, DER_SEQUENCE, &content))
		return;
	validity(w, content);
	if (view_read(&v, DER_SEQUENCE, &content) || view_read(&v, DER_SEQUENCE, &content))
		return;
	for (uint8_t tag; !view_any(&v, &tag, &content, NULL);) {
		if (tag != (DER_CONTEXT_CONSTRUCTED | 3)) {
			lint_when(w->l, true, LINT_UNIQUE_ID);
			continue;
		}
		if (view_only(content, DER_SEQUENCE, &list))
			return;
		while (!view_read(&list, DER_SEQUENCE, &content))
			extension(w, content);
	}
}

void lint_cert(const struct cert_view *c, struct lint *out)
{
	struct walk w = {
		.c = c, .l = out, .self = cert_self_issued(c),
		.server = !c->ca && (!c->has_eku || c->eku & (EKU_SERVER | EKU_ANY)),
	};

	*out = (struct lint){ .broken = { 0 } };
	serial(&w);
	key(&w);
	frame(&w);
	usage_rules(&w);
	purpose_rules(&w);
	identifier_rules(&w);
	other_rules(&w);
	lint_names(c, out);
	lint_sans(c, w.server, out);
}
