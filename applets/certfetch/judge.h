/* SPDX-License-Identifier: MIT */
/* judge.h - from certificates that were stored, shown and told to the facts that decide decides by. No files, no network. */
#ifndef CERTFETCH_JUDGE_H
#define CERTFETCH_JUDGE_H

#include "applets/certfetch/decide.h"
#include "applets/fingerprint.h"
#include "x509/path.h"

/* Lists of certificates are their DER, one behind the other. All views stay the caller's. */
struct judge {
	struct decide_wish wish;
	struct path_rules rules;
	const struct fingerprint *pin;  /* of wish.pin */
	struct view stored;             /* of the store: CAs or a leaf (wish.stored) */
	struct view ca;                 /* --ca's, or what /trust told under a pin */
	/* what came of it */
	struct path path;               /* of the leaf under the last anchors it was tried with */
	struct decide_shown shown;
	struct decide_told told;
	struct view leaf;               /* the first of what was shown; of http:// what was told */
};

/* What the server has shown, leaf first. Fills path, leaf and shown. */
void judge_shown(struct judge *j, struct view sent);
/* What it has told: one certificate, or empty for none. sent: what it has shown, empty when nothing was (http://). Fills path and told. */
void judge_told(struct judge *j, struct view sent, struct view told);
/* Is each of a list one of --ca's, or pinned as a whole? */
bool judge_vouched(const struct judge *j, struct view list);
/* The next certificate of a list, *list moved behind it; empty at the end. */
struct view judge_next(struct view *list);

#endif
