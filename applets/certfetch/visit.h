/* SPDX-License-Identifier: MIT */
/* visit.h - one visit to a server: call, judge, ask, and do what the verdict says. */
#ifndef CERTFETCH_VISIT_H
#define CERTFETCH_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certfetch/judge.h"
#include "applets/certfetch/patience.h"
#include "applets/certfetch/peers.h"
#include "applets/channel.h"
#include "applets/fetch.h"
#include "applets/say.h"
#include "applets/url.h"
#include "bearssl-glue/digest.h"

#define VISIT_WHERE 320    /* "board.local:8443" */

/* What was asked for. */
struct visit {
	struct say say;
	struct url url;
	char where[VISIT_WHERE];
	const char *trust;         /* path of the anchor: --path, or the operand's, or /trust */
	const char *out;           /* -o; NULL: none */
	const char *bundle;        /* --bundle; NULL: none */
	const char *root;          /* of --install */
	bool install;
	const uint8_t *sha256;     /* --sha256, of --get; NULL: any */
	struct patience patience;  /* left: --retry */
	struct judge judge;        /* wish, rules, pin, ca: filled in */
	struct peer peer;          /* opened */
	const char *as;            /* --as; NULL: none */
	struct channel_wish wish;  /* but for judge, ctx, url */
	enum decide_verdict verdict;
	struct view anchor;        /* what it is about: what will be stored, or what is */
};

/* All of it. 0, or -1: one line, which begins with the server. */
int visit(struct visit *v, struct err *e);

#endif
