/* SPDX-License-Identifier: MIT */
/* view.c - read a certificate without copying it. */
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/time.h"
#include "x509/view.h"

/* More extensions than anybody writes; it bounds the search for one that comes twice. */
#define EXTENSIONS_MAX 64

/* --- extensions: each reader gets what the OCTET STRING holds ----------------------------------- */

static int read_basic(struct cert_view *c, struct view v)
{
	struct view s;

	if (view_only(v, DER_SEQUENCE, &s))
		return -1;
	c->has_basic = true;
	if (view_tag(s) == DER_BOOLEAN && view_boolean(&s, &c->ca))
		return -1;
	if (view_tag(s) == DER_INTEGER) {
		c->has_path_len = true;
		if (view_small(&s, UINT32_MAX, &c->path_len))
			return -1;
	}
	return s.len ? -1 : 0;
}

static int read_key_usage(struct cert_view *c, struct view v)
{
	c->has_key_usage = true;
	return view_named_bits(&v, &c->key_usage) || v.len ? -1 : 0;
}

static int read_eku(struct cert_view *c, struct view v)
{
	struct view s, oid;

	if (view_only(v, DER_SEQUENCE, &s) || !s.len)
		return -1;
	c->has_eku = true;
	while (s.len) {
		if (view_read(&s, DER_OID, &oid))
			return -1;
		for (unsigned i = 0; i < CERT_PURPOSES; i++)
			if (oid_is(oid, CERT_PURPOSE_OIDS[i]))
				c->eku |= 1u << i;
	}
	return 0;
}

static int read_key_id(struct cert_view *c, struct view v)
{
	return view_only(v, DER_OCTET_STRING, &c->key_id);
}

/* The issuer's name and serial ([1], [2]) may follow; nothing here goes by them. */
static int read_authority(struct cert_view *c, struct view v)
{
	struct view s, rest;
	uint8_t tag;

	if (view_only(v, DER_SEQUENCE, &s) || view_maybe(&s, DER_CONTEXT, &c->authority_key_id) < 0)
		return -1;
	while (s.len)
		if (view_any(&s, &tag, &rest, NULL))
			return -1;
	return 0;
}

static int read_sans(struct cert_view *c, struct view v)
{
	struct san san;

	if (view_only(v, DER_SEQUENCE, &c->sans) || !c->sans.len)
		return -1;
	for (v = c->sans; v.len;)
		if (san_read(&v, &san) < 0)
			return -1;
	return 0;
}

/* Permitted [0], then excluded [1]: the content of either, or nothing. */
static int split_constraints(struct view v, struct view trees[static 2])
{
	for (unsigned i = 0; i < 2; i++) {
		int r = view_maybe(&v, (uint8_t)(DER_CONTEXT_CONSTRUCTED | i), &trees[i]);

		if (r < 0 || (r && !trees[i].len))
			return -1;
		if (!r)
			trees[i].len = 0;
	}
	return v.len ? -1 : 0;
}

static int read_constraints(struct cert_view *c, struct view v)
{
	struct view trees[2];
	struct san san;

	if (view_only(v, DER_SEQUENCE, &c->constraints) || !c->constraints.len || split_constraints(c->constraints, trees))
		return -1;
	for (unsigned i = 0; i < 2; i++)
		while (trees[i].len)
			if (san_read_subtree(&trees[i], &san) < 0)
				return -1;
	return 0;
}

static const struct extension {
	const uint8_t *oid;
	const char *name;
	int (*read)(struct cert_view *c, struct view v);
} EXTENSIONS[] = {
	{ OID_BASIC_CONSTRAINTS, TEXT("BasicConstraints"), read_basic },
	{ OID_KEY_USAGE, TEXT("KeyUsage"), read_key_usage },
	{ OID_EXT_KEY_USAGE, TEXT("ExtendedKeyUsage"), read_eku },
	{ OID_SUBJECT_KEY_ID, TEXT("SubjectKeyIdentifier"), read_key_id },
	{ OID_AUTHORITY_KEY_ID, TEXT("AuthorityKeyIdentifier"), read_authority },
	{ OID_SUBJECT_ALT_NAME, TEXT("SubjectAltName"), read_sans },
	{ OID_NAME_CONSTRAINTS, TEXT("NameConstraints"), read_constraints },
};

