/* SPDX-License-Identifier: MIT */
/* cert.c - write certificates, last field first, as the writer goes. */
#include "x509/cert.h"
#include "x509/oid.h"
#include "x509/time.h"

const uint8_t *const CERT_PURPOSE_OIDS[CERT_PURPOSES] = { OID_SERVER_AUTH, OID_CLIENT_AUTH, OID_ANY_EKU };

/* Close an extension whose value was written since mark (RFC 5280 4.2). */
static void close_extension(struct der *d, const uint8_t *oid, bool critical, size_t mark)
{
	der_wrap(d, DER_OCTET_STRING, mark);
	if (critical)
		der_true(d);
	der_oid(d, oid);
	der_wrap(d, DER_SEQUENCE, mark);
}

static void name_constraints(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	if (!c->n_permitted)
		return;
	for (size_t i = c->n_permitted; i--;) {
		size_t base = d->len;

		san_write(d, &c->permitted[i]);
		der_wrap(d, DER_SEQUENCE, base);
	}
	der_wrap(d, DER_CONTEXT_CONSTRUCTED, mark);
	der_wrap(d, DER_SEQUENCE, mark);
	close_extension(d, OID_NAME_CONSTRAINTS, c->constraints_critical, mark);
}

/* RFC 5280 4.2.1.6: critical when the subject is empty (30 00). */
static void alternative_names(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	if (!c->n_sans)
		return;
	for (size_t i = c->n_sans; i--;)
		san_write(d, &c->sans[i]);
	der_wrap(d, DER_SEQUENCE, mark);
	close_extension(d, OID_SUBJECT_ALT_NAME, c->subject.len <= 2, mark);
}

static void key_ids(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	if (c->authority_key_id.len) {
		der_value(d, DER_CONTEXT, c->authority_key_id.p, c->authority_key_id.len);
		der_wrap(d, DER_SEQUENCE, mark);
		close_extension(d, OID_AUTHORITY_KEY_ID, false, mark);
	}
	mark = d->len;
	if (c->key_id.len) {
		der_value(d, DER_OCTET_STRING, c->key_id.p, c->key_id.len);
		close_extension(d, OID_SUBJECT_KEY_ID, false, mark);
	}
}

static void usages(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	if (c->eku) {
		for (unsigned i = CERT_PURPOSES; i--;)
			if (c->eku >> i & 1)
				der_oid(d, CERT_PURPOSE_OIDS[i]);
		der_wrap(d, DER_SEQUENCE, mark);
		close_extension(d, OID_EXT_KEY_USAGE, false, mark);
	}
	mark = d->len;
	if (c->key_usage) {
		der_named_bits(d, c->key_usage);
		close_extension(d, OID_KEY_USAGE, true, mark);
	}
}

/* CA:FALSE is the default, so DER leaves it out and the SEQUENCE is empty. */
static void basic_constraints(struct der *d, const struct cert *c)
{
	size_t mark = d->len;

	if (c->ca)
		der_true(d);
	der_wrap(d, DER_SEQUENCE, mark);
	close_extension(d, OID_BASIC_CONSTRAINTS, true, mark);
}

void cert_extensions(struct der *d, const struct cert *c)
{
	name_constraints(d, c);
	alternative_names(d, c);
	key_ids(d, c);
	usages(d, c);
}

void cert_tbs(struct der *d, const struct cert *c)
{
	size_t mark = d->len, inner;

	cert_extensions(d, c);
	basic_constraints(d, c);
	der_wrap(d, DER_SEQUENCE, mark);
	der_wrap(d, DER_CONTEXT_CONSTRUCTED | 3, mark);
	der_raw(d, c->spki.p, c->spki.len);
	der_raw(d, c->subject.p, c->subject.len);
	inner = d->len;
	time_write(d, c->not_after);
	time_write(d, c->not_before);
	der_wrap(d, DER_SEQUENCE, inner);
	der_raw(d, c->issuer.p, c->issuer.len);
	sig_write(d, c->signature);
	der_integer(d, c->serial.p, c->serial.len);
	inner = d->len;
	der_small(d, 2);                        /* version 3 */
	der_wrap(d, DER_CONTEXT_CONSTRUCTED, inner);
	der_wrap(d, DER_SEQUENCE, mark);
}

void cert_wrap(struct der *d, struct view tbs, enum sig_algorithm a, const uint8_t *signature, size_t len)
{
	size_t mark = d->len;

	der_bits(d, signature, len);
	sig_write(d, a);
	der_raw(d, tbs.p, tbs.len);
	der_wrap(d, DER_SEQUENCE, mark);
}
