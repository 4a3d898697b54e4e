/* SPDX-License-Identifier: MIT */
/* bundle.c - certificates of several files in one text: --bundle, --combined. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/derived.h"
#include "applets/certgen/options.h"

int bundle_add_file(struct bundle *b, const struct set_entry *file, struct err *e)
{
	struct file text = {0};
	int result = file_read(file->dirfd, file->base, FILE_MAX, &text, e);

	if (result == 0)
		result = bundle_add(b, view_of(text.bytes, text.size), e);
	file_wipe(&text);
	return result;
}

static int pem_of(const struct bundle *b, struct product *out, struct err *e)
{
	out->bytes = bundle_pem(view_of(b->der, b->len), &out->len, e);
	return out->bytes ? 0 : -1;
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
	if (result == 0 && (bundle_add(&b, anchor, e) || pem_of(&b, out, e)))
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
	bool ours = bundle_add(&b, view_of(f->bytes, f->size), NULL) == 0 && pem_of(&b, &again, NULL) == 0
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
