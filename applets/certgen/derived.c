/* SPDX-License-Identifier: MIT */
/* derived.c - files that follow from the set: compared, and put in their place. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/csr.h"
#include "applets/certgen/derived.h"
#include "applets/certgen/leftover.h"
#include "applets/certgen/options.h"
#include "lib/wipe.h"
#include "os/durable.h"
#include "os/mend.h"
#include "with.inc"

#define DERIVED_MAX (2 * FILE_MAX) /* bytes: --bundle-base, and what is added to it */

/* The password before what it opens. */
static const struct derived_row rows[] = {
	WITH_csr({OPT_CSR, false, NEEDS_NOTHING, NULL, csr_make, csr_ours},)
	WITH_combined({OPT_COMBINED, true, NEEDS_LEAF, NULL, combined_make, combined_is_ours},)
	WITH_bundle({OPT_BUNDLE, false, NEEDS_ANCHOR, NULL, bundle_make, bundle_is_ours},)
	WITH_p12({OPT_PASSWORD_FILE, true, NEEDS_NOTHING, password_same, password_make, NULL},)
	WITH_p12({OPT_P12, true, NEEDS_LEAF, p12_file_same, p12_file_make, p12_file_is_ours},)
	{0, false, NEEDS_NOTHING, NULL, NULL, NULL},
};

static int (*const links[])(struct run *r, bool check, bool *work, struct err *e) = { WITH_bundle(hash_link_update,) NULL };

const char *derived_value(const struct run *r, uint16_t option)
{
	return args_value(r->w->args, option, NULL);
}

enum set_file derived_anchor(const struct set *s)
{
	if (set_has_cert(s, SET_CA))
		return SET_CA_CERT;
	return set_has_cert(s, SET_LEAF) && cert_self_issued(&s->cert[SET_LEAF]) ? SET_LEAF_CERT : SET_FILES;
}

/* Is it asked for, and can it be made? */
static bool is_wanted(const struct run *r, uint16_t option, enum derived_needs needs)
{
	const struct set *s = &r->set;

	if (!args_on(r->w->args, option) || r->w->plan.csr != (option == OPT_CSR))
		return false;
	if (needs == NEEDS_LEAF ? set_has_cert(s, SET_LEAF) : needs != NEEDS_ANCHOR || derived_anchor(s) != SET_FILES)
		return true;
	say_warning(r->say, "%s: no certificate here for --%s", s->path, certgen_options[option].word);
	return false;
}

static void close_entry(const struct derived *d, const struct set_entry *at)
{
	if (at->dirfd != d->r->set.dirfd)
		close(at->dirfd);
}

/* "--WORD: " before a failure. */
static int named(uint16_t option, struct err *e)
{
	char word[32];
	struct text t;

	text_init(&t, word, sizeof word);
	text_format(&t, "--%s", certgen_options[option].word);
	return err_prefix(e, word);
}

int derived_read(const struct derived *d, uint16_t option, size_t max, struct file *out, struct err *e)
{
	struct set_entry at;
	int result = set_entry_open(&at, derived_value(d->r, option), d->r->set.dirfd, e);

	*out = (struct file){.bytes = NULL};
	if (result == 0) {
		result = file_read(at.dirfd, at.base, max, out, e);
		close_entry(d, &at);
	}
	return result ? named(option, e) : 0;
}

int derived_begin(struct run *r, struct err *e)
{
	struct act a = {.s = &r->set, .r = &r->rng};

	if (ensure_seed(r, e) || (r->w->on_change && act_mark_pending(&a, e)))
		return -1;
	r->changed = true;
	return 0;
}

static int set_aside(const struct derived *d, struct err *e)
{
	char aside[SET_NAME_MAX + 16];

	if (durable_set_aside(d->at.dirfd, d->at.base, aside, sizeof aside, e))
		return -1;
	say_change(d->r->say, "set-aside", d->at.shown, aside);
	return 0;
}

/* Of what is secret the leaf key's owner, if one is wished; mode 0: whoever has it. */
static const struct leaf_owner *owner_of(const struct derived *d)
{
	static const struct leaf_owner any = {(uid_t)-1, (gid_t)-1, 0};

	return d->row->secret ? &d->r->owner : &any;
}

static int put(struct derived *d, const struct product *made, struct err *e)
{
	bool there = d->at.file.facts.there, ours = there && d->row->ours(d);
	const struct leaf_owner *owner = owner_of(d);
	struct act a = {.s = &d->r->set, .r = &d->r->rng};
	char temp[MARK_TEMP_NAME_LEN];
	struct durable_file f = {.name = d->at.base, .temp = temp, .bytes = made->bytes, .len = made->len,
		.mode = owner->mode ? owner->mode : d->row->secret ? 0600 : 0644, .uid = owner->uid, .gid = owner->gid, .secret = d->row->secret,
		.how = ours ? DURABLE_REPLACE : DURABLE_CREATE};

	if (there && !ours && set_aside(d, e))
		return -1;
	act_temp(&a, &d->at, temp);
	if (durable_put(d->at.dirfd, &f, e))
		return -1;
	say_change(d->r->say, ours ? "reissued" : "created", d->at.shown, "");
	return 0;
}

