/* SPDX-License-Identifier: MIT */
/* report.c - lines about files made, kept, wished and refused. */
#include <string.h>

#include "applets/certgen/report.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct say voice = {.who = "certgen"};

static bool said(const char *out, const char *err)
{
	bool held = strcmp(captured.out, out) == 0 && strcmp(captured.err, err) == 0;

	if (!held)
		capture_diag();
	return held;
}

static void made(void)
{
	fixed_wish("board.lan", "a.lan", "b.lan", "c.lan", "192.168.7.20", "--ca-subject", "/O=Roots", NULL);
	fixed_whole(1);
	capture_begin();
	for (int i = 0; i < SET_FILES; i++)
		report_made(&voice, &fixed.s, &fixed.p, (enum set_file)i, NULL);
	capture_end();
	ok(said("created    ca.key      p256\ncreated    ca.crt      O=Roots, until 2033-11-11\ncreated    server.key  p256\n"
		"created    server.crt  board.lan a.lan b.lan +2, until 2024-12-15\n", ""), "what was made: type, name and end, three names and how many more");
	fixed.p.leaf = (struct pair_plan){.steps = STEP_NEW_CERT, .why = WHY_EXPIRED};
	capture_begin();
	report_made(&voice, &fixed.s, &fixed.p, SET_LEAF_CERT, NULL);
	report_made(&voice, &fixed.s, &fixed.p, SET_LEAF_KEY, "/etc/first");
	capture_end();
	ok(said("reissued   server.crt  board.lan a.lan b.lan +2, until 2024-12-15 (expired)\ncreated    server.key  p256 (carried over from /etc/first)\n", ""),
	    "what was made again, and why; what was carried over, and from where");
	fixed.s.mark[SET_LEAF] = MARK_PROVISIONAL;
	capture_begin();
	report_made(&voice, &fixed.s, &fixed.p, SET_LEAF_CERT, NULL);
	capture_end();
	ok(strstr(captured.out, "2024-12-15, provisional (expired)") != NULL, "a provisional one says so");
}

static void states(void)
{
	is_int(fixed_judge(), 0, "(a whole set)");
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	capture_begin();
	report_ok(&voice, &fixed.s, &fixed.w, &fixed.p);
	report_kept(&voice, &fixed.s, &fixed.p);
	capture_end();
	ok(strncmp(captured.out, "ok         ", 11) == 0 && strstr(captured.out, "  4 files, until 2024-12-15, renews 2024-08-05\n"), "all is well: how many files, how long, and when it renews");
	capture_begin();
	report_trust(&voice, &fixed.s, &fixed.p);
	capture_end();
	ok(strncmp(captured.out, "trust      ca.crt      sha256 ", 30) == 0 && strlen(captured.out) == 30 + 95 + 1, "the anchor's fingerprint, as openssl writes it");
	rename("server.crt", "mine");
	ok(symlink("mine", "server.crt") == 0 && fixed_judge() == 0, "(a leaf of the user's own)");
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	capture_begin();
	report_kept(&voice, &fixed.s, &fixed.p);
	capture_end();
	ok(said("kept       server.crt  your own: board.lan a.lan b.lan +2, until 2024-12-15\n", ""), "a user's own is kept, and said to be");
	voice.level = SAY_QUIET;
	capture_begin();
	report_ok(&voice, &fixed.s, &fixed.w, &fixed.p);
	report_kept(&voice, &fixed.s, &fixed.p);
	report_trust(&voice, &fixed.s, &fixed.p);
	capture_end();
	voice.level = SAY_NORMAL;
	ok(said("", ""), "with -q none of this");
	unlink("server.crt");
	rename("mine", "server.crt");
}

static void would(void)
{
	struct plan p = {.ca = {STEP_NEW_KEY | STEP_NEW_CERT, WHY_MISSING}, .leaf = {STEP_ASIDE_CERT | STEP_NEW_CERT, WHY_TORN_CERT}, .mark = true};

	capture_begin();
	report_would(&voice, &fixed.s, &fixed.w, &p);
	capture_end();
	ok(said("created    ca.key      p256\ncreated    ca.crt      missing\nset-aside  server.crt  does not parse\nreissued   server.crt  does not parse\n"
		"mended     .host       this machine's mark\n", ""), "what would be done, a line each");
	p = (struct plan){.leaf = {STEP_MEND_KEY | STEP_MEND_CERT, WHY_FINE}};
	capture_begin();
	report_would(&voice, &fixed.s, &fixed.w, &p);
	capture_end();
	ok(said("mended     server.key  mode or owner\nmended     server.crt  mode or owner\n", ""), "… modes, too");
	p = (struct plan){.failure = ERR_NONE};
	capture_begin();
	report_would(&voice, &fixed.s, &fixed.w, &p);
	capture_end();
	ok(said("", ""), "and where there is nothing, nothing");
}

