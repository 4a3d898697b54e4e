/* SPDX-License-Identifier: MIT */
/* durable.h - put files into a directory so that they appear whole or not at all, and stay. */
#ifndef OS_DURABLE_H
#define OS_DURABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "lib/err.h"

enum durable_how {
	DURABLE_CREATE,       /* the name must not exist: keys. link(2); where a file system has none renameat2(NOREPLACE); else a rename over an empty file made with O_EXCL */
	DURABLE_REPLACE       /* rename(2) over what is there */
};

/* What a new file shall be. */
struct durable_file {
	const char *name;     /* in dirfd; no '/' */
	const char *temp;     /* temporary name in the same directory; the caller chooses it so that it can recognise it later */
	const void *bytes;
	size_t len;
	mode_t mode;          /* final mode: its owner's bits from open, all of it by fchmod once the owner is right, before any byte is written; masks and ACL defaults cannot widen it */
	uid_t uid;            /* (uid_t)-1: leave */
	gid_t gid;            /* (gid_t)-1: leave */
	bool secret;          /* before any byte is written fstat must show no bit beyond mode: else ERR_FAIL naming "umask=0077", and nothing is left behind */
	enum durable_how how;
};

/*
 * Temporary (O_CREAT|O_EXCL|O_NOFOLLOW), fchown, fchmod, write, fsync, close checked, link or rename, unlink of the
 * temporary, fsync of the directory. On failure the temporary is removed (one that was there before is left alone) and the name
 * is as it was; but when only the end fails, the unlink of the temporary or the directory's fsync, the new file stands there,
 * whole, and may not last. A failed fsync is never retried on that descriptor. A file system that cannot fsync a directory
 * (EINVAL, EOPNOTSUPP) is no failure. ERR_FAIL with e->number = errno (EROFS, ENOSPC, EDQUOT tell the caller to fall back).
 */
int durable_put(int dirfd, const struct durable_file *f, struct err *e);
/* The same for a small file of our own: over what is there, with the owner that comes. */
int durable_note(int dirfd, const char *name, const char *temp, mode_t mode, const struct text *t, struct err *e);
/* Only the first half: the temporary written, fsynced, closed, under temp (left there on success). The directory is not synced; how is not looked at. */
int durable_stage(int dirfd, const struct durable_file *f, struct err *e);
/* Make names durable: fsync of the directory. */
int durable_sync(int dirfd, struct err *e);
/* rename old to new (REPLACE) and fsync of the directory. */
int durable_rename(int dirfd, const char *old, const char *new_name, struct err *e);
/*
 * name becomes name.bad-N for the smallest free N from 1 (NOREPLACE, else a rename over an empty file made with O_EXCL: with
 * link and unlink a kill between them would leave two names); fsync of the directory.
 * The new name goes to out (cap at least strlen(name) + 16). Does not follow links.
 */
int durable_set_aside(int dirfd, const char *name, char *out, size_t cap, struct err *e);
/* unlink; not existing is fine; fsync of the directory. */
int durable_remove(int dirfd, const char *name, struct err *e);
/* Make a directory and its parents (mode 755 for parents, mode for the last, whatever the umask; each parent fsynced). Existing is fine. 0 or -1. */
int durable_mkdirs(const char *path, mode_t mode, struct err *e);

#endif
