/* SPDX-License-Identifier: MIT */
/* progress.h - a sign of life on a terminal while an RSA key is searched. */
#ifndef CERTGEN_PROGRESS_H
#define CERTGEN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/say.h"

struct progress {
	bool terminal;
	bool shown;
	int64_t started_ms, last_ms;
};

void progress_start(struct progress *p, const struct say *s);
/* ctx is a struct progress. After half a second a line appears, and a dot each half second. */
void progress_tick(void *ctx);
/* The line is cleared. */
void progress_end(struct progress *p);

#endif
