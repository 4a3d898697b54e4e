/* SPDX-License-Identifier: MIT */
/* object.c - a certificate or key as one JSON object (its keys stand in README). */
#include <string.h>

#include "applets/certfp/wish.h"
#include "lib/json.h"
#include "x509/name.h"
#include "x509/time.h"

#define ROOM 3072             /* bytes of the object that wait to be written */
#define STRING 640            /* bytes of a string's value */

struct object {
	const struct wish *w;
	struct text t;                /* what waits to be written */
	struct text v;                /* in value: what is put together */
	char value[STRING];
};

/* Write what waits, but for the last character, by which lib/json knows whether a comma is due. */
static void drain(struct object *o, bool whole)
{
	struct text *t = &o->t;
	size_t n = whole ? t->len : t->len - 1;

	say_bytes(&o->w->say, t->buf, n);
	memmove(t->buf, t->buf + n, t->len - n + 1);
	t->len -= n;
}

/* What was put together, or null where it was too long. */
static void string(struct object *o, const char *key)
{
	json_string(&o->t, key, o->v.cut ? NULL : o->value);
	text_init(&o->v, o->value, sizeof o->value);
}

static void item(struct object *o)
{
	json_item(&o->t, o->value);
	text_init(&o->v, o->value, sizeof o->value);
	drain(o, false);
}

static void add_hash(struct object *o, const char *key, enum digest algorithm, struct view v)
{
	struct fingerprint f = { .algorithm = algorithm };

	fingerprint_of(&f, v.p, v.len);
	fingerprint_add(&o->v, &f, FINGERPRINT_HEX, "");
	string(o, key);
}

/* What the hashes are of: both by SHA-256, and by another one that was asked for. */
static void add_hashes(struct object *o, const struct seen *s)
{
	const struct wish *w = o->w;
	char key[16];
	struct text k;

	if (s->look.kind == LOOK_CERTIFICATE)
		add_hash(o, "sha256", DIGEST_SHA256, s->look.cert.whole);
	add_hash(o, "spki_sha256", DIGEST_SHA256, s->look.spki);
	if (w->algorithm == DIGEST_SHA256)
		return;
	text_init(&k, key, sizeof key);
	text_format(&k, "%s%s", w->spki ? "spki_" : "", fingerprint_word(w->algorithm));
	add_hash(o, key, w->algorithm, w->spki ? s->look.spki : s->look.cert.whole);
}

static void add_names(struct object *o, const struct cert_view *c)
{
	struct view at = c->sans;
	struct san san;

	json_list(&o->t, "names");
	while (cert_next_san(&at, &san)) {
		san_add_text(&o->v, &san);
		item(o);
	}
	json_list_end(&o->t);
}

static void add_findings(struct object *o, const struct lint *l)
{
	json_list(&o->t, "lint");
	for (unsigned i = 0; i < LINT_N; i++) {
		if (!lint_has(l, (enum lint_rule)i))
			continue;
		text_add_text(&o->v, linting->text((enum lint_rule)i));
		item(o);
	}
	json_list_end(&o->t);
}

static void add_certificate(struct object *o, const struct seen *s)
{
	const struct cert_view *c = &s->look.cert;

	name_add_text(&o->v, c->subject);
	string(o, "subject");
	drain(o, false);
	name_add_text(&o->v, c->issuer);
	string(o, "issuer");
	drain(o, false);
	text_add_hex(&o->v, c->serial.p, c->serial.len, '\0');
	string(o, "serial");
	time_add_instant(&o->v, c->not_before);
	string(o, "not_before");
	time_add_instant(&o->v, c->not_after);
	string(o, "not_after");
	json_number(&o->t, "days_left", seen_days(s, o->w));
	json_bool(&o->t, "ca", c->ca);
	add_names(o, c);
	if (o->w->lint)
		add_findings(o, &s->lint);
}

int object_print(const struct wish *w, const struct seen *s, struct err *e)
{
	static const char kinds[][12] = { "certificate", "request", "public-key", "private-key" };
	static char room[ROOM];
	struct object o;
	struct spki spki;

	o.w = w;
	text_init(&o.t, room, sizeof room);
	text_init(&o.v, o.value, sizeof o.value);
	json_open(&o.t);
	json_string(&o.t, "type", kinds[s->look.kind]);
	json_string(&o.t, "what", s->name);
	if (spki_read(s->look.spki, &spki) == 0)
		spki_add_text(&o.v, &spki);
	string(&o, "key");
	add_hashes(&o, s);
	if (w->match != NULL)
		json_bool(&o.t, "match", s->same);
	if (o.t.cut)
		return err_set(e, ERR_FAIL, "a name too long for --json");
	drain(&o, false);
	if (s->look.kind == LOOK_CERTIFICATE)
		add_certificate(&o, s);
	json_close(&o.t);
	drain(&o, true);
	return 0;
}
