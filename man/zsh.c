/* SPDX-License-Identifier: MIT */
/* zsh.c - completion for zsh: one _arguments a command. */
#include <stdio.h>
#include <string.h>

#include "man/generate.h"

/* Inside '...' and, for an explanation, inside [...]. */
static void put_quoted(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (strchr("[]:\\", *s) != NULL)
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void put_action(const struct option *o, enum value value, const char *words)
{
	if (value == VALUE_NONE)
		return;
	putchar(':');
	put_quoted(o->operand);
	switch (value) {
	case VALUE_FILE: fputs(":_files", stdout); break;
	case VALUE_FOLDER: fputs(":_files -/", stdout); break;
	case VALUE_INTERFACE: fputs(":_net_interfaces", stdout); break;
	case VALUE_USER: fputs(":_users", stdout); break;
	case VALUE_WORDS: printf(":(%s)", words); break;
	default: fputs(": ", stdout); break;
	}
}

/* One spelling of an option: -d+ takes -dDIR and -d DIR, --dir= takes both of its forms. */
static void spelling(const struct command *c, const struct option *o, bool letter)
{
	char words[WORDS_MAX];
	enum value value = value_of(c, o, words);

	fputs("\t\t'", stdout);
	if ((o->flags & ARGS_LIST) != 0)
		putchar('*');
	else if (o->letter != '\0')
		printf("(-%c --%s)", o->letter, o->word);
	if (letter)
		printf("-%c%s[", o->letter, value != VALUE_NONE ? "+" : "");
	else
		printf("--%s%s[", o->word, value != VALUE_NONE ? "=" : "");
	put_quoted(o->help);
	putchar(']');
	put_action(o, value, words);
	fputs("' \\\n", stdout);
}

static void arguments(const struct command *c)
{
	for (size_t i = 0; i < c->n_options; i++) {
		if (c->options[i].letter != '\0')
			spelling(c, &c->options[i], true);
		spelling(c, &c->options[i], false);
	}
}

static void function(const struct command *c)
{
	char words[WORDS_MAX];
	bool files = operand_files(c, words);

	printf("\n_certbox_%s()\n{\n\t_arguments -s -S : \\\n", c->name);
	arguments(c);
	if (files)
		fputs("\t\t'*:file:_files'\n}\n", stdout);
	else
		printf("\t\t'*:operand:(%s)'\n}\n", words);
}

/* The box's own words, then an applet's as if it had been called by name. */
static void box(const struct command *all, size_t n)
{
	fputs("\n_certbox_box()\n{\n\tlocal state line\n\t_arguments -s -S -C : \\\n", stdout);
	arguments(&all[0]);
	fputs("\t\t'1:applet:((", stdout);
	for (size_t i = 1; i < n; i++) {
		printf("%s\\:\"", all[i].name);
		put_quoted(all[i].summary);
		fputs(i + 1 < n ? "\" " : "\"))' \\\n", stdout);
	}
	fputs("\t\t'*::argument:->applet'\n"
	    "\tif [[ $state == applet ]] && (( $+functions[_certbox_$line[1]] )); then\n"
	    "\t\t_certbox_$line[1]\n"
	    "\tfi\n}\n", stdout);
}

void zsh_completion(const struct command *all, size_t n)
{
	fputs("#compdef", stdout);
	for (size_t i = 0; i < n; i++)
		printf(" %s", all[i].name);
	fputs("\n# SPDX-License-Identifier: MIT\n# Completion of certbox for zsh. Made from the option tables.\n", stdout);
	for (size_t i = 1; i < n; i++)
		function(&all[i]);
	box(all, n);
	fputs("\ncase $service in\ncertbox) _certbox_box ;;\n*) _certbox_$service ;;\nesac\n", stdout);
}
