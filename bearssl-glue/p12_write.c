/* SPDX-License-Identifier: MIT */
/* p12_write.c - PKCS#12 files, written from the last octet to the first: what is closed is encrypted where it stands. */
#include <string.h>

#include "bearssl-glue/digest.h"
#include "bearssl-glue/p12.h"
#include "bearssl-glue/p12_key.h"
#include "bearssl-glue/p12_name.h"
#include "bearssl-glue/p12_oid.h"
#include "bearssl-glue/p12_scheme.h"
#include "lib/wipe.h"

#define SALT_LEN 16           /* RFC 8018 4.1: at least 8 */
#define SALT_COMPAT_LEN 8     /* as every old writer's */

struct writer {
	struct der d;
	const struct p12 *what;
	struct rng *r;
	struct p12_secret secret;
	struct p12_scheme scheme;
	struct p12_mac mac;
	uint8_t mac_salt[SALT_LEN];
	uint8_t name[P12_NAME_LEN];
	size_t name_len;
	uint8_t key_id[SHA1_LEN];
};

/* Attribute (RFC 2985) around the value written since mark. */
static void close_attribute(struct der *d, uint8_t arc, size_t mark)
{
	der_wrap(d, DER_SET, mark);
	oid_write_under(d, UNDER_PKCS9, arc);
	der_wrap(d, DER_SEQUENCE, mark);
}

static void add_name(struct writer *w)
{
	size_t mark = w->d.len;

	if (w->name_len == 0)
		return;
	der_value(&w->d, DER_BMP_STRING, w->name, w->name_len);
	close_attribute(&w->d, PKCS9_FRIENDLY_NAME, mark);
}

/* A SET OF is in order of its encodings (X.690 11.6): the shorter attribute first, of equals the lower arc. */
static void add_attributes(struct writer *w)
{
	size_t mark = w->d.len, inner;
	bool name_first = w->name_len <= SHA1_LEN;

	if (!name_first)
		add_name(w);
	inner = w->d.len;
	der_value(&w->d, DER_OCTET_STRING, w->key_id, sizeof(w->key_id));
	close_attribute(&w->d, PKCS9_LOCAL_KEY_ID, inner);
	if (name_first)
		add_name(w);
	der_wrap(&w->d, DER_SET, mark);
}

/* SafeBag (RFC 7292 4.2) around the value written since mark, and the attributes written before it since start. */
static void close_bag(struct der *d, uint8_t arc, size_t mark, size_t start)
{
	der_wrap(d, DER_CONTEXT_CONSTRUCTED | 0, mark);
	oid_write_under(d, UNDER_BAGS, arc);
	der_wrap(d, DER_SEQUENCE, start);
}

/* ContentInfo (RFC 2315 7) around what was written since mark. */
static void close_content(struct der *d, uint8_t arc, size_t mark)
{
	der_wrap(d, DER_CONTEXT_CONSTRUCTED | 0, mark);
	oid_write_under(d, UNDER_PKCS7, arc);
	der_wrap(d, DER_SEQUENCE, mark);
}

/*
 * Encrypt what was written since mark. The standard scheme draws an IV and keeps the salt, so that writing and reading
 * derive one key, not two; in the other the IV follows from the salt, and so that is drawn again.
 */
static int shroud(struct writer *w, size_t mark, struct err *e)
{
	size_t len = w->d.len - mark, block = p12_scheme_block(&w->scheme);
	uint8_t pad = (uint8_t)(block - len % block), *at;

	for (size_t i = 0; i < pad; i++)
		der_octet(&w->d, pad);
	if (!w->d.buf || w->d.overflow)
		return 0;
	at = w->d.buf + (w->d.cap - w->d.len);
	memmove(at, at + pad, len);
	memset(at + len, pad, pad);
	rng_fill(w->r, w->scheme.pbes2 ? w->scheme.iv : w->scheme.salt, w->scheme.pbes2 ? P12_IV_MAX : w->scheme.salt_len);
	return p12_crypt(&w->secret, &w->scheme, true, at, len + pad, e);
}

/* PKCS8ShroudedKeyBag (RFC 7292 4.2.2), alone in a content that is not encrypted any further. */
static int add_key(struct writer *w, struct err *e)
{
	size_t start = w->d.len, mark;

	add_attributes(w);
	mark = w->d.len;
	if (p12_key_write(&w->d, w->what->key))
		return err_set(e, ERR_FAIL, "the key is not complete");
	if (shroud(w, mark, e))
		return -1;
	der_wrap(&w->d, DER_OCTET_STRING, mark);
	p12_scheme_write(&w->d, &w->scheme);
	der_wrap(&w->d, DER_SEQUENCE, mark);
	close_bag(&w->d, BAG_SHROUDED_KEY, mark, start);
	der_wrap(&w->d, DER_SEQUENCE, start);
	der_wrap(&w->d, DER_OCTET_STRING, start);
	close_content(&w->d, PKCS7_DATA, start);
	return 0;
}

/* CertBag (RFC 7292 4.2.3). */
static void add_certificate(struct writer *w, size_t i)
{
	size_t start = w->d.len, mark;

	if (i == 0)
		add_attributes(w);
	mark = w->d.len;
	der_value(&w->d, DER_OCTET_STRING, w->what->certificates[i].p, w->what->certificates[i].len);
	der_wrap(&w->d, DER_CONTEXT_CONSTRUCTED | 0, mark);
	oid_write_under(&w->d, UNDER_CERTIFICATE_TYPES, CERTIFICATE_X509);
	der_wrap(&w->d, DER_SEQUENCE, mark);
	close_bag(&w->d, BAG_CERTIFICATE, mark, start);
}

