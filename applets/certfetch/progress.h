/* SPDX-License-Identifier: MIT */
/* progress.h - how far a download is, in one line of a terminal. */
#ifndef CERTFETCH_PROGRESS_H
#define CERTFETCH_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/text.h"

/* The caller's, all zero: of a run whose stderr is a terminal, and not with -q. */
struct progress {
	int64_t began_ms, drawn_ms;        /* of clock_ticks_ms */
	uint64_t began_at;                 /* octets that were there then: speed is of what has come since */
	bool shown;
};

/*
 * "  42 %  1.2 of 2.9 GiB  8.1 MiB/s  3 min": got octets of whole (UINT64_MAX, or fewer than got: not known, then "  1.2 GiB  8.1 MiB/s"),
 * ms milliseconds after the first `since` of them were there. A part that t->cap - 1 columns have no room for is left out.
 * Pure.
 */
void progress_line(struct text *t, uint64_t got, uint64_t whole, uint64_t since, int64_t ms);

/* With p NULL these do nothing. From now on it goes on from `at` octets. */
void progress_from(struct progress *p, uint64_t at);
/* The line on stderr, as wide as the terminal is now; at most five times a second, first after a fifth. */
void progress_draw(struct progress *p, uint64_t got, uint64_t whole);
/* The line is gone, until it is drawn again. */
void progress_clear(struct progress *p);

#endif
