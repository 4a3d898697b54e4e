/* SPDX-License-Identifier: MIT */
/* jail_reader.c - what is left to the keeper: to read, and to end a front of another user. */
#include "applets/certserve/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static pid_t other;

static int do_read(void) { return open("file", O_RDONLY | O_CLOEXEC); }
static int do_write(void) { return open("file", O_WRONLY | O_CLOEXEC); }
static int do_make(void) { return open("new", O_WRONLY | O_CREAT | O_CLOEXEC, 0600); }
static int do_remove(void) { return unlink("second"); }
static int do_run(void) { return execve("/bin/true", (char *[]){ (char[]){ "true" }, NULL }, (char *[]){ NULL }); }
static int do_chown(void) { return chown("file", 12345, 12345); }
static int do_end(void) { return kill(other, 0); }

/* Of a child, jailed or not: does it do it? */
static bool does(int (*what)(void), bool jailed)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (jailed)
			jail_reader();
		syscall(SYS_exit_group, what() >= 0 ? 0 : 1);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static void case_of(int (*what)(void), bool may, const char *name)
{
	put("second", "");
	unlink("new");
	ok(does(what, false), name);
	put("second", "");
	unlink("new");
	is_int(does(what, true), may, may ? "... in the jail, too" : "... in the jail not");
}

int main(void)
{
	bool landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, 1) >= 1;

	folder_make();
	put("file", "text");
	(void)chmod("file", 0);
	if (geteuid() != 0) {
		skip("all of it", "not root");
	} else {
		case_of(do_read, true, "reads a file nobody may");
		case_of(do_chown, false, "gives a file away");
		other = fork();
		if (other == 0) {
			(void)!setuid(65534);
			for (;;)
				pause();
		}
		while (other > 0 && !does(do_end, false))
			;
		case_of(do_end, true, "may end another user's process");
		kill(other, SIGKILL);
		waitpid(other, NULL, 0);
	}
	if (geteuid() != 0 || !landlock) {
		skip("what Landlock forbids", "no Landlock, or not root");
	} else {
		case_of(do_write, false, "writes a file");
		case_of(do_make, false, "makes one");
		case_of(do_remove, false, "removes one");
		case_of(do_run, false, "runs a program");
	}
	folder_remove();
	return done_testing();
}
