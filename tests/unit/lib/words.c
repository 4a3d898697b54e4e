/* SPDX-License-Identifier: MIT */
/* words.c - the PGP word list: published examples, and the list as a whole. */
#include "lib/words.h"

#include <ctype.h>

#include "tests/unit/tap.h"

static const struct {
	const char *name;
	size_t len;
	const char *bytes;
	const char *words;
} published[] = {
	{ "the published example", 20, "\xE5\x82\x94\xF2\xE9\xA2\x27\x48\x6E\x8B\x06\x1B\x31\xCC\x52\x8F\xD7\xFA\x3F\x19",
	  "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa "
	  "afflict bravado chatter revolver Dupont midsummer stopwatch whimsical cowbell bottomless" },
	{ "the first words", 2, "\x00\x00", "aardvark adroitness" },
	{ "the last words", 2, "\xff\xff", "Zulu Yucatan" },
	{ "no octets are no words", 0, "", "" },
	{ "one octet is one word", 1, "\x09", "Algol" },
	{ "words in the middle", 4, "\x80\x80\x7f\x7f", "merit intention lockup integrate" },
};

static void examples(void)
{
	char room[512];
	uint8_t back[32];
	struct text t;

	for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
		text_init(&t, room, sizeof room);
		words_add(&t, (const uint8_t *)published[i].bytes, published[i].len, 0);
		is_str(room, published[i].words, published[i].name);
		ok(words_read(room, back, sizeof back) == (int)published[i].len &&
		    memcmp(back, published[i].bytes, published[i].len) == 0, "... and back");
	}
	text_init(&t, room, sizeof room);
	words_add(&t, (const uint8_t *)"\0\0\0\0\0", 5, 2);
	is_str(room, "aardvark adroitness\naardvark adroitness\naardvark", "words stand in lines, the last one has no end");
}

/* Two syllables at even places, three at odd ones: each list has 256 different words. */
static void whole_list(void)
{
	char room[64], before[64];
	struct text t;
	bool letters = true;
	unsigned back = 0, total = 0, unsorted = 0;

	for (unsigned odd = 0; odd < 2; odd++) {
		before[0] = '\0';
		for (unsigned n = 0; n < 256; n++) {
			uint8_t pair[2] = { 0, 0 }, read[2] = { 1, 1 };

			pair[odd] = (uint8_t)n;
			text_init(&t, room, sizeof room);
			words_add(&t, pair, 2, 0);
			back += words_read(room, read, 2) == 2 && memcmp(pair, read, 2) == 0;
			char *word = odd ? strchr(room, ' ') + 1 : room;
			word[strcspn(word, " ")] = '\0';
			total += (unsigned)strlen(word);
			for (char *c = word; *c != '\0'; c++) {
				letters = letters && isalpha((unsigned char)*c) && (c == word || islower((unsigned char)*c));
				*c = (char)tolower((unsigned char)*c);
			}
			unsorted += strcmp(before, word) >= 0;
			memmove(before, word, strlen(word) + 1);
		}
	}
	is_int(unsorted, 1, "both lists are sorted, but for Apollo behind applicant, as published");
	ok(letters, "words are letters, only the first may be a capital");
	is_int(back, 512, "every word is read back");
	is_int(total, 1768 + 2151, "the lists have the published number of letters");
}

static void reading(void)
{
	uint8_t out[4];

	is_int(words_read("  AARDVARK\n adroitNESS\t", out, 4), 2, "any case and any blanks are read");
	is_int(words_read("adroitness", out, 4), -1, "a word of the other list is refused: one was skipped");
	is_int(words_read("aardvar", out, 4), -1, "a part of a word is refused");
	is_int(words_read("aardvarks", out, 4), -1, "a longer word is refused");
	is_int(words_read("aardvark adroitness absurd adviser accrue", out, 4), -1, "more than the room is refused");
	is_int(words_read("", out, 4), 0, "no words are no octets");
	is_int(words_read(".Algol", out, 4), -1, "the list's own marks are no letters");
}

int main(void)
{
	examples();
	whole_list();
	reading();
	return done_testing();
}
