/* SPDX-License-Identifier: MIT */
/* csr.c - a request of the leaf's key. */
#include <stdlib.h>

#include "applets/certgen/csr.h"
#include "applets/certgen/subject.h"
#include "x509/req.h"

int csr_read(const struct file *f, uint8_t **der, struct cert_view *out, struct err *e)
{
	struct view whole;

	return set_decode(f, PEM_REQUEST, "request", der, &whole, e) ? -1 : req_read(whole, out, e);
}

/* The request that stands there, when it is of our key. */
static bool earlier(struct derived *d, uint8_t **der, struct cert_view *r)
{
	struct key *key = &d->r->set.key[SET_LEAF];
	uint8_t spki[SPKI_MAX];

	return d->at.file.facts.there && csr_read(&d->at.file, der, r, NULL) == 0 && key_complete(key) == 0
	    && view_is(r->spki, spki, key_spki(key, spki));
}

bool csr_ours(struct derived *d)
{
	struct cert_view r;
	uint8_t *der = NULL;
	bool ours = earlier(d, &der, &r);

	free(der);
	return ours;
}

static int keep_names(struct derived *d, struct err *e)
{
	struct cert_view r;
	uint8_t *der = NULL;
	int result = earlier(d, &der, &r) ? names_carry(&d->r->names, &r, NULL, false, false, e) : 0;

	free(der);
	return result;
}

int csr_make(struct derived *d, struct product *out, struct err *e)
{
	const struct wishes *w = d->r->w;
	struct key *key = &d->r->set.key[SET_LEAF];
	uint8_t spki[SPKI_MAX], name[NAME_MAX_DER];
	struct der whole = {0};
	struct san *sans;
	struct cert c = {.signature = sig_for(key->kind), .key_usage = wishes_key_usage(w, key->kind), .eku = w->eku};
	int result;

	if (key_complete(key))
		return err_set(e, ERR_MALFORMED, "the key cannot be used");
	if (keep_names(d, e) || names_sans(&d->r->names, &sans, &c.n_sans, e))
		return -1;
	c.sans = sans;
	c.subject = view_of(name, subject_leaf(w, &d->r->names, name));
	c.spki = view_of(spki, key_spki(key, spki));
	result = signed_as(req_info, &c, key, &whole, e) || signed_text("CERTIFICATE REQUEST", &whole, out, e) ? -1 : 0;
	free(whole.buf);
	free(sans);
	return result;
}
