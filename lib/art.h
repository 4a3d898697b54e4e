/* SPDX-License-Identifier: MIT */
/* art.h - a fingerprint as a picture, by OpenSSH's algorithm. */
#ifndef LIB_ART_H
#define LIB_ART_H

#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

#define ART_WIDTH 17
#define ART_HEIGHT 9
#define ART_LINES (ART_HEIGHT + 2)

/*
 * The drunken bishop's walk over a board of 17 by 9 (OpenSSH sshkey.c,
 * key_fingerprint_randomart; Loss, Limmer, von Gernler 2009): a frame with
 * title above and hash below, each "[…]" centred as OpenSSH does and cut to
 * 15 characters, 11 lines each ended by '\n'. Byte for byte what
 * `ssh-keygen -lv` prints for the same digest, title and hash.
 */
void art_add(struct text *t, const uint8_t *p, size_t len, const char *title, const char *hash);

#endif
