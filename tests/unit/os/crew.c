/* SPDX-License-Identifier: MIT */
/* crew.c - os/crew: members work, tell, and are gone in every case. */
#include "os/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "tests/unit/tap.h"

static struct crew crew;
static char secret[64] = "secret";

static void tell_number(void *ctx, unsigned number, int fd)
{
	char message[2] = { (char)('a' + number), *(char *)ctx };

	crew_tell(fd, message, sizeof message);
}

static void work_for_ever(void *ctx, unsigned number, int fd)
{
	(void)ctx, (void)number, (void)fd;
	for (;;)
		pause();
}

static bool nobody_left(void)
{
	return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

static void messages(void)
{
	struct crew_work w = { tell_number, secret, secret, sizeof secret };
	unsigned seen = 0;
	char m[2];

	is_int(crew_start(&crew, 3, &w), 3, "three members start");
	for (int i = 0; i < 3 && crew_hear(&crew, m, sizeof m, 5000) == 1; i++)
		seen |= m[1] == 's' ? 1U << (m[0] - 'a') : 0;
	is_int(seen, 7, "each tells its number, and sees our memory");
	is_int(crew_hear(&crew, m, sizeof m, 5000), -1, "when all have ended, that is heard");
	crew_stop(&crew);
	ok(crew.n == 0 && nobody_left(), "none is left, no zombie either");
	crew_start(&crew, 1, &w);
	is_int(crew_hear(&crew, (char[4]){ 0 }, 4, 5000), -1, "a message of another length is no message");
	crew_stop(&crew);
	is_int(crew_start(&crew, 99, &w), CREW_MAX, "there are at most CREW_MAX");
	crew_stop(&crew);
	ok(nobody_left(), "and none is left of them");
	is_int(crew_start(&crew, 0, &w), 0, "none may be asked for");
	crew_stop(&crew);
	ok(crew_processors() >= 1 && crew_processors() <= CREW_MAX, "there is a processor");
}

static void one_processor(void)
{
	cpu_set_t all, one;
	unsigned cpu = 0;

	sched_getaffinity(0, sizeof all, &all);
	while (!CPU_ISSET(cpu, &all))
		cpu++;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof one, &one);
	is_int(crew_processors(), 1, "bound to one processor, there is one");
	sched_setaffinity(0, sizeof all, &all);
}

