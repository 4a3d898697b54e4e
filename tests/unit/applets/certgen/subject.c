/* SPDX-License-Identifier: MIT */
/* subject.c - subjects of leaf and CA. */
#include <string.h>

#include "applets/certgen/subject.h"
#include "tests/unit/tap.h"

static const uint8_t spki[] = "an SPKI as far as hashing goes";

static const char *text_of(const uint8_t *name, size_t len)
{
	static char buf[512];
	struct text t;

	text_init(&t, buf, sizeof buf);
	name_add_text(&t, view_of(name, len));
	return buf;
}

static void wish(struct wishes *w, const char *subject)
{
	memset(w, 0, sizeof *w);
	if (subject)
		w->subject[SET_LEAF].len = (size_t)name_parse(subject, w->subject[SET_LEAF].der, NULL);
}

static void leaves(void)
{
	static const char longest[] = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff.bcd"; /* 64 */
	static const char longer[] = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff.bcde";
	static const struct {
		const char *name, *subject, *first, *want;
	} rows[] = {
		{"the first name is the CN", NULL, "board.local", "CN=board.local"},
		{"an address, too", NULL, "10.0.0.1", "CN=10.0.0.1"},
		{"64 characters are a CN", NULL, longest, "CN=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff.bcd"},
		{"65 are none", NULL, longer, ""},
		{"a subject without CN gets one", "/C=DE/O=x", "board.local", "CN=board.local,O=x,C=DE"},
		{"a subject with CN keeps it", "/O=x/CN=y", "board.local", "CN=y,O=x"},
		{"no name, no CN", "/O=x", NULL, "O=x"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		static struct wishes w;
		struct names l = {0};
		uint8_t out[NAME_MAX_DER];
		size_t len;

		wish(&w, rows[i].subject);
		if (rows[i].first)
			names_add(&l, rows[i].first, true, NULL);
		len = subject_leaf(&w, &l, out);
		is_str(text_of(out, len), rows[i].want, rows[i].name);
		ok(subject_as_wished(&w, view_of(out, len)), "and is as wished");
		names_free(&l);
	}
}

static void wished(void)
{
	static struct wishes w;
	uint8_t name[NAME_MAX_DER];
	size_t len;

	wish(&w, "/O=x");
	len = (size_t)name_parse("/O=x/CN=whatever", name, NULL);
	ok(subject_as_wished(&w, view_of(name, len)), "an added CN may be any name's");
	len = (size_t)name_parse("/O=z/CN=whatever", name, NULL);
	ok(!subject_as_wished(&w, view_of(name, len)), "another organisation is another subject");
	len = (size_t)name_parse("/O=x/CN=a/CN=b", name, NULL);
	ok(!subject_as_wished(&w, view_of(name, len)), "so are two CNs");
}

static void authorities(void)
{
	static const struct {
		const char *name, *first, *want;
	} rows[] = {
		{"the CA is named by the first label and its key", "board.local", "CN=board CA 6ff8"},
		{"a wildcard's star is no part of it", "*.nixmox.lan", "CN=nixmox CA 6ff8"},
		{"an address is taken whole", "10.0.0.1", "CN=10.0.0.1 CA 6ff8"},
		{"without a name it is certbox's", NULL, "CN=certbox CA 6ff8"},
		{"a long label is cut", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee", "CN=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee CA 6ff8"},
	};
	static struct wishes w;
	uint8_t out[NAME_MAX_DER];

	wish(&w, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct names l = {0};
		const char *got;
		size_t len;

		if (rows[i].first)
			names_add(&l, rows[i].first, true, NULL);
		len = subject_ca(&w, &l, view_of(spki, sizeof spki), out);
		got = text_of(out, len);
		ok(strncmp(got, rows[i].want, strlen(rows[i].want) - 4) == 0 && strlen(got) == strlen(rows[i].want) + 12, rows[i].name);
		names_free(&l);
	}
	w.subject[SET_CA].len = (size_t)name_parse("/O=x/CN=y", w.subject[SET_CA].der, NULL);
	is_str(text_of(out, subject_ca(&w, &(struct names){0}, view_of(spki, sizeof spki), out)), "CN=y,O=x", "a given subject is taken as it is");
}

int main(void)
{
	leaves();
	wished();
	authorities();
	return done_testing();
}
