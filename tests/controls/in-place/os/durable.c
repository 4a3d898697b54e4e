/* SPDX-License-Identifier: MIT */
/* durable.c - a control: files are written in their place, without a temporary. Tests must catch it. */
#define durable_put durable_put_by_rename
#include "os/durable.c"
#undef durable_put

int durable_put(int dirfd, const struct durable_file *f, struct err *e);

int durable_put(int dirfd, const struct durable_file *f, struct err *e)
{
	int how = f->how == DURABLE_CREATE ? O_EXCL : O_TRUNC;
	int rc, fd = openat(dirfd, f->name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | how, f->mode);

	if (fd < 0)
		return err_errno(e, errno, "cannot create %s", f->name);
	rc = fchmod(fd, f->mode) < 0 || fchown(fd, f->uid, f->gid) < 0 || file_write_all(fd, f->bytes, f->len) < 0 || fsync(fd) < 0;
	if (rc != 0)
		err_errno(e, errno, "cannot write %s", f->name);
	if (close(fd) < 0 && rc == 0)
		rc = err_errno(e, errno, "cannot write %s", f->name);
	return rc != 0 ? -1 : durable_sync(dirfd, e);
}
