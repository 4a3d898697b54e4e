/* SPDX-License-Identifier: MIT */
/* reading.c - DIR as the keeper last read it: generations of the offer, and their keys. */
#include "applets/certserve/reading.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "applets/certserve/private.h"
#include "applets/certserve/tell.h"
#include "applets/sha256.h"
#include "lib/wipe.h"
#include "os/clock.h"
#include "x509/time.h"

enum { CERT, KEY, CA, FILES };

#define TRIES 10  /* of the first reading, while somebody writes */

/* --- files ------------------------------------------------------------------------------------------ */

static const char *path_of(const struct reading *r, const struct keeper *k, size_t i)
{
	return i < FILES ? r->names[i].path : k->files[i - FILES].file;
}

static size_t count(const struct keeper *k)
{
	return FILES + k->n_files;
}

static void watch(const struct reading *r, const struct keeper *k, struct watch *w)
{
	for (size_t i = 0; i < count(k); i++)
		watch_look(w, i, path_of(r, k, i));
}

static void close_files(struct reading *r, size_t n)
{
	if (r->load.work != NULL)
		wipe(r->load.work, r->load.work_cap);
	free(r->load.work);
	r->load.work = NULL;
	for (size_t i = 0; i < n; i++)
		file_wipe(&r->files[i]);
}

/* One of the pair's three, which must not fail. */
static int open_file(struct reading *r, size_t i, struct load_file *f, struct err *e)
{
	struct file *at = &r->files[i];

	if (file_read(AT_FDCWD, r->names[i].path, FILE_MAX, at, e) < 0)
		return -1;
	*f = (struct load_file){ r->names[i].path, view_of(at->bytes, at->size) };
	r->load.work_cap += at->size;
	return 0;
}

/* --- the parts of an offer: what is there, or what was there before ----------------------------------- */

static int read_pair(struct reading *r, struct offer *o, struct key *key, struct err *e)
{
	struct load *l = &r->load;

	l->work_cap = LOAD_WORK;
	if (open_file(r, CERT, &l->cert, e) < 0 || open_file(r, KEY, &l->key, e) < 0 || open_file(r, CA, &l->ca, e) < 0)
		return -1;
	l->work = malloc(l->work_cap);
	if (l->work == NULL)
		return err_set(e, ERR_FAIL, "out of memory");
	return load_pair(l, o, key, e);
}

/* Has it been wrong for long? */
static bool is_over(const struct reading *r)
{
	return r->bad_since != 0 && clock_ticks_ms() - r->bad_since >= KEEPER_PATIENCE_MS;
}

static void note_leaf(struct reading *r)
{
	const struct cert_view *leaf = r->load.certs;
	struct view at = leaf->sans;
	struct san name;
	struct text t;

	if (r->not_before != leaf->not_before || r->not_after != leaf->not_after)
		r->dated = false;
	r->not_before = leaf->not_before;
	r->not_after = leaf->not_after;
	if (!cert_next_san(&at, &name))
		return;
	text_init(&t, r->name, sizeof r->name);
	san_add_host(&t, &name);
}

/* o is empty. 0, or -1 with *e: it is the pair as it was, if there was one. */
static int add_pair(struct reading *r, struct offer *o, const struct offer *old, struct err *e)
{
	struct key *key = &r->keys[o->generation % OFFER_SLOTS];
	uint32_t generation = o->generation;

	if (read_pair(r, o, key, e) == 0) {
		/* The CA's file comes before or after the leaf: for a moment they do not belong together. */
		if (old == NULL || old->anchor.len == 0 || o->anchor.len > 0 || is_over(r)) {
			note_leaf(r);
			if (o->anchor.len > 0)
				return 0;
			err_set(e, ERR_NONE, "%s: %t; there is no trust anchor to hand out", r->names[CA].path,
			    r->load.ca.bytes.p != NULL ? TEXT("does not verify the certificate") : TEXT("is not there"));
			return 0;
		}
		err_set(e, ERR_MISMATCH, "%s: does not verify %s", r->names[CA].path, r->names[CERT].path);
	}
	if (old == NULL)
		return -1;
	offer_begin(o, generation);
	load_again(o, old); /* it had room before */
	*key = r->keys[old->generation % OFFER_SLOTS];
	return -1;
}

