/* SPDX-License-Identifier: MIT */
/* progress.c - a sign of life on a terminal. */
#include <string.h>
#include <unistd.h>

#include "applets/certgen/progress.h"
#include "os/clock.h"
#include "os/file.h"

#define EVERY_MS 500

static void show(const char *s)
{
	file_write_all(STDERR_FILENO, s, strlen(s));
}

void progress_start(struct progress *p, const struct say *s)
{
	p->terminal = s->level != SAY_QUIET && isatty(STDERR_FILENO);
	p->shown = false;
	p->started_ms = p->last_ms = clock_ticks_ms();
}

void progress_tick(void *ctx)
{
	struct progress *p = ctx;
	int64_t now;

	if (!p->terminal || (now = clock_ticks_ms()) - p->last_ms < EVERY_MS)
		return;
	show(p->shown ? "." : "certgen: searching primes for an RSA key ");
	p->shown = true;
	p->last_ms = now;
}

void progress_end(struct progress *p)
{
	if (p->shown)
		show("\r\033[K");
}