/* Each warning bit says one line of its own, and no bit none. */
static void warnings(void)
{
	static const struct {
		const char *name, *says;
		unsigned bit;
	} rows[] = {
		{"a wait for the CA's key", "waits for the CA key", WARN_WAITS},
		{"a CA that is gone", "the CA's files are gone", WARN_CA_GONE},
		{"a CA that ends", "ends on 2033-11-11", WARN_CA_ENDS},
		{"a span that Apple refuses", "spans more than 825 days", WARN_SPAN},
		{"another key type", "server.key stays p256", WARN_TYPE},
		{"another CA key type", "ca.key stays p256", WARN_CA_TYPE},
		{"another machine", "was made on another machine", WARN_OTHER_MACHINE},
		{"a CA nothing leads to", "no cross-certificate leads to the new CA", WARN_NO_CROSS},
		{"a leaf as long as its CA", "it already lasts as long as the CA", WARN_LEAF_SHORT},
	};

	fixed_judge();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan p = {.warnings = rows[i].bit};
		bool right;

		capture_begin();
		report_warnings(&voice, &fixed.s, &fixed.w, &p, &fixed.f, &fixed.wanted, true);
		capture_end();
		right = strncmp(captured.err, "certgen: warning: ", 18) == 0 && strstr(captured.err, rows[i].says) && !captured.out[0];
		ok(right && strchr(captured.err, '\n')[1] == '\0', rows[i].name);
		if (!right)
			capture_diag();
	}
	capture_begin();
	report_warnings(&voice, &fixed.s, &fixed.w, &(struct plan){.warnings = 0}, &fixed.f, &fixed.wanted, true);
	capture_end();
	ok(said("", ""), "and where there is none, none");
	capture_begin();
	report_warnings(&voice, &fixed.s, &fixed.w, &(struct plan){.warnings = WARN_CA_OFFLINE}, &fixed.f, &fixed.wanted, false);
	capture_end();
	ok(said("", ""), "a CA key that is away is a standing fact: said when something changed");
	fixed.f.believed = false;
	capture_begin();
	report_warnings(&voice, &fixed.s, &fixed.w, &(struct plan){.warnings = 0}, &fixed.f, &fixed.wanted, true);
	capture_end();
	ok(strstr(captured.err, "the clock is not believed") != NULL, "a clock that is not believed, after a change");
}

static void left_out(void)
{
	fixed_wish("board.lan", "www.example.org", NULL);
	fixed_judge();
	fixed.f.believed = true;
	capture_begin();
	report_warnings(&voice, &fixed.s, &fixed.w, &(struct plan){.warnings = 0}, &fixed.f, &fixed.wanted, true);
	capture_end();
	ok(said("", "certgen: warning: left out, the CA does not permit them: www.example.org\n"), "names left out are named");
}

static void failures(void)
{
	static const struct {
		const char *name, *says;
		enum err_kind kind;
		enum why why;
		bool leaf;
	} rows[] = {
		{"a foreign leaf without key", ": server.crt is not of certbox and its key is not here; nothing changed", ERR_MISMATCH, WHY_FOREIGN_NO_KEY, true},
		{"a foreign CA that is none", ": ca.crt is not of certbox and may not sign certificates; nothing changed", ERR_MISMATCH, WHY_FOREIGN_NOT_CA, false},
		{"a foreign leaf out of date, with its dates", "(it was good from 2023-11-14 to 2024-12-15)", ERR_UNTRUSTED, WHY_FOREIGN_DATE, true},
		{"an expired CA, with its dates", "(it was good from 2023-11-14 to 2033-11-11)", ERR_UNTRUSTED, WHY_CA_EXPIRED, false},
		{"a lost CA key", ": ca.key is not here to sign server.crt; nothing changed", ERR_FAIL, WHY_CA_KEY_LOST, false},
		{"a key behind a link", ": server.key is a symbolic link", ERR_MALFORMED, WHY_LINKED_KEY, true},
		{"a name that is not permitted", ": ca.crt does not permit the name www.example.org; nothing changed", ERR_FAIL, WHY_OUTSIDE, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan p = {.failure = rows[i].kind, .because = rows[i].why, .because_leaf = rows[i].leaf};
		struct err e = {0};

		ok(report_failure(&fixed.s, &p, &fixed.wanted, &e) == -1 && e.kind == rows[i].kind && strstr(e.text, rows[i].says)
		    && strncmp(e.text, folder_path, strlen(folder_path)) == 0, rows[i].name);
		if (!strstr(e.text, rows[i].says))
			diag("%d: %s", e.kind, e.text);
	}
}

int main(void)
{
	folder_make();
	made();
	states();
	would();
	warnings();
	left_out();
	failures();
	fixed_close();
	folder_remove();
	return done_testing();
}
