/* SPDX-License-Identifier: MIT */
/* shelf.c - an offer of the keeper's, and what is made of it once. */
#include "applets/certserve/shelf.h"

#include <string.h>

#include "applets/certserve/profile.h"
#include "x509/name.h"
#include "x509/pem.h"
#include "with.inc"

#define NAMES_TEXT 6144 /* bytes of all names on the page */

#define CERT_TYPE "application/x-x509-ca-cert"
#define PEM_TYPE "application/x-pem-file"

static void set_resource(struct shelf *s, unsigned name, const char *type, struct view body)
{
	struct resource *r = &s->all[name];

	r->type = type;
	r->body = body;
	r->kept = true;
	digest_sha256(body.p, body.len, r->sha256);
}

/* What was written to the room from start on; nothing when there was no room for it. */
static void set_text(struct shelf *s, unsigned name, const char *type, size_t start)
{
	if (!s->text.cut)
		set_resource(s, name, type, view_of((const uint8_t *)s->text.buf + start, s->text.len - start));
	else
		s->text.len = start;
	s->text.cut = false;
}

/* A string for later: what stands in the room from start on. */
static const char *keep(struct shelf *s, size_t start)
{
	if (s->text.cut)
		return "";
	text_add_char(&s->text, '\0');
	return s->text.buf + start;
}

static void fill_names(struct shelf *s)
{
	struct view at = s->leaf.sans;
	size_t n = 0, first = s->text.len;
	struct san san;

	while (n < SHELF_NAMES && s->text.len - first < NAMES_TEXT && cert_next_san(&at, &san)) {
		size_t start = s->text.len;

		san_add_text(&s->text, &san);
		s->names[n++] = keep(s, start);
	}
	s->names[n] = NULL;
}

static const char *name_of(struct shelf *s, const struct cert_view *c)
{
	struct view common = name_common_of(c->subject);
	size_t start = s->text.len;

	if (common.len > 0)
		text_add_bytes(&s->text, (const char *)common.p, common.len);
	else
		name_add_text(&s->text, c->subject);
	return keep(s, start);
}

static void add_pem(struct shelf *s, struct view der)
{
	static const char label[] = "CERTIFICATE";
	size_t len = pem_encode(label, der.p, der.len, NULL);

	s->text.cut |= len >= s->text.cap - s->text.len;
	if (s->text.cut)
		return;
	pem_encode(label, der.p, der.len, s->text.buf + s->text.len);
	s->text.len += len;
}

/* What the server sends, and the anchor where that is not among it. */
static void fill_chain(struct shelf *s)
{
	size_t start = s->text.len;
	bool has = s->anchor.whole.len == 0;

	for (size_t i = 0; i < s->identity.chain_len; i++) {
		add_pem(s, s->chain[i]);
		has |= view_same(s->chain[i], s->anchor.whole);
	}
	if (!has)
		add_pem(s, s->anchor.whole);
	set_text(s, RESOURCE_CHAIN, PEM_TYPE, start);
}

/* Lines of text, each behind its label, for people and for sed. */
static void add_labelled(struct text *t, const char *label, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		text_add_padded(t, label, 12);
		text_add_bytes(t, text, len);
		text_add_char(t, '\n');
		text += len + (text[len] == '\n');
	}
}

static void fill_fingerprint(struct shelf *s)
{
	static const struct {
		char label[8];
		uint8_t form;
	} forms[] = {
		{ "openssl", FINGERPRINT_OPENSSL }, { "hex", FINGERPRINT_HEX }, { "pin", FINGERPRINT_PIN }, { "words", FINGERPRINT_WORDS },
		{ "art", FINGERPRINT_ART },
	};
	struct fingerprint spki = { .spki = true };
	size_t start = s->text.len;

	fingerprint_of(&spki, s->anchor.spki.p, s->anchor.spki.len);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char room[FINGERPRINT_TEXT];
		struct text form;

		text_init(&form, room, sizeof room);
		fingerprint_add(&form, forms[i].form == FINGERPRINT_PIN ? &spki : &s->anchor_hash, (enum fingerprint_form)forms[i].form, s->title);
		add_labelled(&s->text, forms[i].label, room);
	}
	set_text(s, RESOURCE_FINGERPRINT, SHELF_TEXT, start);
}

