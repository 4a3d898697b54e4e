/* SPDX-License-Identifier: MIT */
/* look.h - what a file shows: a certificate, or the public half of a key. */
#ifndef APPLETS_CERTFP_LOOK_H
#define APPLETS_CERTFP_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/fingerprint.h"
#include "lib/err.h"
#include "os/file.h"
#include "x509/spki.h"

enum look_kind { LOOK_CERTIFICATE, LOOK_PUBLIC_KEY, LOOK_PRIVATE_KEY };

struct look {
	enum look_kind kind;
	struct fingerprint certificate; /* of LOOK_CERTIFICATE */
	struct fingerprint spki;
	enum key_kind key;
	unsigned bits;
	int64_t not_after;              /* of LOOK_CERTIFICATE */
};

/*
 * Look at a file's bytes, PEM (text around, several objects) or DER, and overwrite them: the first
 * certificate; where there is none and `keys` allows it, the first public or private key. A private
 * key without `keys` is refused with a hint, and none of it is kept. 0, or -1 with ERR_MALFORMED and
 * what was seen (without the file's name).
 */
int look_at(struct file *f, bool keys, struct look *out, struct err *e);

#endif
