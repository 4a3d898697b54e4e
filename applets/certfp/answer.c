/* SPDX-License-Identifier: MIT */
/* answer.c - answer what was asked about one certificate or key. */
#include <string.h>
#include <unistd.h>

#include "applets/certfp/remote.h"
#include "applets/certfp/wish.h"
#include "applets/qr.h"
#include "with.inc"
#include "x509/time.h"

const struct linting linting[] = { WITH_lint({ lint_cert, lint_text },) { NULL, NULL } };
const struct remoting remoting[] = { WITH_net({ remote_read },) { NULL } };
/* A box without QR codes has no such form to ask for. */
static int (*const draw[])(struct text *t, const char *text, bool colour, struct err *e) = { WITH_qr(qr_add,) NULL };

void seen_hash(struct seen *s, const struct wish *w)
{
	struct view v = w->spki || s->look.kind != LOOK_CERTIFICATE ? s->look.spki : s->look.cert.whole;

	s->print = (struct fingerprint){ .algorithm = w->algorithm, .spki = w->spki };
	fingerprint_of(&s->print, v.p, v.len);
	s->same = memcmp(s->print.sha256, w->wanted.sha256, SHA256_LEN) == 0;
}

int64_t seen_days(const struct seen *s, const struct wish *w)
{
	int64_t left = s->look.cert.not_after - w->now;

	return left / TIME_DAY - (left % TIME_DAY < 0);
}

static void put(const struct wish *w, const char *s)
{
	say_bytes(&w->say, s, strlen(s));
}

/* Where a terminal's colours are whose, only a terminal knows: there the ground is made, too. */
static void print_qr(const struct wish *w, const char *what)
{
	static char text[QR_TEXT];
	struct text t;

	text_init(&t, text, sizeof text);
	draw[0](&t, what, isatty(STDOUT_FILENO), NULL); /* a hash is never too long */
	put(w, text);
}

static void print(const struct wish *w, const struct seen *s)
{
	bool qr = w->form == FINGERPRINT_QR;
	char text[FINGERPRINT_TEXT], title[FINGERPRINT_TITLE];
	struct text t;

	fingerprint_title(s->look.key, s->look.bits, title);
	text_init(&t, text, sizeof text);
	if (qr)
		text_add(&t, w->url);
	fingerprint_add(&t, &s->print, w->form, title);
	if (w->names) {
		put(w, s->name);
		put(w, qr || strchr(text, '\n') != NULL ? ":\n" : ": ");
	}
	if (qr) {
		print_qr(w, text);
		return;
	}
	put(w, text);
	put(w, "\n");
}

/* What --match found: 0, or -1 with both fingerprints. */
static int compare(const struct wish *w, const struct seen *s, struct err *e)
{
	char wanted[3 * SHA256_LEN], text[FINGERPRINT_TEXT];
	struct fingerprint key = { .algorithm = DIGEST_SHA256 };
	struct text t;

	text_init(&t, text, sizeof text);
	fingerprint_add(&t, &s->print, FINGERPRINT_OPENSSL, "");
	if (s->same) {
		if (!w->say.json)
			say_state(&w->say, "ok", s->name, text);
		return 0;
	}
	text_init(&t, wanted, sizeof wanted);
	text_add_hex(&t, w->wanted.sha256, SHA256_LEN, ':');
	fingerprint_of(&key, s->look.spki.p, s->look.spki.len);
	bool its_key = memcmp(key.sha256, w->wanted.sha256, SHA256_LEN) == 0;
	return err_set(e, ERR_MISMATCH, "%s: MISMATCH: wanted %s, seen %s%s", s->name, wanted, text,
	    its_key ? " (what was wanted is its key: --spki)" : "");
}

/* Will it be good for so many days more? 0, or -1 with ERR_UNTRUSTED. */
static int outlast(const struct wish *w, const struct seen *s, struct err *e)
{
	char text[64];
	struct text t;
	int64_t left = s->look.cert.not_after - w->now, days = seen_days(s, w);

	text_init(&t, text, sizeof text);
	if (s->look.cert.not_before > w->now) {
		time_add_instant(&t, s->look.cert.not_before);
		return err_set(e, ERR_UNTRUSTED, "%s: not valid before %s", s->name, text);
	}
	if (left >= 0)
		text_format(&t, "%l days left, until ", days);
	time_add_date(&t, s->look.cert.not_after);
	if (left < 0)
		return err_set(e, ERR_UNTRUSTED, "%s: expired %l days ago: %s", s->name, -left / TIME_DAY, text);
	if (left < (int64_t)w->days_left * TIME_DAY)
		return err_set(e, ERR_UNTRUSTED, "%s: %u days wanted, %s", s->name, w->days_left, text);
	if (!w->say.json)
		say_state(&w->say, "ok", s->name, text);
	return 0;
}

static void note(const struct wish *w, const struct seen *s)
{
	char text[64], title[FINGERPRINT_TITLE];
	struct text t;

	fingerprint_title(s->look.key, s->look.bits, title);
	text_init(&t, text, sizeof text);
	text_add(&t, title);
	if (s->look.kind == LOOK_CERTIFICATE) {
		text_add(&t, ", until ");
		time_add_date(&t, s->look.cert.not_after);
	}
	say_note(&w->say, "%s: %s, %s", s->name, s->look.kind == LOOK_CERTIFICATE ? "certificate" : "key", text);
}

/* One line a rule that is broken. */
static int print_lint(const struct wish *w, const struct seen *s)
{
	char text[128];
	unsigned broken = 0;
	struct text t;

	for (unsigned i = 0; i < LINT_N; i++) {
		if (!lint_has(&s->lint, (enum lint_rule)i))
			continue;
		broken++;
		if (w->say.json)
			continue;
		if (w->names) {
			put(w, s->name);
			put(w, ": ");
		}
		text_init(&t, text, sizeof text);
		text_format(&t, "%t\n", linting->text((enum lint_rule)i));
		put(w, text);
	}
	if (broken > 0)
		return -1;
	text_init(&t, text, sizeof text);
	text_format(&t, "keeps %u rules", (unsigned)LINT_N);
	if (!w->say.json)
		say_state(&w->say, "ok", s->name, text);
	return 0;
}

int answer(const struct wish *w, struct seen *s, struct err *e)
{
	seen_hash(s, w);
	if (w->lint)
		linting->cert(&s->look.cert, &s->lint);
	note(w, s);
	if (w->say.json && object_print(w, s, e) != 0)
		return -1;
	if (w->match != NULL && !(w->all && !s->same) && compare(w, s, e) != 0)
		return -1;
	if (w->days && outlast(w, s, e) != 0)
		return -1;
	if (w->text)
		page_print(w, s);
	else if (!w->say.json && w->match == NULL && !w->days && !w->lint)
		print(w, s);
	return w->lint ? print_lint(w, s) : 0;
}
