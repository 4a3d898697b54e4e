/* SPDX-License-Identifier: MIT */
/* commit.c - several files replaced as one: the record, each place where a run can stop, records of others. */
#include <string.h>

#include "applets/certgen/commit.h"
#include "lib/text.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct staged staged[SET_FILES];
static char record_temp[MARK_TEMP_NAME_LEN];
static char told[512];

static void listen(void *ctx, enum set_file file, const char *aside)
{
	size_t at = strlen(told);

	(void)ctx;
	snprintf(told + at, sizeof told - at, "%s%s ", fixed.s.entry[file].base, aside ? "-" : "+");
}

static void temp_name(uint8_t n, char out[static MARK_TEMP_NAME_LEN])
{
	const uint8_t random[MARK_TEMP_RANDOM_LEN] = {n, 7};

	mark_temp_name(random, "", out);
}

/* Old files, and new ones staged for the leaf pair and the CA's certificate; no record yet. */
static void begin(void)
{
	folder_empty();
	fixed_wish("board.local", NULL);
	memset(staged, 0, sizeof staged);
	told[0] = '\0';
	put("ca.crt", "old ca.crt");
	put("server.key", "old server.key");
	put("server.crt", "old server.crt");
	for (int i = SET_CA_CERT; i < SET_FILES; i++) {
		char text[SET_NAME_MAX + 8];

		temp_name((uint8_t)i, staged[i].temp);
		staged[i].how = COMMIT_ASIDE;
		snprintf(text, sizeof text, "new %s", fixed.w.files[i]);
		put(staged[i].temp, text);
	}
	temp_name(99, record_temp);
	if (fixed_open())
		diag("%s", fixed.e.text);
}

static bool all_new(void)
{
	return strcmp(text_of("ca.crt"), "new ca.crt") == 0 && strcmp(text_of("server.key"), "new server.key") == 0 && strcmp(text_of("server.crt"), "new server.crt") == 0;
}

static bool all_old(void)
{
	return strcmp(text_of("ca.crt"), "old ca.crt") == 0 && strcmp(text_of("server.key"), "old server.key") == 0 && strcmp(text_of("server.crt"), "old server.crt") == 0;
}

static bool olds_kept(void)
{
	return strcmp(text_of("ca.crt.bad-1"), "old ca.crt") == 0 && strcmp(text_of("server.key.bad-1"), "old server.key") == 0
	    && strcmp(text_of("server.crt.bad-1"), "old server.crt") == 0;
}

static int forward(bool *done)
{
	told[0] = '\0';
	err_clear(&fixed.e);
	return commit_roll_forward(&fixed.s, done, listen, NULL, &fixed.e);
}

static void record(void)
{
	bool done = true;
	char want[512];

	begin();
	ok(!commit_waits(&fixed.s), "without a record nothing waits");
	ok(forward(&done) == 0 && !done && all_old() && !*told, "… and nothing is done");
	staged[SET_LEAF_CERT].how = COMMIT_OVER;
	is_int(commit_write(&fixed.s, staged, record_temp, &fixed.e), 0, "a record is written");
	snprintf(want, sizeof want, "%s aside ca.crt\n%s aside server.key\n%s over server.crt\nend\n", staged[1].temp, staged[2].temp, staged[3].temp);
	is_str(text_of(COMMIT_NAME), want, "… a line a file, and an end");
	ok(mode_of(COMMIT_NAME) == 0600 && !exists(record_temp), "… for its owner alone, its temporary gone");
	ok(commit_waits(&fixed.s) && all_old(), "now it waits, and nothing has happened yet");
	ok(forward(&done) == 0 && done && all_new(), "rolled forward: all new");
	ok(strcmp(text_of("ca.crt.bad-1"), "old ca.crt") == 0 && exists("server.key.bad-1") && !exists("server.crt.bad-1"), "… what was said to be set aside is there, and what was not is replaced");
	is_str(told, "ca.crt- ca.crt+ server.key- server.key+ server.crt+ ", "… each told, in order");
	ok(!commit_waits(&fixed.s) && names() == 5, "the record and the temporaries are gone");
	ok(forward(&done) == 0 && !done && all_new(), "a second time there is nothing to do");
}

