/* SPDX-License-Identifier: MIT */
/* durable.c - a control: files are written in their place, without a temporary. Tests must catch it. */
#define durable_put durable_put_by_rename
#include "os/durable.c"
#undef durable_put

int durable_put(int dirfd, const struct durable_file *f, struct err *e);

int durable_put(int dirfd, const struct durable_file *f, struct err *e)
{
	int flags = f->how == DURABLE_CREATE ? O_EXCL : O_TRUNC;
	int rc, fd = open_again(dirfd, f->name, O_WRONLY | O_CREAT | O_NOFOLLOW | flags, f->mode & S_IRWXU);

	if (fd < 0)
		return err_errno(e, errno, "cannot create %s", f->name);
	rc = prepare(fd, f, e);
	if (rc == 0)
		rc = fill(fd, f, e);
	if (close_checked(fd) < 0)
		rc = err_errno(e, errno, "cannot write %s", f->name);
	return rc < 0 ? -1 : durable_sync(dirfd, e);
}