static int malformed(struct err *e, const char *what)
{
	return err_set(e, ERR_MALFORMED, "%t", what);
}

static int use_extension(struct cert_view *c, struct view oid, bool critical, struct view value, struct err *e)
{
	for (size_t i = 0; i < sizeof EXTENSIONS / sizeof *EXTENSIONS; i++) {
		if (!oid_is(oid, EXTENSIONS[i].oid))
			continue;
		if (EXTENSIONS[i].oid == OID_SUBJECT_ALT_NAME)
			c->san_critical = critical;
		if (EXTENSIONS[i].oid == OID_NAME_CONSTRAINTS)
			c->constraints_critical = critical;
		return EXTENSIONS[i].read(c, value) ? malformed(e, EXTENSIONS[i].name) : 0;
	}
	c->unknown_critical |= critical;
	return 0;
}

int cert_read_extensions(struct cert_view *c, struct view list, struct err *e)
{
	struct view oids[EXTENSIONS_MAX], extension, value;
	size_t n = 0;

	if (!list.len)
		return malformed(e, TEXT("extensions"));
	for (; list.len; n++) {
		bool critical = false;

		if (n == EXTENSIONS_MAX)
			return malformed(e, TEXT("too many extensions"));
		if (view_read(&list, DER_SEQUENCE, &extension) || view_read(&extension, DER_OID, &oids[n]) ||
		    (view_tag(extension) == DER_BOOLEAN && view_boolean(&extension, &critical)) ||
		    view_only(extension, DER_OCTET_STRING, &value))
			return malformed(e, TEXT("extensions"));
		for (size_t i = 0; i < n; i++)
			if (view_same(oids[i], oids[n]))
				return malformed(e, TEXT("an extension stands there twice"));
		if (use_extension(c, oids[n], critical, value, e))
			return -1;
	}
	return 0;
}

/* --- the certificate --------------------------------------------------------------------------- */

/* Negative and over-long serials are found in the wild; only the shortest form is asked for (X.690 8.3.2). */
static int read_serial(struct view *v, struct view *serial)
{
	if (view_read(v, DER_INTEGER, serial) || !serial->len)
		return -1;
	if (serial->len > 1 && serial->p[0] == (serial->p[1] & 0x80 ? 0xFF : 0))
		return -1;
	return 0;
}

static int read_name(struct view *v, struct view *name)
{
	return view_whole(v, DER_SEQUENCE, name) ? -1 : name_check(*name);
}

static int read_validity(struct view *v, struct cert_view *c)
{
	struct view s;

	if (view_read(v, DER_SEQUENCE, &s) || time_read(&s, &c->not_before) || time_read(&s, &c->not_after))
		return -1;
	return s.len ? -1 : 0;
}

static int read_key(struct view *v, struct cert_view *c)
{
	return view_whole(v, DER_SEQUENCE, &c->spki) ? -1 : spki_read(c->spki, &c->key);
}

/* Unique identifiers [1], [2] and extensions [3] (RFC 5280 4.1): what each version may have. */
static int read_rest(struct view v, uint32_t version, struct cert_view *c, struct err *e)
{
	struct view content, list;

	for (unsigned i = 1; i <= 2; i++) {
		int r = view_maybe(&v, (uint8_t)(DER_CONTEXT | i), &content);

		if (r < 0 || (r && !version))
			return malformed(e, TEXT("unique identifiers"));
	}
	if (!v.len)
		return 0;
	if (version != 2 || view_read(&v, DER_CONTEXT_CONSTRUCTED | 3, &content) || v.len || view_only(content, DER_SEQUENCE, &list))
		return malformed(e, TEXT("extensions"));
	return cert_read_extensions(c, list, e);
}

/* EXPLICIT [0], and version 1 when it is left out. */
static int read_version(struct view *v, uint32_t *version)
{
	struct view content;
	int r = view_maybe(v, DER_CONTEXT_CONSTRUCTED, &content);

	*version = 0;
	return r < 0 || (r && (view_small(&content, 2, version) || content.len)) ? -1 : 0;
}