static int mend(struct derived *d, struct err *e)
{
	const struct file_facts *facts = &d->at.file.facts;
	const struct leaf_owner *owner = owner_of(d);
	mode_t mode = owner->mode ? owner->mode : facts->mode & (mode_t)(d->row->secret ? 0740 : 0755);

	if (facts->link || (mode == (facts->mode & 0777) && (owner->uid == (uid_t)-1 || owner->uid == facts->uid)
	    && (owner->gid == (gid_t)-1 || owner->gid == facts->gid)))
		return 0;
	if (!d->check && (derived_begin(d->r, e) || mend_file(d->at.dirfd, d->at.base, mode, owner->uid, owner->gid, e)))
		return -1;
	*d->work = true;
	say_change(d->r->say, "mended", d->at.shown, "mode or owner");
	return 0;
}

/* 1 the same, 0 not. */
static int compare(struct derived *d, struct product *made, struct err *e)
{
	const struct file *f = &d->at.file;

	if (d->row->same)
		return f->facts.there ? d->row->same(d, e) : 0;
	if (d->row->make(d, made, e))
		return -1;
	return f->facts.there && f->size == made->len && memcmp(f->bytes, made->bytes, made->len) == 0;
}

static int bring_about(struct derived *d, struct product *made, struct err *e)
{
	const struct file_facts *facts = &d->at.file.facts;
	int same = 0;

	if (d->at.dirfd >= 0 && file_read(d->at.dirfd, d->at.base, DERIVED_MAX, &d->at.file, e))
		return -1;
	/* What we never replace is the user's, and may be a link. */
	if (facts->dangling || (facts->link && d->row->ours))
		return err_set(e, ERR_FAIL, "is a symbolic link: neither followed nor replaced");
	if (!(d->check && *d->work && d->row->needs != NEEDS_NOTHING))
		same = compare(d, made, e);
	if (same)
		return same < 0 ? -1 : mend(d, e);
	*d->work = true;
	if (d->check)
		return say_change(d->r->say, facts->there ? "reissued" : "created", d->at.shown, ""), 0;
	if (derived_begin(d->r, e) || (!made->bytes && d->row->make(d, made, e)))
		return -1;
	return put(d, made, e);
}

/* What an earlier run left outside DIR; within it, the plan has seen to that. It only tidies: no failure. */
static void tidy(const struct derived *d)
{
	uint32_t left = 0;

	if (!d->check && leftover_count(d->at.dirfd, d->r->set.path, &left, NULL) == 0 && left)
		leftover_remove(d->at.dirfd, d->r->set.path, NULL);
}

/* e: NULL after the first failure. */
static int update(struct derived *d, struct err *e)
{
	const struct set *s = &d->r->set;
	struct product made = {0};
	int result = set_entry_open(&d->at, derived_value(d->r, d->row->option), s->dirfd, e);

	if (result == 0) {
		if (d->at.dirfd != s->dirfd)
			tidy(d);
		result = bring_about(d, &made, e);
		close_entry(d, &d->at);
	}
	if (made.bytes)
		wipe(made.bytes, made.len);
	free(made.bytes);
	file_wipe(&d->at.file);
	if (result == 0 || !e)
		return result;
	/* No other DIR helps when it is a file outside that cannot be written. */
	if (d->at.dirfd != s->dirfd)
		e->number = 0;
	err_prefix(e, d->at.shown);
	return named(d->row->option, e);
}

int derived_update(struct run *r, bool check, bool *work, struct err *e)
{
	const bool stale = *work;
	int result = 0;

	for (const struct derived_row *row = rows; row->make; row++) {
		bool changes = stale;
		struct derived d = {.r = r, .row = row, .check = check, .work = &changes};

		if (!is_wanted(r, row->option, stale ? NEEDS_NOTHING : row->needs) || (row->option == OPT_PASSWORD_FILE && !derived_value(r, OPT_P12)))
			continue;
		result |= update(&d, result ? NULL : e);
		*work |= changes;
	}
	if (!stale && links[0] && is_wanted(r, OPT_HASH_LINK, NEEDS_ANCHOR))
		result |= links[0](r, check, work, result ? NULL : e);
	return result;
}

/* A password has no mark; one that certgen made looks like this. */
static bool looks_made(const struct file *f)
{
	size_t n = 0;

	while (n < f->size && isalnum(f->bytes[n]))
		n++;
	return f->size == 32 && n == f->size;
}

static int remove_one(struct derived *d, struct err *e)
{
	struct run *r = d->r;

	if (file_read(d->at.dirfd, d->at.base, DERIVED_MAX, &d->at.file, e))
		return -1;
	if (!d->at.file.facts.there)
		return 0;
	if (d->at.file.facts.link || !(d->row->ours ? d->row->ours(d) : looks_made(&d->at.file)))
		return say_state(r->say, "kept", d->at.shown, "not of this set"), 0;
	if (durable_remove(d->at.dirfd, d->at.base, e))
		return -1;
	say_change(r->say, "removed", d->at.shown, "");
	r->changed = true;
	return 0;
}

/* Backwards: a PKCS#12 file is known by its password. */
int derived_remove(struct run *r, struct err *e)
{
	int result = 0;

	for (size_t i = sizeof rows / sizeof rows[0] - 1; i-- > 0 && result == 0;) { /* the last is no row */
		struct derived d = {.r = r, .row = &rows[i]};

		if (!args_on(r->w->args, rows[i].option))
			continue;
		result = set_entry_open(&d.at, derived_value(r, rows[i].option), r->set.dirfd, e);
		if (result)
			break;
		result = remove_one(&d, e);
		close_entry(&d, &d.at);
		file_wipe(&d.at.file);
	}
	return result == 0 && args_on(r->w->args, OPT_HASH_LINK) && derived_anchor(&r->set) != SET_FILES ? hash_link_remove(r, e) : result;
}
