/* SPDX-License-Identifier: MIT */
/* spki.c - public keys and signature algorithms, as tables. */
#include <string.h>

#include "x509/oid.h"
#include "x509/spki.h"

/* A point is 04, x and y of whole octets (SEC 1 2.3.3). */
static const struct curve {
	const uint8_t *oid;
	const char *name;
	uint16_t bits;
	uint8_t kind, point_len;
} CURVES[] = {
	{ OID_P256, "p256", 256, KEY_P256, 1 + 2 * 32 },
	{ OID_P384, "p384", 384, KEY_P384, 1 + 2 * 48 },
	{ OID_P521, "p521", 521, KEY_P521, 1 + 2 * 66 },
};

static const struct curve *curve_of(enum key_kind kind)
{
	for (size_t i = 0; i < sizeof CURVES / sizeof *CURVES; i++)
		if (CURVES[i].kind == kind)
			return &CURVES[i];
	return NULL;
}

/* By enum sig_algorithm. RSA ones carry NULL parameters. */
static const uint8_t *const SIGNATURES[] = {
	[SIG_ECDSA_SHA256] = OID_ECDSA_SHA256,
	[SIG_ECDSA_SHA384] = OID_ECDSA_SHA384,
	[SIG_ECDSA_SHA512] = OID_ECDSA_SHA512,
	[SIG_RSA_SHA256] = OID_SHA256_WITH_RSA,
	[SIG_RSA_SHA384] = OID_SHA384_WITH_RSA,
	[SIG_RSA_SHA512] = OID_SHA512_WITH_RSA,
	[SIG_RSA_SHA1] = OID_SHA1_WITH_RSA,
};

void spki_write_ec(struct der *d, enum key_kind kind, const uint8_t *point, size_t len)
{
	const struct curve *c = curve_of(kind);
	size_t mark = d->len, inner;

	if (!c) {
		d->overflow = true;
		return;
	}
	der_bits(d, point, len);
	inner = d->len;
	der_oid(d, c->oid);
	der_oid(d, OID_EC_PUBLIC_KEY);
	der_wrap(d, DER_SEQUENCE, inner);
	der_wrap(d, DER_SEQUENCE, mark);
}

void spki_write_rsa(struct der *d, const uint8_t *n, size_t n_len, const uint8_t *e, size_t e_len)
{
	size_t mark = d->len, inner;

	der_integer(d, e, e_len);
	der_integer(d, n, n_len);
	der_wrap(d, DER_SEQUENCE, mark);
	der_octet(d, 0);                        /* no unused bits */
	der_wrap(d, DER_BIT_STRING, mark);
	inner = d->len;
	der_null(d);
	der_oid(d, OID_RSA_ENCRYPTION);
	der_wrap(d, DER_SEQUENCE, inner);
	der_wrap(d, DER_SEQUENCE, mark);
}

/* Explicit parameters, other curves and compressed points are somebody's keys too, but none of ours. */
static int read_ec(struct view parameters, struct spki *out)
{
	struct view oid;

	if (view_only(parameters, DER_OID, &oid) || !out->point.len)
		return 0;
	for (size_t i = 0; i < sizeof CURVES / sizeof *CURVES; i++) {
		if (!oid_is(oid, CURVES[i].oid))
			continue;
		if (out->point.p[0] != 4)
			return 0;
		out->kind = CURVES[i].kind;
		out->bits = CURVES[i].bits;
		return out->point.len == CURVES[i].point_len ? 0 : -1;
	}
	return 0;
}

static bool is_null(struct view parameters)
{
	static const uint8_t null[] = { DER_NULL, 0 };

	return view_is(parameters, null, sizeof null);
}

static int read_rsa(struct view parameters, struct view key, struct spki *out)
{
	struct view pair;
	size_t bits;

	if (!is_null(parameters) || view_only(key, DER_SEQUENCE, &pair))
		return -1;
	if (view_integer(&pair, &out->n) || view_integer(&pair, &out->e) || pair.len)
		return -1;
	if (!(out->n.p[out->n.len - 1] & 1))
		return -1;
	bits = out->n.len * 8;
	for (uint8_t top = out->n.p[0]; !(top & 0x80); top = (uint8_t)(top << 1))
		bits--;
	out->kind = KEY_RSA;
	out->bits = (unsigned)bits;
	return 0;
}

int spki_read(struct view whole, struct spki *out)
{
	struct view spki, algorithm, bits;

	*out = (struct spki){ .kind = KEY_OTHER };
	if (view_only(whole, DER_SEQUENCE, &spki))
		return -1;
	if (view_read(&spki, DER_SEQUENCE, &algorithm) || view_bits(&spki, &bits) || spki.len)
		return -1;
	if (view_read(&algorithm, DER_OID, &out->algorithm))
		return -1;
	if (oid_is(out->algorithm, OID_RSA_ENCRYPTION))
		return read_rsa(algorithm, bits, out);
	if (!oid_is(out->algorithm, OID_EC_PUBLIC_KEY))
		return 0;
	out->point = bits;
	return read_ec(algorithm, out);
}

void spki_add_text(struct text *t, const struct spki *k)
{
	const struct curve *c = curve_of(k->kind);

	if (c) {
		text_add(t, c->name);
	} else if (k->kind == KEY_RSA) {
		text_add(t, "rsa");
		text_add_int(t, k->bits);
	} else {
		oid_add_text(t, k->algorithm);
	}
}

void sig_write(struct der *d, enum sig_algorithm a)
{
	size_t mark = d->len;

	if (a < SIG_ECDSA_SHA256 || a > SIG_RSA_SHA1) {
		d->overflow = true;
		return;
	}
	if (a >= SIG_RSA_SHA256)
		der_null(d);
	der_oid(d, SIGNATURES[a]);
	der_wrap(d, DER_SEQUENCE, mark);
}

/* RSA's parameters may be absent (RFC 4055 5: MUST accept). */
enum sig_algorithm sig_read(struct view content)
{
	struct view oid;

	if (view_read(&content, DER_OID, &oid))
		return SIG_OTHER;
	for (unsigned a = SIG_ECDSA_SHA256; a <= SIG_RSA_SHA1; a++) {
		if (!oid_is(oid, SIGNATURES[a]))
			continue;
		if (content.len && (a < SIG_RSA_SHA256 || !is_null(content)))
			return SIG_OTHER;
		return (enum sig_algorithm)a;
	}
	return SIG_OTHER;
}

enum sig_algorithm sig_for(enum key_kind kind)
{
	switch (kind) {
	case KEY_P256:
		return SIG_ECDSA_SHA256;
	case KEY_P384:
		return SIG_ECDSA_SHA384;
	case KEY_RSA:
		return SIG_RSA_SHA256;
	default:
		return SIG_OTHER;
	}
}
