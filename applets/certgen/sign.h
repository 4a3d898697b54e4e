/* SPDX-License-Identifier: MIT */
/* sign.h - the CA here signs a request of another's (--sign). */
#ifndef CERTGEN_SIGN_H
#define CERTGEN_SIGN_H

#include "applets/certgen/ensure.h"

/*
 * Check the request, join its names to the given ones where that was asked for, and write -o: the leaf, then the cross-certificates of
 * server.crt. DIR is only read, and the lock taken only where there is one. A mode's run: the exit code, a failure in e.
 */
int sign_run(struct run *r, struct err *e);

#endif
