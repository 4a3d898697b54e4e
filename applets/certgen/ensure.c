/* SPDX-License-Identifier: MIT */
/* ensure.c - one directory: read, decide, act, report. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/commit.h"
#include "applets/certgen/derived.h"
#include "applets/certgen/ensure.h"
#include "applets/certgen/has.h"
#include "applets/certgen/leftover.h"
#include "applets/certgen/make.h"
#include "applets/certgen/place.h"
#include "applets/certgen/progress.h"
#include "applets/certgen/report.h"
#include "lib/wipe.h"
#include "os/entropy.h"
#include "os/lock.h"
#include "os/mount.h"

#define LOCK_WAIT_MS 60000
#define BOTH_PAIRS 3u

static bool no_room(const struct err *e)
{
	return e->number == EROFS || e->number == ENOSPC || e->number == EDQUOT;
}

static void lock_waits(void *ctx)
{
	const struct run *r = ctx;

	say_warning(r->say, "waiting for another certgen");
}

static void entropy_waits(void *ctx)
{
	const struct run *r = ctx;

	say_warning(r->say, "waiting for the kernel's random generator");
}

/* --check locks only what is there to lock: it makes nothing. */
static int take_lock(struct run *r, int dirfd, struct err *e)
{
	struct file_facts facts;

	if (dirfd < 0 || (r->w->check && (file_look(dirfd, LOCK_NAME, &facts, NULL) || !facts.there)))
		return -2;
	return lock_take(dirfd, LOCK_NAME, LOCK_WAIT_MS, lock_waits, r, e);
}

static int finish_earlier(struct run *r, bool *unfinished, struct err *e)
{
	struct act told = {.say = r->say, .s = &r->set, .p = &(struct plan){.failure = ERR_NONE}};
	bool done;

	*unfinished = commit_waits(&r->set);
	if (r->w->check || !*unfinished)
		return 0;
	if (commit_roll_forward(&r->set, &done, act_told, &told, e))
		return err_prefix(e, r->set.path);
	r->changed |= done;
	*unfinished = false;
	return 0;
}

static int count_leftovers(const struct set *s, uint32_t *n, struct err *e)
{
	if (s->dirfd < 0)
		return 0;
	if (leftover_count(s->dirfd, "", n, e))
		return -1;
	for (int i = 0; i < SET_FILES; i++) {
		if (s->entry[i].dirfd != s->dirfd && leftover_count(s->entry[i].dirfd, s->path, n, e))
			return -1;
	}
	return 0;
}

/* What only tidies can wait where nothing can be written: a live medium that travels is as good as ever. */
static void leave_be(const struct set *s, struct found *f)
{
	struct mount m;

	if ((!f->unmarked && !f->leftovers) || s->dirfd < 0 || mount_look(s->dirfd, &m, NULL) || !m.read_only)
		return;
	f->unmarked = false;
	f->leftovers = 0;
}

int ensure_read(struct run *r, const struct set *from, struct found *f, bool *unfinished, struct err *e)
{
	unsigned which = r->w->plan.self_signed || has_csr(&r->w->plan) ? 1u << SET_LEAF : r->w->plan.ca_only ? 1u << SET_CA : BOTH_PAIRS;

	if (finish_earlier(r, unfinished, e) || set_load(&r->set, which, e) || (from && set_seed(&r->set, from, which, e)))
		return -1;
	if ((!*unfinished && count_leftovers(&r->set, &f->leftovers, e)) || host_look(r->set.dirfd, r->mark, &f->other_machine, &f->unmarked, e))
		return err_prefix(e, r->set.path);
	leave_be(&r->set, f);
	judge_set(&r->set, r->w, &r->names, &r->owner, r->clock, r->believed, f);
	return 0;
}

int ensure_seed(struct run *r, struct err *e)
{
	uint8_t seed[RNG_SEED_LEN];
	int result;

	if (r->seeded)
		return 0;
	result = entropy_fill(seed, sizeof seed, r->w->entropy_wait_s * 1000, entropy_waits, r, e);

	if (result == 0)
		rng_init(&r->rng, seed);
	r->seeded = result == 0;
	wipe(seed, sizeof seed);
	return result;
}

