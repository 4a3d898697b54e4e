/* SPDX-License-Identifier: MIT */
/* import.c - a user's key and chain become the leaf pair of DIR. */
#include <stdlib.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/derived.h"
#include "applets/certgen/import.h"
#include "applets/certgen/import_read.h"
#include "applets/certgen/place.h"
#include "applets/certgen/report.h"
#include "applets/room.h"
#include "applets/release.h"
#include "bearssl-glue/verify.h"
#include "x509/name.h"
#include "x509/pem.h"
#include "x509/time.h"

#define SUBJECT 256

/* Static for its size. */
static struct import import;

/* What cannot be judged is believed: a root of Ed25519 does not make its leaf a stranger. */
static bool is_signed(const struct cert_view *c, const struct cert_view *issuer)
{
	const struct spki *k = &issuer->key;

	if (c->signature == SIG_OTHER || k->kind == KEY_OTHER || (k->kind == KEY_RSA && (k->bits < KEY_RSA_MIN_BITS || k->bits > KEY_RSA_MAX_BITS)))
		return !c->authority_key_id.len || !issuer->key_id.len || view_same(c->authority_key_id, issuer->key_id);
	return verify_bytes(k, c->signature, c->tbs, c->signature_value);
}

/* openssl req -x509 makes a CA of what is meant for a server; that one may at least sign a handshake. */
static bool only_signs(const struct cert_view *c)
{
	if (!c->ca)
		return false;
	return !cert_self_issued(c) || (c->has_key_usage && !(c->key_usage & (KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT)));
}

static int judge(struct view spki, struct err *e)
{
	const struct cert_view *c;
	size_t leaf = import_leaf(import.certs, import.n, spki, import.time);
	char text[SUBJECT + 64];
	struct text t;

	if (import.n == 0)
		return err_set(e, ERR_MALFORMED, "no certificate in these files; nothing changed");
	if (leaf == import.n)
		return err_set(e, ERR_MISMATCH, "no certificate in these files fits the key; nothing changed");
	c = &import.certs[leaf].view;
	text_init(&t, text, sizeof text);
	name_add_text(&t, c->subject);
	if (only_signs(c))
		return err_set(e, ERR_MISMATCH, "%s: the certificate of a CA, not of a server; nothing changed", text);
	if (!import_in_date(c, import.time)) {
		text_add_text(&t, TEXT(": good from "));
		time_add_date(&t, c->not_before);
		text_add(&t, " to ");
		time_add_date(&t, c->not_after);
		return err_set(e, ERR_UNTRUSTED, "%s; nothing changed", text);
	}
	import.n_sent = import_chain(import.certs, import.n, leaf, import.time, is_signed, import.order);
	for (size_t i = 0; i < import.n; i++) {
		if (import.certs[i].place != IMPORT_BROKEN)
			continue;
		t.len = 0;
		name_add_text(&t, import.certs[i].view.subject);
		return err_set(e, ERR_MALFORMED, "%s: has not signed what names it; nothing changed", text);
	}
	return 0;
}

static void say_left_out(void)
{
	static const char *const reasons[] = {
		[IMPORT_LOOSE] = TEXT("not of this chain"), [IMPORT_ROOT] = TEXT("a root, which clients have"), [IMPORT_OVER] = TEXT("out of date"),
	};

	for (size_t i = 0; i < import.n; i++) {
		char text[SUBJECT];
		struct text t;

		if (import.certs[i].place == IMPORT_SENT)
			continue;
		text_init(&t, text, sizeof text);
		name_add_text(&t, import.certs[i].view.subject);
		say_warning(import.r->say, "left out: %s (%t)", text, reasons[import.certs[i].place]);
	}
}

static int make_chain(struct product *out, struct err *e)
{
	do {
		if (out->len && !(out->bytes = room_make(out->len, e)))
			return -1;
		out->len = 0;
		for (size_t i = 0; i < import.n_sent; i++) {
			struct view der = import.certs[import.order[i]].view.whole;

			out->len += pem_encode("CERTIFICATE", der.p, der.len, out->bytes ? out->bytes + out->len : NULL);
		}
	} while (!out->bytes);
	return 0;
}

