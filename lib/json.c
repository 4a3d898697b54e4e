/* SPDX-License-Identifier: MIT */
/* json.c - one JSON object a line. */
#include "lib/json.h"

#include <string.h>

void json_open(struct text *t)
{
	text_add_char(t, '{');
}

void json_close(struct text *t)
{
	text_add(t, "}\n");
}

/* Bytes of the UTF-8 character at s, or 0. */
static size_t character(const char *s, size_t left)
{
	for (size_t n = 2; n <= 4 && n <= left; n++)
		if (text_is_clean_utf8(s, n))
			return n;
	return 0;
}

static void quote(struct text *t, const char *s)
{
	size_t left = strlen(s);

	text_add_char(t, '"');
	for (size_t n; left > 0; s += n, left -= n) {
		unsigned char c = (unsigned char)*s;

		n = 1;
		if (c == '"' || c == '\\')
			text_add_char(t, '\\');
		if (c < 0x20 || c == 0x7F) {
			text_add(t, "\\u00");
			text_add_hex(t, &c, 1, '\0');
		} else if (c < 0x80) {
			text_add_char(t, *s);
		} else if ((n = character(s, left)) > 0) {
			text_add_bytes(t, s, n);
		} else {
			n = 1;
			text_add(t, "\\ufffd");
		}
	}
	text_add_char(t, '"');
}

static void key_of(struct text *t, const char *key)
{
	if (t->len > 0 && t->buf[t->len - 1] != '{')
		text_add_char(t, ',');
	quote(t, key);
	text_add_char(t, ':');
}

void json_string(struct text *t, const char *key, const char *value)
{
	key_of(t, key);
	if (value != NULL)
		quote(t, value);
	else
		text_add(t, "null");
}

void json_number(struct text *t, const char *key, int64_t value)
{
	key_of(t, key);
	text_add_int(t, value);
}

void json_bool(struct text *t, const char *key, bool value)
{
	key_of(t, key);
	text_add(t, value ? "true" : "false");
}

void json_list(struct text *t, const char *key)
{
	key_of(t, key);
	text_add_char(t, '[');
}

void json_item(struct text *t, const char *value)
{
	if (t->len > 0 && t->buf[t->len - 1] != '[')
		text_add_char(t, ',');
	quote(t, value);
}

void json_list_end(struct text *t)
{
	text_add_char(t, ']');
}
