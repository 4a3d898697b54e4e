/* SPDX-License-Identifier: MIT */
/* req.c - read and write a certification request. */
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/req.h"

static int malformed(struct err *e, const char *what)
{
	return err_set(e, ERR_MALFORMED, "%t", what);
}

/* RFC 2986 4.1: each a type and a set of values; extensionRequest has a single one (RFC 2985 5.4.2). */
static int read_attributes(struct view v, struct cert_view *out, struct err *e)
{
	struct view attribute, oid, values, list;
	bool seen = false;

	while (v.len) {
		if (view_read(&v, DER_SEQUENCE, &attribute) || view_read(&attribute, DER_OID, &oid) || view_only(attribute, DER_SET, &values))
			return malformed(e, TEXT("attributes"));
		if (!oid_is(oid, OID_EXTENSION_REQUEST))
			continue;
		if (seen)
			return malformed(e, TEXT("extensionRequest stands there twice"));
		seen = true;
		if (view_only(values, DER_SEQUENCE, &list))
			return malformed(e, TEXT("extensionRequest"));
		if (cert_read_extensions(out, list, e))
			return -1;
	}
	return 0;
}

/* Version 0, subject, key, attributes [0], which some leave out. */
static int read_info(struct cert_view *out, struct err *e)
{
	struct view info, attributes;
	uint32_t version;
	int r;

	if (view_only(out->tbs, DER_SEQUENCE, &info) || view_small(&info, 0, &version))
		return malformed(e, TEXT("version"));
	if (view_whole(&info, DER_SEQUENCE, &out->subject) || name_check(out->subject))
		return malformed(e, TEXT("subject"));
	if (view_whole(&info, DER_SEQUENCE, &out->spki) || spki_read(out->spki, &out->key))
		return malformed(e, TEXT("public key"));
	r = view_maybe(&info, DER_CONTEXT_CONSTRUCTED, &attributes);
	if (r < 0 || info.len)
		return malformed(e, TEXT("attributes"));
	return r ? read_attributes(attributes, out, e) : 0;
}

static int read_parts(struct cert_view *out, struct err *e)
{
	struct view v, algorithm;

	if (view_only(out->whole, DER_SEQUENCE, &v) || view_whole(&v, DER_SEQUENCE, &out->tbs))
		return malformed(e, TEXT("not one whole SEQUENCE"));
	if (view_read(&v, DER_SEQUENCE, &algorithm) || view_tag(algorithm) != DER_OID || view_bits(&v, &out->signature_value) || v.len)
		return malformed(e, TEXT("signature"));
	out->signature = sig_read(algorithm);
	return read_info(out, e);
}

int req_read(struct view whole, struct cert_view *out, struct err *e)
{
	*out = (struct cert_view){ .whole = whole };
	return read_parts(out, e) ? err_prefix(e, "malformed request") : 0;
}

void req_info(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	cert_extensions(d, c);
	der_wrap(d, DER_SEQUENCE, mark);
	der_wrap(d, DER_SET, mark);
	der_oid(d, OID_EXTENSION_REQUEST);
	der_wrap(d, DER_SEQUENCE, mark);
	der_wrap(d, DER_CONTEXT_CONSTRUCTED, mark);
	der_raw(d, c->spki.p, c->spki.len);
	der_raw(d, c->subject.p, c->subject.len);
	der_small(d, 0);                        /* version 1 */
	der_wrap(d, DER_SEQUENCE, mark);
}
