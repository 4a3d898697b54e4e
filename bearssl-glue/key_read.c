/* SPDX-License-Identifier: MIT */
/* key_read.c - private keys as others write them. */
#include "bearssl-glue/key.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_type.h"
#include "lib/wipe.h"
#include "with.inc"
#include "x509/oid.h"
#include "x509/pem.h"

enum key_result key_torn(struct err *e, const char *what)
{
	err_set(e, ERR_MALFORMED, "%t", what ? what : TEXT("not a whole private key"));
	return KEY_TORN;
}

static enum key_result broken(struct err *e)
{
	return key_torn(e, NULL);
}

/* Not -out F: openssl 3 empties the file before it reads it. */
static enum key_result encrypted(struct err *e)
{
	err_set(e, ERR_MALFORMED, "encrypted; decrypt it: openssl pkey -in F -out F.plain && mv F.plain F");
	return KEY_REFUSED;
}

static enum key_result unsupported(struct err *e, struct view oid)
{
	static const uint8_t secp256k1[] = { 5, 0x2B, 0x81, 0x04, 0x00, 0x0A };    /* 1.3.132.0.10 */
	static const struct {
		const uint8_t *oid;
		char name[10];
	} known[] = {
		{ OID_P224, "P-224" }, { OID_P521, "P-521" }, { secp256k1, "secp256k1" },
		{ OID_ED25519, "Ed25519" }, { OID_ED448, "Ed448" }, { OID_RSA_PSS, "RSA-PSS" },
		{ OID_P384, "P-384" }, { OID_RSA_ENCRYPTION, "RSA" },
	};
	static const char here[] = "P-256" WITH_p384(", P-384") WITH_rsa(" and RSA");
	const char *name = "such";

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (oid_is(oid, known[i].oid))
			name = known[i].name;
	err_set(e, ERR_MALFORMED, "%s keys are not supported; %s are", name, here);
	return KEY_REFUSED;
}

/* A curve by name; explicit parameters are another way to say the same, and a way to lie (CVE-2020-0601). */
static enum key_result find_curve(struct view at, const struct curve **c, struct err *e)
{
	struct view oid;

	if (view_tag(at) == DER_SEQUENCE) {
		err_set(e, ERR_MALFORMED, "spells out its curve; name it: openssl ec -in F -param_enc named_curve -out F.plain && mv F.plain F");
		return KEY_REFUSED;
	}
	if (view_read(&at, DER_OID, &oid) || at.len != 0)
		return broken(e);
	*c = curve_named(oid);
	return *c && (*c)->kind != KEY_P521 ? KEY_READ : unsupported(e, oid);
}

/* A public half that stands uncompressed is remembered, and checked where the true one is made; a compressed one is passed over. */
static int claim_public(struct view content, const struct curve *c, struct key *k)
{
	struct view bits;

	if (view_bits(&content, &bits) || content.len != 0)
		return -1;
	if (bits.len == 1 + c->len)
		return 0;
	if (bits.len != 1 + 2 * c->len || bits.p[0] != 4)
		return -1;
	memcpy(k->point, bits.p, bits.len);
	k->claims_public = true;
	return 0;
}

/* ECPrivateKey (RFC 5915 3) behind its version. outer: the curve PKCS#8 named, or NULL. */
static enum key_result read_ec(struct view at, uint32_t version, const struct curve *outer, struct key *k, struct err *e)
{
	struct view d, parameters, public;
	const struct curve *c = outer;
	enum key_result r;
	int named, claims;

	if (version != 1 || view_read(&at, DER_OCTET_STRING, &d))
		return broken(e);
	named = view_maybe(&at, DER_CONTEXT_CONSTRUCTED | 0, &parameters);
	claims = view_maybe(&at, DER_CONTEXT_CONSTRUCTED | 1, &public);
	if (named < 0 || claims < 0 || at.len != 0)
		return broken(e);
	if (named && (r = find_curve(parameters, &c, e)) != KEY_READ)
		return r;
	if (!c)
		return key_torn(e, TEXT("an EC key that names no curve"));
	if (outer && c != outer)
		return key_torn(e, TEXT("an EC key that names two curves"));
	/* GnuTLS writes a number, with a 00 before a set top bit; some writers drop leading zeros */
	if (d.len == c->len + 1 && d.p[0] == 0)
		d = view_of(d.p + 1, c->len);
	if (d.len > c->len)
		return broken(e);
	memcpy(k->d + c->len - d.len, d.p, d.len);
	if (!ecdsa_in_range(c->numbers, k->d))
		return key_torn(e, TEXT("an EC key outside its curve's range"));
	k->kind = c->kind;
	k->bits = c->bits;
	return claims && claim_public(public, c, k) ? broken(e) : KEY_READ;
}

