/* SPDX-License-Identifier: MIT */
/* harden.c - os/harden: descriptors, core dumps, memory. */
#include "os/harden.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static bool no_dev;

int open(const char *name, int flags, ...)
{
	if (no_dev) {
		errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, name, flags, 0);
}

/* In a child with the descriptors of `closed` closed: bit 0 harden failed, bit 1 one is still closed, bit 2 one cannot be written. */
static int without(int closed)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		int bad = 0;

		for (int fd = 0; fd <= 2; fd++)
			if (closed & 1 << fd)
				close(fd);
		bad |= harden_descriptors() < 0;
		for (int fd = 0; fd <= 2; fd++) {
			bad |= fcntl(fd, F_GETFD) < 0 ? 2 : 0;
			bad |= (closed & 1 << fd) && write(fd, "x", 1) != 1 ? 4 : 0;
		}
		_exit(bad);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

#define PAGE 65536 /* bytes: no machine has larger ones */
static _Alignas(PAGE) char large[3 * PAGE];

int main(void)
{
	struct rlimit core;
	char secret[32];
	bool all = true;

	for (int closed = 0; closed < 8; closed++)
		all = without(closed) == 0 && all;
	ok(all, "any of the descriptors 0 to 2 that is closed is opened");
	no_dev = true;
	all = true;
	for (int closed = 0; closed < 8; closed++)
		all = without(closed) == 0 && all;
	ok(all, "even where there is no /dev/null");
	no_dev = false;
	umask(0);
	harden_process();
	is_int(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0, "others cannot look into the process");
	ok(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0, "it leaves no core");
	is_int((intmax_t)umask(0), 077, "its files are its own");
	harden_lock(secret, sizeof secret);
	ok(true, "locking memory never fails aloud");
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* LeakSanitizer looks into us */
	memset(large, 'x', sizeof large);
	harden_lock(large, sizeof large);
	harden_release(large + 1, sizeof large - 2);
	all = true;
	for (size_t i = PAGE; i < 2 * PAGE; i++)
		all = large[i] == 0 && all;
	ok(all, "memory that is given back is zero");
	ok(large[0] == 'x' && large[3 * PAGE - 1] == 'x', "… and what shares a page with another's is left");
	memset(large, 'y', sizeof large);
	ok(large[PAGE] == 'y', "… and can be used again");
	harden_release(large + 1, 1);
	ok(large[1] == 'y', "less than a page is left alone");
	return done_testing();
}
