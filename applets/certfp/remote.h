/* SPDX-License-Identifier: MIT */
/* remote.h - what a server shows, for certfp to look at: nobody is trusted, nothing stored. */
#ifndef APPLETS_CERTFP_REMOTE_H
#define APPLETS_CERTFP_REMOTE_H

#include <stdbool.h>

#include "lib/err.h"
#include "os/file.h"

/*
 * HOST:PORT or a URL (url.h), when no file has that name: its certificates as PEM, leaf first, as if a file held them; the server has proven to have the
 * leaf's key. anchor: whatever is named is a server, and what it hands out as /trust is the answer, if that issued the leaf it has
 * shown (name and dates are not judged; ERR_UNTRUSTED else). f is the caller's to wipe. 1: no server, f untouched; 0; -1 worded with the name.
 */
int remote_read(const char *name, bool anchor, struct file *f, struct err *e);

#endif
