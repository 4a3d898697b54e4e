/* SPDX-License-Identifier: MIT */
/* bash.c - completion for bash: one function a command, and the few they share. */
#include <stdio.h>

#include "man/generate.h"

/* "--opt=value" reaches a completion function as three words. */
static const char shared[] =
    "# SPDX-License-Identifier: MIT\n"
    "# Completion of certbox for bash. Made from the option tables.\n"
    "# shellcheck shell=bash\n"
    "\n"
    "_certbox_words()\n"
    "{\n"
    "\tmapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_certbox_paths()\n"
    "{\n"
    "\tcompopt -o filenames 2>/dev/null\n"
    "\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_certbox()\n"
    "{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev='' command=${COMP_WORDS[0]##*/} first=1\n"
    "\tCOMPREPLY=()\n"
    "\tif [[ $command == certbox ]] && ((COMP_CWORD > 1)) && declare -F \"_certbox_${COMP_WORDS[1]}\" >/dev/null; then\n"
    "\t\tcommand=${COMP_WORDS[1]} first=2\n"
    "\tfi\n"
    "\t((COMP_CWORD > first)) && prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "\tif [[ $cur == = ]]; then\n"
    "\t\tcur=''\n"
    "\telif [[ $prev == = ]]; then\n"
    "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "\tfi\n"
    "\t\"_certbox_$command\"\n"
    "}\n";

static void put_offer(enum value value, const char *words)
{
	switch (value) {
	case VALUE_FILE: fputs("_certbox_paths -f", stdout); break;
	case VALUE_FOLDER: fputs("_certbox_paths -d", stdout); break;
	case VALUE_INTERFACE: fputs("_certbox_words \"$(ls /sys/class/net 2>/dev/null)\"", stdout); break;
	case VALUE_USER: fputs("_certbox_words \"$(compgen -u)\"", stdout); break;
	case VALUE_WORDS: printf("_certbox_words '%s'", words); break;
	default: fputs(":", stdout); break;
	}
}

static void values(const struct command *c)
{
	char words[WORDS_MAX];

	fputs("\tcase $prev in\n", stdout);
	for (size_t i = 0; i < c->n_options; i++) {
		const struct option *o = &c->options[i];
		enum value value = value_of(c, o, words);

		if (value == VALUE_NONE)
			continue;
		fputs("\t", stdout);
		if (o->letter != '\0')
			printf("-%c | ", o->letter);
		printf("--%s) ", o->word);
		put_offer(value, words);
		fputs("; return ;;\n", stdout);
	}
	fputs("\tesac\n", stdout);
}

static void function(const struct command *c, const char *words, bool files, bool box)
{
	printf("\n_certbox_%s()\n{\n", c->name);
	if (!box)
		values(c);
	fputs("\tif [[ $cur == -* ]]; then\n\t\t_certbox_words '", stdout);
	for (size_t i = 0; i < c->n_options; i++) {
		if (c->options[i].letter != '\0')
			printf("-%c ", c->options[i].letter);
		printf("--%s%s", c->options[i].word, i + 1 < c->n_options ? " " : "'\n");
	}
	if (box)
		fputs("\telif [[ \" ${COMP_WORDS[*]} \" == *' --install '* ]]; then\n\t\t_certbox_paths -d\n", stdout);
	fputs("\telse\n\t\t", stdout);
	put_offer(files ? VALUE_FILE : words[0] != '\0' ? VALUE_WORDS : VALUE_ANY, words);
	fputs("\n\tfi\n}\n", stdout);
}

void bash_completion(const struct command *all, size_t n)
{
	char words[WORDS_MAX], applets[WORDS_MAX] = "";
	size_t used = 0;

	for (size_t i = 1; i < n; i++)
		used += (size_t)snprintf(applets + used, sizeof applets - used, "%s%s", i > 1 ? " " : "", all[i].name);
	fputs(shared, stdout);
	function(&all[0], applets, false, true);
	for (size_t i = 1; i < n; i++) {
		bool files = operand_files(&all[i], words);
		function(&all[i], words, files, false);
	}
	printf("\ncomplete -F _certbox certbox %s\n", applets);
}
