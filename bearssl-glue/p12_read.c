/* SPDX-License-Identifier: MIT */
/* p12_read.c - PKCS#12 files as others write them, decrypted where they lie. */
#include <string.h>

#include "bearssl-glue/p12.h"
#include "bearssl-glue/p12_ber.h"
#include "bearssl-glue/p12_oid.h"
#include "bearssl-glue/p12_scheme.h"
#include "lib/wipe.h"

struct reader {
	uint8_t *work;
	struct p12_found *out;
	struct err *e;             /* NULL: only whether it opens is asked */
	struct p12_secret secret;
	bool opened;               /* something was decrypted and made sense: so the password is right */
	bool standard, compat;     /* all that was seen is as p12_write does it */
};

static enum p12_result fail(struct reader *r, enum p12_result result, const char *what)
{
	err_set(r->e, result == P12_PASSWORD ? ERR_FAIL : ERR_MALFORMED, "%t", what);
	return result;
}

static enum p12_result damaged(struct reader *r)
{
	return fail(r, P12_DAMAGED, TEXT("damaged: not a whole PKCS#12 file"));
}

static uint8_t *changeable(const struct reader *r, struct view v)
{
	return r->work + (v.p - r->work);
}

/* The octets without their padding, all of which counts (RFC 8018 6.1.1). 0 or -1. */
static int drop_padding(struct view *v, size_t block)
{
	uint8_t pad = v->p[v->len - 1];

	if (pad == 0 || pad > block)
		return -1;
	for (size_t i = 1; i <= pad; i++)
		if (v->p[v->len - i] != pad)
			return -1;
	v->len -= pad;
	return 0;
}

/* Decrypt octets in place under the AlgorithmIdentifier whose inside is given; what comes out must be one SEQUENCE. */
static enum p12_result open_octets(struct reader *r, struct view algorithm, struct view *octets)
{
	struct p12_scheme s;
	enum p12_result result = p12_scheme_read(algorithm, r->work, &s, r->e);
	struct view inside;
	size_t block;

	if (result != P12_READ)
		return result;
	block = p12_scheme_block(&s);
	if (octets->len == 0 || octets->len % block != 0)
		return damaged(r);
	result = p12_crypt(&r->secret, &s, false, changeable(r, *octets), octets->len, r->e);
	if (result != P12_READ)
		return result;
	if (drop_padding(octets, block) || ber_whole(*octets, BER_SEQUENCE BER_REST BER_END, r->work, &inside))
		return fail(r, P12_PASSWORD, TEXT("wrong password, or the file is damaged"));
	r->opened = true;
	r->standard &= s.pbes2 && s.cipher == P12_AES && s.key_len == 32 && s.hash == &br_sha256_vtable && s.iterations == P12_ITERATIONS;
	r->compat &= !s.pbes2 && s.cipher == P12_3DES && s.key_len == 24 && s.iterations == P12_ITERATIONS_COMPAT;
	return P12_READ;
}

/* PrivateKeyInfo; its octets have served then. */
static enum p12_result take_key(struct reader *r, struct view whole)
{
	enum key_result k;

	if (r->out->key.kind != KEY_NONE)
		return fail(r, P12_REFUSED, TEXT("holds more than one private key"));
	k = key_read(whole, NULL, 0, &r->out->key, r->e);
	wipe(changeable(r, whole), whole.len);
	if (k == KEY_READ)
		return P12_READ;
	return k == KEY_REFUSED ? P12_REFUSED : P12_DAMAGED;
}

/* EncryptedPrivateKeyInfo (RFC 5208 6) */
static enum p12_result take_shrouded(struct reader *r, struct view whole)
{
	enum { ALGORITHM, OCTETS, FIELDS };
	struct view v[FIELDS];
	enum p12_result result;

	if (ber_whole(whole, BER_SEQUENCE BER_SEQUENCE BER_REST BER_END BER_OCTETS BER_END, r->work, v))
		return damaged(r);
	result = open_octets(r, v[ALGORITHM], &v[OCTETS]);
	return result == P12_READ ? take_key(r, v[OCTETS]) : result;
}

/* CertBag. Other types than X.509 are as if they were not there. */
static enum p12_result take_certificate(struct reader *r, struct view whole)
{
	enum { TYPE, CERTIFICATE, FIELDS };
	struct view v[FIELDS], inside;

	if (ber_whole(whole, BER_SEQUENCE BER_OID BER_EXPLICIT BER_OCTETS BER_END BER_END, r->work, v))
		return damaged(r);
	if (oid_under(v[TYPE], UNDER_CERTIFICATE_TYPES) != CERTIFICATE_X509)
		return P12_READ;
	if (view_only(v[CERTIFICATE], DER_SEQUENCE, &inside))
		return damaged(r);
	if (r->out->n_certificates == P12_CERTIFICATES_MAX)
		return fail(r, P12_REFUSED, TEXT("holds too many certificates"));
	r->out->certificates[r->out->n_certificates++] = v[CERTIFICATE];
	return P12_READ;
}

