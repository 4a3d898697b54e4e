/* SPDX-License-Identifier: MIT */
/* load.c - from the bytes of DIR's files to what is offered, and the key. */
#include "applets/certserve/load.h"

#include <string.h>

#include "applets/certserve/private.h"
#include "bearssl-glue/verify.h"
#include "x509/pem.h"

/* --- certificates ----------------------------------------------------------------------------------- */

static int take(struct load *l, struct view der, const char *name, struct err *e)
{
	return cert_read(der, &l->certs[l->n_certs], e) == 0 ? (int)l->n_certs++ : err_prefix(e, name);
}

/* All certificates of a file, at most max. */
static int take_all(struct load *l, const struct load_file *f, size_t max, struct err *e)
{
	struct view at = f->bytes;
	struct pem_object o;
	size_t first = l->n_certs;
	int found;

	if (!pem_is_text(at))
		return take(l, at, f->name, e);
	while ((found = pem_next(&at, &o)) == 1) {
		if (o.kind != PEM_CERTIFICATE)
			continue;
		if (l->n_certs - first == max)
			return err_set(e, ERR_MALFORMED, "%s: more than %z certificates", f->name, max);
		int64_t n = pem_decode(&o, l->work + l->used, l->work_cap - l->used);

		if (n < 0)
			return err_set(e, ERR_MALFORMED, "%s: a certificate is not base64", f->name);
		if (take(l, view_of(l->work + l->used, (size_t)n), f->name, e) < 0)
			return -1;
		l->used += (size_t)n;
	}
	if (found < 0 || l->n_certs == first)
		return err_set(e, ERR_MALFORMED, "%s: holds no whole certificate", f->name);
	return 0;
}

/* --- the anchor ------------------------------------------------------------------------------------- */

static bool verifies(const struct cert_view *issuer, const struct cert_view *c)
{
	return view_same(c->issuer, issuer->subject) && verify_bytes(&issuer->key, c->signature, c->tbs, c->signature_value);
}

static bool is_ca(const struct cert_view *c)
{
	return c->ca && (!c->has_key_usage || (c->key_usage & KU_KEY_CERT_SIGN) != 0);
}

/* Each is looked at once, so that no circle of cross-certificates leads round and round. */
static void find_anchor(struct load *l)
{
	size_t reached[OFFER_CHAIN + LOAD_CA] = { 0 }, n = 1;
	bool seen[OFFER_CHAIN + LOAD_CA] = { true };

	for (size_t i = 0; i < n; i++)
		for (size_t j = 1; j < l->n_certs; j++)
			if (!seen[j] && is_ca(&l->certs[j]) && verifies(&l->certs[j], &l->certs[reached[i]])) {
				seen[j] = true;
				reached[n++] = j;
			}
	l->anchor = l->n_certs;
	for (size_t j = l->n_certs; j-- > l->n_chain;)
		if (seen[j] && (l->anchor == l->n_certs || cert_self_issued(&l->certs[j]) || !cert_self_issued(&l->certs[l->anchor])))
			l->anchor = j;
}

/* As it is, or made of the certificate where that would be no PEM, or too much. */
static int add_anchor_file(struct offer *o, struct view file, struct view der)
{
	static const char label[] = "CERTIFICATE";
	size_t len = pem_encode(label, der.p, der.len, NULL);

	if (pem_is_text(file) && !private_inside(file))
		return offer_add(o, file.p, file.len, &o->anchor_file);
	if (len > OFFER_ROOM - o->used)
		return -1;
	pem_encode(label, der.p, der.len, (char *)o->room + o->used);
	o->anchor_file = (struct offer_part){ o->used, (uint32_t)len };
	o->used += (uint32_t)len;
	return 0;
}

/* --- all of it -------------------------------------------------------------------------------------- */

static int fill(const struct load *l, struct offer *o, bool self, struct err *e)
{
	int bad = 0;

	for (size_t i = 0; i < l->n_chain; i++)
		bad |= offer_add(o, l->certs[i].whole.p, l->certs[i].whole.len, &o->chain[i]);
	o->chain_len = (uint8_t)l->n_chain;
	if (l->anchor < l->n_certs) {
		struct view der = l->certs[l->anchor].whole;

		o->ca = !self;
		bad |= offer_add(o, der.p, der.len, &o->anchor);
		bad |= add_anchor_file(o, self ? l->cert.bytes : l->ca.bytes, der);
	}
	return bad == 0 ? 0 : err_set(e, ERR_FAIL, "%s: with %s over %z bytes", l->cert.name, l->ca.name, (size_t)OFFER_ROOM);
}

static int there(const struct load_file *f, struct err *e)
{
	return f->bytes.p != NULL ? 0 : err_set(e, ERR_FAIL, "%s: is not there: run certgen first", f->name);
}

static int read_pair(struct load *l, struct key *key, struct err *e)
{
	uint8_t spki[SPKI_MAX];

	if (there(&l->cert, e) < 0 || there(&l->key, e) < 0 || take_all(l, &l->cert, OFFER_CHAIN, e) < 0)
		return -1;
	l->n_chain = l->n_certs;
	if (key_read(l->key.bytes, l->work + l->used, l->work_cap - l->used, key, e) != KEY_READ)
		return err_prefix(e, l->key.name);
	if (key_complete(key) == 0 && view_is(l->certs[0].spki, spki, key_spki(key, spki)))
		return 0;
	return err_set(e, ERR_MISMATCH, "%s: is not the key of %s", l->key.name, l->cert.name);
}

int load_pair(struct load *l, struct offer *o, struct key *key, struct err *e)
{
	const struct cert_view *leaf = l->certs;
	bool self;

	l->n_certs = l->n_chain = l->used = l->anchor = 0;
	memset(key, 0, sizeof *key);
	if (read_pair(l, key, e) < 0)
		goto out;
	self = verifies(leaf, leaf);
	if (!self && l->ca.bytes.p != NULL && take_all(l, &l->ca, LOAD_CA, e) < 0)
		goto out;
	if (!self)
		find_anchor(l);
	o->kind = (uint8_t)key->kind;
	o->good = true;
	if (fill(l, o, self, e) == 0)
		return 0;
out:
	key_wipe(key);
	return -1;
}

static int copy(struct offer *o, const struct offer *from, struct offer_part part, struct offer_part *to)
{
	struct view v = offer_view(from, part);

	return offer_add(o, v.p, v.len, to);
}

int load_again(struct offer *o, const struct offer *from)
{
	int bad = 0;

	for (size_t i = 0; i < from->chain_len; i++)
		bad |= copy(o, from, from->chain[i], &o->chain[i]);
	o->chain_len = from->chain_len;
	o->kind = from->kind;
	o->ca = from->ca;
	if (from->anchor.len > 0)
		bad |= copy(o, from, from->anchor, &o->anchor) | copy(o, from, from->anchor_file, &o->anchor_file);
	return bad;
}

bool load_same(const struct offer *a, const struct offer *b)
{
	/* what is offered stands in the room in one order: with the same places, the same octets are the same offer */
	return a->kind == b->kind && a->ca == b->ca && a->chain_len == b->chain_len && a->n_files == b->n_files && a->used == b->used &&
	    memcmp(a->chain, b->chain, sizeof a->chain) == 0 && memcmp(&a->anchor, &b->anchor, sizeof a->anchor) == 0 &&
	    memcmp(&a->anchor_file, &b->anchor_file, sizeof a->anchor_file) == 0 && memcmp(a->files, b->files, sizeof a->files) == 0 &&
	    memcmp(a->room, b->room, a->used) == 0;
}
