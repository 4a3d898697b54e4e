/* SPDX-License-Identifier: MIT */
/* tell.c - lines that somebody takes, and lines that nobody does. */
#include "applets/certserve/tell.h"

#include <errno.h>
#include <fcntl.h>

#include "tests/unit/applets/capture.h"
#include "tests/unit/tap.h"

static const struct say voice = { .who = "certserve" };
static int kept[2], ends[2];
static char got[200000];

static void taken(void)
{
	char longest[2 * TELL_LINE];

	capture_begin();
	tell_line(&voice, "a\033[2J\nb", 7);
	tell_warning(&voice, "%s: %d", "x", 5);
	tell_report(&voice, false, "serving", "there", "now");
	capture_end();
	is_str(captured.err, "a?[2J?b\ncertserve: warning: x: 5\n", "lines go to stderr, tamed");
	is_str(captured.out, "serving    there       now\n", "reports to stdout");
	memset(longest, 'x', sizeof longest);
	capture_begin();
	tell_line(&voice, longest, sizeof longest);
	capture_end();
	ok(strlen(captured.err) == TELL_LINE - 1 && captured.err[TELL_LINE - 2] == '\n', "what is too long is cut off");
}

/* Descriptors 1 and 2 are fd from here on. */
static void aim(int fd)
{
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		kept[i] = dup(i + 1);
		dup2(fd, i + 1);
	}
}

static void aim_back(void)
{
	for (int i = 0; i < 2; i++) {
		dup2(kept[i], i + 1);
		close(kept[i]);
	}
}

static size_t drain(void)
{
	size_t len = 0;
	ssize_t n;

	while (len < sizeof got - 1 && (n = read(ends[0], got + len, sizeof got - 1 - len)) > 0)
		len += (size_t)n;
	got[len] = '\0';
	return len;
}

static void stuck(void)
{
	if (pipe2(ends, O_CLOEXEC) < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0)
		return;
	aim(ends[1]);
	for (int i = 0; i < 5000; i++)
		tell_line(&voice, "a line that fills the pipe, and the next, until there is no room for more", 70);
	tell_report(&voice, true, "reloaded", "x", "");
	aim_back();
	ok(drain() > 4096, "a pipe that nobody reads takes some lines, and nobody waits");
	aim(ends[1]);
	tell_line(&voice, "again", 5);
	tell_line(&voice, "and again", 9);
	aim_back();
	drain();
	ok(strncmp(got, "again\ncertserve: ", 17) == 0 && strstr(got, " lines were lost\nand again\n") != NULL, "when it is read, what was lost is said, once");
	ok(strtoul(got + 17, NULL, 10) > 1000, "... how many");
}

static void full(void)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	aim(fd);
	tell_line(&voice, "x", 1);
	aim_back();
	close(fd);
	capture_begin();
	tell_line(&voice, "y", 1);
	capture_end();
	is_str(captured.err, "y\ncertserve: 1 lines were lost\n", "a full disk loses lines, too");
}

int main(void)
{
	taken();
	stuck();
	full();
	return done_testing();
}
