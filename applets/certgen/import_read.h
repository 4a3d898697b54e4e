/* SPDX-License-Identifier: MIT */
/* import_read.h - keys and certificates out of files of any form. */
#ifndef CERTGEN_IMPORT_READ_H
#define CERTGEN_IMPORT_READ_H

#include "applets/certgen/ensure.h"
#include "applets/certgen/import_chain.h"
#include "x509/spki.h"

/* Where a file's certificates stand, decoded. */
struct import_room {
	struct import_room *next;
	uint8_t bytes[];
};

/* What was brought. */
struct import {
	struct run *r;
	struct import_room *rooms; /* heap; the caller's to free */
	size_t n, taken;           /* certificates; objects in all */
	size_t spki_len;           /* of the key, which is in r->set.retired; 0: there was none */
	size_t n_sent;
	struct import_time time;
	uint8_t order[IMPORT_CERTS_MAX]; /* of what is sent */
	uint8_t spki[SPKI_MAX];
	struct import_cert certs[IMPORT_CERTS_MAX]; /* views into rooms; each once */
};

/* All files of --import and the operands. r is given, the rest zero. 0, or -1 with the file's name; r->set.key[SET_CA] is scratch. */
int import_read(struct import *m, struct err *e);

#endif
