/* SPDX-License-Identifier: MIT */
/* bundle.c - certificates of several files in one text: --bundle, --combined. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/derived.h"
#include "applets/certgen/options.h"
#include "applets/certgen/room.h"
#include "x509/pem.h"

static bool holds(const struct bundle *b, struct view one)
{
	struct view at = view_of(b->der, b->len), whole;

	while (view_whole(&at, DER_SEQUENCE, &whole) == 0) {
		if (view_same(whole, one))
			return true;
	}
	return false;
}

/* One SEQUENCE, and nothing else: what else a certificate is, is its reader's to judge. */
static int add_one(struct bundle *b, struct view one)
{
	struct view ignored;

	if (view_only(one, DER_SEQUENCE, &ignored))
		return -1;
	if (!holds(b, one)) {
		memmove(b->der + b->len, one.p, one.len);
		b->len += one.len;
	}
	return 0;
}

int bundle_add(struct bundle *b, struct view text, struct err *e)
{
	uint8_t *more = room_more(b->der, b->len + text.len + 4, e);
	struct pem_object o;
	int found;
	bool any = false;

	if (!more)
		return -1;
	b->der = more;
	if (!pem_is_text(text))
		return add_one(b, text) ? err_set(e, ERR_MALFORMED, "holds no certificate") : 0;
	while ((found = pem_next(&text, &o)) == 1) {
		int64_t n;

		if (o.kind != PEM_CERTIFICATE)
			continue;
		any = true;
		n = pem_decode(&o, b->der + b->len, o.text_len + 4);
		if (n < 0 || add_one(b, view_of(b->der + b->len, (size_t)n)))
			return err_set(e, ERR_MALFORMED, "holds a broken certificate");
	}
	return found == 0 && any ? 0 : err_set(e, ERR_MALFORMED, "holds no whole certificate");
}

int bundle_add_file(struct bundle *b, const struct set_entry *file, struct err *e)
{
	struct file text = {0};
	int result = file_read(file->dirfd, file->base, FILE_MAX, &text, e);

	if (result == 0)
		result = bundle_add(b, view_of(text.bytes, text.size), e);
	file_wipe(&text);
	return result;
}

/* Characters; with out NULL only counted. */
static size_t encode_all(const struct bundle *b, char *out)
{
	struct view at = view_of(b->der, b->len), one;
	size_t len = 0;

	while (view_whole(&at, DER_SEQUENCE, &one) == 0)
		len += pem_encode("CERTIFICATE", one.p, one.len, out ? out + len : NULL);
	return len;
}

int bundle_pem(const struct bundle *b, struct product *out, struct err *e)
{
	out->bytes = room_make(encode_all(b, NULL) + 1, e);
	if (!out->bytes)
		return -1;
	out->len = encode_all(b, out->bytes);
	return 0;
}

void bundle_free(struct bundle *b)
{
	free(b->der);
	b->der = NULL;
}

int bundle_make(struct derived *d, struct product *out, struct err *e)
{
	struct bundle b = {0};
	struct file base = {0};
	const char *name = derived_value(d->r, OPT_BUNDLE_BASE);
	struct view anchor = d->r->set.cert[derived_anchor(&d->r->set) / 2].whole;
	int result = name ? derived_read(d, OPT_BUNDLE_BASE, FILE_MAX, &base, e) : 0;

	if (result == 0 && name) {
		result = base.facts.there ? bundle_add(&b, view_of(base.bytes, base.size), e) : err_set(e, ERR_FAIL, "does not exist");
		if (result) {
			err_prefix(e, name);
			err_prefix(e, "--bundle-base");
		}
	}
	file_wipe(&base);
	if (result == 0 && (bundle_add(&b, anchor, e) || bundle_pem(&b, out, e)))
		result = -1;
	bundle_free(&b);
	return result;
}

/* Nothing but certificates, written as we write them: no word of a user's is lost. */
bool bundle_is_ours(struct derived *d)
{
	const struct file *f = &d->at.file;
	struct bundle b = {0};
	struct product again = {0};
	bool ours = bundle_add(&b, view_of(f->bytes, f->size), NULL) == 0 && bundle_pem(&b, &again, NULL) == 0
	    && again.len == f->size && memcmp(again.bytes, f->bytes, f->size) == 0;

	free(again.bytes);
	bundle_free(&b);
	return ours;
}

/* The key first: HAProxy, lighttpd and stunnel take either order, Postfix's chain files only this one. */
int combined_make(struct derived *d, struct product *out, struct err *e)
{
	const struct set_entry *cert = &d->r->set.entry[SET_LEAF_CERT];
	struct key *key = &d->r->set.key[SET_LEAF];
	struct file text = {0};

	if (file_read(cert->dirfd, cert->base, FILE_MAX, &text, e))
		return -1;
	out->bytes = malloc(KEY_PEM_MAX + text.size);
	if (!out->bytes || key_complete(key)) {
		file_wipe(&text);
		return err_set(e, ERR_FAIL, "out of memory");
	}
	out->len = key_pem(key, out->bytes);
	if (text.size)
		memcpy(out->bytes + out->len, text.bytes, text.size);
	out->len += text.size;
	file_wipe(&text);
	return 0;
}

/* It holds the leaf's key. */
bool combined_is_ours(struct derived *d)
{
	struct file *f = &d->at.file;
	struct key key;
	uint8_t spki[SPKI_MAX];
	bool ours = key_read(view_of(f->bytes, f->size), f->bytes, f->size, &key, NULL) == KEY_READ && key_complete(&key) == 0
	    && view_is(d->r->set.cert[SET_LEAF].spki, spki, key_spki(&key, spki));

	key_wipe(&key);
	return ours;
}
