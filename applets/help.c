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

int applet_help(const struct applet *a, struct err *e)
{
	char row[160];
	struct text t;

	put("usage: ");
	put(a->name);
	put(" [options] ");
	put(a->operands);
	put("\n\n");
	put(a->summary);
	put("\n\n");
	for (size_t i = 0; i < a->n_options; i++) {
		text_init(&t, row, sizeof row);
		args_help(&a->options[i], 1, &t);
		put(row);
	}
	put("\n");
	put(a->more);
	return say_finish(e);
}
