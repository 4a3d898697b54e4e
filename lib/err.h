/* SPDX-License-Identifier: MIT */
/* err.h - one failure: its kind, which is the exit code, and one line of text. */
#ifndef LIB_ERR_H
#define LIB_ERR_H

#include <stdbool.h>

#include "lib/text.h"

/* SPEC 1. The kind of a failure is the exit code of the applet that met it. */
enum err_kind {
	ERR_NONE = 0,
	ERR_FAIL = 1,         /* failed here: input/output, space, permission */
	ERR_USAGE = 2,
	ERR_WORK = 10,        /* --check found work */
	ERR_MISMATCH = 11,    /* pin, key or certificate is another one */
	ERR_MALFORMED = 12,
	ERR_UNTRUSTED = 13,   /* expired, not yet valid, unknown issuer */
	ERR_UNREACHABLE = 14
};

#define ERR_TEXT 512

struct err {
	enum err_kind kind;
	int number;           /* errno that caused it, or 0 */
	char text[ERR_TEXT];  /* one line, no newline, NUL-terminated, tame (text_tame); what does not fit is cut off */
};

/*
 * Word a failure: kind, and a line by a small format language of its own
 * (no stdio): %s string (NULL prints "(null)"), %t a TEXT, %d int, %u unsigned, %z size_t, %l int64_t, %o mode in
 * octal, %e an error number's text (err_add_errno), %%. It is a literal (lib/text.h). The first to see a failure words it: when e already holds one
 * (e->kind != ERR_NONE) nothing changes. e may be NULL. Always returns -1.
 */
int err_set(struct err *e, enum err_kind kind, const char *format, ...);
#define err_set(e, kind, ...) err_set(e, kind, TEXT(__VA_ARGS__))
/*
 * The same for a failed system call: appends ": " and a short text for the
 * error number ("No space left on device"), and keeps the number.
 */
int err_errno(struct err *e, int number, const char *format, ...);
#define err_errno(e, number, ...) err_errno(e, number, TEXT(__VA_ARGS__))

/* Put "PREFIX: " before the text of a failure already worded. Returns -1. */
int err_prefix(struct err *e, const char *prefix);

/* The short text of an error number, or "error NUMBER": without strerror's table of all of them. */
void err_add_errno(struct text *t, int number);

void err_clear(struct err *e);

#endif
