/* SPDX-License-Identifier: MIT */
/* answer.h - what a request is answered, and the octets of it; exchange.c's. */
#ifndef APPLETS_CERTSERVE_ANSWER_H
#define APPLETS_CERTSERVE_ANSWER_H

#include "applets/certserve/exchange.h"

const struct shelf *answer_shelf(const struct exchange *x, uint32_t generation);
/* x->request lies whole at p: choose its answer, from the newest shelf. Counted and said; the phase is EXCHANGE_ANSWER then. */
void answer_request(struct exchange *x, const char *p);
/* The same for what is no request of ours, the connection's last: why as response_line's; the len octets at p are what came of it. */
void answer_refuse(struct exchange *x, unsigned status, const char *why, const char *p, size_t len);
/* Put as much more of the answer at p as there is room for, at least RESPONSE_HEAD octets and METRICS_ROOM; how many. */
size_t answer_fill(struct exchange *x, uint8_t *p, size_t cap);

#endif
