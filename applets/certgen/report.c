/* SPDX-License-Identifier: MIT */
/* report.c - what certgen says of what it found, does and leaves. */
#include <string.h>

#include "applets/certgen/has.h"
#include "applets/certgen/report.h"
#include "applets/sha256.h"
#include "lib/text.h"
#include "x509/name.h"
#include "x509/time.h"

/* What there is to know of one thing, while it is put together. Static: a buffer in each function would be a guard in each. */
static struct text *begin(void)
{
	static char room[1024];
	static struct text t;

	text_init(&t, room, sizeof room);
	return &t;
}

static const char *file_name(const struct set *set, enum set_file file)
{
	return set->entry[file].shown;
}

static void add_until(struct text *t, const struct cert_view *c)
{
	text_add(t, ", until ");
	time_add_date(t, c->not_after);
}

static void add_ca(struct text *t, const struct cert_view *c)
{
	struct view cn = name_common_of(c->subject);

	if (cn.len)
		text_add_bytes(t, (const char *)cn.p, cn.len);
	else
		name_add_text(t, c->subject);
	add_until(t, c);
}

/* Three names, and how many more. */
static void add_leaf(struct text *t, const struct cert_view *c, bool provisional)
{
	struct view at = c->sans;
	size_t n = cert_count_sans(c);
	struct san s;

	for (size_t i = 0; i < 3 && cert_next_san(&at, &s); i++) {
		if (i)
			text_add_char(t, ' ');
		san_add_text(t, &s);
	}
	if (n == 0)
		name_add_text(t, c->subject);
	if (n > 3)
		text_format(t, " +%z", n - 3);
	add_until(t, c);
	if (provisional)
		text_add_text(t, TEXT(", provisional"));
}

static void add_file(struct text *t, const struct set *set, enum set_file file)
{
	int pair = (int)file / 2;

	if (file == SET_CA_CERT)
		add_ca(t, &set->cert[pair]);
	else if (file == SET_LEAF_CERT)
		add_leaf(t, &set->cert[pair], set->mark[pair] == MARK_PROVISIONAL);
	else
		text_add(t, key_name(set->key[pair].kind, set->key[pair].bits));
}

static const struct pair_plan *pair_of(const struct plan *p, enum set_file file)
{
	return file < SET_LEAF_KEY ? &p->ca : &p->leaf;
}

static const char *verb_of(const struct pair_plan *pair)
{
	if (has_why(pair->why, WHY_ROTATED, HAS_ROTATE))
		return "rotated";
	if (has_why(pair->why, WHY_IMPORTED, HAS_IMPORT))
		return "imported";
	if (has_why(pair->why, WHY_SIGNED, HAS_SIGN))
		return "signed";
	return pair->steps & STEP_NEW_KEY ? "created" : "reissued";
}

void report_made(const struct say *s, const struct set *set, const struct plan *p, enum set_file file, const char *from)
{
	const struct pair_plan *pair = pair_of(p, file);
	struct text *t = begin();

	add_file(t, set, file);
	if (from)
		text_format(t, " (carried over from %s)", from);
	else if (plan_add_text(t, " (", pair->why))
		text_add_char(t, ')');
	say_change(s, from ? "created" : verb_of(pair), file_name(set, file), t->buf);
}

void report_aside(const struct say *s, const struct set *set, const struct plan *p, enum set_file file, const char *aside)
{
	enum why why = pair_of(p, file)->why;
	struct text *t = begin();

	text_add(t, aside);
	if (!plan_add_text(t, " (", why))
		text_format(t, " (%t", has_why(why, WHY_ROTATED, HAS_ROTATE) ? TEXT("rotated") :
		    has_why(why, WHY_IMPORTED, HAS_IMPORT) || has_why(why, WHY_SIGNED, HAS_SIGN) ? TEXT("replaced") : TEXT("does not parse"));
	text_add_char(t, ')');
	say_change(s, "set-aside", file_name(set, file), t->buf);
}

static void would_file(const struct say *s, const struct set *set, const struct wishes *w, const struct pair_plan *pair, enum set_file file)
{
	bool cert = file == SET_CA_CERT || file == SET_LEAF_CERT;
	unsigned made = cert ? STEP_NEW_CERT : STEP_NEW_KEY, aside = cert ? STEP_ASIDE_CERT : STEP_ASIDE_KEY;
	unsigned mended = cert ? STEP_MEND_CERT : STEP_MEND_KEY;
	const char *what = file_name(set, file);
	const struct wished_type *type = &w->type[file / 2];
	struct text *why = begin();

	plan_add_text(why, "", pair->why);
	if (pair->steps & aside)
		say_change(s, "set-aside", what, why->len ? why->buf : "does not parse");
	if ((pair->steps & made) && !(has_seal(&w->plan) && file == SET_CA_KEY))
		say_change(s, verb_of(pair), what, why->len ? why->buf : cert ? "missing" : key_name(type->kind, type->bits));
	else if (pair->steps & mended)
		say_change(s, "mended", what, "mode or owner");
}

