/* SPDX-License-Identifier: MIT */
/* crew.c - a few processes that work for this one. */
#include "os/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/wipe.h"
#include "os/clock.h"

#define GRACE_MS 1000

/* A member's own: what its signal handler wipes. */
static const struct crew_work *work;

static const int ends[] = { SIGHUP, SIGINT, SIGTERM };

unsigned crew_processors(void)
{
	cpu_set_t set;
	int n;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) < 0)
		return 1;
	n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (unsigned)n;
}

static _Noreturn void leave(int signal)
{
	(void)signal;
	wipe(work->secret, work->secret_len);
	_exit(0);
}

/* What the parent was started to ignore is ignored here, too, but for SIGTERM, by which members are ended. */
static void listen_to_signals(const sigset_t *mask)
{
	struct sigaction own = { .sa_handler = leave }, old;
	sigset_t open = *mask;

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		sigaction(ends[i], NULL, &old);
		if (ends[i] == SIGTERM || old.sa_handler != SIG_IGN)
			sigaction(ends[i], &own, NULL);
	}
	sigdelset(&open, SIGTERM);
	sigprocmask(SIG_SETMASK, &open, NULL);
}

/* The pipe becomes 0, and the only one. A lock, or a pipe others read to its end, must not live as long as we do. */
static int close_others(int fd)
{
	if (fd != 0 && dup2(fd, 0) != 0)
		return -1;
	if (syscall(SYS_close_range, 1U, UINT_MAX, 0U) != 0)
		for (int i = 1; i < 1024; i++) /* Linux before 5.9 */
			close(i);
	return 0;
}

static _Noreturn void serve(const struct crew_work *w, unsigned number, int fd, pid_t parent, const sigset_t *mask)
{
	work = w;
	listen_to_signals(mask);
	/* A parent that ended before prctl sends no signal any more. */
	if (close_others(fd) == 0 && syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) == 0 && getppid() == parent)
		w->run(w->ctx, number, 0);
	leave(0);
}

unsigned crew_start(struct crew *c, unsigned n, const struct crew_work *w)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t all, mask;
	pid_t parent = getpid(), pid = 0;
	int ends_of_pipe[2];

	c->n = 0;
	if (pipe2(ends_of_pipe, O_CLOEXEC) != 0)
		return 0;
	sigaction(SIGCHLD, &usual, NULL); /* ignored, it would have the kernel give a member's number to another process */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask); /* until a member has its handlers */
	while (c->n < n && c->n < CREW_MAX && (pid = _Fork()) > 0)
		c->pid[c->n++] = pid;
	if (pid == 0 && n > 0)
		serve(w, c->n, ends_of_pipe[1], parent, &mask);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	close(ends_of_pipe[1]);
	c->fd = ends_of_pipe[0];
	if (c->n == 0)
		close(c->fd);
	return c->n;
}

int crew_tell(int fd, const void *message, size_t len)
{
	ssize_t done;

	do
		done = write(fd, message, len);
	while (done < 0 && errno == EINTR);
	return done == (ssize_t)len ? 0 : -1;
}

int crew_hear(const struct crew *c, void *message, size_t len, int timeout_ms)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };

	if (poll(&p, 1, timeout_ms) <= 0)
		return 0;
	return read(c->fd, message, len) == (ssize_t)len ? 1 : -1;
}

/* The pipe ends when its last writer does; what they still said is read and forgotten. */
static void drain(struct crew *c)
{
	int64_t deadline = clock_ticks_ms() + GRACE_MS, left;
	unsigned char late[CREW_MESSAGE_MAX];
	struct pollfd p = { .fd = c->fd, .events = POLLIN };

	while ((left = deadline - clock_ticks_ms()) > 0)
		if (poll(&p, 1, (int)left) > 0 && read(c->fd, late, sizeof late) <= 0)
			break;
	wipe(late, sizeof late);
}

static void signal_all(const struct crew *c, int signal)
{
	for (unsigned i = 0; i < c->n; i++)
		kill(c->pid[i], signal);
}

void crew_stop(struct crew *c)
{
	if (c->n == 0)
		return;
	signal_all(c, SIGTERM);
	signal_all(c, SIGCONT); /* for one that somebody had stopped */
	drain(c);
	signal_all(c, SIGKILL);
	for (unsigned i = 0; i < c->n; i++)
		while (waitpid(c->pid[i], NULL, 0) < 0 && errno == EINTR)
			;
	close(c->fd);
	c->n = 0;
}
