/* SPDX-License-Identifier: MIT */
/* words.c - a fingerprint as words (PGP word list). */
#include "lib/words.h"

#include <string.h>
#include <strings.h>

/*
 * The 256 words of two syllables, then those of three (Juola and Zimmermann, "Whole-Word Phonetic Distances and the PGPfone
 * Alphabet", 1996), by words.awk from words.txt. Five bits a symbol: a letter from 0 on; FIRST + n begins a word, n letters
 * as the one before; CAPITAL stands behind a word that has one.
 */
static const uint8_t list[] = {
#include "words.inc"
};

enum { FIRST = 26, CAPITAL = 31, WORD_CAP = 16, EACH = 256 };

static unsigned symbol(unsigned at)
{
	const uint8_t *p = list + at * 5 / 8;

	return (unsigned)(p[0] << 8 | p[1]) >> (11 - at * 5 % 8) & 31;
}

/* From one word to the next, which begins at *at. */
static void next(unsigned *at, char word[static WORD_CAP])
{
	char *to = word + symbol((*at)++) - FIRST;
	unsigned s;

	for (*word |= ' '; (s = symbol(*at)) < FIRST; ++*at)
		*to++ = (char)('a' + s);
	*to = '\0';
	if (s == CAPITAL) {
		*word = (char)(*word & 0xDF);
		++*at;
	}
}

void words_add(struct text *t, const uint8_t *p, size_t len, size_t per_line)
{
	for (size_t i = 0; i < len; i++) {
		char word[WORD_CAP] = "";
		unsigned at = 0;

		for (size_t n = i % 2 * EACH + p[i] + 1; n > 0; n--)
			next(&at, word);
		if (i > 0)
			text_add_char(t, per_line > 0 && i % per_line == 0 ? '\n' : ' ');
		text_add(t, word);
	}
}

/* The number of the word of len letters at s, of any case, or -1. */
static int word_number(unsigned odd, const char *s, size_t len)
{
	char word[WORD_CAP] = "";
	unsigned at = 0;

	for (unsigned n = 0; n < 2 * EACH; n++) {
		next(&at, word);
		if (n / EACH == odd && strncasecmp(word, s, len) == 0 && strlen(word) == len)
			return (int)(n % EACH);
	}
	return -1;
}

int words_read(const char *s, uint8_t *out, size_t cap)
{
	size_t n = 0, len;

	for (s += strspn(s, " \t\n"); *s != '\0'; s += len + strspn(s + len, " \t\n")) {
		len = strcspn(s, " \t\n");
		int octet = word_number(n % 2, s, len);

		if (octet < 0 || n == cap)
			return -1;
		out[n++] = (uint8_t)octet;
	}
	return (int)n;
}
