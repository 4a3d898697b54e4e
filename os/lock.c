/* SPDX-License-Identifier: MIT */
/* lock.c - one writer at a time: flock(2) on a file. */
#include "os/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/clock.h"

#define POLL_MS     20
#define PATIENCE_MS 2000 /* then the wait is told */

static int open_lock(int dirfd, const char *name)
{
	int fd;

	do
		fd = openat(dirfd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, S_IRUSR | S_IWUSR);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* Nobody can write here without a lock, so there is nothing to lock against. */
static bool needs_none(int dirfd, const char *name, int number)
{
	struct stat st;

	return number == EROFS || (number == EACCES && fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT);
}

static int wait_for(int fd, const char *name, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e)
{
	int64_t start = clock_ticks_ms();

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		int64_t waited = clock_ticks_ms() - start;

		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return err_errno(e, errno, "cannot lock %s", name);
		if (waited >= (int64_t)wait_ms)
			return err_set(e, ERR_FAIL, "another run holds %s (waited %u s)", name, (unsigned)(wait_ms / 1000));
		if (waited >= PATIENCE_MS && waiting != NULL) {
			waiting(ctx);
			waiting = NULL;
		}
		clock_sleep_ms(POLL_MS);
	}
	return 0;
}

int lock_take(int dirfd, const char *name, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e)
{
	struct stat st;
	int fd = open_lock(dirfd, name);

	if (fd < 0) {
		int number = errno;

		return needs_none(dirfd, name, number) ? -2 : err_errno(e, number, "cannot open %s", name);
	}
	if (fstat(fd, &st) < 0)
		err_errno(e, errno, "cannot open %s", name);
	else if (!S_ISREG(st.st_mode))
		err_set(e, ERR_FAIL, "%s is not a file", name);
	else if (wait_for(fd, name, wait_ms, waiting, ctx, e) == 0) {
		if (fstat(fd, &st) < 0 || st.st_nlink > 0)
			return fd;
		/* Whoever held it has removed it: others lock another file by now. */
		close(fd);
		return lock_take(dirfd, name, wait_ms, waiting, ctx, e);
	}
	close(fd);
	return -1;
}
