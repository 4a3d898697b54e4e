/* SPDX-License-Identifier: MIT */
/* access.h - lines of the log. Pure. */
#ifndef APPLETS_CERTSERVE_ACCESS_H
#define APPLETS_CERTSERVE_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certserve/exchange.h"
#include "lib/text.h"

#define ACCESS_QUOTED 120 /* octets of what a stranger sent, at most; then three dots */
#define ACCESS_RATE 5     /* lines a second about strangers who have not come as far as a request */

/* What a stranger sent: printable ASCII but blank, '"' and '\\' stays, the rest is \xHH. Empty: "-". */
void access_quote(struct text *t, struct view v);
/* "192.0.2.1 GET /ca.crt 200 612"; without a method the line as it came: "192.0.2.1 - POST\x20/ 405 0". */
void access_line(struct text *t, const char *peer, const struct exchange_line *line);

/* All zero in the beginning. */
struct access_rate {
	int64_t second;
	uint32_t said, kept;  /* in this second; left out since the last that was said */
};

/* May another line be said now (in seconds, of any clock)? Then *missed were not before it. */
bool access_may(struct access_rate *r, int64_t now, uint32_t *missed);

#endif
