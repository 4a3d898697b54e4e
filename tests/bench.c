/* SPDX-License-Identifier: MIT */
/*
 * bench.c - run one command and print what it cost: `cpu` in microseconds, user and system, its children
 * included; `rss` in KiB, Rss of smaps_rollup at the moment of exit. Its stdout goes to /dev/null, its
 * exit code must be 0. Public tools give 10 ms and peaks; bench.sh needs finer ones.
 */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

static void check(const char *name, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	fprintf(stderr, "bench: %s: status %#x\n", name, (unsigned)status);
	exit(1);
}

/* posix_spawn and not fork: this program's pages are not to be paid for. */
static void cpu(char **command)
{
	posix_spawn_file_actions_t files;
	struct rusage used;
	int status;
	pid_t pid;

	if (posix_spawn_file_actions_init(&files) != 0 ||
	    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0) != 0 ||
	    posix_spawnp(&pid, command[0], &files, NULL, command, environ) != 0)
		die(command[0]);
	if (wait4(pid, &status, 0, &used) < 0)
		die("wait4");
	check(command[0], status);
	printf("%lld\n", (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec +
				 used.ru_stime.tv_usec);
}

static void print_rss(pid_t pid)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "re");
	if (!f)
		die(path);
	while (fgets(line, sizeof line, f))
		if (strncmp(line, "Rss:", 4) == 0)
			printf("%ld\n", strtol(line + 4, NULL, 10));
	fclose(f);
}

/* PTRACE_EVENT_EXIT stops the process inside its exit, with its memory still mapped. */
static void rss(char **command)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout) || ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(126);
		execvp(command[0], command);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) < 0)
		die(command[0]);
	do {
		if (WIFSTOPPED(status) && status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			print_rss(pid);
		if (ptrace(PTRACE_CONT, pid, NULL, NULL) < 0 || waitpid(pid, &status, 0) < 0)
			die("ptrace");
	} while (!WIFEXITED(status) && !WIFSIGNALED(status));
	check(command[0], status);
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "cpu") == 0)
		cpu(argv + 2);
	else if (argc > 2 && strcmp(argv[1], "rss") == 0)
		rss(argv + 2);
	else
		return 2;
	return 0;
}
