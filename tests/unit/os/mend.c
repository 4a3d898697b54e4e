/* SPDX-License-Identifier: MIT */
/* mend.c - os/mend: modes and owners of files that exist. */
#include "os/mend.h"

#include <errno.h>
#include <sys/syscall.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;
static bool modeless;        /* vfat: chmod does nothing */
static int broken;           /* errno of fsync */
static int interrupted;      /* so many opens */

int fchmod(int fd, mode_t mode)
{
	return modeless ? 0 : (int)syscall(SYS_fchmod, fd, mode);
}

int fsync(int fd)
{
	errno = broken;
	return broken != 0 ? -1 : (int)syscall(SYS_fsync, fd);
}

int openat(int dirfd, const char *name, int flags, ...)
{
	if (interrupted > 0) {
		interrupted--;
		errno = EINTR;
		return -1;
	}
	return (int)syscall(SYS_openat, dirfd, name, flags, 0);
}

static int mend(const char *name, mode_t mode, uid_t uid, gid_t gid)
{
	err_clear(&e);
	return mend_file(folder, name, mode, uid, gid, &e);
}

static void modes(void)
{
	put("f", "x");
	chmod("f", 0666);
	ok(mend("f", 0600, (uid_t)-1, (gid_t)-1) == 0 && mode_of("f") == 0600, "a mode that is too open is narrowed");
	ok(mend("f", 0640, (uid_t)-1, (gid_t)-1) == 0 && mode_of("f") == 0640, "a mode that is asked for is set");
	symlink("f", "l");
	ok(mend("l", 0600, (uid_t)-1, (gid_t)-1) < 0 && mode_of("f") == 0640, "never through a link");
	is_int(mend("nothing", 0600, (uid_t)-1, (gid_t)-1), -1, "nothing cannot be mended");
	is_int(e.number, ENOENT, "which is told");
	mkfifo("fifo", 0666);
	is_int(mend("fifo", 0600, (uid_t)-1, (gid_t)-1), -1, "a FIFO does not block; what cannot be brought to the disk is a failure");
	interrupted = 2;
	is_int(mend("f", 0600, (uid_t)-1, (gid_t)-1), 0, "an interrupted open is tried again");
}

static void lesser_file_systems(void)
{
	modeless = true;
	is_int(mend("f", 0400, (uid_t)-1, (gid_t)-1), -1, "a mode that stays as it was is a failure");
	ok(strstr(e.text, "umask=0077") != NULL, "which names the option that helps");
	modeless = false;
	broken = EIO;
	is_int(mend("f", 0600, (uid_t)-1, (gid_t)-1), -1, "a mode that is not brought to the disk is a failure");
	broken = EROFS;
	is_int(mend("f", 0600, (uid_t)-1, (gid_t)-1), -1, "whatever the reason");
	broken = 0;
}

static void owners(void)
{
	struct stat st;

	if (geteuid() != 0) {
		ok(mend("f", 0600, 4711, (gid_t)-1) == -1 && e.number == EPERM, "who may not give files away is told");
		skip("owner and group are set", "not root");
		return;
	}
	is_int(mend("f", 0640, 4711, 4712), 0, "root gives a file away");
	stat("f", &st);
	ok(st.st_uid == 4711 && st.st_gid == 4712 && mode_of("f") == 0640, "owner and group are set");
}

int main(void)
{
	folder_make();
	modes();
	lesser_file_systems();
	owners();
	folder_remove();
	return done_testing();
}
