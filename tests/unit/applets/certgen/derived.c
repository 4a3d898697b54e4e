/* SPDX-License-Identifier: MIT */
/* derived.c - files that follow from the set: the anchor, and what a run does to each file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "applets/certgen/derived.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct say voice = {.who = "certgen"};
static struct run r;

static int run_with(bool check, bool stale, bool *work)
{
	int result;

	*work = stale;
	err_clear(&fixed.e);
	r.changed = false;
	capture_begin();
	result = derived_update(&r, check, work, &fixed.e);
	capture_end();
	return result;
}

/* A set of these wishes, loaded. */
static void begin(void)
{
	if (fixed_load()) {
		printf("Bail out! %s\n", fixed.e.text);
		exit(1);
	}
	fixed_run(&r, &voice);
	r.set = fixed.s;
	r.rng = fixed.r;
	r.seeded = true;
}

static void files(void)
{
	bool work;
	struct stat st;

	fixed_wish("--combined", "c.pem", "--bundle", "b.pem", "board.lan", NULL);
	fixed_whole(1);
	begin();
	ok(derived_anchor(&r.set) == SET_CA_CERT, "the CA's certificate is what clients install");
	ok(run_with(true, false, &work) == 0 && work && !r.changed && !exists("c.pem"), "checking says that there is work, and does none");
	ok(strstr(captured.out, "created    c.pem\ncreated    b.pem\n") != NULL, "… and which");
	ok(run_with(false, false, &work) == 0 && work && r.changed && exists("c.pem") && exists("b.pem"), "else it is done");
	ok(stat("c.pem", &st) == 0 && (st.st_mode & 0777) == 0600 && stat("b.pem", &st) == 0 && (st.st_mode & 0777) == 0644, "the one is private, the other is not");
	ok(run_with(false, false, &work) == 0 && !work && !r.changed && !captured.out[0], "then there is none");
	ok(run_with(true, true, &work) == 0 && work && strstr(captured.out, "reissued   c.pem\nreissued   b.pem\n"), "unless the set will change");
	put("b.pem", "a word");
	ok(run_with(false, false, &work) == 0 && r.changed && exists("b.pem.bad-1") && exists("b.pem"), "what is not ours is set aside");
	unlink("c.pem");
	ok(symlink("b.pem", "c.pem") == 0 && run_with(false, false, &work) == -1 && strstr(fixed.e.text, "--combined: c.pem: is a symbolic link"), "a link is refused");
	unlink("c.pem");
	unlink("b.pem");
	ok(mkdir("c.pem", 0700) == 0 && run_with(false, false, &work) == -1 && exists("b.pem") && r.changed, "a failure of one does not keep the next from being made");
	rmdir("c.pem");
	r.set.cert_found[SET_LEAF] = CERT_FILE_NONE;
	ok(run_with(false, false, &work) == 0 && strstr(captured.err, "no certificate here for --combined") && !exists("c.pem"), "without a leaf there is nothing to combine, which is said");
	r.set.cert_found[SET_CA] = CERT_FILE_NONE;
	ok(derived_anchor(&r.set) == SET_FILES, "without certificates there is no anchor");
}

static void anchors(void)
{
	fixed_wish("--self-signed", "board.lan", NULL);
	fixed_whole(2);
	fixed_open();
	ok(set_load(&fixed.s, 1u << SET_LEAF, &fixed.e) == 0 && derived_anchor(&fixed.s) == SET_LEAF_CERT, "a self-signed one is its own anchor");
}

int main(void)
{
	folder_make();
	files();
	anchors();
	fixed_close();
	folder_remove();
	return done_testing();
}
