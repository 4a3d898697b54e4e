/* SPDX-License-Identifier: MIT */
/* progress.c - how far a download is, in one line of a terminal. */
#include "applets/certfetch/progress.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"

#define EVERY_MS 200
#define ERASE "\r\033[K" /* ECMA-48: CR, EL */
#define USUAL_COLUMNS 80 /* no line needs more */

static unsigned unit_of(uint64_t n)
{
	unsigned unit = 0;

	for (; n >= 1024; n >>= 10)
		unit++;
	return unit;
}

/* In units of 1024 to the power of unit, with one decimal place, rounded down: what is not there yet is not told. */
static void add_size(struct text *t, const char *before, uint64_t n, unsigned unit)
{
	text_format(t, "%s%l", before, (int64_t)(n >> 10 * unit));
	if (unit > 0)
		text_format(t, ".%u", (unsigned)((n >> (10 * unit - 10) & 1023) * 10 >> 10));
}

/* Twice a unit is the least that is told in it: "119 s", "2 min". */
static void add_time(struct text *t, uint64_t seconds)
{
	static const struct {
		char name[4];
		uint8_t many;
	} units[] = { { "s", 60 }, { "min", 60 }, { "h", 24 }, { "d", 0 } };
	unsigned i = 0;

	for (; units[i].many > 0 && seconds >= 2U * units[i].many; i++)
		seconds /= units[i].many;
	text_format(t, "  %l %s", (int64_t)seconds, units[i].name);
}

/* Has the part from *at on found room? If not it is taken away. The next one begins where it ends. */
static void end_part(struct text *t, size_t *at)
{
	if (t->cut)
		t->len = *at;
	t->buf[t->len] = '\0';
	t->cut = false;
	*at = t->len;
}

static void add_unit(struct text *t, unsigned unit, const char *after)
{
	static const char names[][4] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };

	text_format(t, " %s%s", names[unit], after);
}

void progress_line(struct text *t, uint64_t got, uint64_t whole, uint64_t since, int64_t ms)
{
	bool known = got <= whole && whole != UINT64_MAX;
	unsigned unit = unit_of(known ? whole : got);
	size_t at = 0;

	if (known) {
		text_format(t, "  %u %%", whole > 0 ? (unsigned)(got * 100 / whole) : 100U);
		end_part(t, &at);
	}
	add_size(t, "  ", got, unit);
	if (known)
		add_size(t, " of ", whole, unit);
	add_unit(t, unit, "");
	end_part(t, &at);
	if (ms <= 0)
		return;
	uint64_t speed = (got - since) * 1000 / (uint64_t)ms;

	unit = unit_of(speed);
	add_size(t, "  ", speed, unit);
	add_unit(t, unit, "/s");
	end_part(t, &at);
	if (known && speed > 0)
		add_time(t, (whole - got) / speed);
	end_part(t, &at);
}

void progress_from(struct progress *p, uint64_t at)
{
	if (p == NULL)
		return;
	p->began_ms = p->drawn_ms = clock_ticks_ms();
	p->began_at = at;
}

void progress_draw(struct progress *p, uint64_t got, uint64_t whole)
{
	char line[sizeof ERASE + USUAL_COLUMNS] = ERASE;
	struct winsize size = { .ws_col = 0 };
	int64_t now;
	struct text t;

	if (p == NULL || (now = clock_ticks_ms()) - p->drawn_ms < EVERY_MS)
		return;
	ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
	text_init(&t, line + sizeof ERASE - 1, size.ws_col - 1U < USUAL_COLUMNS ? size.ws_col : USUAL_COLUMNS);
	progress_line(&t, got, whole, p->began_at, now - p->began_ms);
	file_write_all(STDERR_FILENO, line, strlen(line));
	p->drawn_ms = now;
	p->shown = true;
}

void progress_clear(struct progress *p)
{
	if (p == NULL || !p->shown)
		return;
	file_write_all(STDERR_FILENO, ERASE, sizeof ERASE - 1);
	p->shown = false;
}
