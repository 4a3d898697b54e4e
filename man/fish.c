/* SPDX-License-Identifier: MIT */
/* fish.c - completion for fish: one `complete` an option, once for the applet's own name and once for `certbox NAME`. */
#include <stdio.h>

#include "man/generate.h"

/* In '...', where fish knows \' and \\. */
static void put_quoted(const char *s)
{
	putchar('\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('\'');
}

static void put_value(enum value value, const char *words)
{
	switch (value) {
	case VALUE_NONE: break;
	case VALUE_FILE: fputs(" -r -F", stdout); break;
	case VALUE_FOLDER: fputs(" -x -a '(__fish_complete_directories (commandline -ct))'", stdout); break;
	case VALUE_INTERFACE: fputs(" -x -a '(__fish_print_interfaces)'", stdout); break;
	case VALUE_USER: fputs(" -x -a '(__fish_complete_users)'", stdout); break;
	case VALUE_WORDS: printf(" -x -a '%s'", words); break;
	default: fputs(" -x", stdout); break;
	}
}

/* begin is "complete -c COMMAND" and perhaps a condition. */
static void options(const char *begin, const struct command *c)
{
	char words[WORDS_MAX];

	for (size_t i = 0; i < c->n_options; i++) {
		const struct option *o = &c->options[i];

		fputs(begin, stdout);
		if (o->letter != '\0')
			printf(" -s %c", o->letter);
		printf(" -l %s", o->word);
		put_value(value_of(c, o, words), words);
		fputs(" -d ", stdout);
		put_quoted(o->help);
		putchar('\n');
	}
}

static void applet(const char *begin, const struct command *c)
{
	char words[WORDS_MAX];
	bool files = operand_files(c, words);

	if (files)
		printf("%s -F\n", begin);
	else
		printf("%s -f -a '%s'\n", begin, words);
	options(begin, c);
}

void fish_completion(const struct command *all, size_t n)
{
	static const char alone[] = "complete -c certbox -n __fish_use_subcommand";
	char begin[160];

	fputs("# SPDX-License-Identifier: MIT\n# Completion of certbox for fish. Made from the option tables.\n\n", stdout);
	for (size_t i = 1; i < n; i++) {
		printf("%s -f -a %s -d ", alone, all[i].name);
		put_quoted(all[i].summary);
		putchar('\n');
	}
	options(alone, &all[0]);
	for (size_t i = 1; i < n; i++) {
		snprintf(begin, sizeof begin, "complete -c certbox -n '__fish_seen_subcommand_from %s'", all[i].name);
		putchar('\n');
		applet(begin, &all[i]);
		snprintf(begin, sizeof begin, "complete -c %s", all[i].name);
		putchar('\n');
		applet(begin, &all[i]);
	}
}
