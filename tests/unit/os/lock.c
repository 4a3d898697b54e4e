/* SPDX-License-Identifier: MIT */
/* lock.c - os/lock: one writer at a time. */
#include "os/lock.h"

#include <errno.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "os/clock.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;
static int told;

static void waiting(void *ctx)
{
	++*(int *)ctx;
}

static int take(const char *name, uint32_t wait_ms)
{
	err_clear(&e);
	told = 0;
	return lock_take(folder, name, wait_ms, waiting, &told, &e);
}

static void alone(void)
{
	int fd = take(".lock", 0);

	ok(fd >= 0, "a lock is taken");
	is_int(mode_of(".lock"), 0600, "its file is for the owner alone");
	is_int(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC, "children do not inherit it");
	close(fd);
	ok((fd = take(".lock", 0)) >= 0, "closing it gives it back");
	close(fd);
	is_int(told, 0, "nobody was told of a wait");
}

static void untouched(void)
{
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
	struct stat st;

	utimensat(folder, ".lock", old, 0);
	close(take(".lock", 0));
	stat(".lock", &st);
	ok(st.st_mtim.tv_sec == 2000 && st.st_atim.tv_sec == 1000, "taking a lock that exists writes nothing");
}

/* The lock is held by another descriptor; flock counts descriptors, not processes. */
static void busy(void)
{
	int holder = take(".lock", 0);
	int64_t start = clock_ticks_ms();

	is_int(take(".lock", 0), -1, "a held lock is not taken");
	is_str(e.text, "another run holds .lock (waited 0 s)", "who holds it is told");
	is_int(take(".lock", 300), -1, "nor after a short wait");
	ok(clock_ticks_ms() - start >= 300 && clock_ticks_ms() - start < 2000, "which is as long as was asked");
	is_int(told, 0, "and not told");
	pid_t child = fork();

	if (child == 0) {
		clock_sleep_ms(2300);
		_exit(0);
	}
	close(holder);
	/* the child alone has it now */
	int fd = take(".lock", 10000);

	ok(fd >= 0, "a longer wait ends when the other does");
	is_int(told, 1, "and is told once");
	close(fd);
	waitpid(child, NULL, 0);
}

static void not_a_lock(void)
{
	put("target", "");
	symlink("target", "link");
	mkfifo("fifo", 0600);
	mkdir("dir", 0755);
	is_int(take("link", 0), -1, "a link is not followed");
	is_int(take("fifo", 0), -1, "a FIFO is no lock");
	is_int(take("dir", 0), -1, "a directory neither");
	is_int(take("none/.lock", 0), -1, "a missing directory is a failure");
	is_int(e.number, ENOENT, "of ENOENT");
}

static void where_nobody_writes(void)
{
	pid_t child;
	int status = 0;

	mkdir("ro", 0755);
	if (geteuid() == 0 && mount("none", "ro", "tmpfs", 0, NULL) == 0) {
		put("ro/held", "");
		mount("none", "ro", "tmpfs", MS_REMOUNT | MS_RDONLY, NULL);
		is_int(take("ro/.lock", 0), -2, "on a read-only file system none is needed");
		is_int(e.kind, ERR_NONE, "and nothing failed");
		is_int(take("ro/held", 0), -2, "nor where its file exists");
		umount("ro");
	} else {
		for (int i = 0; i < 3; i++)
			skip("a read-only file system needs no lock", "cannot mount here");
	}
	put("ro/held", "");
	chmod("ro/held", 0);
	chmod("ro", 0555);
	chmod(".", 0755);
	child = fork();
	if (child == 0) {
		if (geteuid() == 0 && setresuid(4711, 4711, 4711) < 0)
			_exit(9);
		_exit((take("ro/.lock", 0) == -2 ? 0 : 1) + (take("ro/held", 0) == -1 && e.number == EACCES ? 0 : 2));
	}
	waitpid(child, &status, 0);
	is_int(WEXITSTATUS(status) & 1, 0, "in a directory one may not write to none is needed");
	is_int(WEXITSTATUS(status) & 2, 0, "but one that exists and may not be opened is a failure");
	chmod("ro", 0755);
}

int main(void)
{
	folder_make();
	alone();
	untouched();
	busy();
	not_a_lock();
	where_nobody_writes();
	folder_remove();
	return done_testing();
}