/* PrivateKeyInfo (RFC 5208 5; RFC 5958 2 adds a public key, which is not believed) behind its version. */
static enum key_result read_pkcs8(struct view at, struct key *k, struct err *e)
{
	struct view algorithm, oid, octets, inner, ignored;
	const struct curve *c = NULL;
	enum key_result r = KEY_READ;
	uint32_t version;

	if (view_read(&at, DER_SEQUENCE, &algorithm) || view_read(&algorithm, DER_OID, &oid) ||
	    view_read(&at, DER_OCTET_STRING, &octets) || view_maybe(&at, DER_CONTEXT_CONSTRUCTED | 0, &ignored) < 0 ||
	    view_maybe(&at, DER_CONTEXT | 1, &ignored) < 0 || at.len != 0)
		return broken(e);
	if (oid_is(oid, OID_EC_PUBLIC_KEY))
		r = find_curve(algorithm, &c, e);
	else if (!oid_is(oid, OID_RSA_ENCRYPTION) || !rsa_type())
		r = unsupported(e, oid);
	if (r != KEY_READ)
		return r;
	if (view_read(&octets, DER_SEQUENCE, &inner) || octets.len != 0 || view_small(&inner, 1, &version))
		return broken(e);
	return c ? read_ec(inner, version, c, k, e) : rsa_type()->read(inner, version, k, e);
}

/* What stands behind the version tells the three forms apart; the label of a PEM object is not needed for it. */
static enum key_result read_der(struct view at, struct key *k, struct err *e)
{
	struct view body, algorithm, octets;
	uint32_t version;

	if (view_read(&at, DER_SEQUENCE, &body) || at.len != 0)
		return broken(e);
	/* EncryptedPrivateKeyInfo (RFC 5208 6) */
	if (view_read(&body, DER_SEQUENCE, &algorithm) == 0)
		return view_read(&body, DER_OCTET_STRING, &octets) || body.len != 0 ? broken(e) : encrypted(e);
	/* 0 and 1 are all the versions the three forms know */
	if (view_small(&body, 1, &version))
		return broken(e);
	switch (view_tag(body)) {
	case DER_SEQUENCE:
		return read_pkcs8(body, k, e);
	case DER_INTEGER:
		if (!rsa_type())
			return unsupported(e, view_of(OID_RSA_ENCRYPTION + 1, OID_RSA_ENCRYPTION[0]));
		return rsa_type()->read(body, version, k, e);
	case DER_OCTET_STRING:
		return read_ec(body, version, NULL, k, e);
	default:
		return broken(e);
	}
}

static enum key_result read_object(const struct pem_object *o, uint8_t *work, size_t cap, struct key *k, struct err *e)
{
	size_t most = o->text_len / 4 * 3 + 3;
	enum key_result r;
	int64_t len;

	if (o->kind == PEM_OPENSSH) {
		err_set(e, ERR_MALFORMED, "OpenSSH's own form; convert it: ssh-keygen -p -N '' -m PEM -f F");
		return KEY_REFUSED;
	}
	if (o->kind == PEM_PKCS8_ENCRYPTED || o->encrypted)
		return encrypted(e);
	len = pem_decode(o, work, cap);
	r = len < 0 ? broken(e) : read_der(view_of(work, (size_t)len), k, e);
	wipe(work, most < cap ? most : cap);
	return r;
}

static enum key_result read_file(struct view file, uint8_t *work, size_t cap, struct key *k, struct err *e)
{
	struct pem_object o;
	int found;

	if (file.len == 0)
		return key_torn(e, TEXT("empty"));
	if (!pem_is_text(file))
		return read_der(file, k, e);
	while ((found = pem_next(&file, &o)) == 1)
		if (o.kind == PEM_PKCS8 || o.kind == PEM_PKCS8_ENCRYPTED || o.kind == PEM_PKCS1 || o.kind == PEM_SEC1 || o.kind == PEM_OPENSSH)
			return read_object(&o, work, cap, k, e);
	return key_torn(e, found < 0 ? TEXT("a PEM object begins and does not end") : "no private key in it");
}

enum key_result key_read(struct view file, uint8_t *work, size_t work_cap, struct key *out, struct err *e)
{
	enum key_result r;

	key_wipe(out);
	r = read_file(file, work, work_cap, out, e);
	if (r != KEY_READ)
		key_wipe(out);
	return r;
}