static void away(void)
{
	bool done;

	begin();
	put("ca.key", "old ca.key");
	temp_name(77, staged[SET_CA_KEY].temp);
	staged[SET_CA_KEY].how = COMMIT_AWAY;
	ok(commit_write(&fixed.s, staged, record_temp, &fixed.e) == 0 && strstr(text_of(COMMIT_NAME), " away ca.key\n"), "a file that none replaces is recorded as going away");
	ok(forward(&done) == 0 && done && all_new() && olds_kept() && !exists("ca.key"), "… and is gone from its place");
	is_str(text_of("ca.key.bad-1"), "old ca.key", "… aside");
	ok(strncmp(told, "ca.key- ca.crt- ca.crt+", 23) == 0, "… told once");
	begin();
	temp_name(77, staged[SET_CA_KEY].temp);
	staged[SET_CA_KEY].how = COMMIT_AWAY;
	commit_write(&fixed.s, staged, record_temp, &fixed.e);
	ok(forward(&done) == 0 && done && all_new() && !exists("ca.key.bad-1"), "gone already: the others follow");
	begin();
	for (int i = 0; i < SET_FILES; i++) {
		unlink(staged[i].temp);
		temp_name((uint8_t)(70 + i), staged[i].temp);
		staged[i].how = COMMIT_GONE;
	}
	if (symlink("elsewhere", "ca.key") || commit_write(&fixed.s, staged, record_temp, &fixed.e))
		diag("%s", fixed.e.text);
	ok(strstr(text_of(COMMIT_NAME), " gone ca.key\n") && strstr(text_of(COMMIT_NAME), " gone server.crt\n"), "files to be removed are recorded");
	ok(forward(&done) == 0 && done && names() == 1, "… and removed, but for a symbolic link");
	is_str(told, "ca.crt- server.key- server.crt- ", "… each told");
	unlink("ca.key");
	memset(staged, 0, sizeof staged);
}

/*
 * The steps of rolling forward, each as what it leaves on the disk: three files, each first set aside, then renamed; then
 * the record goes. After any number of them the next run must end the same way.
 */
static void step(int n)
{
	char aside[64];
	int file = SET_CA_CERT + n / 2;
	const char *base = fixed.w.files[file];

	snprintf(aside, sizeof aside, "%s.bad-1", base);
	if (n == 2 * (SET_FILES - SET_CA_CERT))
		unlink(COMMIT_NAME);
	else if (n % 2 == 0 ? rename(base, aside) : rename(staged[file].temp, base))
		diag("step %d", n);
}

static void stops(void)
{
	static const char *const names_of[] = {
		"stopped once the record stands", "stopped with the first file set aside", "stopped with the first file in place",
		"stopped with the second set aside", "stopped with the second in place", "stopped with the third set aside",
		"stopped with all in place", "stopped with the record gone",
	};
	static const char *const tells[] = {
		"ca.crt- ca.crt+ server.key- server.key+ server.crt- server.crt+ ", "ca.crt+ server.key- server.key+ server.crt- server.crt+ ",
		"server.key- server.key+ server.crt- server.crt+ ", "server.key+ server.crt- server.crt+ ", "server.crt- server.crt+ ", "server.crt+ ", "", "",
	};

	for (int after = 0; after < 8; after++) {
		bool done = false;

		begin();
		if (commit_write(&fixed.s, staged, record_temp, &fixed.e))
			diag("%s", fixed.e.text);
		for (int n = 0; n < after; n++)
			step(n);
		ok(forward(&done) == 0 && done == (after < 7) && all_new() && olds_kept() && names() == 6, names_of[after]);
		is_str(told, tells[after], "… and only what was left is told");
	}
}

/* Before the record stands nothing has begun; a torn one was never whole. */
static void torn(void)
{
	static char whole[512], name[96];
	size_t len;
	unsigned wrong = 0, tried = 0;

	begin();
	if (commit_write(&fixed.s, staged, record_temp, &fixed.e))
		diag("%s", fixed.e.text);
	len = strlen(strncpy(whole, text_of(COMMIT_NAME), sizeof whole - 1));
	for (size_t cut = 0; cut < len; cut++, tried++) {
		bool done = true;

		put_octets(COMMIT_NAME, whole, cut, 0600);
		if (forward(&done) || done || !all_old() || exists(COMMIT_NAME)) {
			wrong++;
			diag("cut at %zu: %s", cut, fixed.e.text);
		}
		snprintf(name, sizeof name, "%s.bad-%zu", COMMIT_NAME, cut + 1);
		wrong += unlink(name) != 0;
		put_octets(name, "", 0, 0600); /* so that the next takes another number, as when they are kept */
	}
	ok(tried > 100 && wrong == 0, "a record cut anywhere is set aside, and nothing else is touched");
	begin();
	put(COMMIT_NAME, "");
	ok(commit_waits(&fixed.s), "an empty record waits, too, until a run has looked at it");
}

