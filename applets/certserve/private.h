/* SPDX-License-Identifier: MIT */
/* private.h - is there a private key in a file? */
#ifndef APPLETS_CERTSERVE_PRIVATE_H
#define APPLETS_CERTSERVE_PRIVATE_H

#include <stdbool.h>

#include "x509/der.h"

/*
 * Pure, and rather too strict than too lax. True of: PEM with any label of a private key (RFC 7468, OpenPGP, SSH2), torn, in UTF-16, with
 * anything around; base64 of what follows, under any label and at the file's start; DER or BER of PKCS#8, plain or encrypted, PKCS#1, DSA's, SEC1 and
 * PKCS#12, one after another; JWK with "d" or "k"; PuTTY's, OpenSSH's and age's files, Java's keystores.
 * Binary OpenPGP, and what is compressed or encrypted as a whole, is not seen.
 */
bool private_inside(struct view file);

#endif
