/* SPDX-License-Identifier: MIT */
/* p12_ber.h - the looser rules (BER, X.690 8) that NSS, Windows and others write PKCS#12 by; for this room only. */
#ifndef BEARSSL_GLUE_P12_BER_H
#define BEARSSL_GLUE_P12_BER_H

#include <stddef.h>
#include <stdint.h>

#include "x509/der.h"

/*
 * A path says what stands in a structure, an octet an element: a primitive tag (its content goes to the next of out), a constructed one
 * (what follows is inside it, until BER_END), BER_REST (what is left there, unread). Octet strings may come in pieces (8.7.3).
 */
#define BER_END "\x01"        /* nothing more here */
#define BER_REST "\x03"
#define BER_INTEGER "\x02"
#define BER_OCTETS "\x04"
#define BER_OID "\x06"
#define BER_BMP "\x1E"
#define BER_SEQUENCE "\x30"
#define BER_SET "\x31"
#define BER_IMPLICIT_OCTETS "\x80" /* [0] IMPLICIT OCTET STRING */
#define BER_EXPLICIT "\xA0"   /* [0] EXPLICIT */
#define BER_DEPTH 4

/*
 * Read along a path, at most BER_DEPTH deep. Lengths may be indefinite (8.1.3.6), or spelt with more octets than needed, up to four.
 * 0, *at behind what was read; or -1, *at where it was. Pieces of strings are brought together in place: *at lies in room, which is
 * changed, so that nothing can be read twice. Time is linear in the length of each element the path names, however it is nested.
 */
int ber_walk(struct view *at, const char *path, uint8_t *room, struct view *out);
/* The same for what is known to be all there is. */
int ber_whole(struct view v, const char *path, uint8_t *room, struct view *out);
/* The content of a non-negative INTEGER below 2^32. 0 or -1. */
int ber_number(struct view content, uint32_t *n);

#endif