static void fill_profile(struct shelf *s, struct view der)
{
	struct profile p = { s->anchor_name, der.p, der.len, s->anchor_hash.sha256, s->offer->ca };
	size_t start = s->text.len;

	if (profile_write(&s->text, &p) == 0)
		set_text(s, RESOURCE_PROFILE, "application/x-apple-aspen-config", start);
	s->text.cut = false;
}

static int (*const make_qr[])(uint8_t *code, const char *text) = { WITH_qr(qr_make,) NULL };

static void fill_qr(struct shelf *s)
{
	char room[FINGERPRINT_TEXT];
	struct text t;

	text_init(&t, room, sizeof room);
	fingerprint_add(&t, &s->anchor_hash, FINGERPRINT_QR, NULL);
	s->qr_size = make_qr[0] != NULL ? make_qr[0](s->qr, room) : 0;
}

static int fill_anchor(struct shelf *s, struct err *e)
{
	const struct offer *o = s->offer;
	struct view der = offer_view(o, o->anchor);

	if (der.len == 0)
		return 0;
	if (cert_read(der, &s->anchor, e) < 0)
		return -1;
	fingerprint_of(&s->anchor_hash, der.p, der.len);
	fingerprint_title(s->anchor.key.kind, s->anchor.key.bits, s->title);
	s->anchor_name = name_of(s, &s->anchor);
	fill_qr(s);
	if (o->anchor_file.len > 0) {
		set_resource(s, RESOURCE_CRT, CERT_TYPE, offer_view(o, o->anchor_file));
		set_resource(s, RESOURCE_PEM, PEM_TYPE, offer_view(o, o->anchor_file));
	}
	set_resource(s, RESOURCE_CER, CERT_TYPE, der);
	fill_fingerprint(s);
	fill_profile(s, der);
	return 0;
}

/* By what its path ends with: a browser must not take what somebody publishes for a page. */
static const char *type_of(struct view path, struct view body)
{
	static const struct {
		char end[6];
		const char *type;
	} ends[] = {
		{ ".txt", SHELF_TEXT }, { ".json", "application/json" }, { ".crt", CERT_TYPE }, { ".cer", CERT_TYPE }, { ".der", CERT_TYPE },
		{ ".pem", PEM_TYPE },
	};
	struct pem_object o;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i].end);

		if (path.len > len && memcmp(path.p + path.len - len, ends[i].end, len) == 0)
			return ends[i].type;
	}
	return pem_next(&body, &o) == 1 && o.kind == PEM_CERTIFICATE ? PEM_TYPE : "application/octet-stream";
}

int shelf_fill(struct shelf *s, const struct offer *o, const char *host, struct err *e)
{
	memset(s, 0, offsetof(struct shelf, room));
	text_init(&s->text, s->room, sizeof s->room);
	s->offer = o;
	s->host = host;
	s->anchor_name = "";
	s->identity = (struct tls_identity){ o->generation, (enum key_kind)o->kind, s->chain, o->chain_len, NULL };
	for (size_t i = 0; i < o->chain_len; i++)
		s->chain[i] = offer_view(o, o->chain[i]);
	if (cert_read(s->chain[0], &s->leaf, e) < 0 || fill_anchor(s, e) < 0)
		return -1;
	fingerprint_of(&s->leaf_hash, s->chain[0].p, s->chain[0].len);
	fill_names(s);
	fill_chain(s);
	for (unsigned i = 0; i < o->n_files; i++) {
		struct view body = offer_view(o, o->files[i].body);

		set_resource(s, RESOURCE_FILES + i, type_of(offer_view(o, o->files[i].path), body), body);
	}
	return 0;
}
