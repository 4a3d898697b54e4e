/* SPDX-License-Identifier: MIT */
/* say.h - report lines (SPEC 1): one verb, one thing, and what there is to know. */
#ifndef APPLETS_SAY_H
#define APPLETS_SAY_H

#include <stdbool.h>

#include "lib/err.h"

enum say_level { SAY_QUIET = -1, SAY_NORMAL = 0, SAY_VERBOSE = 1 };

/* How an applet speaks. `who` is its name. */
struct say {
	const char *who;
	enum say_level level;
	bool json;            /* reports as {"verb":…,"what":…,"detail":…} objects on stdout */
	bool to_stderr;       /* reports go to stderr (-o -) */
};

/*
 * A change: printed at every level. "created    ca.key      p256": verb and thing padded
 * to 9 and 10 columns, two blanks between; an empty detail leaves no trailing blanks.
 * A blank in what, or a control character anywhere, is printed as '?'.
 */
void say_change(const struct say *s, const char *verb, const char *what, const char *detail);
/* Something that is as it should be (ok, kept, trust, unchanged): not with -q. */
void say_state(const struct say *s, const char *verb, const char *what, const char *detail);
/* Only with -v. */
void say_detail(const struct say *s, const char *verb, const char *what, const char *detail);
/* "certgen: warning: TEXT" on stderr, at every level; format as err_set. */
void say_warning(const struct say *s, const char *format, ...);
/* A note: "certgen: TEXT" on stderr, only with -v. */
void say_note(const struct say *s, const char *format, ...);
/* Flush stdout and tell whether all of it was written (ferror too): 0, or -1 with ERR_FAIL. */
int say_finish(struct err *e);

#endif
