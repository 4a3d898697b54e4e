/* SPDX-License-Identifier: MIT */
/* leftover.c - temporaries of an interrupted run. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/certgen/leftover.h"
#include "applets/certgen/mark.h"
#include "os/durable.h"

struct search {
	int dirfd;
	const char *place;
	const struct file_facts *same; /* look for this file */
	bool found;
	bool remove;
	uint32_t n;
	struct err *e;
};

static bool is_ours(const struct search *s, const char *name, struct stat *st)
{
	return mark_is_temp_name(name, s->place) && fstatat(s->dirfd, name, st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st->st_mode);
}

static int visit(void *ctx, const char *name)
{
	struct search *s = ctx;
	struct stat st;

	if (!is_ours(s, name, &st))
		return 0;
	s->n++;
	if (s->same && st.st_ino == s->same->ino && st.st_dev == s->same->dev)
		s->found = true;
	if (s->remove && unlinkat(s->dirfd, name, 0))
		return err_set(s->e, ERR_FAIL, "%s: cannot be removed", name);
	return 0;
}

int leftover_count(int dirfd, const char *place, uint32_t *n, struct err *e)
{
	struct search s = {.dirfd = dirfd, .place = place, .e = e};

	if (file_each(dirfd, visit, &s, e))
		return -1;
	*n += s.n;
	return 0;
}

int leftover_remove(int dirfd, const char *place, struct err *e)
{
	struct search s = {.dirfd = dirfd, .place = place, .remove = true, .e = e};

	if (file_each(dirfd, visit, &s, e) || (e && e->kind != ERR_NONE))
		return -1;
	return s.n ? durable_sync(dirfd, e) : 0;
}

bool leftover_is_link(int dirfd, const char *place, const struct file_facts *facts)
{
	struct search s = {.dirfd = dirfd, .place = place, .same = facts};

	return file_each(dirfd, visit, &s, NULL) == 0 && s.found;
}
