/* SPDX-License-Identifier: MIT */
/* act.c - plans done in a folder: created, healed, replaced as one, mended; and what stands when it fails. */
#include <string.h>

#include "applets/certgen/act.h"
#include "applets/certgen/host.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

#define MARK "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct say normal = {.who = "certgen"};
static int result;

static struct act acting(void)
{
	return (struct act){.say = &normal, .s = &fixed.s, .p = &fixed.p, .owner = &fixed.owner, .r = &fixed.r,
		.products = fixed.made, .carried_from = "", .mark = MARK};
}

/* Read, plan, make and do; what is said is in captured. */
static bool run(void)
{
	struct act a = acting();

	if (fixed_make()) {
		diag("%s", fixed.e.text);
		return false;
	}
	capture_begin();
	result = act_do(&a, &fixed.e);
	capture_end();
	return result == 0;
}

static bool is_whole(void)
{
	const struct found *f = &fixed.f;

	return fixed_judge() == 0 && f->ca.key == KEY_FILE_GOOD && f->ca.cert == CERT_FILE_OURS && f->ca.fits && f->leaf.key == KEY_FILE_GOOD
	    && f->leaf.cert == CERT_FILE_OURS && f->leaf.fits && f->leaf.issued && !f->leaf.lacks;
}

static bool says(const char *want)
{
	bool held = strcmp(captured.out, want) == 0;

	if (!held)
		capture_diag();
	return held;
}

static void created(void)
{
	fixed_wish("board.lan", NULL);
	folder_empty();
	fixed_seed(1);
	umask(0);
	ok(run() && names() == 4, "an empty folder gets four files, and no fifth");
	umask(0022);
	ok(mode_of("ca.key") == 0600 && mode_of("server.key") == 0600 && mode_of("ca.crt") == 0644 && mode_of("server.crt") == 0644, "keys for their owner, certificates for all, whatever the umask");
	ok(strncmp(captured.out, "created    ca.key      p256\ncreated    ca.crt      board CA ", 58) == 0, "each is said, keys first");
	ok(strstr(captured.out, "created    server.key  p256\ncreated    server.crt  board.lan, until 2024-12-15\n") != NULL, "… to the last");
	ok(is_whole(), "and it is a whole set");
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	ok(!act_changes(&fixed.s, &fixed.p), "to which nothing more is done");
}

static void owned(void)
{
	fixed_wish("board.lan", NULL);
	folder_empty();
	fixed.owner = (struct leaf_owner){.uid = (uid_t)-1, .gid = getegid(), .mode = 0640};
	ok(run() && mode_of("server.key") == 0640 && mode_of("ca.key") == 0600, "--owner is the leaf key's alone");
	if (geteuid() != 0) {
		skip("… with its user and group", "needs root");
		return;
	}
	struct stat st;

	folder_empty();
	fixed.owner = (struct leaf_owner){.uid = 123, .gid = 456, .mode = 0640};
	ok(run() && stat("server.key", &st) == 0 && st.st_uid == 123 && st.st_gid == 456 && stat("server.crt", &st) == 0 && st.st_uid == 0, "… with its user and group");
	chmod("server.key", 0644);
	ok(fixed_judge() == 0 && fixed.f.leaf.open_key && run() && says("mended     server.key  owner and mode\n") && mode_of("server.key") == 0640, "… and mended when it is another");
}

/* What is there and torn. */
static void healed(void)
{
	static struct kept key, crt, bad;

	fixed_wish("board.lan", NULL);
	fixed_whole(2);
	keep(&key, "server.key");
	keep(&crt, "server.crt");
	put_octets("server.crt", crt.bytes, crt.len / 2, 0644);
	keep(&bad, "server.crt");
	ok(run() && is_kept(&key, "server.key") && is_kept(&bad, "server.crt.bad-1") && is_whole() && names() == 5, "a torn certificate is set aside as it is, and made of the same key");
	ok(strncmp(captured.out, "set-aside  server.crt  server.crt.bad-1 (does not parse)\nreissued   server.crt  ", 80) == 0, "… and said");
	put_octets("server.key", key.bytes, key.len / 2, 0600);
	ok(run() && is_whole() && !is_kept(&key, "server.key") && exists("server.key.bad-1") && exists("server.crt.bad-2") && names() == 7, "a torn key takes its certificate along");
	ok(mode_of("server.key.bad-1") == 0600, "… and stays as private as it was");
	chmod("ca.crt", 0666);
	chmod("server.key", 0644);
	ok(run() && mode_of("ca.crt") == 0644 && mode_of("server.key") == 0640 && says("mended     ca.crt      mode was too open\nmended     server.key  mode was too open\n"), "modes are mended");
}

