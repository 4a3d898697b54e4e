/* SPDX-License-Identifier: MIT */
/* tell.h - what the keeper says, without ever waiting: a terminal that is stopped or a full disk loses lines, which is said later. */
#ifndef APPLETS_CERTSERVE_TELL_H
#define APPLETS_CERTSERVE_TELL_H

#include <stdbool.h>
#include <stddef.h>

#include "applets/say.h"

#define TELL_LINE 768 /* bytes of a line, its end included; what does not fit is cut off */

/* A line to stderr; control characters become '?'. */
void tell_line(const struct say *s, const char *p, size_t len);
/* "certserve: warning: TEXT"; format as err_set. */
void tell_warning(const struct say *s, const char *format, ...);
#define tell_warning(s, ...) tell_warning(s, TEXT(__VA_ARGS__))
/* A report line (say_state, or always: say_change) on stdout. */
void tell_report(const struct say *s, bool always, const char *verb, const char *what, const char *detail);

#endif
