/* SPDX-License-Identifier: MIT */
/* ensure.c - one directory, from what it holds to what it should: exit codes, words, and that a second run does nothing. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/act.h"
#include "applets/certgen/commit.h"
#include "applets/certgen/ensure.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct say voice = {.who = "certgen"};
static struct run r;

static void close_run(void)
{
	if (r.set.dirfd > 0)
		set_close(&r.set);
	names_free(&r.names);
	rng_wipe(&r.rng);
}

/* A run over path with the wishes of fixed. The exit code; what was said is in captured. */
static int run_at(const char *path, const struct set *from)
{
	const char *s;
	int code;

	close_run();
	fixed_run(&r, &voice);
	for (size_t i = 0; (s = args_each(&fixed.args, OPT_SAN, &i)) != NULL;)
		names_add(&r.names, s, true, NULL);
	capture_begin();
	code = ensure(&r, path, from, &fixed.e);
	capture_end();
	return code;
}

static int run(void)
{
	return run_at(".", NULL);
}

static bool says(const char *part)
{
	bool held = strstr(captured.out, part) != NULL;

	if (!held)
		capture_diag();
	return held;
}

static void from_nothing(void)
{
	fixed_wish("board.lan", NULL);
	ok(run() == 0 && r.changed && fixed.e.kind == ERR_NONE, "an empty folder becomes a set");
	ok(says("created    ca.key") && says("created    server.crt") && says("trust      ca.crt      sha256 "), "… said file by file, with the fingerprint to trust");
	ok(!strstr(captured.out, "\nok "), "… and no ok after a change");
	ok(run() == 0 && !r.changed && says("ok         .           4 files, until 2024-12-15, renews 2024-08-05\n"), "a second run does nothing, and says one line");
	ok(strchr(captured.out, '\n')[1] == '\0' && !captured.err[0], "… one alone");
	voice.level = SAY_QUIET;
	ok(run() == 0 && !captured.out[0] && !captured.err[0], "with -q none");
	voice.level = SAY_VERBOSE;
	ok(run() == 0 && says("trust ") && says("ok "), "with -v the fingerprint, too");
	voice.level = SAY_NORMAL;
	fixed_wish("-d", "x", "board.lan", NULL);
	ok(run_at("a/new/one", NULL) == 0 && exists("a/new/one/server.crt"), "a folder that is missing is made");
}

static void checks(void)
{
	static struct kept crt;

	fixed_wish("--check", "board.lan", NULL);
	ok(run() == 0 && says("ok "), "--check of a whole set is fine");
	keep(&crt, "server.crt");
	put("server.crt", "torn");
	ok(run() == ERR_WORK && fixed.e.kind == ERR_NONE && says("set-aside  server.crt  does not parse\nreissued   server.crt  does not parse\n") && !r.changed, "of a torn file it says what would be done");
	is_str(text_of("server.crt"), "torn", "… and does not do it");
	put_octets("server.crt", crt.bytes, crt.len, 0644);
	put(COMMIT_NAME, "end\n");
	ok(run() == ERR_WORK && says("an interrupted replacement waits") && exists(COMMIT_NAME), "a replacement that waits is work");
	unlink(COMMIT_NAME);
	ok(run_at("absent", NULL) == ERR_WORK && says("created    ca.key") && !exists("absent"), "a folder that is missing is work, and is not made");
	unlink(".lock");
	ok(run() == 0 && !exists(".lock"), "--check makes no lock");
	put(PENDING_NAME, "");
	fixed_wish("--check", "--on-change", "true", "board.lan", NULL);
	ok(run() == ERR_WORK && says("--on-change is owed"), "a command that is owed is work");
	unlink(PENDING_NAME);
}

