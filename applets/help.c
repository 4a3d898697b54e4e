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

#define SCREEN 79

static void add_brief(struct text *t, const struct option *o)
{
	text_format(t, " --%s", o->word);
	if (o->operand != NULL)
		text_format(t, " %s", o->operand);
}

/* Options the screen has no room to explain: at least that they are there. */
static void also(const struct option *options, size_t n)
{
	char row[SCREEN + 80] = "", brief[80];
	const char *head = "  also:";
	struct text line, t;

	text_init(&line, row, sizeof row);
	for (size_t i = 0; i < n; i++) {
		if ((options[i].flags & ARGS_HIDDEN) == 0)
			continue;
		text_init(&t, brief, sizeof brief);
		add_brief(&t, &options[i]);
		if (line.len > 0 && line.len + t.len > SCREEN) {
			text_add_char(&line, '\n');
			put(row);
			text_init(&line, row, sizeof row);
			head = "       ";
		}
		if (line.len == 0)
			text_add(&line, head);
		text_add(&line, brief);
	}
	if (line.len > 0)
		text_add_char(&line, '\n');
	put(row);
}

int applet_help(const struct applet *a, struct err *e)
{
	char more[1024];
	struct text t;

	put("usage: ");
	put(a->name);
	put(*a->operands != '\0' ? " [options] " : " [options]");
	put(a->operands);
	put("\n\n");
	put(a->summary);
	put("\n\n");
	applet_help_options(a->options, a->n_options);
	also(a->options, a->n_options);
	put("\n");
	text_init(&t, more, sizeof more);
	text_add_text(&t, a->more);
	put(more);
	return say_finish(e);
}
