/* SPDX-License-Identifier: MIT */
/* durable.c - put files into a directory so that they appear whole or not at all, and stay. */
#include "os/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/text.h"
#include "os/file.h"

#define BAD_MAX 9999        /* NAME.bad-N: more than any life brings */
#define NO_REPLACE  1u      /* RENAME_NOREPLACE of linux/fs.h */

static int open_again(int dirfd, const char *name, int flags, mode_t mode)
{
	int fd;

	do
		fd = openat(dirfd, name, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* After EINTR the descriptor is gone on Linux: closing again could hit another's. fsync has spoken already. */
static int close_checked(int fd)
{
	return close(fd) < 0 && errno != EINTR ? -1 : 0;
}

/* On the way out of a failure, whose errno still has to be told. */
static void close_quietly(int fd)
{
	int number = errno;

	close(fd);
	errno = number;
}

static void unlink_quietly(int dirfd, const char *name)
{
	int number = errno;

	unlinkat(dirfd, name, 0);
	errno = number;
}

/* File systems without owners or modes refuse: what fstat shows then counts. */
static bool is_refusal(int number)
{
	return number == EPERM || number == EOPNOTSUPP || number == ENOSYS;
}

/*
 * Owner first: chown may take mode bits away, and a mode that lets a group in must meet the right group. Returns what
 * could not be done, for a sentence, with errno; NULL when all is well. st is what the file has become.
 */
static const char *prepare(int fd, const struct durable_file *f, struct stat *st)
{
	if (fstat(fd, st) < 0)
		return "look at";
	uid_t uid = f->uid != st->st_uid ? f->uid : (uid_t)-1;
	gid_t gid = f->gid != st->st_gid ? f->gid : (gid_t)-1;

	if ((uid != (uid_t)-1 || gid != (gid_t)-1) && fchown(fd, uid, gid) < 0)
		return "set the owner of";
	if (fchmod(fd, f->mode) < 0 && !is_refusal(errno))
		return "set the mode of";
	return fstat(fd, st) < 0 ? "look at" : NULL;
}

static const char *fill(int fd, const struct durable_file *f)
{
	if (file_write_all(fd, f->bytes, f->len) < 0)
		return "write";
	/* Once only: the kernel forgets a failure with the first report and calls the lost pages clean. */
	return fsync(fd) < 0 ? "bring to the disk" : NULL;
}

int durable_note(int dirfd, const char *name, const char *temp, mode_t mode, const struct text *t, struct err *e)
{
	const struct durable_file f = { .name = name, .temp = temp, .bytes = t->buf, .len = t->len, .mode = mode,
		.uid = (uid_t)-1, .gid = (gid_t)-1, .how = DURABLE_REPLACE };

	return durable_put(dirfd, &f, e);
}

int durable_stage(int dirfd, const struct durable_file *f, struct err *e)
{
	struct stat st;
	const char *failed;
	int fd = open_again(dirfd, f->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, f->mode & S_IRWXU);

	if (fd < 0)
		return err_errno(e, errno, "cannot create %s", f->temp);
	failed = prepare(fd, f, &st);
	if (failed == NULL && f->secret && (st.st_mode & 07777 & ~f->mode) != 0) {
		err_set(e, ERR_FAIL, "%s would have mode %o on this file system, readable by others: nothing was written;"
		    " mount it with umask=0077", f->name, (unsigned)(st.st_mode & 07777));
		failed = "";
	}
	if (failed == NULL)
		failed = fill(fd, f);
	if (failed != NULL)
		close_quietly(fd);
	else if (close_checked(fd) < 0)
		failed = "write";
	if (failed == NULL)
		return 0;
	unlink_quietly(dirfd, f->temp);
	return err_errno(e, errno, "cannot %s %s", failed, f->name);
}

static int rename_as(int dirfd, const char *from, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, dirfd, from, dirfd, to, flags);
}

/* The name is taken by an empty file first, so that nobody else's is renamed over. */
static int rename_guarded(int dirfd, const char *from, const char *to)
{
	int fd = open_again(dirfd, to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR | S_IWUSR);

	if (fd < 0)
		return -1;
	close_quietly(fd);
	if (rename_as(dirfd, from, to, 0) == 0)
		return 0;
	unlink_quietly(dirfd, to);
	return -1;
}

/* from becomes to, which must not exist. 0 or -1 with errno. */
static int rename_new(int dirfd, const char *from, const char *to)
{
	if (rename_as(dirfd, from, to, NO_REPLACE) == 0)
		return 0;
	if (errno != EINVAL && !is_refusal(errno))
		return -1;
	return rename_guarded(dirfd, from, to);
}

static int publish(int dirfd, const struct durable_file *f)
{
	if (f->how == DURABLE_REPLACE)
		return rename_as(dirfd, f->temp, f->name, 0);
	if (linkat(dirfd, f->temp, dirfd, f->name, 0) == 0)
		return unlinkat(dirfd, f->temp, 0);
	return is_refusal(errno) ? rename_new(dirfd, f->temp, f->name) : -1;
}

int durable_put(int dirfd, const struct durable_file *f, struct err *e)
{
	if (durable_stage(dirfd, f, e) < 0)
		return -1;
	if (publish(dirfd, f) < 0) {
		unlink_quietly(dirfd, f->temp);
		return err_errno(e, errno, "cannot put %s in its place", f->name);
	}
	return durable_sync(dirfd, e);
}

int durable_sync(int dirfd, struct err *e)
{
	/* EINVAL, EOPNOTSUPP: a file system that knows no such thing; there is nothing more to ask of it. */
	if (fsync(dirfd) < 0 && errno != EINVAL && errno != EOPNOTSUPP)
		return err_errno(e, errno, "cannot bring the directory to the disk");
	return 0;
}

int durable_rename(int dirfd, const char *old, const char *new_name, struct err *e)
{
	if (rename_as(dirfd, old, new_name, 0) < 0)
		return err_errno(e, errno, "cannot rename %s to %s", old, new_name);
	return durable_sync(dirfd, e);
}

int durable_set_aside(int dirfd, const char *name, char *out, size_t cap, struct err *e)
{
	struct text t;

	for (int i = 1; i <= BAD_MAX; i++) {
		text_init(&t, out, cap);
		text_format(&t, "%s.bad-%d", name, i);
		if (t.cut)
			return err_errno(e, ENAMETOOLONG, "cannot set %s aside", name);
		if (rename_new(dirfd, name, out) == 0)
			return durable_sync(dirfd, e);
		if (errno != EEXIST)
			break;
	}
	return err_errno(e, errno, "cannot set %s aside", name);
}

int durable_remove(int dirfd, const char *name, struct err *e)
{
	if (unlinkat(dirfd, name, 0) < 0)
		return errno == ENOENT ? 0 : err_errno(e, errno, "cannot remove %s", name);
	return durable_sync(dirfd, e);
}

/* The mode exactly, and from the start: a chmod afterwards could be lost to a power cut. */
static int make_one(int at, const char *name, mode_t mode)
{
	mode_t mask = umask(0);
	int fd, rc = mkdirat(at, name, mode);

	umask(mask);
	if (rc < 0)
		return errno == EEXIST ? 0 : -1;
	fd = open_again(at, ".", O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0)
		return -1;
	rc = durable_sync(fd, NULL);
	close_quietly(fd);
	return rc;
}

/* Opens at/name, made when it is missing; closes at. */
static int enter(int at, const char *name, mode_t mode)
{
	int fd = open_again(at, name, O_PATH | O_DIRECTORY, 0);

	if (fd < 0 && errno == ENOENT && make_one(at, name, mode) == 0)
		fd = open_again(at, name, O_PATH | O_DIRECTORY, 0);
	close_quietly(at);
	return fd;
}

int durable_mkdirs(const char *path, mode_t mode, struct err *e)
{
	char name[NAME_MAX + 1];
	const char *p = path;
	int at = open_again(AT_FDCWD, *path == '/' ? "/" : ".", O_PATH | O_DIRECTORY, 0);

	while (at >= 0 && *(p += strspn(p, "/")) != '\0') {
		size_t len = strcspn(p, "/");
		bool last = p[len + strspn(p + len, "/")] == '\0';

		if (len > NAME_MAX) {
			close(at);
			return err_errno(e, ENAMETOOLONG, "cannot make the directory %s", path);
		}
		memcpy(name, p, len);
		name[len] = '\0';
		at = enter(at, name, last ? mode : 0755);
		p += len;
	}
	if (at < 0)
		return err_errno(e, errno, "cannot make the directory %s", path);
	close(at);
	return 0;
}