void report_would(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p)
{
	for (int i = 0; i < SET_FILES; i++)
		would_file(s, set, w, pair_of(p, (enum set_file)i), (enum set_file)i);
	if (p->tidy)
		say_change(s, "removed", set->path, "files of an interrupted run");
	if (p->mark)
		say_change(s, "mended", ".host", "this machine's mark");
}

static enum set_file anchor_of(const struct set *set, const struct plan *p)
{
	return set_has_cert(set, SET_CA) && p->ca.why != WHY_NOT_NEEDED ? SET_CA_CERT : SET_LEAF_CERT;
}

void report_trust(const struct say *s, const struct set *set, const struct plan *p)
{
	enum set_file anchor = anchor_of(set, p);
	const struct cert_view *c = &set->cert[anchor / 2];
	struct text *t = begin();

	if (anchor == SET_LEAF_CERT && (set->cert_found[SET_LEAF] != CERT_FILE_OURS || !cert_self_issued(c)))
		return;
	sha256_add(t, c->whole);
	say_state(s, "trust", file_name(set, anchor), t->buf);
}

void report_kept(const struct say *s, const struct set *set, const struct plan *p)
{
	for (int pair = 0; pair < SET_PAIRS; pair++) {
		const struct pair_plan *plan = pair == SET_CA ? &p->ca : &p->leaf;
		struct text *t = begin();

		if (set->cert_found[pair] != CERT_FILE_FOREIGN || plan->steps || plan->why == WHY_NOT_NEEDED)
			continue;
		text_add(t, "your own: ");
		add_file(t, set, SET_CERT_OF(pair));
		say_state(s, "kept", file_name(set, SET_CERT_OF(pair)), t->buf);
	}
}

void report_ok(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p)
{
	const struct cert_view *leaf = w->plan.ca_only ? &set->cert[SET_CA] : &set->cert[SET_LEAF];
	struct text *t = begin();
	unsigned n = 0;

	for (int i = 0; i < SET_FILES; i++)
		n += set->entry[i].file.facts.there && !(has_csr(&w->plan) && i == SET_LEAF_CERT) && pair_of(p, (enum set_file)i)->why != WHY_NOT_NEEDED;
	text_format(t, "%u files", n + has_csr(&w->plan));
	if (!has_csr(&w->plan))
		add_until(t, leaf);
	if (!w->plan.ca_only && !has_csr(&w->plan) && set->cert_found[SET_LEAF] == CERT_FILE_OURS && p->signer != SIGNER_NONE) {
		text_add(t, ", renews ");
		time_add_date(t, plan_renews_at(leaf->not_before, leaf->not_after, w->plan.renew_before));
	}
	say_state(s, "ok", set->path, t->buf);
}

/* Standing facts: said when something else is, or asked for. */
static void (*standing(bool changed))(const struct say *s, const char *format, ...)
{
	return changed ? (say_warning) : (say_note);
}

static void add_name(struct text *t, const struct san *name)
{
	text_add_char(t, ' ');
	san_add_text(t, name);
}

static void left_out(const struct say *s, const struct names *l, bool changed)
{
	struct text *t = begin();

	for (size_t i = 0; i < l->n; i++) {
		if (l->list[i].out)
			add_name(t, &l->list[i].san);
	}
	if (t->len)
		standing(changed)(s, TEXT("left out, the CA does not permit them:%s"), t->buf);
}

static void warn_lacking(const struct say *s, const struct set *set, const struct names *l, uint32_t n)
{
	const struct cert_view *leaf = &set->cert[SET_LEAF];
	struct text *t = begin();
	unsigned shown = 0;

	for (size_t i = 0; i < l->n && shown < 3; i++) {
		if (l->list[i].out || cert_has_san(leaf, &l->list[i].san))
			continue;
		shown++;
		add_name(t, &l->list[i].san);
	}
	if (n > shown)
		text_format(t, " +%u", n - shown);
	say_warning(s, "%s: %s is your own and lacks wanted names:%s", set->path, file_name(set, SET_LEAF_CERT), t->buf);
}

/* Warnings of one file: their texts know DIR, the file, and a certificate's end or a key's type. */
static void warn_pair(const struct say *s, const struct set *set, const struct plan *p, enum set_pair pair)
{
	static const struct {
		const char *text;
		uint16_t warning;
		uint8_t file;
	} rows[] = {
		{TEXT("%s: the CA's files are gone; the leaf is kept until it expires (--force makes a new CA)"), WARN_CA_GONE, SET_CA_CERT},
		{TEXT("%s: %s ends on %s: plan --rotate ca"), WARN_CA_ENDS, SET_CA_CERT},
		{TEXT("%s: no cross-certificate leads to the new CA: every client has to install %s"), WARN_NO_CROSS, SET_CA_CERT},
		{TEXT("%s: %s stays %s: another type needs --rotate ca"), WARN_CA_TYPE, SET_CA_KEY},
		{TEXT("%s: %s is not renewed: it already lasts as long as the CA"), WARN_LEAF_SHORT, SET_LEAF_CERT},
		{TEXT("%s: %s stays %s: another type needs --rotate key"), WARN_TYPE, SET_LEAF_KEY},
	};
	struct text *until = begin();

	if (set_has_cert(set, pair))
		time_add_date(until, set->cert[pair].not_after);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].file / 2 == (int)pair && (p->warnings & rows[i].warning))
			(say_warning)(s, rows[i].text, set->path, file_name(set, (enum set_file)rows[i].file),
			    rows[i].file == SET_CERT_OF(pair) ? until->buf : key_name(set->key[pair].kind, set->key[pair].bits));
	}
}

