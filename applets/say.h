/* SPDX-License-Identifier: MIT */
/*
 * say.h - report lines (SPEC 1): one verb, one thing, and what there is to know.
 *
 * stdout is gathered in a small buffer of our own, stdio would double the box's memory; stderr is
 * written at once, a line a call, after what stdout holds, so that both read in order on a terminal.
 */
#ifndef APPLETS_SAY_H
#define APPLETS_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "lib/text.h"

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
#define say_warning(s, ...) say_warning(s, TEXT(__VA_ARGS__))
/* A note: "certgen: TEXT" on stderr, only with -v. */
void say_note(const struct say *s, const char *format, ...);
#define say_note(s, ...) say_note(s, TEXT(__VA_ARGS__))
/*
 * Plain text on stdout, or stderr with to_stderr: answers that are not report lines (a fingerprint, a
 * help screen, bytes with -o -). Nothing is changed or added.
 */
void say_bytes(const struct say *s, const char *p, size_t len);
/* The same of a format as err_set's, for texts of up to 1500 octets. */
void say_plain(const struct say *s, const char *format, ...);
#define say_plain(s, ...) say_plain(s, TEXT(__VA_ARGS__))
/*
 * Flush stdout and tell whether all of it was written, now and before: 0, or -1 with ERR_FAIL. To be
 * called before fork, too: what is buffered would be written twice.
 */
int say_finish(struct err *e);
/* For main alone: "who: TEXT" on stderr, a pointer to --help after a usage error. */
void say_failure(const char *who, const struct err *e);

#endif
