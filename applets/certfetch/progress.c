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
static void add_size(struct text *t, uint64_t n, unsigned unit)
{
	text_add_int(t, (int64_t)(n >> 10 * unit));
	if (unit > 0)
		text_format(t, ".%u", (unsigned)((n >> (10 * unit - 10) & 1023) * 10 >> 10));
}

static void add_unit(struct text *t, unsigned unit)
{
	text_add_char(t, ' ');
	if (unit > 0) {
		text_add_char(t, "KMGTPE"[unit - 1]);
		text_add_char(t, 'i');
	}
	text_add_char(t, 'B');
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
	text_format(t, "%l %s", (int64_t)seconds, units[i].name);
}

/* What part holds goes to t if there is room, and part is empty again. */
static void add_part(struct text *t, struct text *part)
{
	if (t->len + 2 + part->len < t->cap) {
		text_add(t, "  ");
		text_add(t, part->buf);
	}
	text_init(part, part->buf, part->cap);
}

void progress_line(struct text *t, uint64_t got, uint64_t whole, uint64_t since, int64_t ms)
{
	bool known = got <= whole && whole != UINT64_MAX;
	unsigned unit = unit_of(known ? whole : got);
	char room[48];
	struct text part;

	text_init(&part, room, sizeof room);
	if (known) {
		text_format(&part, "%u %%", whole > 0 ? (unsigned)(got * 100 / whole) : 100U);
		add_part(t, &part);
		add_size(&part, got, unit);
		text_add(&part, " of ");
	}
	add_size(&part, known ? whole : got, unit);
	add_unit(&part, unit);
	add_part(t, &part);
	if (ms <= 0)
		return;
	uint64_t speed = (got - since) * 1000 / (uint64_t)ms;

	unit = unit_of(speed);
	add_size(&part, speed, unit);
	add_unit(&part, unit);
	text_add(&part, "/s");
	add_part(t, &part);
	if (known && speed > 0) {
		add_time(&part, (whole - got) / speed);
		add_part(t, &part);
	}
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
