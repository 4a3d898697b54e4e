/* SPDX-License-Identifier: MIT */
/* golden.h - bytes from hex, and a writer tried in every room from none to enough. */
#ifndef TESTS_UNIT_X509_GOLDEN_H
#define TESTS_UNIT_X509_GOLDEN_H

#include <stdlib.h>

#include "lib/text.h"
#include "tests/unit/tap.h"
#include "x509/der.h"

struct bytes {
	size_t len;
	uint8_t b[4096];
};

/* Hex, blanks between octets allowed. A test with bad hex stops. */
TAP_USED static struct bytes hex(const char *s)
{
	struct bytes out = { 0 };

	for (; *s; s++) {
		if (*s == ' ')
			continue;
		if (out.len == sizeof out.b || text_unhex(s, 2, out.b + out.len, 1) != 1)
			abort();
		out.len++;
		s++;
	}
	return out;
}

TAP_USED static struct view view(const struct bytes *b)
{
	return view_of(b->b, b->len);
}

TAP_USED static const char *join(const char *a, const char *b)
{
	static char buf[4][512];
	static unsigned turn;
	char *out = buf[turn++ % 4];

	snprintf(out, 512, "%s%s", a, b);
	return out;
}

typedef void writer(struct der *d, const void *arg);

/* In a room of cap octets of its own (sanitizers watch its ends): false, and overflow, or true. */
TAP_USED static bool write_in(writer *w, const void *arg, size_t cap, struct bytes *out)
{
	uint8_t *room = malloc(cap ? cap : 1);
	struct der d;

	der_init(&d, room, cap);
	w(&d, arg);
	out->len = der_finish(&d);
	if (out->len > cap || out->len > sizeof out->b || (d.overflow && out->len))
		abort();
	memcpy(out->b, room, out->len);
	free(room);
	return !d.overflow;
}

/* Written, the bytes are these; measured, there are as many; in each smaller room it overflows and nothing else happens. */
TAP_USED static void is_written(writer *w, const void *arg, const struct bytes *want, const char *name)
{
	struct bytes got;
	struct der d;
	size_t cap = 0;
	bool fits = write_in(w, arg, want->len + 9, &got);

	is_mem(got.b, got.len, want->b, want->len, name);
	der_init(&d, NULL, 0);
	w(&d, arg);
	ok(fits && !d.overflow && der_finish(&d) == want->len, join(name, ": measured as written"));
	while (cap < want->len && !write_in(w, arg, cap, &got))
		cap++;
	ok(cap == want->len && write_in(w, arg, cap, &got) && !memcmp(got.b, want->b, cap),
	   join(name, ": every smaller room overflows, the exact one does"));
}

#endif
