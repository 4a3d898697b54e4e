/* SPDX-License-Identifier: MIT */
/* help.c - the --help screen, from the applet's own table. */
#include <string.h>

#include "applets/applet.h"
#include "applets/say.h"

static void put(const char *s)
{
	static const struct say to_stdout;

	say_bytes(&to_stdout, s, strlen(s));
}

void applet_help_options(const struct option *options, size_t n)
{
	char row[160];
	struct text t;

	for (size_t i = 0; i < n; i++) {
		text_init(&t, row, sizeof row);
		args_help(&options[i], 1, &t);
		put(row);
	}
}

int applet_help(const struct applet *a, struct err *e)
{
	put("usage: ");
	put(a->name);
	put(" [options] ");
	put(a->operands);
	put("\n\n");
	put(a->summary);
	put("\n\n");
	applet_help_options(a->options, a->n_options);
	put("\n");
	put(a->more);
	return say_finish(e);
}
