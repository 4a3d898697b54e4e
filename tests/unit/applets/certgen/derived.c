/* SPDX-License-Identifier: MIT */
/* derived.c - files that follow from the set: bundles in memory, the anchor, and what a run does to each file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "applets/certgen/derived.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct say voice = {.who = "certgen"};
static struct run r;

#define SEQ(c) "-----BEGIN CERTIFICATE-----\n" c "\n-----END CERTIFICATE-----\n"
#define ONE SEQ("MAMCAQE=")
#define TWO SEQ("MAMCAQI=")

static struct view text(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

/* The bundle of these, as text; NULL when one is refused. */
static const char *bundle_of(const char *a, const char *b)
{
	static char out[1024];
	struct bundle all = {0};
	struct product pem = {0};
	static struct err e;
	bool good;

	err_clear(&e);
	good = bundle_add(&all, text(a), &e) == 0 && (!b || bundle_add(&all, text(b), &e) == 0) && bundle_pem(&all, &pem, &e) == 0;

	out[0] = '\0';
	if (good)
		strncat(out, pem.bytes, pem.len);
	free(pem.bytes);
	bundle_free(&all);
	return good ? out : e.text;
}

static void bundles(void)
{
	is_str(bundle_of(ONE TWO, NULL), ONE TWO, "certificates keep their order");
	is_str(bundle_of(ONE TWO ONE, TWO), ONE TWO, "each is there once");
	is_str(bundle_of("a word\n" ONE "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", TWO), ONE TWO, "nothing else goes along");
	is_str(bundle_of("0\003\002\001\001", TWO), ONE TWO, "DER is one");
	is_str(bundle_of("0\003\002\001\001x", NULL), "holds no certificate", "with something behind it, it is none");
	is_str(bundle_of("", NULL), "holds no certificate", "nor is nothing");
	is_str(bundle_of(SEQ("MAA="), ONE), SEQ("MAA=") ONE, "the smallest does no harm");
	is_str(bundle_of(ONE SEQ("BAA="), NULL), "holds a broken certificate", "what is no SEQUENCE is broken");
	is_str(bundle_of(ONE SEQ("MAA!"), NULL), "holds a broken certificate", "so is what is no base64");
	is_str(bundle_of(ONE "-----BEGIN CERTIFICATE-----\nMAA=\n", NULL), "holds no whole certificate", "and a torn end");
}

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
	bundles();
	files();
	anchors();
	fixed_close();
	folder_remove();
	return done_testing();
}
