/* SPDX-License-Identifier: MIT */
/* file.h - read a file whole and learn what it is, from a directory handle. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/err.h"

#define FILE_MAX (1 << 20) /* bytes: no file certbox reads is larger */

#define FILE_BASE 256      /* bytes of a name in a folder, with its NUL */

/* What stat says; of a link's target too. */
struct file_facts {
	bool there;
	bool link;            /* the name itself is a symbolic link */
	bool dangling;        /* … whose target does not exist */
	mode_t mode;          /* permission bits of the file (the target's) */
	uid_t uid;
	gid_t gid;
	nlink_t links;
	dev_t dev;
	ino_t ino;
	uint64_t size;
};

/* A file's bytes: heap memory with a NUL after it that size does not count. */
struct file {
	struct file_facts facts;
	uint8_t *bytes;
	size_t size;
};

/*
 * Read dirfd/name whole. dirfd may be AT_FDCWD; name may be absolute. Only regular files are opened, and with O_NONBLOCK, so that
 * a FIFO or a device never blocks; with O_NOATIME where the caller may, so that reading writes nothing. Does not exist: 0 with
 * facts.there false. Link whose target does not exist: 0, link and dangling set, there false. Short reads and EINTR are dealt
 * with; a file that is larger than max: ERR_MALFORMED; a directory, FIFO, socket, device: ERR_FAIL naming it; EIO, EACCES, ELOOP
 * and all others: ERR_FAIL. 0 or -1 (nothing allocated).
 */
int file_read(int dirfd, const char *name, size_t max, struct file *out, struct err *e);
/* As file_read of a descriptor already open (standard input: any kind, read to its end). */
int file_read_fd(int fd, const char *name, size_t max, struct file *out, struct err *e);
/* Wipes the bytes and frees them; harmless on one already wiped or all zero. */
void file_wipe(struct file *f);
/* Facts alone. 0 also when it does not exist. */
int file_look(int dirfd, const char *name, struct file_facts *out, struct err *e);
/* A folder's descriptor, or -1 with errno. */
int file_folder(const char *path);
/*
 * Where a path leads to in the end, through symbolic links at its last name, whether something is there or not: the folder's descriptor, and
 * the name in it. bits: each folder on the way is judged by file_fit; 0: none is. -1, with errno, too.
 */
int file_end(int dirfd, const char *path, mode_t bits, char name[static FILE_BASE], struct err *e);
/*
 * May others change it: is its owner neither root nor the caller, or has it one of these mode bits? Then -1 with ERR_FAIL beginning with
 * name; else 0.
 */
int file_fit(const struct file_facts *f, mode_t bits, const char *name, struct err *e);
/*
 * The start of a small file of the kernel's (sysfs, proc), without heap: at most cap - 1 bytes and a NUL.
 * Their number; 0 and "" when it cannot be read, whatever the reason.
 */
size_t file_small(int dirfd, const char *name, char *out, size_t cap);
/* Each name in a directory except "." and "..": visit(ctx, name) until it returns non-zero. 0 or -1. */
int file_each(int dirfd, int (*visit)(void *ctx, const char *name), void *ctx, struct err *e);
/* Write all to a descriptor (pipes, stdout; short writes, EINTR). 0 or -1 with errno. */
int file_write_all(int fd, const void *p, size_t len);

#endif
