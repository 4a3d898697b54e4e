/* SPDX-License-Identifier: MIT */
/* access.c - lines of the log. */
#include "applets/certserve/access.h"

void access_quote(struct text *t, struct view v)
{
	size_t n = v.len < ACCESS_QUOTED ? v.len : ACCESS_QUOTED;

	for (size_t i = 0; i < n; i++) {
		if (v.p[i] > ' ' && v.p[i] <= '~' && v.p[i] != '"' && v.p[i] != '\\') {
			text_add_char(t, (char)v.p[i]);
			continue;
		}
		text_add(t, "\\x");
		text_add_hex(t, v.p + i, 1, '\0');
	}
	text_add(t, v.len == 0 ? "-" : n < v.len ? "..." : "");
}

void access_line(struct text *t, const char *peer, const struct exchange_line *line)
{
	text_add(t, peer);
	text_add_char(t, ' ');
	text_add(t, line->method != NULL ? line->method : "-");
	text_add_char(t, ' ');
	access_quote(t, line->asked);
	text_format(t, " %u %z", line->status, line->len);
}

bool access_may(struct access_rate *r, int64_t now, uint32_t *missed)
{
	if (r->second != now) {
		r->second = now;
		r->said = 0;
	}
	if (r->said == ACCESS_RATE) {
		r->kept++;
		return false;
	}
	r->said++;
	*missed = r->kept;
	r->kept = 0;
	return true;
}
