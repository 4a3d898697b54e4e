/* SPDX-License-Identifier: MIT */
/* host.h - DIR/.host: hashes of the machines a set has lived on. */
#ifndef CERTGEN_HOST_H
#define CERTGEN_HOST_H

#include <stdbool.h>

#include "lib/err.h"
#include "os/file.h"

#define HOST_NAME ".host"
#define HOST_MARK_TEXT 65 /* 64 hex digits, NUL */

/* This machine's mark: SHA-256 over a label and its DMI UUID or device-tree serial, in hex; "" when it has none. */
void host_mark(char out[static HOST_MARK_TEXT]);

/* Is the mark among the lines? other: there are marks, and this one is not among them. Without a mark both are false. */
int host_look(int dirfd, const char *mark, bool *other, bool *unmarked, struct err *e);

/* Add the mark as a line, durably; temp is the temporary's name. */
int host_add(int dirfd, const char *mark, const char *temp, struct err *e);

#endif
