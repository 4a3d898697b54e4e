/* SPDX-License-Identifier: MIT */
/* leftover.c - temporaries of an interrupted run, told from everything else. */
#include "applets/certgen/leftover.h"
#include "applets/certgen/mark.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static char temp[MARK_TEMP_NAME_LEN];

static const char *name_of(uint8_t n, const char *place)
{
	const uint8_t random[MARK_TEMP_RANDOM_LEN] = {n, 1, 2, 3, 4, 5, 6, 7};

	mark_temp_name(random, place, temp);
	return temp;
}

static uint32_t count(const char *place)
{
	uint32_t n = 0;

	return leftover_count(folder, place, &n, NULL) ? UINT32_MAX : n;
}

static void told_apart(void)
{
	static const char *const others[] = {
		"ca.crt", ".lock", ".certbox-commit", ".certbox-changed", ".certbox-.new", ".certbox-0123456789abcdef0123456789abcdef.new",
		"certbox-0123456789abcdef0123456789abcdef.new", ".certbox-zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.new",
	};

	folder_empty();
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		put(others[i], "");
	is_int(count(""), 0, "names that prove nothing are not ours");
	ok(symlink("ca.crt", name_of(1, "")) == 0 && count("") == 0, "a link of a proven name is none");
	ok(symlink("nowhere", name_of(2, "")) == 0 && count("") == 0, "a dangling one, too");
	put(name_of(3, ""), "x");
	put(name_of(4, ""), "");
	is_int(count(""), 2, "two temporaries are counted, an empty one too");
	put(name_of(5, "/srv/tls"), "x");
	ok(count("") == 2 && count("/srv/tls") == 1, "another place's is its own");
	ok(count("/srv/tls/") == 0, "… to the letter");
}

static void removed(void)
{
	struct err e = {0};
	uint32_t n = 40;

	is_int(leftover_remove(folder, "", &e), 0, "they are removed");
	ok(count("") == 0 && count("/srv/tls") == 1, "… and no other place's");
	ok(exists("ca.crt") && exists(".certbox-commit") && exists(name_of(1, "")) && exists(name_of(2, "")), "… and nothing else");
	is_int(leftover_remove(folder, "", &e), 0, "removing none is fine");
	ok(leftover_count(folder, "/srv/tls", &n, &e) == 0 && n == 41, "counts are added up");
	ok(leftover_count(-1, "", &n, &e) == -1 && e.kind == ERR_FAIL && n == 41, "a folder that is none fails");
	err_clear(&e);
	ok(leftover_remove(-1, "", &e) == -1 && e.kind == ERR_FAIL, "… for both");
}

static void many(void)
{
	folder_empty();
	for (unsigned i = 0; i < 200; i++)
		put(name_of((uint8_t)i, ""), "x");
	ok(count("") == 200 && leftover_remove(folder, "", NULL) == 0 && names() == 0, "many are removed in one go");
}

static void linked(void)
{
	struct file_facts facts;

	folder_empty();
	put("server.key", "x");
	put("other", "x");
	ok(link("server.key", name_of(1, "")) == 0 && file_look(folder, "server.key", &facts, NULL) == 0 && leftover_is_link(folder, "", &facts), "a temporary is known as the same file");
	ok(!leftover_is_link(folder, "/srv/tls", &facts), "… for its place");
	ok(file_look(folder, "other", &facts, NULL) == 0 && !leftover_is_link(folder, "", &facts), "another file is not it");
	ok(leftover_remove(folder, "", NULL) == 0 && file_look(folder, "server.key", &facts, NULL) == 0 && facts.links == 1, "removed, the file stays under its name");
	ok(!leftover_is_link(folder, "", &facts), "… and has no second one");
}

static void folders(void)
{
	folder_empty();
	ok(mkdir(name_of(9, ""), 0700) == 0 && count("") == 0, "a folder of a proven name is none: ours are files");
	ok(leftover_remove(folder, "", NULL) == 0 && exists(name_of(9, "")), "… and is left alone");
}

int main(void)
{
	folder_make();
	told_apart();
	removed();
	many();
	linked();
	folders();
	folder_remove();
	return done_testing();
}
