/* SPDX-License-Identifier: MIT */
/* config.c - options from a file. */
#include "applets/config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"

/* Whoever can write the file can choose commands that run as us. */
static int check(const char *path, const struct file_facts *f, struct err *e)
{
	if (f->uid != 0 && f->uid != geteuid())
		return err_set(e, ERR_FAIL, "%s: belongs to user %u, neither root nor the caller; not read", path, f->uid);
	if ((f->mode & (S_IWGRP | S_IWOTH)) != 0)
		return err_set(e, ERR_FAIL, "%s: mode %o, others could write it; not read", path, (unsigned)f->mode);
	return 0;
}

int config_load(struct args *a, const char *path, enum args_source source, struct err *e)
{
	struct file f = { .bytes = NULL };

	if (file_read(AT_FDCWD, path, FILE_MAX, &f, e) != 0)
		return -1;
	if (!f.facts.there)
		return source == ARGS_FROM_DIR && !f.facts.dangling ? 0 : err_errno(e, ENOENT, "%s", path);
	if (check(path, &f.facts, e) == 0 && args_file(a, (char *)f.bytes, f.size, path, source, e) == 0)
		return 0; /* the values point into it */
	file_wipe(&f);
	return -1;
}
