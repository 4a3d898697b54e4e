/* SPDX-License-Identifier: MIT */
/* object.c - a certificate or key as one JSON object (its keys stand in README). */
#include <string.h>

#include "applets/certfp/wish.h"
#include "lib/json.h"
#include "x509/name.h"
#include "x509/time.h"

#define ROOM 3072             /* bytes of the object that wait to be written */
#define STRING 640            /* bytes of a string's value */

/* Write what waits, but for the last character, by which lib/json knows whether a comma is due. */
static void drain(const struct wish *w, struct text *t, bool whole)
{
	size_t n = whole ? t->len : t->len - 1;

	say_bytes(&w->say, t->buf, n);
	memmove(t->buf, t->buf + n, t->len - n + 1);
	t->len -= n;
}

static void add_hash(struct text *t, const char *key, enum digest algorithm, struct view v)
{
	struct fingerprint f = { .algorithm = algorithm };
	char hex[2 * DIGEST_MAX + 1];
	struct text h;

	fingerprint_of(&f, v.p, v.len);
	text_init(&h, hex, sizeof hex);
	fingerprint_add(&h, &f, FINGERPRINT_HEX, "");
	json_string(t, key, hex);
}

/* What the hashes are of: both by SHA-256, and by another one that was asked for. */
static void add_hashes(struct text *t, const struct wish *w, const struct seen *s)
{
	char key[16];
	struct text k;

	if (s->look.kind == LOOK_CERTIFICATE)
		add_hash(t, "sha256", DIGEST_SHA256, s->look.cert.whole);
	add_hash(t, "spki_sha256", DIGEST_SHA256, s->look.spki);
	if (w->algorithm == DIGEST_SHA256)
		return;
	text_init(&k, key, sizeof key);
	text_format(&k, "%s%s", w->spki ? "spki_" : "", fingerprint_word(w->algorithm));
	add_hash(t, key, w->algorithm, w->spki ? s->look.spki : s->look.cert.whole);
}

static void add_name(struct text *t, const char *key, struct view name)
{
	char value[STRING];
	struct text v;

	text_init(&v, value, sizeof value);
	name_add_text(&v, name);
	json_string(t, key, v.cut ? NULL : value);
}

static void add_time(struct text *t, const char *key, int64_t instant)
{
	char value[24];
	struct text v;

	text_init(&v, value, sizeof value);
	time_add_instant(&v, instant);
	json_string(t, key, value);
}

static void add_serial(struct text *t, struct view serial)
{
	char value[STRING];
	struct text v;

	text_init(&v, value, sizeof value);
	text_add_hex(&v, serial.p, serial.len, '\0');
	json_string(t, "serial", v.cut ? NULL : value);
}

static void add_names(struct text *t, const struct wish *w, const struct cert_view *c)
{
	char value[SAN_MAX + 1];
	struct view at = c->sans;
	struct san san;
	struct text v;

	json_list(t, "names");
	while (cert_next_san(&at, &san)) {
		text_init(&v, value, sizeof value);
		san_add_text(&v, &san);
		json_item(t, value);
		drain(w, t, false);
	}
	json_list_end(t);
}

static void add_findings(struct text *t, const struct wish *w, const struct lint *l)
{
	char text[128];
	struct text line;

	json_list(t, "lint");
	for (unsigned i = 0; i < LINT_N; i++) {
		if (!lint_has(l, (enum lint_rule)i))
			continue;
		text_init(&line, text, sizeof text);
		text_add_text(&line, linting->text((enum lint_rule)i));
		json_item(t, text);
		drain(w, t, false);
	}
	json_list_end(t);
}

static void add_certificate(struct text *t, const struct wish *w, const struct seen *s)
{
	const struct cert_view *c = &s->look.cert;

	add_name(t, "subject", c->subject);
	drain(w, t, false);
	add_name(t, "issuer", c->issuer);
	drain(w, t, false);
	add_serial(t, c->serial);
	add_time(t, "not_before", c->not_before);
	add_time(t, "not_after", c->not_after);
	json_number(t, "days_left", seen_days(s, w));
	json_bool(t, "ca", c->ca);
	add_names(t, w, c);
	if (w->lint)
		add_findings(t, w, &s->lint);
}

int object_print(const struct wish *w, const struct seen *s, struct err *e)
{
	static const char kinds[][12] = { "certificate", "request", "public-key", "private-key" };
	static char room[ROOM];
	char key[80];
	struct spki spki;
	struct text t, k;

	text_init(&t, room, sizeof room);
	json_open(&t);
	json_string(&t, "type", kinds[s->look.kind]);
	json_string(&t, "what", s->name);
	text_init(&k, key, sizeof key);
	if (spki_read(s->look.spki, &spki) == 0)
		spki_add_text(&k, &spki);
	json_string(&t, "key", key);
	add_hashes(&t, w, s);
	if (w->match != NULL)
		json_bool(&t, "match", s->same);
	if (t.cut)
		return err_set(e, ERR_FAIL, "a name too long for --json");
	drain(w, &t, false);
	if (s->look.kind == LOOK_CERTIFICATE)
		add_certificate(&t, w, s);
	json_close(&t);
	drain(w, &t, true);
	return 0;
}
