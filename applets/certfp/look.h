/* SPDX-License-Identifier: MIT */
/* look.h - what a file shows: certificates, or the public half of a key. */
#ifndef APPLETS_CERTFP_LOOK_H
#define APPLETS_CERTFP_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "os/file.h"
#include "x509/spki.h"
#include "x509/view.h"

enum look_kind { LOOK_CERTIFICATE, LOOK_REQUEST, LOOK_PUBLIC_KEY, LOOK_PRIVATE_KEY };

struct look {
	enum look_kind kind;
	struct cert_view cert;    /* of LOOK_CERTIFICATE; views into the file */
	struct view spki;         /* into the file, or into room */
	enum key_kind key;
	unsigned bits;
	uint8_t room[SPKI_MAX];
};

/* A walk over a file. */
struct looking {
	struct file *file;
	bool keys;                /* keys and requests, too */
	struct view at;           /* what is not read yet */
	unsigned found;           /* certificates */
	bool ended;
};

/*
 * Begin with a file's bytes, PEM (text around, several objects) or DER; they are overwritten by the walk, and must
 * outlive what it finds.
 */
void look_begin(struct looking *w, struct file *f, bool keys);
/*
 * The next certificate. Where there is none at all and `keys` allows it, the first public key or request, else the
 * first private key. A private key without `keys` is refused with a hint, and none of it is kept. 1 found (out until
 * the next call); 0 none left; -1 with ERR_MALFORMED and what was seen (without the file's name), and none left.
 */
int look_next(struct looking *w, struct look *out, struct err *e);

#endif