/* friendlyName among the attributes of a bag; others are not looked at. */
static void find_name(struct reader *r, struct view at)
{
	enum { TYPE, VALUES, FIELDS };
	struct view set, v[FIELDS];

	if (ber_whole(at, BER_SET BER_REST BER_END, r->work, &set))
		return;
	while (ber_walk(&set, BER_SEQUENCE BER_OID BER_SET BER_REST BER_END BER_END, r->work, v) == 0)
		if (oid_under(v[TYPE], UNDER_PKCS9) == PKCS9_FRIENDLY_NAME)
			ber_whole(v[VALUES], BER_BMP, r->work, &r->out->name);
}

/* SafeBags (RFC 7292 4.2), one after the other. */
static enum p12_result take_bags(struct reader *r, struct view octets, bool encrypted)
{
	enum { TYPE, VALUE, ATTRIBUTES, FIELDS };
	enum p12_result result = P12_READ;
	struct view bags, v[FIELDS];

	if (ber_whole(octets, BER_SEQUENCE BER_REST BER_END, r->work, &bags))
		return damaged(r);
	while (result == P12_READ && bags.len) {
		int arc;

		if (ber_walk(&bags, BER_SEQUENCE BER_OID BER_EXPLICIT BER_REST BER_END BER_REST BER_END, r->work, v))
			return damaged(r);
		arc = oid_under(v[TYPE], UNDER_BAGS);
		if (!encrypted && arc != BAG_SHROUDED_KEY)
			r->standard = r->compat = false;
		if (arc == BAG_KEY || arc == BAG_SHROUDED_KEY)
			find_name(r, v[ATTRIBUTES]);
		if (arc == BAG_KEY)
			result = take_key(r, v[VALUE]);
		else if (arc == BAG_SHROUDED_KEY)
			result = take_shrouded(r, v[VALUE]);
		else if (arc == BAG_CERTIFICATE)
			result = take_certificate(r, v[VALUE]);
		else if (arc != BAG_CRL && arc != BAG_SECRET)
			result = fail(r, P12_REFUSED, TEXT("holds something that is neither key nor certificate"));
	}
	return result;
}

/* EncryptedData (RFC 2315 13); attributes behind it are passed over. */
static enum p12_result take_encrypted(struct reader *r, struct view content)
{
	enum { VERSION, TYPE, ALGORITHM, OCTETS, ATTRIBUTES, FIELDS };
	struct view v[FIELDS];
	enum p12_result result;

	if (ber_whole(content, BER_SEQUENCE BER_INTEGER BER_SEQUENCE BER_OID BER_SEQUENCE BER_REST BER_END BER_IMPLICIT_OCTETS BER_END
	              BER_REST BER_END, r->work, v) || oid_under(v[TYPE], UNDER_PKCS7) != PKCS7_DATA)
		return damaged(r);
	result = open_octets(r, v[ALGORITHM], &v[OCTETS]);
	return result == P12_READ ? take_bags(r, v[OCTETS], true) : result;
}

/* AuthenticatedSafe (RFC 7292 4.1) */
static enum p12_result take_all(struct reader *r, struct view safe)
{
	enum { TYPE, CONTENT, FIELDS };
	enum p12_result result = P12_READ;
	struct view contents, octets, v[FIELDS];
	int arc;

	if (ber_whole(safe, BER_SEQUENCE BER_REST BER_END, r->work, &contents))
		return damaged(r);
	while (result == P12_READ && contents.len) {
		if (ber_walk(&contents, BER_SEQUENCE BER_OID BER_EXPLICIT BER_REST BER_END BER_END, r->work, v))
			return damaged(r);
		arc = oid_under(v[TYPE], UNDER_PKCS7);
		if (arc == PKCS7_ENCRYPTED_DATA)
			result = take_encrypted(r, v[CONTENT]);
		else if (arc != PKCS7_DATA)
			result = fail(r, P12_REFUSED, TEXT("its content is not encrypted by a password"));
		else if (ber_whole(v[CONTENT], BER_OCTETS, r->work, &octets))
			result = damaged(r);
		else
			result = take_bags(r, octets, false);
	}
	return result;
}

/* MacData (RFC 7292 4) */
static enum p12_result read_mac(struct reader *r, struct view at, struct p12_mac *m)
{
	enum { HASH, PARAMS, DIGEST, SALT, ITERATIONS, FIELDS };
	struct view v[FIELDS], n;

