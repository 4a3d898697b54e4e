/* SPDX-License-Identifier: MIT */
/* host.c - the machines a set has lived on. */
#include "applets/certgen/host.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

static void looked(void)
{
	static const struct {
		const char *name, *text, *mark; /* text NULL: no file */
		bool other, unmarked;
	} rows[] = {
		{"no file: not marked yet, and nobody else's", NULL, A, false, true},
		{"an empty file, too", "", A, false, true},
		{"its own mark: neither", A "\n", A, false, false},
		{"its own mark among others: neither", B "\n" A "\n" C "\n", A, false, false},
		{"its own mark without a line's end", B "\n" A, A, false, false},
		{"another's mark: both", B "\n", A, true, true},
		{"two others' marks: both", B "\n" C "\n", A, true, true},
		{"half a line, as a torn file has it, is nobody's mark", "bbbbbbbbbbbbbbb", A, false, true},
		{"a mark behind something else on its line is none", " " A "\n", A, true, true},
		{"a machine without a mark asks nothing", B "\n", "", false, false},
		{"… nor of no file", NULL, "", false, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool other = true, unmarked = true;

		folder_empty();
		if (rows[i].text)
			put(HOST_NAME, rows[i].text);
		ok(host_look(folder, rows[i].mark, &other, &unmarked, NULL) == 0 && other == rows[i].other && unmarked == rows[i].unmarked, rows[i].name);
	}
}

static void added(void)
{
	bool other = true, unmarked = true;
	struct err e = {0};

	folder_empty();
	ok(host_add(folder, A, "temporary", &e) == 0 && strcmp(text_of(HOST_NAME), A "\n") == 0, "the first mark makes the file");
	ok(mode_of(HOST_NAME) == 0644 && !exists("temporary"), "… for all to read, its temporary gone");
	ok(host_add(folder, B, "temporary", &e) == 0 && strcmp(text_of(HOST_NAME), A "\n" B "\n") == 0, "the second is a line more");
	ok(host_look(folder, A, &other, &unmarked, &e) == 0 && !other && !unmarked && host_look(folder, B, &other, &unmarked, &e) == 0 && !other && !unmarked,
	    "written, then read: both are known");
	put(HOST_NAME, A);
	ok(host_add(folder, B, "temporary", &e) == 0 && strcmp(text_of(HOST_NAME), A "\n" B "\n") == 0, "a last line without its end gets one");
	put("temporary", "in the way");
	ok(host_add(folder, C, "temporary", &e) == -1 && e.kind == ERR_FAIL && strcmp(text_of(HOST_NAME), A "\n" B "\n") == 0, "a file that cannot be written stays as it was");
}

static void failing(void)
{
	bool other = true, unmarked = true;
	struct err e = {0};

	folder_empty();
	ok(mkdir(HOST_NAME, 0700) == 0 && host_look(folder, A, &other, &unmarked, &e) == -1 && e.kind == ERR_FAIL, "a folder of that name fails");
	err_clear(&e);
	ok(host_add(folder, A, "temporary", &e) == -1 && e.kind == ERR_FAIL && !exists("temporary"), "… to be written, too");
	ok(host_look(-1, A, &other, &unmarked, NULL) == 0 && !other && unmarked, "where DIR is not there yet, the machine is unmarked");
}

static void mark(void)
{
	char one[HOST_MARK_TEXT], two[HOST_MARK_TEXT];

	host_mark(one);
	host_mark(two);
	ok(strlen(one) == 0 || (strlen(one) == HOST_MARK_TEXT - 1 && strspn(one, "0123456789abcdef") == HOST_MARK_TEXT - 1), "this machine's mark is 64 hex digits, or none");
	is_str(two, one, "… and always the same");
}

int main(void)
{
	folder_make();
	looked();
	added();
	failing();
	mark();
	folder_remove();
	return done_testing();
}
