/* SPDX-License-Identifier: MIT */
/* metrics.h - what a Prometheus scrapes (its text format, version 0.0.4). */
#ifndef APPLETS_CERTSERVE_METRICS_H
#define APPLETS_CERTSERVE_METRICS_H

#include <stdint.h>

#include "lib/text.h"

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"
#define METRICS_ROOM 4096 /* bytes that hold any answer */
#define METRICS_SHA256 32

/* Times are unix times; those that end in _TOTAL only grow. */
enum metrics_value {
	METRICS_STARTED,
	METRICS_RELOADED,              /* when the set now served was loaded */
	METRICS_RELOAD_GOOD,           /* 1, or 0: DIR holds something newer that cannot be served */
	METRICS_RELOADS_TOTAL,
	METRICS_OPEN,
	METRICS_OPEN_MAX,
	METRICS_ACCEPTED_TOTAL,
	METRICS_TURNED_AWAY_TOTAL,     /* over the limit, or not of a private network */
	METRICS_HANDSHAKES_NEW_TOTAL,
	METRICS_HANDSHAKES_RESUMED_TOTAL,
	METRICS_HANDSHAKES_FAILED_TOTAL,
	METRICS_ANSWERS_2XX_TOTAL,
	METRICS_ANSWERS_3XX_TOTAL,
	METRICS_ANSWERS_4XX_TOTAL,
	METRICS_ANSWERS_5XX_TOTAL,
	METRICS_VALUES
};

struct metrics_cert {
	const uint8_t *sha256;         /* of its DER; NULL: there is none */
	int64_t not_before, not_after;
};

struct metrics {
	const char *version;           /* of the box: printable ASCII, no quote or backslash */
	struct metrics_cert leaf, anchor;
	int64_t values[METRICS_VALUES];
};

/* 0, or -1 when t has no room (what is in it is worthless). */
int metrics_write(struct text *t, const struct metrics *m);

#endif
