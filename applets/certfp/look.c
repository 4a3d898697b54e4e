/* SPDX-License-Identifier: MIT */
/* look.c - what a file shows. */
#include "applets/certfp/look.h"

#include "bearssl-glue/key.h"
#include "x509/pem.h"
#include "x509/req.h"

static int found(struct look *out, enum look_kind kind, struct view spki, const struct spki *key)
{
	out->kind = kind;
	out->spki = spki;
	out->key = key->kind;
	out->bits = key->bits;
	return 1;
}

static int certificate(struct view whole, struct look *out, struct err *e)
{
	if (cert_read(whole, &out->cert, e) != 0)
		return -1;
	return found(out, LOOK_CERTIFICATE, out->cert.spki, &out->cert.key);
}

static int public_key(struct view whole, struct look *out)
{
	struct spki key;

	return spki_read(whole, &key) != 0 ? -1 : found(out, LOOK_PUBLIC_KEY, whole, &key);
}

static int request(struct view whole, struct look *out)
{
	struct cert_view r;

	return req_read(whole, &r, NULL) != 0 ? -1 : found(out, LOOK_REQUEST, r.spki, &r.key);
}

static int private_key(struct looking *w, struct look *out, struct err *e)
{
	struct file *f = w->file;
	struct key k;
	int result = -1;

	if (!w->keys)
		return err_set(e, ERR_MALFORMED, "a private key, no certificate (--spki shows its public half's fingerprint)");
	if (key_read(view_of(f->bytes, f->size), f->bytes, f->size, &k, e) == KEY_READ && key_complete(&k) == 0)
		result = found(out, LOOK_PRIVATE_KEY, view_of(out->room, key_spki(&k, out->room)),
		    &(struct spki){ .kind = k.kind, .bits = k.bits });
	else
		err_set(e, ERR_MALFORMED, "broken private key");
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

/* A key or request that stands where no certificate does. */
static int other(struct looking *w, const struct pem_object *o, struct look *out, struct err *e)
{
	struct view der;

	if (decode(w->file, o, &der, e) != 0)
		return -1;
	if ((o->kind == PEM_PUBLIC_KEY ? public_key(der, out) : request(der, out)) == 1)
		return 1;
	return err_set(e, ERR_MALFORMED, "broken %s", o->kind == PEM_PUBLIC_KEY ? "public key" : "certificate request");
}

static int in_text(struct looking *w, struct look *out, struct err *e)
{
	struct pem_object o, public = { .kind = PEM_NONE };
	struct view der;
	bool private = false;
	int r;

	while ((r = pem_next(&w->at, &o)) == 1) {
		if (o.kind == PEM_CERTIFICATE)
			return decode(w->file, &o, &der, e) == 0 ? certificate(der, out, e) : -1;
		if ((o.kind == PEM_PUBLIC_KEY || o.kind == PEM_REQUEST) && public.kind == PEM_NONE)
			public = o;
		private = private || is_private(o.kind);
	}
	if (r < 0)
		return err_set(e, ERR_MALFORMED, "cut off: a BEGIN line without its END");
	if (w->found > 0)
		return 0;
	w->ended = true;
	if (w->keys && public.kind != PEM_NONE)
		return other(w, &public, out, e);
	if (private)
		return private_key(w, out, e);
	return err_set(e, ERR_MALFORMED, "no certificate in it");
}

/*
 * Keys in DER start with their version (PKCS#1, PKCS#8, SEC1), a certificate with another SEQUENCE, in which a
 * request's version stands first and a public key's algorithm.
 */
static int in_der(struct looking *w, struct look *out, struct err *e)
{
	struct view whole = w->at, at = whole, inner;

	w->ended = true;
	if (view_read(&at, DER_SEQUENCE, &inner) != 0)
		return err_set(e, ERR_MALFORMED, "neither PEM nor DER");
	if (view_tag(inner) == DER_INTEGER)
		return private_key(w, out, e);
	if (w->keys && (public_key(whole, out) == 1 || request(whole, out) == 1))
		return 1;
	return certificate(whole, out, e);
}

void look_begin(struct looking *w, struct file *f, bool keys)
{
	*w = (struct looking){ .file = f, .keys = keys, .at = view_of(f->bytes, f->size) };
}

int look_next(struct looking *w, struct look *out, struct err *e)
{
	int r;

	if (w->ended)
		return 0;
	if (w->file->size == 0)
		r = err_set(e, ERR_MALFORMED, "empty");
	else if (w->found > 0 || pem_is_text(w->at))
		r = in_text(w, out, e);
	else
		r = in_der(w, out, e);
	w->found += r == 1;
	w->ended = w->ended || r != 1;
	return r;
}
