/* SPDX-License-Identifier: MIT */
/* markup.c - text inside of HTML and XML. */
#include "applets/certserve/markup.h"

#include <string.h>

void markup_add(struct text *t, const char *s)
{
	bool clean = text_is_clean_utf8(s, strlen(s));

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (strchr("&<>\"'", *s) != NULL)
			text_format(t, "&#%u;", c);
		else
			text_add_char(t, !clean && (c < ' ' || c > '~') && c != '\n' ? '?' : *s);
	}
}
