/* SPDX-License-Identifier: MIT */
/* import.h - the mode --import: a user's key and chain become the leaf pair of DIR. */
#ifndef CERTGEN_IMPORT_H
#define CERTGEN_IMPORT_H

#include "applets/certgen/ensure.h"
#include "lib/err.h"

/*
 * The files of --import and the operands ("-": standard input) are read: PEM with any number of objects, DER, PKCS#12 (under
 * --password-file, else the empty password), told apart by content. One key in all, or none when DIR's fits. The pair is
 * judged before DIR is made or touched, where the key came along; what differs is replaced as a pair, the old set aside.
 * 0, or a failure's exit code: ERR_MALFORMED (also several keys), ERR_MISMATCH (no certificate is the key's, no key, a CA's certificate),
 * ERR_UNTRUSTED (out of date), ERR_FAIL; nothing is changed then.
 */
int import_run(struct run *r, struct err *e);

#endif
