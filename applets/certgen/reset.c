/* SPDX-License-Identifier: MIT */
/* reset.c - the mode --reset. */
#include <string.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/derived.h"
#include "applets/certgen/reset.h"
#include "os/durable.h"

struct sweep {
	struct run *r;
	int dirfd;
	struct err *e;
};

/* A file, if it is there; a link is the user's. */
static int sweep_file(struct sweep *s, const char *name)
{
	struct file_facts facts;

	if (file_look(s->dirfd, name, &facts, s->e))
		return -1;
	if (!facts.there || facts.link)
		return 0;
	if (durable_remove(s->dirfd, name, s->e))
		return -1;
	if (strcmp(name, LOCK_NAME) == 0)
		return 0;
	say_change(s->r->say, "removed", name, "");
	s->r->changed = true;
	return 0;
}

static bool is_aside(const char *name, const char *base)
{
	static const char bad[] = ".bad-";
	size_t n = strlen(base);

	if (strncmp(name, base, n) != 0 || strncmp(name + n, bad, sizeof bad - 1) != 0)
		return false;
	name += n + sizeof bad - 1;
	return *name && name[strspn(name, "0123456789")] == '\0';
}

static int visit(void *ctx, const char *name)
{
	struct sweep *s = ctx;
	const struct set *set = &s->r->set;
	bool aside = s->dirfd == set->dirfd && is_aside(name, COMMIT_NAME);

	for (int i = 0; i < SET_FILES; i++)
		aside |= set->entry[i].dirfd == s->dirfd && is_aside(name, set->entry[i].base);
	return aside ? sweep_file(s, name) : 0;
}

/* What was set aside, wherever that was; then what is certgen's own. */
static int sweep(struct run *r, struct err *e)
{
	static const char *const own[] = {PENDING_NAME, HOST_NAME, LOCK_NAME};
	struct sweep s = {.r = r, .e = e};

	for (int i = 0; i < SET_FILES; i++) {
		s.dirfd = r->set.entry[i].dirfd;
		if (file_each(s.dirfd, visit, &s, e) || e->kind)
			return -1;
	}
	s.dirfd = r->set.dirfd;
	if (!r->changed)
		say_state(r->say, "ok", r->set.path, "nothing to remove");
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (sweep_file(&s, own[i]))
			return -1;
	}
	return 0;
}

/* The files of the set that are not the user's, as steps. */
static void choose(const struct run *r, struct plan *p)
{
	for (int i = 0; i < SET_FILES; i++) {
		const struct file_facts *facts = &r->set.entry[i].file.facts;
		struct pair_plan *pair = i / 2 == SET_CA ? &p->ca : &p->leaf;

		if (!facts->there)
			continue;
		if (facts->link || r->set.cert_found[i / 2] == CERT_FILE_FOREIGN)
			say_state(r->say, "kept", r->set.entry[i].shown, "your own");
		else
			pair->steps |= i % 2 == 0 ? STEP_ASIDE_KEY : STEP_ASIDE_CERT;
	}
	p->at_once = p->ca.steps || p->leaf.steps;
}

static int remove_all(struct run *r, struct err *e)
{
	struct product none[SET_FILES] = {0};
	struct plan p = {.failure = ERR_NONE, .gone = true};
	struct found f = {0};
	bool unfinished;

	if (ensure_read(r, NULL, &f, &unfinished, e))
		return -1;
	if (r->set.dirfd < 0)
		return say_state(r->say, "ok", r->set.path, "nothing to remove"), 0;
	choose(r, &p);
	p.tidy = f.leftovers > 0;
	r->changed |= p.at_once || p.tidy;
	if (derived_remove(r, e) || (r->changed && (ensure_seed(r, e) || ensure_act(r, &p, none, "", e))) || sweep(r, e))
		return -1;
	r->changed = false; /* there is nothing left to tell --on-change of */
	return 0;
}

int reset_run(struct run *r, struct err *e)
{
	int lock, result = ensure_open(r, r->w->dir, false, &lock, e);

	if (result == 0)
		result = remove_all(r, e);
	if (lock >= 0)
		close(lock);
	return result ? (int)e->kind : 0;
}
