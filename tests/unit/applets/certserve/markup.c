/* SPDX-License-Identifier: MIT */
/* markup.c - nothing breaks out of its element or attribute. */
#include "applets/certserve/markup.h"

#include "tests/unit/tap.h"

static void becomes(const char *s, const char *want, const char *name)
{
	char room[64];
	struct text t;

	text_init(&t, room, sizeof room);
	markup_add(&t, s);
	is_str(room, want, name);
}

int main(void)
{
	becomes("board.local", "board.local", "plain text stays");
	becomes("", "", "nothing stays nothing");
	becomes("<&>\"'", "&#60;&#38;&#62;&#34;&#39;", "the five marks are numbers");
	becomes("&#60;", "&#38;#60;", "what is escaped is escaped again");
	becomes("W\303\244chter", "W\303\244chter", "UTF-8 stays");
	becomes("a\033b\177", "a?b?", "control characters don't");
	becomes("\303\244\200", "\?\?\?", "nor what is no UTF-8, all of it");
	becomes("a\nb", "a\nb", "lines stay");
	return done_testing();
}