/* The i-th of --publish; as add_pair. */
static int add_file(struct reading *r, const struct keeper *k, size_t i, struct offer *o, const struct offer *old, struct err *e)
{
	const struct keeper_file *what = &k->files[i];
	struct file *f = &r->files[FILES + i];
	struct view body = view_of(NULL, 0);
	int bad = file_read(AT_FDCWD, what->file, FILE_MAX, f, e);

	if (bad == 0 && !f->facts.there)
		bad = err_set(e, ERR_FAIL, "%s: is not there", what->file);
	else if (bad == 0 && private_inside(view_of(f->bytes, f->size)))
		bad = err_set(e, ERR_MALFORMED, "%s: holds a private key: not published", what->file);
	if (bad == 0)
		body = view_of(f->bytes, f->size);
	else if (old != NULL && old->n_files > i)
		body = offer_view(old, old->files[i].body);
	if (offer_add(o, what->path, strlen(what->path), &o->files[i].path) < 0 || offer_add(o, body.p, body.len, &o->files[i].body) < 0)
		bad = err_set(e, ERR_FAIL, "%s: all files together over %z bytes", what->file, (size_t)OFFER_ROOM);
	o->n_files = (uint8_t)(i + 1);
	return bad;
}

/* Into the slot of the next generation. 0, or -1 with the first of what is wrong. */
static int build(struct reading *r, const struct keeper *k, struct offer *o, const struct offer *old, struct err *e)
{
	int bad;

	offer_begin(o, r->current + 1);
	bad = add_pair(r, o, old, e);
	for (size_t i = 0; i < k->n_files && (bad == 0 || old != NULL); i++)
		bad |= add_file(r, k, i, o, old, e);
	return bad;
}

/* --- generations ------------------------------------------------------------------------------------ */

static void take(struct reading *r, struct offer *o, uint32_t reloads, int64_t loaded)
{
	o->reloads = reloads;
	o->loaded = loaded;
	r->current = o->generation;
}

/* A certificate out of date is served all the same: who else would say so? */
static void warn_dates(struct reading *r, const struct keeper *k)
{
	int64_t now = clock_now();
	char date[24];
	struct text t;

	if (r->dated || (now >= r->not_before && now <= r->not_after))
		return;
	r->dated = true;
	text_init(&t, date, sizeof date);
	time_add_instant(&t, now < r->not_before ? r->not_before : r->not_after);
	tell_warning(&k->say, "%s: %t %s by this machine's clock; served all the same", r->names[CERT].path,
	    now < r->not_before ? TEXT("not valid before") : TEXT("expired"), date);
}

static int name_files(struct reading *r, const struct keeper *k, struct err *e)
{
	const char *const names[] = { k->cert, k->key, k->ca };

	for (size_t i = 0; i < FILES; i++) {
		struct text t;

		text_init(&t, r->names[i].path, sizeof r->names[i].path);
		if (names[i][0] != '/')
			text_format(&t, "%s/", k->dir);
		text_add(&t, names[i]);
		if (t.cut)
			return err_set(e, ERR_USAGE, "--dir: name too long");
	}
	return 0;
}