static void replaced(void)
{
	static struct kept ca_key, ca_crt, leaf_key, leaf_crt;

	fixed_wish("board.lan", NULL);
	fixed_whole(3);
	keep(&ca_key, "ca.key");
	keep(&ca_crt, "ca.crt");
	keep(&leaf_key, "server.key");
	keep(&leaf_crt, "server.crt");
	fixed_wish("--rotate", "ca", "board.lan", NULL);
	fixed_seed(50);
	ok(run() && is_whole() && !commit_waits(&fixed.s), "a CA is replaced as one, and no record is left");
	ok(is_kept(&ca_key, "ca.key.bad-1") && is_kept(&ca_crt, "ca.crt.bad-1") && is_kept(&leaf_key, "server.key") && !is_kept(&ca_key, "ca.key") && !is_kept(&leaf_crt, "server.crt"),
	    "the old pair is set aside, the leaf's key stays, its certificate is new");
	fixed_whole(3);
	fixed_wish("--rotate", "ca", "board.lan", NULL);
	if (mkdir(COMMIT_NAME, 0700))
		diag("no folder");
	fixed_seed(51);
	ok(!run() && result == -1 && fixed.e.kind == ERR_FAIL && is_kept(&ca_key, "ca.key") && is_kept(&ca_crt, "ca.crt") && is_kept(&leaf_crt, "server.crt"), "when the record cannot stand, nothing has changed");
	ok(strncmp(fixed.e.text, folder_path, strlen(folder_path)) == 0 || strstr(fixed.e.text, COMMIT_NAME), "… and the failure says where");
	/* The folder in the record's way counts as one that waits: so what was staged must not be missed by a record. */
	rmdir(COMMIT_NAME);
	fixed_wish("board.lan", NULL);
	ok(fixed_judge() == 0 && is_whole(), "… the old set is whole");
}

/* Leftovers, the machine's mark, the owed command. */
static void besides(void)
{
	static const uint8_t random[MARK_TEMP_RANDOM_LEN] = {9};
	char temp[MARK_TEMP_NAME_LEN];
	struct act a;

	fixed_wish("board.lan", NULL);
	fixed_whole(4);
	mark_temp_name(random, "", temp);
	put(temp, "left over");
	fixed_judge();
	fixed.f.leftovers = 1;
	fixed.f.unmarked = true;
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	ok(!act_changes(&fixed.s, &fixed.p), "leftovers and marks are no change of the set");
	make_free(fixed.made);
	a = acting();
	capture_begin();
	result = act_do(&a, &fixed.e);
	capture_end();
	ok(result == 0 && !exists(temp) && strncmp(captured.out, "removed    ", 11) == 0, "leftovers are removed, and it is said");
	is_str(text_of(HOST_NAME), MARK "\n", "the mark is added");
	is_int(act_mark_pending(&a, &fixed.e), 0, "a command that is owed leaves a file");
	ok(exists(PENDING_NAME) && mode_of(PENDING_NAME) == 0600 && text_of(PENDING_NAME)[0] == '\0', "… that is empty, and its owner's");
	ok(act_mark_pending(&a, &fixed.e) == 0 && names() == 6, "… once");
}

/* A key that has come meanwhile is never overwritten. */
static void overtaken(void)
{
	struct act a;

	fixed_wish("board.lan", NULL);
	folder_empty();
	fixed_seed(1);
	if (fixed_make())
		diag("%s", fixed.e.text);
	put("server.key", "somebody's");
	a = acting();
	capture_begin();
	result = act_do(&a, &fixed.e);
	capture_end();
	ok(result == -1 && fixed.e.kind == ERR_FAIL && strcmp(text_of("server.key"), "somebody's") == 0, "a key that has come meanwhile is not overwritten");
	ok(exists("ca.key") && exists("ca.crt") && !exists("server.crt") && names() == 3, "… what was made before stands whole, and nothing half");
}

/* --fallback's carried files are written as they are. */
static void carried(void)
{
	static struct kept ca_key, leaf_crt;
	static struct set from;
	struct act a;

	fixed_wish("board.lan", NULL);
	fixed_whole(6);
	keep(&ca_key, "ca.key");
	keep(&leaf_crt, "server.crt");
	unlink("server.key");
	fixed_load();
	from = fixed.s;
	memset(&fixed.s, 0, sizeof fixed.s);
	folder_empty();
	ok(fixed_load() == 0 && set_seed(&fixed.s, &from, 3u, &fixed.e) == 0, "(carried in memory)");
	memset(&fixed.f, 0, sizeof fixed.f);
	names_add(&fixed.wanted, "board.lan", true, NULL);
	judge_set(&fixed.s, &fixed.w, &fixed.wanted, &fixed.owner, THEN, true, &fixed.f);
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	ok(act_changes(&fixed.s, &fixed.p) && fixed_products() == 0, "what is carried is a change");
	a = acting();
	a.carried_from = "/elsewhere";
	capture_begin();
	result = act_do(&a, &fixed.e);
	capture_end();
	ok(result == 0 && is_kept(&ca_key, "ca.key") && mode_of("ca.key") == 0600 && strstr(captured.out, "created    ca.key      p256 (carried over from /elsewhere)\n"), "it is written as it was, and said");
	ok(is_whole() && !is_kept(&leaf_crt, "server.crt") && names() == 4, "what did not come along is made");
	set_close(&from);
}

int main(void)
{
	folder_make();
	created();
	owned();
	healed();
	replaced();
	besides();
	overtaken();
	carried();
	fixed_close();
	folder_remove();
	return done_testing();
}
