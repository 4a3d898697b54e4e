/* SPDX-License-Identifier: MIT */
/* bundle.h - certificates, one behind the other, each once: from texts, and as one. */
#ifndef APPLETS_BUNDLE_H
#define APPLETS_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "x509/der.h"

/* On the heap; starts all zero; bundle_free. */
struct bundle {
	uint8_t *der;
	size_t len;
};

/*
 * Add all the certificates of a PEM text (other objects are passed over), or the one that is all of it. 0; -1 when there is none, or a
 * broken one.
 */
int bundle_add(struct bundle *b, struct view text, struct err *e);
/* Those in ders, one behind the other, as PEM: *len characters and a NUL, on the heap; NULL when that is out. */
char *bundle_pem(struct view ders, size_t *len, struct err *e);
void bundle_free(struct bundle *b);

#endif