static int read_tbs(struct view outer, struct cert_view *c, struct err *e)
{
	struct view v, content;
	uint32_t version;

	if (view_only(c->tbs, DER_SEQUENCE, &v) || read_version(&v, &version))
		return malformed(e, TEXT("version"));
	if (read_serial(&v, &c->serial))
		return malformed(e, TEXT("serial number"));
	if (view_read(&v, DER_SEQUENCE, &content) || !view_same(content, outer))
		return malformed(e, TEXT("the two signature algorithms differ"));
	c->signature = sig_read(content);
	if (view_read(&content, DER_OID, &c->signature_oid))
		return malformed(e, TEXT("signature algorithm"));
	if (read_name(&v, &c->issuer))
		return malformed(e, TEXT("issuer"));
	if (read_validity(&v, c))
		return malformed(e, TEXT("validity"));
	if (read_name(&v, &c->subject))
		return malformed(e, TEXT("subject"));
	if (read_key(&v, c))
		return malformed(e, TEXT("public key"));
	return read_rest(v, version, c, e);
}

static int read_parts(struct cert_view *c, struct err *e)
{
	struct view v, algorithm;

	if (view_only(c->whole, DER_SEQUENCE, &v))
		return malformed(e, TEXT("not one whole SEQUENCE"));
	if (view_whole(&v, DER_SEQUENCE, &c->tbs))
		return malformed(e, TEXT("TBSCertificate"));
	if (view_read(&v, DER_SEQUENCE, &algorithm))
		return malformed(e, TEXT("signature algorithm"));
	if (view_bits(&v, &c->signature_value) || v.len)
		return malformed(e, TEXT("signature"));
	return read_tbs(algorithm, c, e);
}

int cert_read(struct view whole, struct cert_view *out, struct err *e)
{
	*out = (struct cert_view){ .whole = whole };
	return read_parts(out, e) ? err_prefix(e, "malformed certificate") : 0;
}

bool cert_next_san(struct view *at, struct san *out)
{
	while (at->len) {
		int r = san_read(at, out);

		if (r <= 0)
			return !r;
	}
	return false;
}

bool cert_has_san(const struct cert_view *c, const struct san *name)
{
	struct view at = c->sans;
	struct san s;

	while (cert_next_san(&at, &s))
		if (san_same(&s, name))
			return true;
	return false;
}

size_t cert_count_sans(const struct cert_view *c)
{
	struct view at = c->sans;
	struct san s;
	size_t n = 0;

	while (cert_next_san(&at, &s))
		n++;
	return n;
}

/* Kinds of which constraints are kept when they stand there, by number; of others only those of a critical extension. */
#define KINDS_KNOWN (1u << SAN_EMAIL | 1u << SAN_DNS | 1u << SAN_DIRECTORY | 1u << SAN_URI | 1u << SAN_IP)

bool cert_permits_name(const struct cert_view *c, unsigned kind, struct view name)
{
	struct view trees[2] = { { NULL, 0 }, { NULL, 0 } }, tree, base;
	bool constrained = false, inside = false;
	uint8_t tag;

	if (split_constraints(c->constraints, trees))
		return false;
	for (unsigned i = 0; i < 2; i++)
		while (trees[i].len) {
			if (view_read(&trees[i], DER_SEQUENCE, &base) || view_any(&base, &tag, &tree, NULL))
				return false;
			if ((tag & 0x1Fu) != kind || !(c->constraints_critical || KINDS_KNOWN >> kind & 1))
				continue;
			constrained |= !i;
			if (!san_within(kind, name, tree, i))
				continue;
			if (i)
				return false;
			inside = true;
		}
	return inside || !constrained;
}

bool cert_permits(const struct cert_view *c, const struct san *name)
{
	return cert_permits_name(c, name->kind, view_of(name->value, name->len));
}

bool cert_self_issued(const struct cert_view *c)
{
	return view_same(c->issuer, c->subject);
}
