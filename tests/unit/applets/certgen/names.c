/* SPDX-License-Identifier: MIT */
/* names.c - wanted names: automatic ones, doubles, what a CA permits, what is carried over. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/names.h"
#include "lib/text.h"
#include "tests/unit/tap.h"

static const struct iface_address home = {"eth0", 4, {192, 168, 7, 20}}, public = {"eth1", 4, {203, 0, 113, 5}};

/* The list as text: "name name! (name)": '!' given, in parentheses left out. */
static const char *shown(const struct names *l)
{
	static char buf[1024];
	struct text t;

	text_init(&t, buf, sizeof buf);
	for (size_t i = 0; i < l->n; i++) {
		if (i)
			text_add_char(&t, ' ');
		if (l->list[i].out)
			text_add_char(&t, '(');
		san_add_text(&t, &l->list[i].san);
		if (l->list[i].given)
			text_add_char(&t, '!');
		if (l->list[i].out)
			text_add_char(&t, ')');
	}
	return buf;
}

static void automatic(void)
{
	static const struct {
		const char *name, *host;
		size_t addresses;
		const char *want;
	} rows[] = {
		{"a plain host name comes with .local first", "board", 1, "board.local board 192.168.7.20 localhost 127.0.0.1 ::1"},
		{"a full name keeps its domain, .local is on its first label", "web.example.com", 0, "web.local web.example.com localhost 127.0.0.1 ::1"},
		{"a .local name is not doubled", "board.local", 0, "board.local localhost 127.0.0.1 ::1"},
		{"upper case is lowered", "BOARD", 0, "board.local board localhost 127.0.0.1 ::1"},
		{"no host name: localhost and addresses", "", 1, "192.168.7.20 localhost 127.0.0.1 ::1"},
		{"nothing at all: localhost", "", 0, "localhost 127.0.0.1 ::1"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct names l = {0};

		names_automatic(&l, rows[i].host, &home, rows[i].addresses, NULL);
		is_str(shown(&l), rows[i].want, rows[i].name);
		names_free(&l);
	}
}

static void hosts(void)
{
	static const struct {
		const char *name, *host;
		bool usable;
	} rows[] = {
		{"a label is a host name", "board", true}, {"so is a full name", "a.b.example", true},
		{"(none) is none", "(none)", false}, {"localhost is none", "localhost", false},
		{"localhost.localdomain is none", "localhost.localdomain", false}, {"localhosts is one", "localhosts", true},
		{"the empty one is none", "", false}, {"an address is none", "10.0.0.1", false}, {"a wildcard is none", "*.a.b", false},
		{"an underscore is tolerated", "my_host", true}, {"a blank is not", "my host", false},
		{"a label of 63 is one", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg", true},
		{"a label of 64 is none", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ok(names_usable_host(rows[i].host) == rows[i].usable, rows[i].name);
}

static void permitted(void)
{
	struct names l = {0};
	const struct iface_address both[] = {home, public};
	struct san *subtrees;
	uint32_t outside;
	size_t n;

	names_add(&l, "203.0.113.9", true, NULL);
	names_add(&l, "*.example.com", true, NULL);
	names_automatic(&l, "board", both, 2, NULL);
	names_judge(&l, NULL, true, &outside);
	is_str(shown(&l), "203.0.113.9! *.example.com! board.local board 192.168.7.20 (203.0.113.5) localhost 127.0.0.1 ::1", "a new CA leaves out public addresses that nobody gave");
	is_int(outside, 0, "given names are never outside a new CA");
	names_subtrees(&l, &subtrees, &n, NULL);
	is_int(n, 14 + 3, "subtrees: the standard ones, the given address, the given domain, the host");
	ok(san_permitted(&l.list[1].san, subtrees, n) && san_permitted(&l.list[0].san, subtrees, n), "and they permit what was given");
	ok(!san_permitted(&l.list[5].san, subtrees, n), "but not the address that was left out");
	free(subtrees);
	names_judge(&l, NULL, false, &outside);
	ok(!l.list[5].out, "without constraints nothing is left out");
	names_free(&l);
}

static void doubles(void)
{
	struct names l = {0};

	names_add(&l, "A.local", false, NULL);
	names_add(&l, "a.local", true, NULL);
	names_add(&l, "a.local.", false, NULL);
	is_str(shown(&l), "a.local!", "a name is listed once, and stays given");
	for (int i = 0; i < 1000; i++) {
		struct san s = {SAN_IP, 4, {10, 0, (uint8_t)(i >> 8), (uint8_t)i}};

		names_add_san(&l, &s, true, NULL);
	}
	is_int(l.n, 1001, "a thousand names fit");
	names_free(&l);
}

/* A leaf with names, as far as names.c looks at it. */
static struct cert_view leaf_of(const char *const *texts, uint8_t *buf, size_t cap)
{
	struct cert_view c = {0};
	struct der d;
	size_t n = 0;

	der_init(&d, buf, cap);
	while (texts[n])
		n++;
	while (n--) {
		struct san s;

		san_parse(texts[n], &s, NULL);
		san_write(&d, &s);
	}
	c.sans = view_of(buf, der_finish(&d));
	return c;
}

static void carried(void)
{
	static const char *const old[] = {"board.local", "board", "192.168.7.20", "localhost", "127.0.0.1", "::1", NULL};
	uint8_t buf[512];
	struct cert_view leaf = leaf_of(old, buf, sizeof buf);
	struct names l = {0};

	names_automatic(&l, "other", NULL, 0, NULL);
	is_int(names_lacking(&l, &leaf), 2, "the leaf lacks other and other.local");
	names_carry(&l, &leaf, NULL, true, true, NULL);
	is_str(shown(&l), "other.local other localhost 127.0.0.1 ::1 board.local board 192.168.7.20", "what is not seen any more stays until renewal");
	names_free(&l);
	names_automatic(&l, "other", &home, 1, NULL);
	names_carry(&l, &leaf, NULL, true, false, NULL);
	is_str(shown(&l), "other.local other 192.168.7.20 localhost 127.0.0.1 ::1", "a renewal drops it");
	names_free(&l);
	names_automatic(&l, "", NULL, 0, NULL);
	names_carry(&l, &leaf, NULL, true, false, NULL);
	is_str(shown(&l), "board.local board 192.168.7.20 localhost 127.0.0.1 ::1", "with no host and no address seen even a renewal keeps them, and the CN");
	names_free(&l);
	names_add(&l, "new.local", true, NULL);
	names_carry(&l, &leaf, NULL, true, true, NULL);
	is_str(shown(&l), "new.local!", "given names are exactly the leaf's");
	names_free(&l);
}

int main(void)
{
	automatic();
	hosts();
	permitted();
	doubles();
	carried();
	return done_testing();
}
