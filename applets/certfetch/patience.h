/* SPDX-License-Identifier: MIT */
/* patience.h - how often it makes sense to call again (--retry), and after which pause. */
#ifndef CERTFETCH_PATIENCE_H
#define CERTFETCH_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/say.h"
#include "lib/err.h"

/* One a run: retries of a visit and of its download are counted together. */
struct patience {
	const struct say *say;
	uint32_t left;             /* retries */
	uint32_t pause_s;          /* the last one's; 0 at first */
};

/* e is ERR_UNREACHABLE and a retry is left: true after a pause of 1, 2, 4, 8, then always 10 s, told with -v; e is empty then. */
bool patience_left(struct patience *p, struct err *e);

#endif
