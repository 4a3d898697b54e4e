/* SPDX-License-Identifier: MIT */
/* base64.c - RFC 4648 section 4, both ways. */
#include "lib/text.h"

#include "tests/unit/tap.h"

/* RFC 4648 section 10, and octets that need every letter. */
static const struct {
	const char *name;
	const char *bytes;
	size_t len;
	const char *text;
} pairs[] = {
	{ "no octets are no characters", "", 0, "" },
	{ "one octet has two pads", "f", 1, "Zg==" },
	{ "two octets have one", "fo", 2, "Zm8=" },
	{ "three octets have none", "foo", 3, "Zm9v" },
	{ "four octets", "foob", 4, "Zm9vYg==" },
	{ "five octets", "fooba", 5, "Zm9vYmE=" },
	{ "six octets", "foobar", 6, "Zm9vYmFy" },
	{ "plus and slash occur", "\xfb\xff\xbf", 3, "+/+/" },
	{ "zeros are A", "\0\0\0", 3, "AAAA" },
};

static void both_ways(void)
{
	char room[64];
	uint8_t out[64];
	struct text t;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		text_init(&t, room, sizeof room);
		text_add_base64(&t, (const uint8_t *)pairs[i].bytes, pairs[i].len);
		int64_t n = text_unbase64(pairs[i].text, strlen(pairs[i].text), out, pairs[i].len);
		ok(strcmp(room, pairs[i].text) == 0 && n == (int64_t)pairs[i].len &&
		    memcmp(out, pairs[i].bytes, pairs[i].len) == 0, pairs[i].name);
	}
}

static const struct {
	const char *name;
	const char *text;
	int64_t want;
} refused[] = {
	{ "blanks and line ends are passed over", " Zm9v\r\nYm\tFy\n", 6 },
	{ "a pad that lacks is refused", "Zg=", -1 },
	{ "pads that lack are refused", "Zg", -1 },
	{ "one pad too many is refused", "Zm8==", -1 },
	{ "pads behind whole groups are refused", "Zm9v=", -1 },
	{ "four pads are refused", "====", -1 },
	{ "a lone character is refused", "Z", -1 },
	{ "three pads behind one character are refused", "Z===", -1 },
	{ "more behind the pads is refused", "Zg==Zg==", -1 },
	{ "a pad inside is refused", "Zg=v", -1 },
	{ "bits that no octet uses are refused", "Zh==", -1 },
	{ "... in the longer form too", "Zm9=", -1 },
	{ "the alphabet for URLs is refused", "-_-_", -1 },
	{ "a foreign character is refused", "Zm9!", -1 },
	{ "characters beside the ranges are refused", "@[`{", -1 },
	{ "... and :, the one behind 9", "Zm9:", -1 },
	{ "octets above ASCII are refused", "Zm9\xc3", -1 },
	{ "more than the room is refused", "Zm9vYmFyZm9v", -1 },
};

static void strictness(void)
{
	uint8_t out[8];

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		is_int(text_unbase64(refused[i].text, strlen(refused[i].text), out, sizeof out), refused[i].want, refused[i].name);
	is_int(text_unbase64("Zm\0v", 4, out, sizeof out), -1, "NUL is refused");
}

static void letters(void)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t out[48];
	char room[65];
	struct text t;
	unsigned foreign = 0;

	is_int(text_unbase64(alphabet, 64, out, sizeof out), 48, "the whole alphabet is read");
	text_init(&t, room, sizeof room);
	text_add_base64(&t, out, sizeof out);
	is_str(room, alphabet, "... and written");
	for (unsigned c = 1; c < 256; c++) {
		char four[4] = { 'A', 'A', 'A', (char)c };

		foreign += text_unbase64(four, 4, out, sizeof out) == -1;
	}
	/* blanks leave three characters, which are refused as well; the pad makes two octets */
	is_int(foreign, 255 - 64 - 1, "every octet but 64 letters and the pad is refused");
}

static void line_form(void)
{
	static const size_t lens[] = { 0, 1, 2, 3, 47, 48, 49, 95, 96, 97, 200 };
	uint8_t bytes[200], back[200];
	char room[400];
	bool counted = true, same = true, shaped = true;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7 + 3);
	for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
		size_t n = text_base64_lines(bytes, lens[i], NULL);

		memset(room, '#', sizeof room);
		counted = counted && text_base64_lines(bytes, lens[i], room) == n && room[n] == '#';
		same = same && text_unbase64(room, n, back, lens[i]) == (int64_t)lens[i] && memcmp(back, bytes, lens[i]) == 0;
		for (size_t at = 0; at < n; at++)
			shaped = shaped && (room[at] == '\n') == (at % 65 == 64 || at + 1 == n);
	}
	ok(counted, "what was counted is what is written, and not a byte more");
	ok(same, "what was written is read again");
	ok(shaped, "lines have 64 characters, the last one what is left, each with its end");
	memset(back, 0, sizeof back);
	size_t n = text_base64_lines(bytes, 200, room);
	is_int(text_unbase64(room, n, (uint8_t *)room, sizeof room), 200, "decoding in place works");
	is_mem(room, 200, bytes, 200, "... and gives the same octets");
	is_int(text_unbase64("Zm9v", 4, back, 2), -1, "one byte less of room is not overrun");
}

int main(void)
{
	both_ways();
	strictness();
	letters();
	line_form();
	return done_testing();
}
