/* SPDX-License-Identifier: MIT */
/* run.c - run a command of the user's, bounded in time. */
#include "os/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"

#define POLL_MS  10
#define GRACE_MS 2000 /* from SIGTERM to SIGKILL, and from there to giving up on a process the kernel holds */

static _Noreturn void become(const char *command)
{
	char shell[] = "sh", option[] = "-c", *argv[] = { shell, option, (char *)(uintptr_t)command, NULL };
	struct sigaction normal = { .sa_handler = SIG_DFL };
	sigset_t none;
	int fd;

	setpgid(0, 0);
	for (int i = 1; i < NSIG; i++)
		sigaction(i, &normal, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(S_IWGRP | S_IWOTH);
	fd = open("/dev/null", O_RDONLY);
	if (fd >= 0)
		dup2(fd, 0);
	dup2(2, 1);
	if (fd > 2)
		close(fd);
	execve("/bin/sh", argv, environ);
	_exit(127);
}

/* 0 when it ended, 1 when it still runs. -1 with errno. */
static int wait_until(pid_t pid, int64_t deadline, int *status)
{
	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);

		if (got == pid)
			return 0;
		if (got < 0 && errno != EINTR)
			return -1;
		if (clock_ticks_ms() >= deadline)
			return 1;
		clock_sleep_ms(POLL_MS);
	}
}

static int stop(pid_t pid, uint32_t timeout_ms, struct err *e)
{
	int status;

	kill(-pid, SIGTERM);
	wait_until(pid, clock_ticks_ms() + GRACE_MS, &status);
	/* The rest of the group too, when the shell has ended and left it behind. */
	kill(-pid, SIGKILL);
	wait_until(pid, clock_ticks_ms() + GRACE_MS, &status);
	return err_set(e, ERR_FAIL, "timed out after %u s", (unsigned)(timeout_ms / 1000));
}

int run_command(const char *command, uint32_t timeout_ms, struct err *e)
{
	int status, rc;
	pid_t pid = _Fork(); /* one thread and no atfork handlers: fork without their locks */

	if (pid < 0)
		return err_errno(e, errno, "cannot start a process");
	if (pid == 0)
		become(command);
	setpgid(pid, pid);
	rc = wait_until(pid, clock_ticks_ms() + (int64_t)timeout_ms, &status);
	if (rc < 0)
		return err_errno(e, errno, "cannot wait for it");
	if (rc > 0)
		return stop(pid, timeout_ms, e);
	if (WIFSIGNALED(status))
		return err_set(e, ERR_FAIL, "killed by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return err_set(e, ERR_FAIL, "exit %d", WEXITSTATUS(status));
	return 0;
}