static void warn_ca(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p, bool changed)
{
	if (p->warnings & WARN_CA_OFFLINE)
		standing(changed || (p->warnings & WARN_WAITS))(s,
		    TEXT("the CA key is not here: nothing can be issued until it is back (sealed: --seal --force)"));
	if (has_seal(&w->plan) && (p->ca.steps & STEP_ASIDE_KEY))
		say_warning(s, "%s: %s, set aside, still signs for clients of the old CA: take it away", set->path, file_name(set, SET_CA_KEY));
	warn_pair(s, set, p, SET_CA);
}

static void warn_leaf(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p, const struct found *f)
{
	const char *cert = file_name(set, SET_LEAF_CERT);
	struct text *why = begin();

	plan_add_text(why, "", p->leaf.why);
	if (p->warnings & WARN_WAITS)
		(say_warning)(s, has_seal(&w->plan) ? TEXT("%s: %s stays: %s: --seal --force, for a new CA that all clients must install") :
		    TEXT("%s: %s waits for the CA key: %s"), set->path, cert, why->buf);
	if (p->warnings & WARN_SPAN)
		say_warning(s, "%s: %s spans more than %u days (--days %u, and a day back): Apple's systems refuse that", set->path, cert, PLAN_SPAN_WARNED, w->plan.days);
	warn_pair(s, set, p, SET_LEAF);
	if (f->leaf.cert == CERT_FILE_FOREIGN && f->leaf.open_key && p->leaf.why == WHY_KEPT)
		say_warning(s, "%s: %s is your own, and others may read it (mode %o)", set->path, file_name(set, SET_LEAF_KEY),
		    (unsigned)(set->entry[SET_LEAF_KEY].file.facts.mode & 0777));
}

void report_warnings(const struct say *s, const struct set *set, const struct wishes *w, const struct plan *p, const struct found *f, const struct names *l, bool changed)
{
	warn_ca(s, set, w, p, changed);
	if (p->warnings & WARN_KEPT_NAMES)
		warn_lacking(s, set, l, f->leaf.lacks);
	warn_leaf(s, set, w, p, f);
	if (p->warnings & WARN_OTHER_MACHINE)
		say_warning(s, "%s: this set was made on another machine; if it was copied, --on-clone new makes its own", set->path);
	if (!w->plan.ca_only)
		left_out(s, l, changed);
	if (!f->believed && !has_csr(&w->plan))
		standing(changed)(s, TEXT("the clock is not believed: the certificate is provisional until it is"));
}

/* The first name that was given and is not permitted. */
static int failed_name(const struct set *set, const struct names *l, struct err *e)
{
	struct text *name = begin();

	for (size_t i = 0; i < l->n && !name->len; i++) {
		if (l->list[i].out && l->list[i].given)
			san_add_text(name, &l->list[i].san);
	}
	return err_set(e, ERR_FAIL, "%s: %s does not permit the name %s; nothing changed (a new CA: --rotate ca)", set->path, file_name(set, SET_CA_CERT), name->buf);
}

int report_failure(const struct set *set, const struct plan *p, const struct names *l, struct err *e)
{
	enum set_pair pair = p->because_leaf ? SET_LEAF : SET_CA;
	bool dated = p->because == WHY_FOREIGN_DATE || p->because == WHY_CA_EXPIRED;
	bool key = p->because == WHY_LINKED_KEY || has_why(p->because, WHY_KEY_WAS_HERE, HAS_SEAL);
	struct text *t;

	if (p->because == WHY_OUTSIDE)
		return failed_name(set, l, e);
	if (p->because == WHY_CA_KEY_LOST)
		return err_set(e, p->failure, "%s: %s is not here to sign %s; nothing changed (bring it back, or --rotate ca; sealed: --seal --force)",
		    set->path, file_name(set, SET_CA_KEY), file_name(set, SET_LEAF_CERT));
	t = begin();
	plan_add_text(t, "", p->because);
	if (dated) {
		text_add_text(t, TEXT(" (it was good from "));
		time_add_date(t, set->cert[pair].not_before);
		text_add(t, " to ");
		time_add_date(t, set->cert[pair].not_after);
		text_add_char(t, ')');
	}
	return err_set(e, p->failure, "%s: %s %s", set->path, file_name(set, key ? SET_KEY_OF(pair) : SET_CERT_OF(pair)), t->buf);
}