	*m = (struct p12_mac){ .iterations = 1 };
	if (at.len == 0)
		return P12_READ;
	if (ber_whole(at, BER_SEQUENCE BER_SEQUENCE BER_SEQUENCE BER_OID BER_REST BER_END BER_OCTETS BER_END BER_OCTETS BER_REST BER_END,
	              r->work, v) || v[SALT].len > P12_SALT_MAX)
		return damaged(r);
	if (v[ITERATIONS].len && (ber_whole(v[ITERATIONS], BER_INTEGER, r->work, &n) || ber_number(n, &m->iterations) || m->iterations == 0))
		return damaged(r);
	m->digest = v[DIGEST];
	m->salt = v[SALT];
	m->hash = p12_hash(v[HASH], false);
	if (!m->hash)
		return fail(r, P12_REFUSED, TEXT("its MAC is not by SHA-1, SHA-256, SHA-384 or SHA-512"));
	r->standard &= m->hash == &br_sha256_vtable && m->iterations == P12_ITERATIONS;
	r->compat &= m->hash == &br_sha1_vtable && m->iterations == P12_ITERATIONS_COMPAT;
	return m->digest.len == p12_hash_len(m->hash) ? P12_READ : damaged(r);
}

/* No password is either two zeros or nothing (openssl and Windows, Java): what fits the MAC is taken for the rest. */
static enum p12_result check_mac(struct reader *r, const struct p12_mac *m, struct view safe, bool *fits)
{
	uint8_t digest[P12_HASH_MAX];
	enum p12_result result;

	for (;;) {
		result = p12_mac(&r->secret, m, safe, digest, r->e);
		*fits = result == P12_READ && wipe_same(digest, m->digest.p, m->digest.len);
		if (result != P12_READ || *fits || r->secret.password.bmp_len != 2)
			return result;
		r->secret.password.bmp_len = 0;
	}
}

/* PFX (RFC 7292 4): the octets that the MAC covers, and the MAC. */
static enum p12_result read_frame(struct reader *r, struct view file, struct view *safe, struct p12_mac *m)
{
	enum { VERSION, TYPE, CONTENT, MAC, FIELDS };
	struct view v[FIELDS];
	uint32_t version;

	if (ber_whole(file, BER_SEQUENCE BER_INTEGER BER_SEQUENCE BER_OID BER_EXPLICIT BER_REST BER_END BER_END BER_REST BER_END, r->work, v) ||
	    ber_number(v[VERSION], &version) || version != 3)
		return damaged(r);
	if (oid_under(v[TYPE], UNDER_PKCS7) != PKCS7_DATA)
		return fail(r, P12_REFUSED, TEXT("it is signed by a key, not protected by a password"));
	if (ber_whole(v[CONTENT], BER_OCTETS, r->work, safe))
		return damaged(r);
	return read_mac(r, v[MAC], m);
}

/* A MAC that does not fit is the password's fault, unless the password opens what is inside. */
static enum p12_result read_file(struct reader *r, struct view file)
{
	struct err *e = r->e;
	struct view safe;
	struct p12_mac mac;
	bool fits = true;
	enum p12_result result = read_frame(r, file, &safe, &mac);

	if (result == P12_READ && mac.hash)
		result = check_mac(r, &mac, safe, &fits);
	if (result != P12_READ)
		return result;
	if (!fits)
		r->e = NULL;
	result = take_all(r, safe);
	r->e = e;
	if (!fits && result == P12_READ && r->opened)
		return fail(r, P12_DAMAGED, TEXT("damaged: the password is right, the MAC is not"));
	if (!fits)
		return fail(r, P12_PASSWORD, TEXT("wrong password, or the file is damaged"));
	return result;
}

enum p12_result p12_read(struct view file, struct view password, uint8_t *work, size_t work_cap, struct p12_found *out, struct err *e)
{
	struct reader r = { .work = work, .out = out, .e = e, .secret.work = P12_WORK_MAX, .standard = true, .compat = true };
	enum p12_result result;

	memset(out, 0, sizeof(*out));
	if (file.len == 0)
		return damaged(&r);
	if (file.len > work_cap)
		return fail(&r, P12_REFUSED, TEXT("too large"));
	memmove(work, file.p, file.len);
	if (p12_password_set(&r.secret.password, password, e))
		result = P12_PASSWORD;
	else
		result = read_file(&r, view_of(work, file.len));
	if (result == P12_READ) {
		out->kind = r.standard ? P12_STANDARD : r.compat ? P12_COMPAT : P12_OTHER;
	} else {
		wipe(work, file.len);
		wipe(out, sizeof(*out));
	}
	wipe(&r, sizeof(r));
	return result;
}
