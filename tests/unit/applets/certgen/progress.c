/* SPDX-License-Identifier: MIT */
/* progress.c - a sign of life, on a terminal and nowhere else. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/progress.h"
#include "os/clock.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/tap.h"

static const struct say normal = {.who = "certgen"}, quiet = {.who = "certgen", .level = SAY_QUIET};

static void no_terminal(void)
{
	struct progress p;

	capture_begin();
	progress_start(&p, &normal);
	p.last_ms -= 10000;
	progress_tick(&p);
	progress_end(&p);
	capture_end();
	ok(!captured.out[0] && !captured.err[0], "where stderr is no terminal nothing is shown");
}

/* What a terminal on stderr shows for a search of so many ticks, each said to be half a second. */
static const char *shown(const struct say *s, int ticks, int64_t each_ms)
{
	static char text[256];
	struct progress p;
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), slave, kept;
	size_t len = 0;
	ssize_t n;

	if (master < 0 || grantpt(master) || unlockpt(master) || (slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
		return NULL;
	kept = dup(STDERR_FILENO);
	dup2(slave, STDERR_FILENO);
	progress_start(&p, s);
	for (int i = 0; i < ticks; i++) {
		p.last_ms = clock_ticks_ms() - each_ms;
		progress_tick(&p);
	}
	progress_end(&p);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(slave);
	/* What a terminal was given comes in pieces, and then an error: nobody holds it open. */
	while (len < sizeof text - 1 && ((n = read(master, text + len, sizeof text - 1 - len)) > 0 || (n < 0 && errno == EAGAIN)))
		len += n > 0 ? (size_t)n : 0;
	text[len] = '\0';
	close(master);
	return text;
}

int main(void)
{
	const char *text;

	no_terminal();
	text = shown(&normal, 3, 600);
	if (!text) {
		skip("on a terminal there is a line", "no pseudo-terminals here");
		return done_testing();
	}
	ok(strncmp(text, "certgen: searching primes for an RSA key ..", 43) == 0, "on a terminal there is a line, and a dot each half second");
	ok(strlen(text) == 43 + 4 && strcmp(text + 43, "\r\033[K") == 0, "… cleared at the end");
	is_str(shown(&normal, 50, 0), "", "before half a second there is nothing");
	is_str(shown(&quiet, 3, 600), "", "with -q there is nothing");
	is_str(shown(&normal, 0, 0), "", "what was never shown is not cleared");
	return done_testing();
}
