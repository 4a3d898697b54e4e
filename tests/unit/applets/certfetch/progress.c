/* SPDX-License-Identifier: MIT */
/* progress.c - certfetch/progress: the line, by rows. */
#include "applets/certfetch/progress.h"

#include "tests/unit/tap.h"

#define UNKNOWN UINT64_MAX
#define KIB (UINT64_C(1) << 10)
#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define TIB (UINT64_C(1) << 40)

static const struct {
	const char *name;
	uint64_t got, whole, since;
	int64_t ms;
	size_t columns;
	const char *line;
} rows[] = {
	{ "as the header has it", 1254 * MIB, 2970 * MIB, 0, 154000, 80, "  42 %  1.2 of 2.9 GiB  8.1 MiB/s  3 min" },
	{ "nothing of nothing is all of it", 0, 0, 0, 1000, 80, "  100 %  0 of 0 B  0 B/s" },
	{ "nothing yet, and no time", 0, 100, 0, 0, 80, "  0 %  0 of 100 B" },
	{ "nothing for a second: no speed, and no end in sight", 0, 100, 0, 1000, 80, "  0 %  0 of 100 B  0 B/s" },
	{ "octets are whole", 1023, 1023, 0, 1000, 80, "  100 %  1023 of 1023 B  1023 B/s  0 s" },
	{ "KiB have a place behind the point", 512, 1024, 0, 1000, 80, "  50 %  0.5 of 1.0 KiB  512 B/s  1 s" },
	{ "rounded down: not all of it before it is", MIB - 1, MIB, 0, 1000, 80, "  99 %  0.9 of 1.0 MiB  1023.9 KiB/s  0 s" },
	{ "both in the unit of the whole", 5 * MIB, 4 * GIB, 0, 10000, 80, "  0 %  0.0 of 4.0 GiB  512.0 KiB/s  2 h" },
	{ "beyond 4 GiB", 5 * GIB, 10 * GIB, 0, 50000, 80, "  50 %  5.0 of 10.0 GiB  102.3 MiB/s  50 s" },
	{ "TiB", 3 * TIB / 2, 2 * TIB, 0, 3600000, 80, "  75 %  1.5 of 2.0 TiB  436.9 MiB/s  20 min" },
	{ "PiB", 1024 * TIB, 2048 * TIB, 0, 86400000, 80, "  50 %  1.0 of 2.0 PiB  12.1 GiB/s  24 h" },
	{ "119 s are told in seconds", 1000, 1000 + 119, 999, 1000, 80, "  89 %  0.9 of 1.0 KiB  1 B/s  119 s" },
	{ "120 s in minutes", 1000, 1000 + 120, 999, 1000, 80, "  89 %  0.9 of 1.0 KiB  1 B/s  2 min" },
	{ "119 minutes", 1, 1 + 7199, 0, 1000, 80, "  0 %  0.0 of 7.0 KiB  1 B/s  119 min" },
	{ "two hours", 1, 1 + 7200, 0, 1000, 80, "  0 %  0.0 of 7.0 KiB  1 B/s  2 h" },
	{ "47 hours", 1, 172800, 0, 1000, 80, "  0 %  0.0 of 168.7 KiB  1 B/s  47 h" },
	{ "two days", 1, 172801, 0, 1000, 80, "  0 %  0.0 of 168.7 KiB  1 B/s  2 d" },
	{ "speed is of what has come since", 3 * GIB, 4 * GIB, 3 * GIB - 10 * MIB, 1000, 80, "  75 %  3.0 of 4.0 GiB  10.0 MiB/s  102 s" },
	{ "nothing has come since", 3 * GIB, 4 * GIB, 3 * GIB, 5000, 80, "  75 %  3.0 of 4.0 GiB  0 B/s" },
	{ "a whole that is not known", 1254 * MIB, UNKNOWN, 0, 154000, 80, "  1.2 GiB  8.1 MiB/s" },
	{ "nothing of a whole that is not known", 0, UNKNOWN, 0, 0, 80, "  0 B" },
	{ "more than the whole: who knows", 2 * KIB, KIB, 0, 1000, 80, "  2.0 KiB  2.0 KiB/s" },
	{ "the clock stands, or went back", KIB, 2 * KIB, 0, -5, 80, "  50 %  1.0 of 2.0 KiB" },
	{ "41 columns have room for all of 40", 1254 * MIB, 2970 * MIB, 0, 154000, 41, "  42 %  1.2 of 2.9 GiB  8.1 MiB/s  3 min" },
	{ "40 lose the time", 1254 * MIB, 2970 * MIB, 0, 154000, 40, "  42 %  1.2 of 2.9 GiB  8.1 MiB/s" },
	{ "33 the speed, but then there is room for the time", 1254 * MIB, 2970 * MIB, 0, 154000, 33, "  42 %  1.2 of 2.9 GiB  3 min" },
	{ "20 the sizes", 1254 * MIB, 2970 * MIB, 0, 154000, 20, "  42 %  8.1 MiB/s" },
	{ "8 have the part", 1254 * MIB, 2970 * MIB, 0, 154000, 8, "  42 %" },
	{ "one has nothing", 1254 * MIB, 2970 * MIB, 0, 154000, 1, "" },
};

/* All widths, sizes at the ends of their units: never as wide as the terminal, whose last column would begin a new line. */
static void never_too_wide(void)
{
	unsigned wide = 0, parts = 0, longest = 0;
	char room[256];
	struct text t;

	for (size_t columns = 20; columns <= 200; columns++) {
		for (unsigned bits = 0; bits <= 63; bits++) {
			uint64_t whole = (UINT64_C(1) << bits) - 1;

			for (uint64_t got = 0; got <= whole && got < 8 * (whole / 7 + 1); got += whole / 7 + 1) {
				for (int64_t ms = 0; ms < INT64_C(10000000000000); ms = ms * 10 + 3) {
					text_init(&t, room, columns);
					progress_line(&t, got, whole, 0, ms);
					wide += t.len >= columns;
					parts += t.cut || strncmp(room, "  ", 2) != 0;
					longest = t.len > longest ? (unsigned)t.len : longest;
				}
			}
		}
	}
	is_int(wide, 0, "no line is as wide as the terminal, at 20 to 200 columns, of sizes up to 8 EiB");
	is_int(parts, 0, "nor is a part of it cut in two");
	ok(longest > 40 && longest < 79, "and none is longer than 78");
	diag("the longest has %u", longest);
}

int main(void)
{
	char room[256];
	struct text t;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		text_init(&t, room, rows[i].columns);
		progress_line(&t, rows[i].got, rows[i].whole, rows[i].since, rows[i].ms);
		is_str(room, rows[i].line, rows[i].name);
	}
	never_too_wide();
	progress_from(NULL, 1);
	progress_draw(NULL, 1, 2);
	progress_clear(NULL);
	ok(true, "who has no terminal shows nothing");
	return done_testing();
}
