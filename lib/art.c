/* SPDX-License-Identifier: MIT */
/* art.c - a fingerprint as a picture (OpenSSH sshkey.c, fingerprint_randomart). */
#include "lib/art.h"

#include <stdbool.h>
#include <string.h>

/* Visits of a square; the last two are where the walk starts and ends. */
static const char marks[] = " .o+=*BOX@%&#/^SE";

enum { START = sizeof marks - 3, END = sizeof marks - 2, MOST = START - 1 };

static unsigned step(unsigned at, bool forward, unsigned size)
{
	if (forward)
		return at + 1 < size ? at + 1 : at;
	return at > 0 ? at - 1 : 0;
}

static void walk(uint8_t board[ART_HEIGHT][ART_WIDTH], const uint8_t *p, size_t len)
{
	unsigned x = ART_WIDTH / 2, y = ART_HEIGHT / 2;

	for (size_t i = 0; i < 4 * len; i++) {
		unsigned move = (unsigned)p[i / 4] >> i % 4 * 2;

		x = step(x, move & 1, ART_WIDTH);
		y = step(y, move & 2, ART_HEIGHT);
		if (board[y][x] < MOST)
			board[y][x]++;
	}
	board[ART_HEIGHT / 2][ART_WIDTH / 2] = START;
	board[y][x] = END;
}

static void border(struct text *t, const char *name)
{
	size_t len = strlen(name), at;

	if (len > ART_WIDTH - 2)
		len = ART_WIDTH - 2;
	text_add_char(t, '+');
	for (at = 0; at < (ART_WIDTH - 2 - len) / 2; at++)
		text_add_char(t, '-');
	text_add_char(t, '[');
	text_add_bytes(t, name, len);
	text_add_char(t, ']');
	for (at += len + 2; at < ART_WIDTH; at++)
		text_add_char(t, '-');
	text_add(t, "+\n");
}

void art_add(struct text *t, const uint8_t *p, size_t len, const char *title, const char *hash)
{
	uint8_t board[ART_HEIGHT][ART_WIDTH] = { { 0 } };

	walk(board, p, len);
	border(t, title);
	for (size_t y = 0; y < ART_HEIGHT; y++) {
		text_add_char(t, '|');
		for (size_t x = 0; x < ART_WIDTH; x++)
			text_add_char(t, marks[board[y][x]]);
		text_add(t, "|\n");
	}
	border(t, hash);
}