static void unfinished(void)
{
	static struct kept crt;
	static struct staged staged[SET_FILES];
	static const uint8_t random[MARK_TEMP_RANDOM_LEN] = {1}, more[MARK_TEMP_RANDOM_LEN] = {2};
	char temp[MARK_TEMP_NAME_LEN];

	fixed_wish("board.lan", NULL);
	keep(&crt, "server.crt");
	mark_temp_name(random, "", staged[SET_LEAF_CERT].temp);
	mark_temp_name(more, "", temp);
	staged[SET_LEAF_CERT].how = COMMIT_ASIDE;
	put_octets(staged[SET_LEAF_CERT].temp, crt.bytes, crt.len, 0644);
	put("server.crt", "old");
	ok(fixed_open() == 0 && commit_write(&fixed.s, staged, temp, &fixed.e) == 0, "(a run that was killed after its record)");
	ok(run() == 0 && r.changed && is_kept(&crt, "server.crt") && !exists(COMMIT_NAME) && says("an interrupted replacement, finished"), "is finished by the next, which says so");
	put_octets(temp, "x", 1, 0600);
	ok(run() == 0 && !exists(temp) && says("removed    .           files of an interrupted run\n") && !r.changed, "a temporary is removed, which is no change");
}

static void failures(void)
{
	fixed_wish("board.lan", NULL);
	put("file", "");
	ok(run_at("file", NULL) == ERR_FAIL && fixed.e.kind == ERR_FAIL && !r.out_of_room && !r.changed, "a file for a folder fails, and no fallback helps");
	ok(mkdir("open", 0755) == 0 && chmod("open", 0777) == 0 && run_at("open", NULL) == ERR_FAIL && !exists("open/ca.key"), "a folder that all may write gets nothing");
	rename("server.key", "kept");
	ok(symlink("nowhere", "server.key") == 0 && run() == ERR_FAIL && strstr(fixed.e.text, "a link whose target does not exist") && !captured.out[0], "a dangling link fails, one line, nothing done");
	unlink("server.key");
	rename("kept", "server.key");
	rename("ca.key", "kept");
	fixed_wish("other.lan", NULL);
	fixed.clock = THEN + 2 * DAY;
	ok(run() == 0 && strstr(captured.err, "waits for the CA key") && !r.changed, "without the CA's key a name waits, aloud");
	fixed.clock = THEN + 500 * DAY;
	ok(run() == ERR_FAIL && strstr(fixed.e.text, "ca.key is not here") && !captured.out[0], "an expired leaf cannot, and fails");
	rename("kept", "ca.key");
	fixed.clock = THEN;
	fixed_wish("www.example.org", NULL);
	ok(run() == ERR_FAIL && strstr(fixed.e.text, "ca.crt does not permit the name www.example.org"), "a name outside the CA's fails, by its name");
	fixed_wish("board.lan", NULL);
	ok(run() == 0 && !r.changed && says("ok "), "after all of which the set is as it was");
	if (geteuid() != 0 || access("/proc/version", F_OK) != 0)
		skip("a folder that takes no writes asks for the fallback", "needs root and /proc");
	else
		ok(run_at("/proc/certbox", NULL) != 0 && !r.changed, "a folder that cannot be made fails");
}

/* --fallback: another folder's whole parts go along. */
static void fallback(void)
{
	static struct kept ca_key, crt;
	static struct set from;

	fixed_wish("board.lan", NULL);
	keep(&ca_key, "ca.key");
	keep(&crt, "server.crt");
	fixed_load();
	from = fixed.s;
	memset(&fixed.s, 0, sizeof fixed.s);
	ok(run_at("second", &from) == 0 && r.changed && is_kept(&ca_key, "second/ca.key") && is_kept(&crt, "second/server.crt"), "a second folder gets the first one's set");
	ok(says("(carried over from "), "… which is said");
	ok(run_at("second", &from) == 0 && !r.changed, "once");
	unlink("second/server.crt");
	from.cert_found[SET_LEAF] = CERT_FILE_TORN;
	ok(run_at("second", &from) == 0 && r.changed && is_kept(&ca_key, "second/ca.key") && exists("second/server.crt") && !is_kept(&crt, "second/server.crt"), "what is torn there is made here");
	rename("second/server.key", "second/away");
	keep(&crt, "server.key");
	from.key_found[SET_LEAF] = KEY_FILE_TORN;
	ok(run_at("second", &from) == 0 && exists("second/server.key") && !is_kept(&crt, "second/server.key"), "a torn key does not come along");
	set_close(&from);
}

int main(void)
{
	folder_make();
	from_nothing();
	checks();
	unfinished();
	failures();
	fallback();
	close_run();
	fixed_close();
	folder_remove();
	return done_testing();
}
