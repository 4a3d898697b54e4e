/* SPDX-License-Identifier: MIT */
/* dial.h - connect to the first of several addresses that answers (Happy Eyeballs, RFC 8305). */
#ifndef OS_DIAL_H
#define OS_DIAL_H

#include "lib/err.h"
#include "os/sock.h"

#define DIAL_MAX 16          /* addresses that are tried */
#define DIAL_STAGGER_MS 250  /* until the next address is tried beside the ones before (RFC 8305 8) */

/* Families in turn, beginning with the first one's (RFC 8305 4). Pure, in place. */
void dial_order(union sock_address *a, size_t n);

/*
 * Connect: a[0] first, each next one DIAL_STAGGER_MS later or as soon as one has failed; the first that stands wins, the others are
 * closed. Non-blocking, close-on-exec, TCP_NODELAY; the caller's to close. *used: its number. due by clock_ticks_ms.
 * -1: ERR_UNREACHABLE with the first failure's words ("Connection refused", "no answer within 10 s"), behind its address when
 * there are several.
 */
int dial(const union sock_address *a, size_t n, int64_t due, size_t *used, struct err *e);

#endif
