/* SPDX-License-Identifier: MIT */
/* words.h - a fingerprint as words to read aloud (PGP word list). */
#ifndef LIB_WORDS_H
#define LIB_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

/*
 * Each octet becomes a word: two-syllable words for even offsets, three-syllable
 * ones for odd (Juola and Zimmermann 1996). Words are joined by one blank,
 * groups of per_line words by '\n' (0: one line).
 */
void words_add(struct text *t, const uint8_t *p, size_t len, size_t per_line);

/*
 * Back from words to octets: any case, parted by blanks and line ends. Octets written, or -1 (a word
 * that is not in the list of its place, over cap).
 */
int words_read(const char *s, uint8_t *out, size_t cap);

#endif
