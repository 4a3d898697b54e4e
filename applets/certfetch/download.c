/* SPDX-License-Identifier: MIT */
/* download.c - --get: whatever it is, over the verified channel into a file that appears whole or not at all. */
#include "applets/certfetch/download.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/durable.h"
#include "os/file.h"
#include "os/lock.h"

#define LOCK_WAIT_MS 2000   /* somebody who was killed this moment */
#define UNKNOWN UINT64_MAX

struct getting {
	struct download *d;
	int dirfd;                 /* the file's folder; negative: a stream, which can't be begun anew */
	int fd;
	uint64_t at, whole;        /* octets that are there; that will be */
	bool pieces;               /* what is there was not all of one answer */
	bool another;              /* and does not fit together */
	struct digest_run digest;  /* of what is there */
	char validator[sizeof(((struct reply *)NULL)->etag)];
	char name[FILE_BASE];
	char part[FILE_BASE + 32];
};

static int cannot_write(const struct getting *g, struct err *e)
{
	return err_errno(e, errno, "cannot write %s", g->d->out);
}

/* --- where it goes ------------------------------------------------------------------------------- */

/* The place beside what links lead to is wanted. */
static int find_folder(struct getting *g, struct err *e)
{
	g->dirfd = file_end(AT_FDCWD, g->d->out, 0, g->name, NULL);
	if (g->dirfd < 0 || (faccessat(g->dirfd, g->name, W_OK, 0) < 0 && errno != ENOENT))
		return cannot_write(g, e);
	return 0;
}

/*
 * Is the part ours alone? The lock may have been got when its holder had just put it in its place. Who has another owner's file open
 * could write to it after its sum was taken; there are mounts where all is another's, so that counts where others may write.
 */
