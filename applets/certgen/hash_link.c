/* SPDX-License-Identifier: MIT */
/* hash_link.c - --hash-link: the name OpenSSL finds a certificate by in a folder. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/derived.h"
#include "bearssl-glue/digest.h"
#include "os/durable.h"
#include "x509/name_hash.h"

#define HASH_LEN 8
#define NAME_ROOM 16

struct search {
	int dirfd;
	const char *base;     /* the anchor's */
	const char *hash;     /* of its subject */
	bool found;           /* a link of the right name leads to it */
	char stale[NAME_ROOM];/* one that has it under another hash */
};

static bool leads(const struct search *s, const char *name)
{
	char target[SET_NAME_MAX];
	ssize_t n = readlinkat(s->dirfd, name, target, sizeof target);

	return n > 0 && (size_t)n == strlen(s->base) && memcmp(target, s->base, (size_t)n) == 0;
}

static int visit(void *ctx, const char *name)
{
	struct search *s = ctx;
	size_t len = strlen(name);

	if (len >= NAME_ROOM || strspn(name, "0123456789abcdef") != HASH_LEN || name[HASH_LEN] != '.'
	    || strspn(name + HASH_LEN + 1, "0123456789") != len - HASH_LEN - 1 || !leads(s, name))
		return 0;
	if (memcmp(name, s->hash, HASH_LEN) == 0)
		s->found = true;
	else
		memcpy(s->stale, name, len + 1);
	return 0;
}

static int hash_of(struct view subject, char out[static HASH_LEN + 1], struct err *e)
{
	uint8_t canonical[NAME_CANONICAL_MAX], sha1[SHA1_LEN];
	int n = name_canonical(subject, canonical);
	struct text t;

	if (n < 0)
		return err_set(e, ERR_FAIL, "--hash-link: the subject is too long");
	digest_sha1(canonical, (size_t)n, sha1);
	text_init(&t, out, HASH_LEN + 1);
	for (int i = 3; i >= 0; i--)
		text_add_hex(&t, &sha1[i], 1, 0);
	return 0;
}

/* The first number that is free: the others are of certificates with the same subject. */
static int make(const struct search *s, char name[static NAME_ROOM], struct err *e)
{
	for (unsigned i = 0; i < 1000; i++) {
		struct text t;

		text_init(&t, name, NAME_ROOM);
		text_format(&t, "%s.%u", s->hash, i);
		if (symlinkat(s->base, s->dirfd, name) == 0)
			return durable_sync(s->dirfd, e);
		if (errno != EEXIST)
			break;
	}
	return err_errno(e, errno, "--hash-link: %s", name);
}

int hash_link_update(struct run *r, bool check, bool *work, struct err *e)
{
	enum set_file anchor = derived_anchor(&r->set);
	const struct set_entry *at = &r->set.entry[anchor];
	char hash[HASH_LEN + 1], name[NAME_ROOM];
	struct search s = {.dirfd = at->dirfd, .base = at->base, .hash = hash};

	if (hash_of(r->set.cert[anchor / 2].subject, hash, e) || file_each(at->dirfd, visit, &s, e))
		return -1;
	if (s.found && !s.stale[0])
		return 0;
	*work = true;
	if (!check && derived_begin(r, e))
		return -1;
	if (!s.found) {
		if (!check && make(&s, name, e))
			return -1;
		say_change(r->say, "created", check ? hash : name, at->base);
	}
	if (s.stale[0]) {
		if (!check && durable_remove(s.dirfd, s.stale, e))
			return -1;
		say_change(r->say, "removed", s.stale, at->base);
	}
	return 0;
}

int hash_link_remove(struct run *r, struct err *e)
{
	const struct set_entry *at = &r->set.entry[derived_anchor(&r->set)];
	struct search s = {.dirfd = at->dirfd, .base = at->base, .hash = "any hash"};

	do {
		s.stale[0] = '\0';
		if (file_each(at->dirfd, visit, &s, e) || (s.stale[0] && durable_remove(at->dirfd, s.stale, e)))
			return -1;
		if (s.stale[0])
			say_change(r->say, "removed", s.stale, at->base);
	} while (s.stale[0]);
	return 0;
}