int reading_first(struct reading *r, const struct keeper *k, struct err *e)
{
	struct offer *o = offer_of(k->offers, 1);
	struct watch after;
	struct err why = { .kind = ERR_NONE };
	bool same = false;
	int bad = 0;

	if (name_files(r, k, e) < 0)
		return -1;
	for (int i = 0; i < TRIES && !same; i++) {
		if (i > 0)
			clock_sleep_ms(KEEPER_LOOK_MS / 4);
		err_clear(&why);
		watch(r, k, &r->seen);
		bad = build(r, k, o, NULL, &why);
		close_files(r, count(k));
		watch(r, k, &after);
		same = watch_same(&r->seen, &after, count(k));
	}
	if (bad == 0 && !same)
		bad = err_set(&why, ERR_FAIL, "%s: changes all the time", k->dir);
	if (bad != 0)
		return err_set(e, why.kind, "%s", why.text);
	if (why.text[0] != '\0')
		tell_warning(&k->say, "%s", why.text);
	take(r, o, 1, clock_now());
	warn_dates(r, k);
	r->again = watch_fresh(&r->seen, count(k), (time_t)clock_now());
	return 0;
}

/* Since when is something wrong, and is it time to say so? */
static void judge(struct reading *r, const struct keeper *k, int bad, const struct err *why)
{
	if (bad == 0) {
		r->bad_since = 0;
		r->said = false;
		return;
	}
	if (r->bad_since == 0)
		r->bad_since = clock_ticks_ms();
	/* what is no file's fault (no descriptor, no memory) passes without one that changes */
	r->again = r->again || !r->said || why->kind == ERR_FAIL;
	if (r->said || !is_over(r))
		return;
	r->said = true;
	tell_warning(&k->say, "%s; what was good before is served", why->text);
}

/* What was built is another offer, in its slot; or not, and forgotten. */
static int settle(struct reading *r, const struct keeper *k, int bad, const struct err *why)
{
	struct offer *o = offer_of(k->offers, r->current + 1), *old = offer_of(k->offers, r->current);
	bool same = load_same(o, old);

	o->good = bad == 0 || !r->said;
	if (same && o->good == old->good)
		return 0;
	take(r, o, old->reloads + 1, same ? old->loaded : clock_now());
	if (bad == 0 && why->text[0] != '\0')
		tell_warning(&k->say, "%s", why->text);
	if (bad == 0 || !same)
		reading_report(r, k, true, "reloaded", k->dir);
	return 1;
}

int reading_look(struct reading *r, const struct keeper *k)
{
	struct watch before, after;
	struct err why = { .kind = ERR_NONE };
	size_t n = count(k);
	int bad, changed = 0;

	warn_dates(r, k);
	watch(r, k, &before);
	if ((!r->again && watch_same(&before, &r->seen, n)) || r->taken != r->current)
		return 0;
	bad = build(r, k, offer_of(k->offers, r->current + 1), offer_of(k->offers, r->current), &why);
	close_files(r, n);
	watch(r, k, &after);
	r->seen = before;
	r->again = !watch_same(&before, &after, n); /* somebody is at work */
	if (!r->again) {
		r->again = watch_fresh(&before, n, (time_t)clock_now());
		judge(r, k, bad, &why);
		changed = settle(r, k, bad, &why);
	}
	if (!changed)
		key_wipe(&r->keys[(r->current + 1) % OFFER_SLOTS]);
	return changed;
}

const struct key *reading_key(const struct reading *r, uint32_t generation)
{
	const struct key *key = &r->keys[generation % OFFER_SLOTS];

	if (generation == 0 || generation > r->current || generation + OFFER_KEPT <= r->taken || key->kind == KEY_NONE)
		return NULL;
	return key;
}

void reading_forget(struct reading *r)
{
	if (r->taken >= OFFER_KEPT)
		key_wipe(&r->keys[(r->taken + 1) % OFFER_SLOTS]);
}

void reading_report(const struct reading *r, const struct keeper *k, bool always, const char *verb, const char *what)
{
	const struct offer *o = offer_of(k->offers, r->current);
	struct view anchor = offer_view(o, o->anchor);
	char detail[SHA256_TEXT];
	struct text t;

	text_init(&t, detail, sizeof detail);
	if (anchor.len > 0)
		sha256_add(&t, anchor);
	else
		text_add(&t, "no trust anchor");
	tell_report(&k->say, always, verb, what, detail);
}

void reading_close(struct reading *r)
{
	wipe(r->keys, sizeof r->keys);
}