static bool is_ours(const struct getting *g, int fd)
{
	struct stat folder, named, st;

	return fstat(g->dirfd, &folder) == 0 && fstat(fd, &st) == 0 && fstatat(g->dirfd, g->part, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_ino == named.st_ino && st.st_dev == named.st_dev && st.st_nlink == 1 &&
	    (st.st_uid == geteuid() || (folder.st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

static int open_part(struct getting *g, struct err *e)
{
	struct text t;
	int fd;

	if (find_folder(g, e) < 0)
		return -1;
	text_init(&t, g->part, sizeof g->part);
	text_format(&t, ".%s.certfetch-part", g->name);
	fd = lock_take(g->dirfd, g->part, LOCK_WAIT_MS, NULL, NULL, e);
	if (fd < 0)
		return err_set(e, ERR_FAIL, "cannot write %s, nor anything beside it", g->d->out);
	if (!is_ours(g, fd)) {
		close(fd);
		return err_set(e, ERR_FAIL, "%s is another's", g->part);
	}
	g->fd = fd;
	return 0;
}

static int open_out(struct getting *g, struct err *e)
{
	const char *out = g->d->out;
	struct stat st = { .st_mode = S_IFREG };

	if (strcmp(out, "-") == 0) {
		g->fd = STDOUT_FILENO;
		return 0;
	}
	if (stat(out, &st) < 0 && errno != ENOENT)
		return cannot_write(g, e);
	if (S_ISREG(st.st_mode))
		return open_part(g, e);
	if (!S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode))
		return err_set(e, ERR_FAIL, "%s is not a file", out);
	g->fd = open(out, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	return g->fd < 0 ? cannot_write(g, e) : 0;
}

/* --- what comes ---------------------------------------------------------------------------------- */

static int begin_anew(struct getting *g, struct err *e)
{
	if (g->dirfd < 0 && g->at > 0) {
		g->d->patience->left = 0;
		return err_set(e, ERR_UNREACHABLE, "cut after %l octets, which cannot be gone on with", (int64_t)g->at);
	}
	if (g->dirfd >= 0 && (ftruncate(g->fd, 0) < 0 || lseek(g->fd, 0, SEEK_SET) < 0))
		return cannot_write(g, e);
	g->at = 0;
	g->pieces = false;
	g->validator[0] = '\0';
	digest_begin(&g->digest);
	return 0;
}

/* What an earlier run has left is worth something only if the end can be checked. */
static int take_up(struct getting *g, struct err *e)
{
	uint8_t room[2048];
	ssize_t n = 0;

	digest_begin(&g->digest);
	if (g->dirfd < 0)
		return 0;
	if (g->d->sha256 == NULL)
		return begin_anew(g, e);
	while ((n = read(g->fd, room, sizeof room)) > 0) {
		digest_add(&g->digest, room, (size_t)n);
		g->at += (size_t)n;
	}
	return n < 0 ? cannot_write(g, e) : 0;
}

static int head(void *ctx, const struct reply *r, struct err *e)
{
	struct getting *g = ctx;
	const char *validator = r->etag[0] != '\0' ? r->etag : r->modified;
	uint64_t whole = r->sized ? r->length : UNKNOWN;
	struct text t;

	if (r->ranged) {
		whole = r->whole != UNKNOWN ? r->whole : g->whole;
		g->another = (g->whole != UNKNOWN && g->whole != whole) ||
		    (g->validator[0] != '\0' && validator[0] != '\0' && strcmp(g->validator, validator) != 0);
		if (g->another)
			return err_set(e, ERR_FAIL, "it has changed meanwhile");
	} else if (begin_anew(g, e) < 0) {
		return -1;
	}
	g->whole = whole;
	if (validator[0] != '\0') {
		text_init(&t, g->validator, sizeof g->validator);
		text_add(&t, validator);
	}
	progress_from(g->d->progress, g->at);
	return 0;
}

static int body(void *ctx, const uint8_t *p, size_t len, struct err *e)
{
	struct getting *g = ctx;

	if (file_write_all(g->fd, p, len) < 0)
		return cannot_write(g, e);
	if (g->d->sha256 != NULL) /* it takes longer than to decrypt it */
		digest_add(&g->digest, p, len);
	g->at += len;
	progress_draw(g->d->progress, g->at, g->whole);
	return 0;
}

/* --- until it is whole ---------------------------------------------------------------------------- */

static int check_sum(struct getting *g, struct err *e)
{
	char sums[4 * SHA256_LEN + 8];
	uint8_t sum[SHA256_LEN];
	struct text t;

	digest_end(&g->digest, sum);
	if (g->d->sha256 == NULL || memcmp(sum, g->d->sha256, SHA256_LEN) == 0)
		return 0;
	text_init(&t, sums, sizeof sums);
	text_add_hex(&t, sum, SHA256_LEN, 0);
	text_add(&t, ", not ");
	text_add_hex(&t, g->d->sha256, SHA256_LEN, 0);
	g->another = true;
	return err_set(e, ERR_MISMATCH, "its sha256 is %s", sums);
}

/* One answer; is that all? */
static int ask(struct getting *g, struct err *e)
{
	struct fetch *f = g->d->fetch;

	g->another = false;
	f->if_range = g->validator[0] != '\0' ? g->validator : NULL;
	f->from = f->if_range != NULL || g->d->sha256 != NULL ? g->at : 0;
	g->pieces = f->from > 0;
	if (fetch_get(f, e) < 0) {
		g->another |= f->reply.status == 416; /* what is there goes beyond its end */
		return -1;
	}
	if (g->whole != UNKNOWN && g->whole != g->at)
		return err_set(e, ERR_UNREACHABLE, "cut after %l of %l octets", (int64_t)g->at, (int64_t)g->whole);
	return check_sum(g, e);
}

/* Does it make sense to ask again? Then e is empty. What was no failure of the other end's costs no retry. */
static bool goes_on(struct getting *g, struct err *e)
{
	progress_clear(g->d->progress);
	if (!g->pieces || !g->another)
		return patience_left(g->d->patience, e);
	if (begin_anew(g, e) < 0)
		return false;
	err_clear(e);
	return true;
}

/* Owner and mode before the fsync, so that they last, too. Where they can't be had it stays narrower than it might be. */
static int publish(struct getting *g, struct err *e)
{
	mode_t mask = umask(0), mode = 0666 & ~mask;
	struct stat st;

	umask(mask);
	if (g->dirfd >= 0) {
		if (fstatat(g->dirfd, g->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && fchown(g->fd, st.st_uid, st.st_gid) == 0)
			mode = st.st_mode & 0777;
		fchmod(g->fd, mode);
	}
	if (fsync(g->fd) < 0 && (g->dirfd >= 0 || (errno != EINVAL && errno != EROFS))) /* pipes and the like know none */
		return cannot_write(g, e);
	return g->dirfd >= 0 ? durable_rename(g->dirfd, g->part, g->name, e) : 0;
}

int download(struct download *d, struct err *e)
{
	struct getting g = { .d = d, .dirfd = AT_FDCWD, .fd = -1, .whole = UNKNOWN };
	int rc = open_out(&g, e) < 0 || take_up(&g, e) < 0 ? -1 : 0;

	d->fetch->head = head;
	d->fetch->body = body;
	d->fetch->ctx = &g;
	if (rc == 0 && (g.at == 0 || check_sum(&g, NULL) < 0)) {
		do
			rc = ask(&g, e);
		while (rc < 0 && goes_on(&g, e));
	}
	progress_clear(d->progress);
	if (rc == 0)
		rc = publish(&g, e);
	d->octets = g.at;
	if (g.dirfd >= 0) {
		if (rc < 0 && g.fd >= 0 && (d->sha256 == NULL || e->kind != ERR_UNREACHABLE || g.at == 0))
			unlinkat(g.dirfd, g.part, 0);
		close(g.dirfd);
	}
	if (g.fd > STDERR_FILENO)
		close(g.fd);
	return rc;
}