static void endings(void)
{
	struct crew_work w = { work_for_ever, NULL, secret, sizeof secret };
	int64_t start = clock_ticks_ms();
	char m;

	crew_start(&crew, 2, &w);
	is_int(crew_hear(&crew, &m, 1, 50), 0, "while they are silent there is nothing to hear");
	ok(clock_ticks_ms() - start >= 50, "for as long as asked");
	crew_stop(&crew);
	ok(nobody_left() && clock_ticks_ms() - start < 900, "members that work for ever end at once");
	crew_start(&crew, 2, &w);
	kill(crew.pid[0], SIGSTOP);
	start = clock_ticks_ms();
	crew_stop(&crew);
	ok(nobody_left() && clock_ticks_ms() - start < 900, "a stopped one, too");
	crew_start(&crew, 2, &w);
	kill(crew.pid[0], SIGKILL);
	kill(crew.pid[1], SIGKILL);
	is_int(crew_hear(&crew, &m, 1, 5000), -1, "killed members are missed");
	crew_stop(&crew);
	ok(nobody_left(), "and not left as zombies");
	signal(SIGTERM, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	crew_start(&crew, 1, &w);
	start = clock_ticks_ms();
	crew_stop(&crew);
	ok(nobody_left() && clock_ticks_ms() - start < 900, "started with SIGTERM and SIGCHLD ignored: the same");
	signal(SIGTERM, SIG_DFL);
}

static void deaf(void *ctx, unsigned number, int fd)
{
	signal(SIGTERM, SIG_IGN);
	crew_tell(fd, "x", 1);
	work_for_ever(ctx, number, fd);
}

static void the_deaf(void)
{
	struct crew_work w = { deaf, NULL, secret, sizeof secret };
	int64_t start = clock_ticks_ms();
	char m;

	crew_start(&crew, 1, &w);
	crew_hear(&crew, &m, 1, 5000);
	crew_stop(&crew);
	ok(nobody_left() && clock_ticks_ms() - start >= 900, "one that does not listen is killed after a second");
}

static void show_descriptors(void *ctx, unsigned number, int fd)
{
	char open[64];

	(void)ctx, (void)number;
	for (int i = 0; i < 64; i++)
		open[i] = fcntl(i, F_GETFD) >= 0;
	crew_tell(fd, open, sizeof open);
}

static void descriptors(void)
{
	struct crew_work w = { show_descriptors, NULL, secret, sizeof secret };
	int lock = open("/dev/null", O_RDWR), others = 0; // NOLINT(android-cloexec-open): to be inherited
	char open[64] = { 0 };

	crew_start(&crew, 1, &w);
	is_int(crew_hear(&crew, open, sizeof open, 5000), 1, "a member looks at its descriptors");
	for (int i = 1; i < 64; i++)
		others += open[i];
	ok(open[0] && others == 0, "there is only the pipe");
	crew_stop(&crew);
	close(lock);
}

static char *shared;

static void copy_of_secret(void *ctx, unsigned number, int fd)
{
	(void)ctx, (void)number;
	memcpy(shared + 1, "found", 6);
	crew_tell(fd, "x", 1);
	for (;;)
		pause();
}

static void wiped(void)
{
	struct crew_work w = { copy_of_secret, NULL, NULL, 7 };
	char m;

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	w.secret = shared;
	shared[0] = 's';
	crew_start(&crew, 1, &w);
	crew_hear(&crew, &m, 1, 5000);
	is_mem(shared, 7, "sfound", 7, "a member works with its secret");
	crew_stop(&crew);
	is_mem(shared, 7, "\0\0\0\0\0\0", 7, "and has wiped it when it is gone");
	munmap(shared, 4096);
}

/* A parent of its own, killed: its members become ours, to be waited for. */
static void orphans(int how)
{
	struct crew_work w = { work_for_ever, NULL, secret, sizeof secret };
	int64_t start = clock_ticks_ms();
	int gone = 0, heir = 0, fds[2];
	pid_t parent;

	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	prctl(PR_GET_CHILD_SUBREAPER, &heir, 0, 0, 0);
	if (heir == 0) {
		skip("its parent's end is a member's", "orphans do not come to us (an emulator?)");
		return;
	}
	if (pipe(fds) != 0) // NOLINT(android-cloexec-pipe)
		return;
	parent = fork();
	if (parent == 0) {
		crew_start(&crew, 2, &w);
		if (write(fds[1], &crew.n, sizeof crew.n) < 0)
			_exit(1);
		pause();
	}
	is_int(read(fds[0], &crew.n, sizeof crew.n), sizeof crew.n, "a parent starts its members");
	kill(parent, how);
	waitpid(parent, NULL, 0);
	while (gone < 2 && clock_ticks_ms() - start < 5000) {
		if (waitpid(-1, NULL, WNOHANG) > 0)
			gone++;
		else
			clock_sleep_ms(1);
	}
	is_int(gone, 2, how == SIGKILL ? "it is killed, and they end" : "it is ended, and they end");
	close(fds[0]);
	close(fds[1]);
}

/* Without the right to more processes (a limit that root does not have). */
static void no_fork(void)
{
	struct crew_work w = { tell_number, secret, secret, sizeof secret };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit none = { 0, 0 };

		if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(9);
		setrlimit(RLIMIT_NPROC, &none);
		_exit(crew_start(&crew, 2, &w) == 0 && fcntl(crew.fd, F_GETFD) < 0 ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 9)
		skip("no process can be started: no crew", "cannot become another user");
	else
		is_int(status, 0, "no process can be started: no crew, no descriptor left");
}

int main(void)
{
	messages();
	one_processor();
	endings();
	the_deaf();
	descriptors();
	wiped();
	orphans(SIGTERM);
	orphans(SIGKILL);
	no_fork();
	return done_testing();
}
