/* SPDX-License-Identifier: MIT */
/* identity.h - --cert and --key: who we are, for a server that asks. */
#ifndef CERTFETCH_IDENTITY_H
#define CERTFETCH_IDENTITY_H

#include "bearssl-glue/tls.h"
#include "lib/err.h"

#define IDENTITY_CHAIN 8 /* certificates at most */

/*
 * Read the chain (PEM, leaf first) and its key, and check that they belong together. What it returns stays until the process ends; the key is
 * kept in one place, locked where the system allows: identity_wipe. NULL: failed, e->kind ERR_MISMATCH when the key is another's.
 */
const struct tls_identity *identity_load(const char *cert, const char *key, struct err *e);
void identity_wipe(void);

#endif
