/* SPDX-License-Identifier: MIT */
/* name_view.c - distinguished names: from DER to text (the second half of name.h). */
#include <string.h>

#include "x509/attribute.h"
#include "x509/name.h"
#include "x509/oid.h"

struct walk {
	struct view rdns, attributes;
	struct view type, value, whole; /* the attribute that was read: OID, content, element */
	uint8_t tag;
};

/* The next attribute: 1; 0 at the end; -1 broken. */
static int step(struct walk *w)
{
	struct view v;

	if (!w->attributes.len) {
		if (!w->rdns.len)
			return 0;
		if (view_read(&w->rdns, DER_SET, &w->attributes) || !w->attributes.len)
			return -1;
	}
	if (view_read(&w->attributes, DER_SEQUENCE, &v) || view_read(&v, DER_OID, &w->type) || !w->type.len)
		return -1;
	return view_any(&v, &w->tag, &w->value, &w->whole) || v.len ? -1 : 1;
}

static int walk_init(struct walk *w, struct view name)
{
	*w = (struct walk){ .tag = 0 };
	return view_only(name, DER_SEQUENCE, &w->rdns);
}

static bool is_text(uint8_t tag)
{
	return tag == DER_UTF8_STRING || tag == DER_PRINTABLE_STRING || tag == DER_IA5_STRING || tag == DER_TELETEX_STRING;
}

int name_check(struct view name)
{
	struct walk w;
	int r;

	if (walk_init(&w, name))
		return -1;
	do
		r = step(&w);
	while (r > 0);
	return r;
}

struct view name_common_of(struct view name)
{
	struct view last = { NULL, 0 };
	struct walk w;

	if (walk_init(&w, name))
		return last;
	while (step(&w) > 0)
		if (oid_is(w.type, OID_COMMON_NAME) && is_text(w.tag))
			last = w.value;
	return last;
}

struct view name_value(struct view name, const uint8_t *oid, unsigned i)
{
	struct walk w;

	if (!walk_init(&w, name))
		while (step(&w) > 0)
			if (oid_is(w.type, oid) && !i--)
				return w.value;
	return view_of(NULL, 0);
}

/* RFC 4514 2.4: what is special, and blanks and '#' where they stand at an end. */
static bool is_special(struct view v, size_t i)
{
	char c = (char)v.p[i];

	if (c == ' ')
		return i == 0 || i + 1 == v.len;
	return c == '#' ? i == 0 : strchr(",+\"\\<>;", c) != NULL;
}

static void add_value(struct text *t, struct view v)
{
	for (size_t i = 0, n; i < v.len; i += n) {
		n = attribute_character(v.p + i, v.len - i);
		if (!n || is_special(v, i))
			text_add_char(t, '\\');
		if (n)
			text_add_bytes(t, (const char *)v.p + i, n);
		else
			text_add_hex(t, v.p + i, n = 1, ':');
	}
}

static void add_attribute_text(struct text *t, const struct walk *w)
{
	const struct attribute *a = attribute_by_oid(w->type);

	if (a)
		text_add(t, a->word);
	else
		oid_add_text(t, w->type);
	text_add_char(t, '=');
	if (a && is_text(w->tag)) {
		add_value(t, w->value);
	} else {
		text_add_char(t, '#');
		text_add_hex(t, w->whole.p, w->whole.len, 0);
	}
}

/* The RDNs come last first: each is sought from the start, since DER cannot be read backwards. */
void name_add_text(struct text *t, struct view name)
{
	struct walk all, w;
	size_t n = 0;

	if (name_check(name)) {
		text_add_char(t, '?');
		return;
	}
	walk_init(&all, name);
	for (struct view v = all.rdns; v.len; n++)
		view_read(&v, DER_SET, &all.attributes);
	for (; n && !t->cut; n--) {
		struct view v = all.rdns;

		w = (struct walk){ .tag = 0 };
		for (size_t i = 0; i < n; i++)
			view_read(&v, DER_SET, &w.attributes);
		for (bool first = true; w.attributes.len && step(&w) > 0; first = false) {
			if (!first)
				text_add_char(t, '+');
			add_attribute_text(t, &w);
		}
		if (n > 1)
			text_add_char(t, ',');
	}
}
