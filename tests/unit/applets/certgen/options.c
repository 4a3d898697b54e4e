/* SPDX-License-Identifier: MIT */
/* options.c - certgen's option rows, as the parser, the screen and the house need them. */
#include <string.h>

#include "applets/certgen/options.h"
#include "tests/unit/tap.h"

/* A rule that every row has to keep. */
static void each(bool (*holds)(const struct option *o), const char *name)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < OPT_COUNT; i++) {
		if (certgen_options[i].word && holds(&certgen_options[i]))
			continue;
		wrong++;
		diag("row %zu: %s", i, certgen_options[i].word ? certgen_options[i].word : "no word");
	}
	is_int(wrong, 0, name);
}

static bool has_word(const struct option *o)
{
	return *o->word && strspn(o->word, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(o->word) && o->word[0] != '-';
}

static bool is_explained(const struct option *o)
{
	return o->help && *o->help && o->help[strlen(o->help) - 1] != '.' && (o->help[0] < 'A' || o->help[0] > 'Z' || strncmp(o->help, "KeyUsage", 8) == 0 || strncmp(o->help, "DIR", 3) == 0);
}

static bool is_alone(const struct option *o)
{
	unsigned words = 0, letters = 0;

	for (size_t i = 0; i < OPT_COUNT; i++) {
		words += certgen_options[i].word && strcmp(certgen_options[i].word, o->word) == 0;
		letters += certgen_options[i].letter == o->letter;
	}
	return words == 1 && (letters == 1 || !o->letter);
}

static bool fits_the_screen(const struct option *o)
{
	char row[200];
	struct text t;

	if (o->flags & ARGS_HIDDEN)
		return true;
	text_init(&t, row, sizeof row);
	args_help(o, 1, &t);
	return t.len <= 80 && row[t.len - 1] == '\n' && !t.cut; /* 79 and the line's end */
}

static bool lists_take_values(const struct option *o)
{
	return !(o->flags & ARGS_LIST) || o->operand;
}

/* What names files, owners or commands, or forces, is not the boot loader's to say. */
static bool is_harmless_at_boot(const struct option *o)
{
	static const char *const never[] = {"dir", "on-change", "owner", "root", "force", "rotate", "cert", "key", "ca", "ca-key", "config", "fallback", "replace-known"};

	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		if (strcmp(o->word, never[i]) == 0)
			return !(o->flags & ARGS_KERNEL);
	}
	return !((o->flags & ARGS_KERNEL) && (o->flags & ARGS_COMMAND));
}

/* Words for the boot layer are not certgen's, or they would be taken twice. */
static void boot_words(void)
{
	unsigned both = 0, n = 0;

	for (; certgen_boot_words[n]; n++)
		for (size_t i = 0; i < OPT_COUNT; i++)
			both += strcmp(certgen_boot_words[n], certgen_options[i].word) == 0;
	ok(n > 0 && both == 0, "the boot layer's words are no options of certgen's");
}

int main(void)
{
	each(has_word, "each row has a word of lower case, digits and hyphens");
	each(is_explained, "each is explained, without a full stop");
	each(is_alone, "no word and no letter is there twice");
	each(fits_the_screen, "each fits a line of 79");
	each(lists_take_values, "what repeats takes a value");
	each(is_harmless_at_boot, "the kernel command line cannot name files, owners or commands");
	boot_words();
	return done_testing();
}
