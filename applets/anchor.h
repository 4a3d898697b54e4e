/* SPDX-License-Identifier: MIT */
/* anchor.h - fetch a trust anchor from a server. */
#ifndef APPLETS_ANCHOR_H
#define APPLETS_ANCHOR_H

#include "applets/fetch.h"
#include "x509/der.h"

#define ANCHOR_PATH "/trust"
#define ANCHOR_MAX 65536 /* octets of what is fetched, at most */

/*
 * The first certificate of what lies at path, PEM or DER; it parses. f: channel and wish are set, the rest is filled in here. *out stays until the next
 * call. 0; 1: there is none (a status from 400 to 499); -1: fetch_get's failures, ERR_MALFORMED for what is no certificate, with the path.
 */
int anchor_fetch(struct fetch *f, const char *path, struct view *out, struct err *e);

#endif
