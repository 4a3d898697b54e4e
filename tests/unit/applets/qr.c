/* SPDX-License-Identifier: MIT */
/* qr.c - QR codes as lines of characters (that phones read them, tests/e2e/certfp-qr.t shows). */
#include "applets/qr.h"

#include "tests/unit/tap.h"

#define LIGHT "\u2588"

static char room[QR_TEXT];

/* Characters of the widest and narrowest line, SGR sequences not counted; lines. */
static void measure(unsigned *least, unsigned *most, unsigned *lines)
{
	*least = UINT32_MAX;
	*most = *lines = 0;
	for (const char *s = room; *s; s++) {
		unsigned n = 0;

		for (; *s != '\n'; s++) {
			if (*s == '\033')
				s = strchr(s, 'm');
			else
				n += ((unsigned char)*s & 0xC0) != 0x80;
		}
		*least = n < *least ? n : *least;
		*most = n > *most ? n : *most;
		++*lines;
	}
}

static void sized(size_t len, char c, bool colour, unsigned columns, const char *name)
{
	char what[512];
	unsigned least, most, lines;
	struct text t;

	memset(what, c, len);
	what[len] = '\0';
	text_init(&t, room, sizeof room);
	ok(qr_add(&t, what, colour, NULL) == 0 && !t.cut, name);
	measure(&least, &most, &lines);
	is_int(least, columns, "... its narrowest line");
	is_int(most, columns, "... its widest");
	is_int(lines, (columns + 1) / 2, "... half as many lines");
	ok(strncmp(room, colour ? "\033[0;1;37;40m" LIGHT : LIGHT LIGHT LIGHT LIGHT, 12) == 0, "... begins with its margin");
}

int main(void)
{
	struct err e = { .kind = ERR_NONE };
	char long_text[273];
	struct text t;

	sized(1, '1', false, 21 + 8, "a digit is the smallest code");
	sized(71, 'A', false, 29 + 8, "a SHA-256 with its name has 29 squares");
	sized(135, 'A', false, 37 + 8, "a SHA-512 has 37");
	sized(135, 'A', true, 37 + 8, "... and in colour");
	sized(271, 'a', true, 57 + 8, "the longest fits its room");
	memset(long_text, 'a', 272);
	long_text[272] = '\0';
	text_init(&t, room, sizeof room);
	ok(qr_add(&t, long_text, false, &e) == -1 && e.kind == ERR_FAIL && t.len == 0, "an octet more is refused");
	text_init(&t, room, 100);
	ok(qr_add(&t, "x", false, NULL) == 0 && t.cut, "a room too small is seen");
	return done_testing();
}
