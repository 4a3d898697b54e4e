/* SPDX-License-Identifier: MIT */
/* look.c - what a file shows. */
#include "applets/certfp/look.h"

#include "bearssl-glue/key.h"
#include "x509/pem.h"
#include "x509/view.h"

static void set_spki(struct look *out, struct view whole)
{
	digest_sha256(whole.p, whole.len, out->spki.sha256);
	out->spki.spki = true;
}

static int certificate(struct view whole, struct look *out, struct err *e)
{
	struct cert_view c;

	if (cert_read(whole, &c, e) != 0)
		return -1;
	out->kind = LOOK_CERTIFICATE;
	digest_sha256(c.whole.p, c.whole.len, out->certificate.sha256);
	out->certificate.spki = false;
	set_spki(out, c.spki);
	out->key = c.key.kind;
	out->bits = c.key.bits;
	out->not_after = c.not_after;
	return 0;
}

static int public_key(struct view whole, struct look *out, struct err *e)
{
	struct spki k;

	if (spki_read(whole, &k) != 0)
		return err_set(e, ERR_MALFORMED, "broken public key");
	out->kind = LOOK_PUBLIC_KEY;
	set_spki(out, whole);
	out->key = k.kind;
	out->bits = k.bits;
	return 0;
}

static int private_key(struct file *f, bool keys, struct look *out, struct err *e)
{
	uint8_t spki[SPKI_MAX];
	struct key k;
	int result;

	if (!keys)
		return err_set(e, ERR_MALFORMED, "a private key, no certificate (--spki shows its public half's fingerprint)");
	result = key_read(view_of(f->bytes, f->size), f->bytes, f->size, &k, e) == KEY_READ ? key_complete(&k) : -1;
	if (result == 0) {
		out->kind = LOOK_PRIVATE_KEY;
		set_spki(out, view_of(spki, key_spki(&k, spki)));
		out->key = k.kind;
		out->bits = k.bits;
	} else {
		err_set(e, ERR_MALFORMED, "broken private key");
	}
	key_wipe(&k);
	return result;
}

/* Decoded where it stands: the room of its text is more than enough. */
static int decode(struct file *f, const struct pem_object *o, struct view *der, struct err *e)
{
	uint8_t *at = f->bytes + ((const uint8_t *)o->text - f->bytes);
	int64_t len = pem_decode(o, at, o->text_len);

	if (len < 0)
		return err_set(e, ERR_MALFORMED, "bad base64 in its PEM");
	*der = view_of(at, (size_t)len);
	return 0;
}

static bool is_private(enum pem_kind kind)
{
	return kind == PEM_PKCS8 || kind == PEM_PKCS8_ENCRYPTED || kind == PEM_PKCS1 || kind == PEM_SEC1 || kind == PEM_OPENSSH;
}

static int in_text(struct file *f, bool keys, struct look *out, struct err *e)
{
	struct view at = view_of(f->bytes, f->size), der;
	struct pem_object o, public = { .kind = PEM_NONE };
	bool private = false;
	int found;

	while ((found = pem_next(&at, &o)) == 1) {
		if (o.kind == PEM_CERTIFICATE)
			return decode(f, &o, &der, e) == 0 ? certificate(der, out, e) : -1;
		if (o.kind == PEM_PUBLIC_KEY && public.kind == PEM_NONE)
			public = o;
		private = private || is_private(o.kind);
	}
	if (found < 0)
		return err_set(e, ERR_MALFORMED, "cut off: a BEGIN line without its END");
	if (keys && public.kind != PEM_NONE)
		return decode(f, &public, &der, e) == 0 ? public_key(der, out, e) : -1;
	if (private)
		return private_key(f, keys, out, e);
	return err_set(e, ERR_MALFORMED, "no certificate in it");
}

/* Keys in DER start with their version (PKCS#1, PKCS#8, SEC1), a certificate with another SEQUENCE. */
static int in_der(struct file *f, bool keys, struct look *out, struct err *e)
{
	struct view whole = view_of(f->bytes, f->size), at = whole, inner;

	if (view_read(&at, DER_SEQUENCE, &inner) != 0)
		return err_set(e, ERR_MALFORMED, "neither PEM nor DER");
	if (view_tag(inner) == DER_INTEGER)
		return private_key(f, keys, out, e);
	if (keys && public_key(whole, out, NULL) == 0)
		return 0;
	return certificate(whole, out, e);
}

int look_at(struct file *f, bool keys, struct look *out, struct err *e)
{
	if (f->size == 0)
		return err_set(e, ERR_MALFORMED, "empty");
	if (pem_is_text(view_of(f->bytes, f->size)))
		return in_text(f, keys, out, e);
	return in_der(f, keys, out, e);
}
