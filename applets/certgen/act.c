/* SPDX-License-Identifier: MIT */
/* act.c - do what a plan says, and only that. */
#include <string.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/has.h"
#include "applets/certgen/host.h"
#include "applets/certgen/leftover.h"
#include "applets/certgen/report.h"
#include "os/durable.h"
#include "os/mend.h"

static void new_temp(const struct act *a, const char *place, char out[static MARK_TEMP_NAME_LEN])
{
	uint8_t random[MARK_TEMP_RANDOM_LEN];

	rng_fill(a->r, random, sizeof random);
	mark_temp_name(random, place, out);
}

void act_temp(const struct act *a, const struct set_entry *at, char out[static MARK_TEMP_NAME_LEN])
{
	new_temp(a, at->dirfd == a->s->dirfd ? "" : a->s->path, out);
}

static unsigned steps_of(const struct act *a, enum set_file file)
{
	return file < SET_LEAF_KEY ? a->p->ca.steps : a->p->leaf.steps;
}

static bool is_key(enum set_file file)
{
	return file == SET_CA_KEY || file == SET_LEAF_KEY;
}

static bool is_carried(const struct act *a, enum set_file file)
{
	return a->s->entry[file].seeded && !a->products[file].bytes && !(steps_of(a, file) & STEP_NEW_KEY);
}

bool act_changes(const struct set *s, const struct plan *p)
{
	for (int i = 0; i < SET_FILES; i++) {
		if (s->entry[i].seeded)
			return true;
	}
	return p->ca.steps || p->leaf.steps;
}

int act_mark_pending(struct act *a, struct err *e)
{
	static const struct text nothing;
	char temp[MARK_TEMP_NAME_LEN];

	new_temp(a, "", temp);
	return durable_note(a->s->dirfd, PENDING_NAME, temp, 0600, &nothing, e);
}

/* Who shall have the file; mode 0: whoever has it. */
static const struct leaf_owner *owner_of(const struct act *a, enum set_file file)
{
	static const struct leaf_owner any = {(uid_t)-1, (gid_t)-1, 0};

	return file == SET_LEAF_KEY && a->owner->mode ? a->owner : &any;
}

/* What the file shall be; bytes made now, or carried over. */
static void describe(const struct act *a, enum set_file file, const char *temp, struct durable_file *f)
{
	const struct set_entry *entry = &a->s->entry[file];
	const struct leaf_owner *owner = owner_of(a, file);
	bool carried = is_carried(a, file), key = is_key(file);

	f->name = entry->base;
	f->temp = temp;
	f->bytes = carried ? (const char *)entry->file.bytes : a->products[file].bytes;
	f->len = carried ? entry->file.size : a->products[file].len;
	f->mode = owner->mode ? owner->mode : key ? 0600 : 0644;
	f->uid = owner->uid;
	f->gid = owner->gid;
	f->secret = key;
	f->how = key ? DURABLE_CREATE : DURABLE_REPLACE;
}

static int named(const struct act *a, struct err *e)
{
	return err_prefix(e, a->s->path);
}

static void say_made(const struct act *a, enum set_file file)
{
	report_made(a->say, a->s, a->p, file, is_carried(a, file) ? a->carried_from : NULL);
}

void act_told(void *ctx, enum set_file file, const char *aside)
{
	const struct act *a = ctx;

	if (aside && !*aside)
		say_change(a->say, "removed", a->s->entry[file].shown, "");
	else if (aside)
		report_aside(a->say, a->s, a->p, file, aside);
	else if (a->products)
		say_made(a, file);
	else
		say_change(a->say, "reissued", a->s->entry[file].shown, "an interrupted replacement, finished");
}

static int set_aside(const struct act *a, enum set_file file, struct err *e)
{
	const struct set_entry *entry = &a->s->entry[file];
	char aside[SET_NAME_MAX + 16];

	if (!(steps_of(a, file) & (is_key(file) ? STEP_ASIDE_KEY : STEP_ASIDE_CERT)) || entry->seeded)
		return 0;
	if (durable_set_aside(entry->dirfd, entry->base, aside, sizeof aside, e))
		return named(a, e);
	report_aside(a->say, a->s, a->p, file, aside);
	return 0;
}

