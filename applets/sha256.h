/* SPDX-License-Identifier: MIT */
/* sha256.h - a certificate's SHA-256 in a line of a report. */
#ifndef APPLETS_SHA256_H
#define APPLETS_SHA256_H

#include "lib/text.h"
#include "x509/der.h"

#define SHA256_TEXT 104 /* bytes that hold "sha256 3F:9A:..." and NUL */

/* "3F:9A:..." of these octets. */
void sha256_add_digits(struct text *t, struct view der);
/* "sha256 3F:9A:..." */
void sha256_add(struct text *t, struct view der);

#endif
