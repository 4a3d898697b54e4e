/* SPDX-License-Identifier: MIT */
/* wish.h - what was asked of certfp, and the parts that answer it. */
#ifndef APPLETS_CERTFP_WISH_H
#define APPLETS_CERTFP_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certfp/look.h"
#include "applets/fingerprint.h"
#include "applets/say.h"
#include "lib/err.h"
#include "x509/lint.h"

struct wish {
	struct say say;
	enum fingerprint_form form;
	enum digest algorithm;
	bool spki;
	bool all;                  /* every certificate, not the first alone */
	bool text, lint;
	bool trust;                /* of servers: their trust anchors */
	bool days;                 /* --days-left was given */
	uint32_t days_left;
	const char *url;           /* what a QR code begins with: not long */
	const char *match;         /* as it was given, or NULL */
	struct fingerprint wanted;
	bool names;                /* several operands: each line says whose it is */
	int64_t now;
};

/* One thing that was seen, under the operand's name. */
struct seen {
	const char *name;
	struct look look;
	struct fingerprint print;  /* as asked for: which hash, of what */
	bool same;                 /* as --match wants it */
	struct lint lint;          /* with --lint */
};

/* What --lint needs; nothing in a box without it, which does not know the option. */
extern const struct linting {
	void (*cert)(const struct cert_view *c, struct lint *out);
	const char *(*text)(enum lint_rule rule);
} linting[];

/* How servers are looked at (remote.h); nothing in a box without certfetch. */
extern const struct remoting {
	int (*read)(const char *name, bool anchor, struct file *f, struct err *e);
} remoting[];

/* Its fingerprint; and whether it is the wanted one. */
void seen_hash(struct seen *s, const struct wish *w);
/* Whole days until it ends, rounded down. */
int64_t seen_days(const struct seen *s, const struct wish *w);

/*
 * Answer all that was asked: the fingerprint, or what --match, --days-left, --lint, --text and --json ask instead. 0,
 * or -1: what is not as it should be. Broken rules are the answer to --lint and leave e alone.
 */
int answer(const struct wish *w, struct seen *s, struct err *e);

/* A page for people, of a certificate (--text). */
void page_print(const struct wish *w, const struct seen *s);
/* One object a line (--json); its keys stand in README. 0, or -1 with ERR_FAIL: a name too long. */
int object_print(const struct wish *w, const struct seen *s, struct err *e);

#endif
