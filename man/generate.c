/* SPDX-License-Identifier: MIT */
/* generate.c - generate NAME.SECTION <man/NAME.SECTION.body, or generate bash|zsh|fish; on stdout. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applets/box.h"
#include "man/generate.h"

size_t commands(struct command out[static COMMANDS_MAX])
{
	size_t n = 0;

	out[n++] = (struct command){ .name = "certbox", .summary = "a machine's TLS identity, from its first boot on",
		.operands = "APPLET [argument]...", .options = box_options, .n_options = BOX_OPTIONS };
	for (const struct applet *const *a = applet_table; *a != NULL && n < COMMANDS_MAX; a++)
		out[n++] = (struct command){ .name = (*a)->name, .summary = (*a)->summary, .operands = (*a)->operands,
			.options = (*a)->options, .n_options = (*a)->n_options };
	return n;
}

/* All of stdin, NUL-terminated. */
static char *read_all(void)
{
	static char text[1 << 18];
	size_t len = fread(text, 1, sizeof text - 1, stdin);

	if (ferror(stdin) || len == sizeof text - 1)
		return NULL;
	text[len] = '\0';
	return text;
}

static int page(const char *what)
{
	struct command all[COMMANDS_MAX];
	size_t n = commands(all), len = strcspn(what, ".");
	char *body = read_all();

	if (body == NULL || what[len] != '.')
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strlen(all[i].name) == len && memcmp(all[i].name, what, len) == 0)
			return mdoc_page(&all[i], what + len + 1, body);
	return -1;
}

static int generate(const char *what)
{
	struct command all[COMMANDS_MAX];
	size_t n = commands(all);

	if (strcmp(what, "bash") == 0)
		bash_completion(all, n);
	else if (strcmp(what, "zsh") == 0)
		zsh_completion(all, n);
	else if (strcmp(what, "fish") == 0)
		fish_completion(all, n);
	else
		return page(what);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && generate(argv[1]) == 0 && fflush(stdout) == 0)
		return EXIT_SUCCESS;
	fputs("usage: generate NAME.SECTION <BODY, or generate bash|zsh|fish\n", stderr);
	return EXIT_FAILURE;
}