static void changed(void)
{
	static const struct {
		const char *name, *line; /* in place of the record */
		int result;
	} rows[] = {
		{"neither aside nor over is no record", ".certbox-00000000000000000000000000000000.new under ca.crt\nend\n", 0},
		{"words are no record", "hello\nend\n", 0},
		{"a record without blanks is none", "ca.crt\nend\n", 0},
		{"lines after the end make it none", "end\nend\n", 0},
		{"a temporary that is not ours is no record", ".certbox-0000000000000000000000000000000.new over ca.crt\nend\n", 0},
		{"a path for a temporary is none", "../../../../../../../../../../../../etc/passwd over ca.crt\nend\n", 0},
		{"the length of a temporary's name is not enough", ".certbox-00000000000000000000000000000000.new over ca.crt\nend\n", 0},
		{"a file of another set's fails, and stays", ".certbox-00000000000000000000000000000000.new over other.crt\nend\n", -1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool done = true;

		begin();
		put(COMMIT_NAME, rows[i].line);
		ok(forward(&done) == rows[i].result && !done && all_old() && !*told && exists(COMMIT_NAME) == (rows[i].result != 0), rows[i].name);
	}
	ok(fixed.e.kind == ERR_FAIL && strstr(fixed.e.text, "other.crt waits; run with the same file names"), "… and says which, and what to do");
}

/* A good line before one about a stranger: nothing of it is done. */
static void foreign_last(void)
{
	char text[256];
	bool done = true;

	begin();
	snprintf(text, sizeof text, "%s over ca.crt\n%s over other.crt\nend\n", staged[1].temp, staged[2].temp);
	put(COMMIT_NAME, text);
	ok(forward(&done) == -1 && !done && all_old() && exists(staged[1].temp), "a record half about others is not half done");
}

static void others(void)
{
	bool done = true;

	begin();
	unlink("ca.crt");
	ok(symlink("nowhere", "ca.crt") == 0 && commit_write(&fixed.s, staged, record_temp, &fixed.e) == 0 && forward(&done) == 0 && done,
	    "a link in a file's place is set aside as it is");
	is_str(text_of("ca.crt"), "new ca.crt", "… and nothing went through it");
	ok(!exists("nowhere") && exists("ca.crt.bad-1"), "… nor did it vanish");
	begin();
	put("server.crt.bad-1", "older");
	ok(commit_write(&fixed.s, staged, record_temp, &fixed.e) == 0 && forward(&done) == 0 && strcmp(text_of("server.crt.bad-1"), "older") == 0
	    && strcmp(text_of("server.crt.bad-2"), "old server.crt") == 0, "what was set aside before stays");
	begin();
	unlink("server.key");
	ok(commit_write(&fixed.s, staged, record_temp, &fixed.e) == 0 && forward(&done) == 0 && strcmp(text_of("server.key"), "new server.key") == 0
	    && !exists("server.key.bad-1"), "where nothing was, nothing is set aside");
	begin();
	memset(staged, 0, sizeof staged);
	ok(commit_write(&fixed.s, staged, record_temp, &fixed.e) == 0 && forward(&done) == 0 && done && all_old() && !exists(COMMIT_NAME), "a record of nothing is done at once");
	begin();
	put(record_temp, "in the way");
	ok(commit_write(&fixed.s, staged, record_temp, &fixed.e) == -1 && !commit_waits(&fixed.s) && all_old(), "a record that cannot be written does not stand");
	begin();
	if (mkdir(COMMIT_NAME, 0700))
		diag("no folder");
	ok(forward(&done) == -1 && all_old(), "a folder of the record's name fails");
	set_close(&fixed.s);
	ok(!commit_waits(&fixed.s) && forward(&done) == 0 && !done, "where there is no DIR nothing waits");
}

int main(void)
{
	folder_make();
	record();
	away();
	stops();
	torn();
	changed();
	foreign_last();
	others();
	fixed_close();
	folder_remove();
	return done_testing();
}
