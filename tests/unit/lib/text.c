/* SPDX-License-Identifier: MIT */
/* text.c - bounded text: what fits, what is cut, what is refused. */
#include "lib/text.h"

#include "lib/pairs.h"
#include "tests/unit/tap.h"

static void bounds(void)
{
	char room[8];
	struct text t;

	memset(room, 'x', sizeof room);
	text_init(&t, room, 5);
	is_str(room, "", "a new text is empty");
	text_add(&t, "abcd");
	ok(!t.cut && t.len == 4, "four characters fit in room for five");
	text_add(&t, "");
	ok(!t.cut, "nothing more fits always");
	text_add_char(&t, 'e');
	ok(t.cut && t.len == 4, "a fifth is dropped and the cut is seen");
	is_str(room, "abcd", "what stood stays");
	ok(room[5] == 'x', "the byte behind the room is untouched");
	text_init(&t, room, 3);
	text_add(&t, "abcdef");
	is_str(room, "ab", "what does not fit is cut in its middle");
	text_add_bytes(&t, "", 0);
	ok(t.cut, "a cut is sticky");
	text_init(&t, NULL, 0);
	text_add(&t, "a");
	ok(t.cut && t.len == 0, "no room at all: cut, and nothing written");
}

static const struct {
	const char *name;
	const char *want;
	int64_t n;
} numbers[] = {
	{ "zero is 0", "0", 0 },
	{ "a negative number keeps its sign", "-12", -12 },
	{ "the largest number fits", "9223372036854775807", INT64_MAX },
	{ "the smallest number fits", "-9223372036854775808", INT64_MIN },
};

static void formats(void)
{
	char room[128];
	struct text t;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		text_init(&t, room, sizeof room);
		text_add_int(&t, numbers[i].n);
		is_str(room, numbers[i].want, numbers[i].name);
	}
	text_init(&t, room, sizeof room);
	text_format(&t, "%s %d %u %z %l %o%%", "a", -1, 4294967295U, (size_t)7, (int64_t)-5000000000, 0640U);
	is_str(room, "a -1 4294967295 7 -5000000000 640%", "every conversion is known");
	text_init(&t, room, sizeof room);
	text_format(&t, "%s|%x|%", (const char *)NULL);
	is_str(room, "(null)|%x|%", "no string is (null); an unknown conversion stays as it is");
	text_init(&t, room, sizeof room);
	text_add_padded(&t, "ab", 4);
	text_add_padded(&t, "abcde", 4);
	is_str(room, "ab  abcde", "padding fills up and never cuts");
}

static const struct {
	const char *name;
	const char *text;
	uint32_t max;
	int result;
	uint32_t n;
} readings[] = {
	{ "digits are a number", "397", 36500, 0, 397 },
	{ "leading zeros are fine", "007", 10, 0, 7 },
	{ "the maximum itself is in", "10", 10, 0, 10 },
	{ "one more is out", "11", 10, -1, 0 },
	{ "the largest of 32 bits is read", "4294967295", UINT32_MAX, 0, UINT32_MAX },
	{ "one beyond 32 bits is not", "4294967296", UINT32_MAX, -1, 0 },
	{ "99 digits do not wrap round", "999999999999999999999999999999999999999999999999999999999999999999999999999999"
	    "999999999999999999999", UINT32_MAX, -1, 0 },
	{ "nothing is no number", "", 10, -1, 0 },
	{ "a sign is refused", "-1", 10, -1, 0 },
	{ "a plus is refused", "+1", 10, -1, 0 },
	{ "a blank is refused", " 1", 10, -1, 0 },
	{ "a letter behind is refused", "1d", 10, -1, 0 },
	{ "hex is refused", "0x1", 10, -1, 0 },
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		uint32_t n = 0;

		ok(text_number(readings[i].text, readings[i].max, &n) == readings[i].result && n == readings[i].n,
		    readings[i].name);
	}
	ok(text_same_case("SHA256", "sha256"), "letters of both cases are alike");
	ok(!text_same_case("a", "ab") && !text_same_case("ab", "a"), "a longer word is another one");
	ok(!text_same_case("@", "`") && !text_same_case("[", "{"), "only letters have two cases");
}

static const struct {
	const char *name;
	const char *text;
	int result;
	const char *bytes;
} hexes[] = {
	{ "bare hex of both cases is read", "00ffAb", 3, "\x00\xff\xab" },
	{ "colons between octets are read", "00:ff:AB", 3, "\x00\xff\xab" },
	{ "some colons only are read too", "00ff:ab", 3, "\x00\xff\xab" },
	{ "nothing is no octets", "", 0, "" },
	{ "an odd digit is refused", "00f", -1, "" },
	{ "a lone digit is refused", "f", -1, "" },
	{ "a colon first is refused", ":00", -1, "" },
	{ "a colon last is refused", "00:", -1, "" },
	{ "two colons are refused", "00::11", -1, "" },
	{ "a colon inside an octet is refused", "0:0", -1, "" },
	{ "a foreign letter is refused", "0g", -1, "" },
	{ "a blank is refused", "00 11", -1, "" },
	{ "more than the room is refused", "0011223344", -1, "" },
};