/* What is made differs from what stands there, which is set aside, both at once. */
static int replace(const struct product made[SET_FILES], struct plan *p, struct err *e)
{
	for (int i = SET_LEAF_KEY; i <= SET_LEAF_CERT; i++) {
		const struct set_entry *entry = &import.r->set.entry[i];

		if (!made[i].bytes)
			continue;
		if (entry->file.facts.link)
			return err_set(e, ERR_FAIL, "%s: %s is a symbolic link, and is not replaced; nothing changed", import.r->set.path, entry->shown);
		p->leaf.steps |= i == SET_LEAF_KEY ? STEP_ASIDE_KEY | STEP_NEW_KEY : STEP_ASIDE_CERT | STEP_NEW_CERT;
		p->at_once = true;
	}
	return 0;
}

/* The set is what it will be, for reports and for what follows from it. */
static void adopt(struct set *s)
{
	s->cert[SET_LEAF] = import.certs[import.order[0]].view;
	s->mark[SET_LEAF] = mark_of(s->cert[SET_LEAF].serial, s->cert[SET_LEAF].spki);
	s->cert_found[SET_LEAF] = CERT_FILE_FOREIGN;
	if (import.spki_len) {
		s->key[SET_LEAF] = s->retired;
		s->key_found[SET_LEAF] = KEY_FILE_GOOD;
	}
}

static int act(const struct found *f, struct product made[SET_FILES], struct plan *p, struct err *e)
{
	struct run *r = import.r;
	bool changes, work = false;

	if (!made[SET_LEAF_KEY].bytes && f->leaf.open_key)
		p->leaf.steps |= STEP_MEND_KEY;
	p->mark = f->unmarked;
	p->tidy = f->leftovers > 0;
	changes = act_changes(&r->set, p);
	adopt(&r->set);
	say_left_out();
	if ((changes || p->mark || p->tidy) && (ensure_seed(r, e) || ensure_act(r, p, made, "", e)))
		return -1;
	r->changed |= changes;
	if (derived_update(r, false, &work, e))
		return -1;
	if (!r->changed)
		report_ok(r->say, &r->set, r->w, p);
	place_report(r->say, &r->set, r->changed);
	return 0;
}

static int put(struct product made[SET_FILES], struct err *e)
{
	struct set *s = &import.r->set;
	const struct file *old = &s->entry[SET_LEAF_CERT].file;
	struct plan p = {.ca.why = WHY_NOT_NEEDED, .leaf.why = WHY_IMPORTED};
	struct product *chain = &made[SET_LEAF_CERT];
	struct view given = view_of(import.spki, import.spki_len), here = {0};
	struct found f = {0};
	uint8_t spki[SPKI_MAX];
	bool unfinished;

	if (ensure_read(import.r, NULL, &f, &unfinished, e))
		return -1;
	if (f.leaf.key == KEY_FILE_GOOD)
		here = view_of(spki, key_spki(&s->key[SET_LEAF], spki));
	if (!given.len && !here.len)
		return err_set(e, ERR_MISMATCH, "no private key in these files, nor a good one in %s; nothing changed", s->path);
	if ((!given.len && judge(here, e)) || make_chain(chain, e))
		return -1;
	if (view_is(view_of((const uint8_t *)chain->bytes, chain->len), old->bytes, old->size)) {
		free(chain->bytes);
		chain->bytes = NULL;
	}
	if (given.len && !view_same(given, here) && signed_key(&s->retired, &made[SET_LEAF_KEY], e))
		return -1;
	return replace(made, &p, e) ? -1 : act(&f, made, &p, e);
}

int import_run(struct run *r, struct err *e)
{
	struct product made[SET_FILES] = {0};
	struct import_room *room;
	int lock = -1, result;

	import.r = r;
	import.time = (struct import_time){r->believed ? r->clock : release_date, r->believed};
	result = import_read(&import, e);
	if (result == 0 && import.spki_len)
		result = judge(view_of(import.spki, import.spki_len), e);
	if (result == 0)
		result = ensure_open(r, r->w->dir, import.spki_len > 0, &lock, e);
	if (result == 0)
		result = put(made, e);
	make_free(made);
	if (lock >= 0)
		close(lock);
	while ((room = import.rooms) != NULL) {
		import.rooms = room->next;
		free(room);
	}
	return result ? (int)e->kind : 0;
}