static int one_by_one(struct act *a, struct err *e)
{
	for (int i = 0; i < SET_FILES; i++) {
		enum set_file file = (enum set_file)i;
		char temp[MARK_TEMP_NAME_LEN];
		struct durable_file f;

		if (set_aside(a, file, e))
			return -1;
		if (!a->products[file].bytes && !is_carried(a, file))
			continue;
		act_temp(a, &a->s->entry[file], temp);
		describe(a, file, temp, &f);
		if (durable_put(a->s->entry[file].dirfd, &f, e))
			return named(a, e);
		say_made(a, file);
	}
	return 0;
}

static void unstage(const struct act *a, const struct staged staged[SET_FILES])
{
	for (int i = 0; i < SET_FILES; i++) {
		if (staged[i].temp[0])
			durable_remove(a->s->entry[i].dirfd, staged[i].temp, NULL);
	}
}

static int stage_all(struct act *a, struct staged staged[SET_FILES], struct err *e)
{
	for (int i = 0; i < SET_FILES; i++) {
		enum set_file file = (enum set_file)i;
		bool aside = steps_of(a, file) & (is_key(file) ? STEP_ASIDE_KEY : STEP_ASIDE_CERT);
		bool staged_one = a->products[file].bytes || is_carried(a, file);
		struct durable_file f;

		if (!staged_one && (!aside || a->s->entry[file].seeded))
			continue;
		act_temp(a, &a->s->entry[file], staged[file].temp);
		staged[file].how = !staged_one ? (HAS_RESET && a->p->gone ? COMMIT_GONE : COMMIT_AWAY) : aside ? COMMIT_ASIDE : COMMIT_OVER;
		if (!staged_one)
			continue;
		describe(a, file, staged[file].temp, &f);
		if (durable_stage(a->s->entry[file].dirfd, &f, e)) {
			staged[file].temp[0] = '\0';
			return named(a, e);
		}
		if (durable_sync(a->s->entry[file].dirfd, e))
			return named(a, e);
	}
	return 0;
}

/* Until the record stands the old pair is untouched; from then on the new one will come to stand, whoever finishes it. */
static int all_at_once(struct act *a, struct err *e)
{
	struct staged staged[SET_FILES] = {0};
	char temp[MARK_TEMP_NAME_LEN];
	bool done;

	new_temp(a, "", temp);
	if (stage_all(a, staged, e) || commit_write(a->s, staged, temp, e)) {
		if (!commit_waits(a->s))
			unstage(a, staged);
		return -1;
	}
	return commit_roll_forward(a->s, &done, act_told, a, e);
}

static int tidy(const struct act *a, struct err *e)
{
	for (int i = -1; i < SET_FILES; i++) {
		int dirfd = i < 0 ? a->s->dirfd : a->s->entry[i].dirfd;

		if (i >= 0 && dirfd == a->s->dirfd)
			continue;
		if (leftover_remove(dirfd, i < 0 ? "" : a->s->path, e))
			return named(a, e);
	}
	say_change(a->say, "removed", a->s->path, "files of an interrupted run");
	return 0;
}

static int mend(struct act *a, struct err *e)
{
	for (int i = 0; i < SET_FILES; i++) {
		enum set_file file = (enum set_file)i;
		const struct set_entry *entry = &a->s->entry[file];
		const struct leaf_owner *owner = owner_of(a, file);

		if (!(steps_of(a, file) & (is_key(file) ? STEP_MEND_KEY : STEP_MEND_CERT)) || entry->seeded)
			continue;
		if (mend_file(entry->dirfd, entry->base, judge_mode(a->s, file, a->owner), owner->uid, owner->gid, e))
			return named(a, e);
		say_change(a->say, "mended", entry->shown, owner->mode ? "owner and mode" : "mode was too open");
	}
	return 0;
}

int act_do(struct act *a, struct err *e)
{
	char temp[MARK_TEMP_NAME_LEN];

	if (a->p->tidy && tidy(a, e))
		return -1;
	if (a->p->at_once ? all_at_once(a, e) : one_by_one(a, e))
		return -1;
	if (mend(a, e))
		return -1;
	if (!a->p->mark)
		return 0;
	new_temp(a, "", temp);
	if (host_add(a->s->dirfd, a->mark, temp, e))
		return named(a, e);
	say_detail(a->say, "mended", HOST_NAME, "this machine's mark");
	return 0;
}
