/* SPDX-License-Identifier: MIT */
/* mend.c - give a file the mode and owner it should have. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/mend.h"

static int mend(int fd, const char *name, mode_t mode, uid_t uid, gid_t gid, struct err *e)
{
	struct stat st;

	/* Narrow first, so that a new owner's group never sees more than it may. */
	if (fstat(fd, &st) || fchmod(fd, st.st_mode & mode) || fchown(fd, uid, gid) || fchmod(fd, mode) || fstat(fd, &st))
		return err_errno(e, errno, "%s: mode or owner", name);
	if ((st.st_mode & 0777) != mode)
		return err_set(e, ERR_FAIL, "%s: mode stays %o: this file system needs the mount option umask=0077", name, (unsigned)(st.st_mode & 0777));
	return 0;
}

int mend_file(int dirfd, const char *name, mode_t mode, uid_t uid, gid_t gid, struct err *e)
{
	int fd, result;

	do
		fd = openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return err_errno(e, errno, "%s", name);
	result = mend(fd, name, mode, uid, gid, e);
	if (result == 0 && fsync(fd))
		result = err_errno(e, errno, "%s", name);
	close(fd);
	return result;
}