/* EncryptedData (RFC 2315 13) of all certificates. */
static int add_certificates(struct writer *w, struct err *e)
{
	size_t mark = w->d.len;

	for (size_t i = w->what->n_certificates; i-- > 0;)
		add_certificate(w, i);
	der_wrap(&w->d, DER_SEQUENCE, mark);
	if (shroud(w, mark, e))
		return -1;
	der_wrap(&w->d, DER_CONTEXT | 0, mark);
	p12_scheme_write(&w->d, &w->scheme);
	oid_write_under(&w->d, UNDER_PKCS7, PKCS7_DATA);
	der_wrap(&w->d, DER_SEQUENCE, mark);
	der_small(&w->d, 0);
	der_wrap(&w->d, DER_SEQUENCE, mark);
	close_content(&w->d, PKCS7_ENCRYPTED_DATA, mark);
	return 0;
}

/* MacData (RFC 7292 4) with room for the digest, which comes when the rest is written. */
static void add_mac(struct writer *w)
{
	static const uint8_t room[P12_HASH_MAX];
	size_t mark = w->d.len, inner;

	der_small(&w->d, w->mac.iterations);
	der_value(&w->d, DER_OCTET_STRING, w->mac.salt.p, w->mac.salt.len);
	inner = w->d.len;
	der_raw(&w->d, room, p12_hash_len(w->mac.hash));
	w->mac.digest = view_of(der_bytes(&w->d), p12_hash_len(w->mac.hash));
	der_wrap(&w->d, DER_OCTET_STRING, inner);
	if (w->scheme.pbes2)
		oid_write_algorithm(&w->d, UNDER_SHA2, SHA2_256);
	else
		oid_write_algorithm(&w->d, UNDER_OIW, OIW_SHA1);
	der_wrap(&w->d, DER_SEQUENCE, inner);
	der_wrap(&w->d, DER_SEQUENCE, mark);
}

/* PFX (RFC 7292 4) */
static int add_all(struct writer *w, struct err *e)
{
	uint8_t digest[P12_HASH_MAX];
	size_t mark;

	add_mac(w);
	mark = w->d.len;
	if (add_key(w, e) || add_certificates(w, e))
		return -1;
	der_wrap(&w->d, DER_SEQUENCE, mark);
	if (w->d.buf && !w->d.overflow) {
		if (p12_mac(&w->secret, &w->mac, view_of(der_bytes(&w->d), w->d.len - mark), digest, e))
			return -1;
		memcpy(w->d.buf + (w->mac.digest.p - w->d.buf), digest, w->mac.digest.len);
	}
	der_wrap(&w->d, DER_OCTET_STRING, mark);
	close_content(&w->d, PKCS7_DATA, mark);
	der_small(&w->d, 3);
	der_wrap(&w->d, DER_SEQUENCE, 0);
	return w->d.overflow ? err_set(e, ERR_FAIL, "no room for the PKCS#12 file") : 0;
}

static int prepare(struct writer *w, struct view password, struct err *e)
{
	const struct p12 *what = w->what;
	bool standard = what->kind == P12_STANDARD;

	if (what->n_certificates == 0 || what->n_certificates > P12_CERTIFICATES_MAX)
		return err_set(e, ERR_FAIL, "a PKCS#12 file of %z certificates; 1 to %d are accepted", what->n_certificates, P12_CERTIFICATES_MAX);
	if (p12_name(what->name, w->name, &w->name_len, e))
		return -1;
	w->scheme = (struct p12_scheme){
		.pbes2 = standard, .cipher = standard ? P12_AES : P12_3DES, .key_len = standard ? 32 : 24,
		.hash = standard ? &br_sha256_vtable : &br_sha1_vtable, .iterations = standard ? P12_ITERATIONS : P12_ITERATIONS_COMPAT,
		.salt_len = standard ? SALT_LEN : SALT_COMPAT_LEN,
	};
	w->mac = (struct p12_mac){ w->scheme.hash, { NULL, 0 }, { w->mac_salt, w->scheme.salt_len }, w->scheme.iterations };
	digest_sha1(what->certificates[0].p, what->certificates[0].len, w->key_id);
	if (!w->d.buf)
		return 0;
	if (password.len == 0)
		return err_set(e, ERR_MALFORMED, "the password is empty");
	if (p12_password_set(&w->secret.password, password, e))
		return -1;
	w->secret.work = P12_WORK_MAX;
	rng_fill(w->r, w->scheme.salt, w->scheme.salt_len);
	rng_fill(w->r, w->mac_salt, w->scheme.salt_len);
	return 0;
}

int p12_write(const struct p12 *what, struct view password, struct rng *r, uint8_t *buf, size_t cap, size_t *len, struct err *e)
{
	struct writer w = { .what = what, .r = r };
	int done;

	der_init(&w.d, buf, cap);
	done = prepare(&w, password, e);
	if (done == 0)
		done = add_all(&w, e);
	*len = done ? 0 : der_finish(&w.d);
	if (done && buf)
		wipe(buf, cap);
	wipe(&w, sizeof(w));
	return done;
}
