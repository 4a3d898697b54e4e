/* SPDX-License-Identifier: MIT */
/* cross.h - cross-certificates behind a leaf: what leads clients of an older CA to the one that signs now. */
#ifndef CERTGEN_CROSS_H
#define CERTGEN_CROSS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "os/file.h"
#include "x509/der.h"

/* Characters that always hold what is kept of size octets: lines of 64, which the file may have had longer. */
#define CROSS_ROOM(size) ((size) + (size) / 16 + 64)

/*
 * Of the certificates behind the first in file (a server.crt as it stood), those that still lead from the CA of this
 * subject (a Name, header included) downwards in age: CA:TRUE, not self-issued, not over at now, each naming the subject of the next as its issuer (clients judge the signatures). Their PEM
 * text goes to out (cap at least CROSS_ROOM(file->size)). Characters written. -1 out of memory.
 */
int64_t cross_keep(const struct file *file, struct view subject, int64_t now, char *out, struct err *e);

#endif