int ensure_act(struct run *r, const struct plan *p, struct product *products, const char *carried_from, struct err *e)
{
	struct act a = {.say = r->say, .s = &r->set, .p = p, .owner = &r->owner, .r = &r->rng, .products = products,
		.carried_from = carried_from, .mark = r->mark};

	if (r->w->on_change && act_changes(&r->set, p) && act_mark_pending(&a, e))
		return err_prefix(e, r->set.path);
	return act_do(&a, e);
}

static int do_plan(struct run *r, const struct plan *p, const struct found *f, const struct set *from, struct err *e)
{
	struct product products[SET_FILES] = {0};
	struct progress progress;
	int result;

	if (ensure_seed(r, e))
		return -1;
	progress_start(&progress, r->say);
	result = make_products(&r->set, r->w, p, f, &r->names, &r->rng, progress_tick, &progress, products, e);
	progress_end(&progress);
	if (result == 0)
		result = ensure_act(r, p, products, from ? from->path : "", e);
	make_free(products);
	return result;
}

static int check_only(struct run *r, const struct plan *p, const struct found *f, bool unfinished, struct err *e)
{
	struct file_facts pending;
	bool work = unfinished || ((p->ca.steps | p->leaf.steps) & (STEP_NEW_KEY | STEP_NEW_CERT));

	report_kept(r->say, &r->set, p);
	if (unfinished)
		say_change(r->say, "mended", r->set.path, "an interrupted replacement waits to be finished");
	report_would(r->say, &r->set, r->w, p);
	if (HAS_DERIVED && r->w->beside && derived_update(r, true, &work, e))
		return -1;
	report_warnings(r->say, &r->set, r->w, p, f, &r->names, false);
	if (r->w->on_change && r->set.dirfd >= 0 && file_look(r->set.dirfd, PENDING_NAME, &pending, NULL) == 0 && pending.there) {
		say_change(r->say, "mended", r->set.path, "--on-change is owed");
		return ERR_WORK;
	}
	if (p->work || work)
		return ERR_WORK;
	report_ok(r->say, &r->set, r->w, p);
	return 0;
}

static int decide_and_act(struct run *r, const struct set *from, struct err *e)
{
	struct found f = {0};
	struct plan p;
	bool unfinished, changes, made = false;
	int result;

	if (ensure_read(r, from, &f, &unfinished, e))
		return -1;
	plan_make(&f, &r->w->plan, &p);
	if (p.failure)
		return report_failure(&r->set, &p, &r->names, e);
	if (r->w->check)
		return check_only(r, &p, &f, unfinished, e);
	changes = act_changes(&r->set, &p);
	if ((changes || p.mark || p.tidy) && do_plan(r, &p, &f, from, e))
		return -1;
	r->changed |= changes;
	result = HAS_DERIVED && r->w->beside ? derived_update(r, false, &made, e) : 0;
	report_kept(r->say, &r->set, &p);
	if (p.ca.steps & STEP_NEW_CERT || (p.signer == SIGNER_SELF && (p.leaf.steps & STEP_NEW_CERT)) || r->say->level == SAY_VERBOSE)
		report_trust(r->say, &r->set, &p);
	if (!r->changed && result == 0)
		report_ok(r->say, &r->set, r->w, &p);
	report_warnings(r->say, &r->set, r->w, &p, &f, &r->names, r->changed);
	place_report(r->say, &r->set, r->changed);
	return result;
}

int ensure_open(struct run *r, const char *path, bool make, int *lock, struct err *e)
{
	int dirfd = place_open(path, r->w->require_mount, make, e);

	*lock = -1;
	if (dirfd == -1)
		return -1;
	if (dirfd == PLACE_ABSENT)
		dirfd = -1;
	*lock = take_lock(r, dirfd, e);
	if (*lock == -1) {
		close(dirfd);
		return err_prefix(e, path);
	}
	return set_open(&r->set, path, dirfd, r->w->files, e);
}

int ensure(struct run *r, const char *path, const struct set *from, struct err *e)
{
	int lock, result = ensure_open(r, path, !r->w->check, &lock, e);

	if (result == 0)
		result = decide_and_act(r, from, e);
	if (lock >= 0)
		close(lock);
	r->out_of_room = result == -1 && no_room(e);
	return result == -1 ? (int)e->kind : result;
}
