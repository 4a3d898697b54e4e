/* SPDX-License-Identifier: MIT */
/* reset.h - the mode --reset: an image goes out without the set of the machine that built it. */
#ifndef CERTGEN_RESET_H
#define CERTGEN_RESET_H

#include "applets/certgen/ensure.h"
#include "lib/err.h"

/*
 * Derived files named in r->w that are ours, the set's files (recorded first: once the record stands, whoever runs next
 * finishes), what was set aside of them, certgen's own files; the lock last. Each removal is durable and reported. The
 * user's own pairs and symbolic links stay. The exit code, a failure in e.
 */
int reset_run(struct run *r, struct err *e);

#endif
