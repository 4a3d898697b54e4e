/* SPDX-License-Identifier: MIT */
/* watch.c - has one of a few files changed since it was read? */
#include "applets/certserve/watch.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

void watch_look(struct watch *w, size_t i, const char *path)
{
	struct watch_fact *f = &w->facts[i];
	struct stat st;

	memset(f, 0, sizeof *f); /* gaps are compared too */
	if (stat(path, &st) < 0) {
		f->error = errno;
		return;
	}
	f->dev = st.st_dev;
	f->ino = st.st_ino;
	f->size = st.st_size;
	f->changed[0] = st.st_mtim;
	f->changed[1] = st.st_ctim;
}

bool watch_same(const struct watch *a, const struct watch *b, size_t n)
{
	return memcmp(a->facts, b->facts, n * sizeof *a->facts) == 0; // NOLINT(bugprone-suspicious-memory-comparison)
}

bool watch_fresh(const struct watch *w, size_t n, time_t now)
{
	for (const struct watch_fact *f = w->facts; f < w->facts + n; f++)
		for (int i = 0; i < 2; i++)
			if (f->error == 0 && f->changed[i].tv_sec >= now - 1 && f->changed[i].tv_sec <= now)
				return true;
	return false;
}