static void hex(void)
{
	uint8_t out[4], all[256];
	char room[1024];
	struct text t;

	for (size_t i = 0; i < sizeof hexes / sizeof *hexes; i++) {
		int n = text_unhex(hexes[i].text, strlen(hexes[i].text), out, sizeof out);

		ok(n == hexes[i].result && (n <= 0 || memcmp(out, hexes[i].bytes, (size_t)n) == 0), hexes[i].name);
	}
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	text_init(&t, room, sizeof room);
	text_add_hex(&t, all + 250, 6, ':');
	text_add_hex(&t, all + 250, 6, '\0');
	is_str(room, "FA:FB:FC:FD:FE:FFfafbfcfdfeff", "hex is upper case with a separator, lower case without");
	uint8_t back[256];
	text_init(&t, room, sizeof room);
	text_add_hex(&t, all, sizeof all, ':');
	is_int(text_unhex(room, t.len, back, sizeof back), 256, "all octets come back");
	is_mem(back, sizeof back, all, sizeof all, "... as they were");
	is_int(text_unhex(room, t.len, back, 255), -1, "one byte less of room is not overrun");
}

static const struct {
	const char *name;
	const char *text;
	bool clean;
	const char *tame;
} lines[] = {
	{ "plain text is clean", "ca.key p256", true, "ca.key p256" },
	{ "umlauts are clean", "M\xc3\xbcnchen", true, "M\xc3\xbcnchen" },
	{ "three and four octets are clean", "\xe2\x82\xac \xf0\x9f\x94\x91", true, "\xe2\x82\xac \xf0\x9f\x94\x91" },
	{ "the last code point is clean", "\xf4\x8f\xbf\xbf", true, "\xf4\x8f\xbf\xbf" },
	{ "a newline is not", "a\nb", false, "a?b" },
	{ "a tab is not", "a\tb", false, "a?b" },
	{ "an escape is not", "\x1b[2J", false, "?[2J" },
	{ "DEL is not", "a\x7f", false, "a?" },
	{ "a C1 control is not", "\xc2\x9b" "2J", false, "\xc2?2J" },
	{ "U+00A0 is no control", "\xc2\xa0", true, "\xc2\xa0" },
	{ "a lone continuation is no UTF-8", "\x80", false, "\x80" },
	{ "an octet that never occurs is no UTF-8", "\xff", false, "\xff" },
	{ "a sequence cut off is no UTF-8", "\xe2\x82", false, "\xe2\x82" },
	{ "a sequence cut by ASCII is no UTF-8", "\xe2\x82" "a", false, "\xe2\x82" "a" },
	{ "an overlong slash is no UTF-8", "\xc0\xaf", false, "\xc0\xaf" },
	{ "an overlong form of three is no UTF-8", "\xe0\x9f\xbf", false, "\xe0\x9f\xbf" },
	{ "an overlong form of four is no UTF-8", "\xf0\x8f\xbf\xbf", false, "\xf0\x8f\xbf\xbf" },
	{ "a surrogate is no UTF-8", "\xed\xa0\x80", false, "\xed\xa0\x80" },
	{ "the code point below the surrogates is clean", "\xed\x9f\xbf", true, "\xed\x9f\xbf" },
	{ "beyond U+10FFFF is no UTF-8", "\xf4\x90\x80\x80", false, "\xf4\x90\x80\x80" },
	{ "five octets are no UTF-8", "\xf8\x88\x80\x80\x80", false, "\xf8\x88\x80\x80\x80" },
};

static void utf8(void)
{
	char room[32];

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		snprintf(room, sizeof room, "%s", lines[i].text);
		bool clean = text_is_clean_utf8(room, strlen(room));
		text_tame(room);
		ok(clean == lines[i].clean && strcmp(room, lines[i].tame) == 0, lines[i].name);
	}
	ok(!text_is_clean_utf8("a\0b", 3), "NUL is not clean");
	ok(text_is_clean_utf8("", 0), "nothing is clean");
}

/* A format as the box has it: written by hand from the pairs that are there. */
static void packed(void)
{
	static const unsigned char pairs[TEXT_PAIRS][2] = PAIRS_TABLE;
	bool plain = true;
	unsigned conversion = 0;
	char room[256], want[256], code[2] = "";
	struct text t;

	for (unsigned i = 0; i < TEXT_PAIRS && pairs[i][0]; i++) {
		code[0] = (char)(0x80 + i);
		text_init(&t, room, sizeof room);
		text_add_text(&t, code);
		plain = plain && t.len >= 2 && strspn(room, "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
			"abcdefghijklmnopqrstuvwxyz{|}~") == t.len;
		if (strcmp(room, "%s") == 0)
			conversion = 0x80 + i;
	}
	ok(plain, "every pair stands for two characters or more");
	ok(conversion != 0, "one is %s");
	const char format[] = { '<', (char)conversion, '|', '%', 't', '>', '\0' };
	text_init(&t, room, sizeof room);
	(text_format)(&t, format, "a\x80", code);
	text_init(&t, want, sizeof want);
	text_add(&t, "<a\x80|");
	text_add_text(&t, code);
	text_add(&t, ">");
	is_str(room, want, "a conversion may be a pair; what %s prints is never unpacked, %t's is");
}

int main(void)
{
	bounds();
	formats();
	packed();
	reading();
	hex();
	utf8();
	return done_testing();
}
