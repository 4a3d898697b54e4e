/* SPDX-License-Identifier: MIT */
/* help.c - the --help screen, from the applet's own table. */
#include "applets/applet.h"
#include "applets/say.h"

static const struct say to_stdout;

void applet_help_options(const struct option *options, size_t n)
{
	char row[160];
	struct text t;

	for (size_t i = 0; i < n; i++) {
		text_init(&t, row, sizeof row);
		args_help(&options[i], 1, &t);
		say_bytes(&to_stdout, row, t.len);
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
			say_plain(&to_stdout, "%s\n", row);
			text_init(&line, row, sizeof row);
			head = "       ";
		}
		if (line.len == 0)
			text_add(&line, head);
		text_add(&line, brief);
	}
	if (line.len > 0)
		say_plain(&to_stdout, "%s\n", row);
}

int applet_help(const struct applet *a, struct err *e)
{
	say_plain(&to_stdout, "usage: %s [options]%s%s\n\n%t\n\n", a->name, *a->operands != '\0' ? " " : "", a->operands, a->summary);
	applet_help_options(a->options, a->n_options);
	also(a->options, a->n_options);
	say_plain(&to_stdout, "\n%t", a->more);
	return say_finish(e);
}
