/* SPDX-License-Identifier: MIT */
/* refuse.c - what a refusal says, whole: one line, with what was seen, and never cut where it matters. */
#include "applets/certfetch/refuse.h"
#include "applets/sha256.h"

#include "tests/unit/x509/chains.h"

#define CHANGED_WORDS "CHANGED: stored sha256 %A, seen leaf %L; nothing stored (if you did this: certfetch --forget "

static struct visit v;
static struct err e;
static struct san name;

/* "%A" "%L": the digits of the stored CA and of the leaf; "%%". */
static const char *filled(const char *words, struct view ca, struct view leaf)
{
	static char line[2048];
	struct text t;

	text_init(&t, line, sizeof line);
	for (; *words; words++) {
		if (*words == '%' && *++words != '%')
			sha256_add_digits(&t, *words == 'A' ? ca : leaf);
		else
			text_add_char(&t, *words);
	}
	return line;
}

static const char *said(enum decide_verdict verdict)
{
	err_clear(&e);
	v.verdict = verdict;
	if (refuse(&v, &e) != -1)
		return "refuse() has not returned -1";
	err_prefix(&e, v.where);
	return e.text;
}

/* Where, as a person wrote it; and a visit of it in which A was stored and a leaf of B shown. */
static void at(const char *where)
{
	static struct fingerprint pin;
	struct text t;

	memset(&v, 0, sizeof v);
	err_clear(&e);
	if (url_parse(where, &v.url, &e) || san_parse("a.example", &name, NULL))
		abort();
	text_init(&t, v.where, sizeof v.where);
	url_add_text(&t, &v.url);
	v.peer.dir = PEERS_DIR;
	v.trust = "/trust";
	v.judge.pin = &pin;
	v.judge.rules = (struct path_rules){ .now = NOW, .purpose = EKU_SERVER, .verify = fake_verify, .name = &name };
}

static void judged(struct view stored, struct view sent)
{
	v.judge.wish.stored = STORED_CA;
	v.judge.stored = stored;
	judge_shown(&v.judge, sent);
}

static void changes(struct view ca, struct view leaf)
{
	static const struct {
		const char *name, *where, *as, *dir, *want;
	} rows[] = {
		{ "another leaf: both prints, and how to begin anew", "board.local", NULL, PEERS_DIR, "board.local:8443: " CHANGED_WORDS "board.local)" },
		{ "… at a port of its own", "board.local:444", NULL, PEERS_DIR, "board.local:444: " CHANGED_WORDS "board.local:444)" },
		{ "… at https's", "https://board.local/", NULL, PEERS_DIR, "board.local:443: " CHANGED_WORDS "board.local:443)" },
		{ "… at an address", "fe80::1%eth0", NULL, PEERS_DIR, "[fe80::1%%eth0]:8443: " CHANGED_WORDS "[fe80::1%%eth0])" },
		{ "… under another name", "board.local", "x", PEERS_DIR, "board.local:8443: " CHANGED_WORDS "board.local --as x)" },
		{ "… in another store", "board.local", NULL, "s", "board.local:8443: " CHANGED_WORDS "board.local -d s)" },
		{ "… both", "board.local:1", "x", "s", "board.local:1: " CHANGED_WORDS "board.local:1 --as x -d s)" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *want = filled(rows[i].want, ca, leaf);

		at(rows[i].where);
		v.as = rows[i].as;
		v.peer.dir = rows[i].dir;
		judged(ca, leaf);
		is_str(said(DECIDE_CHANGED), want, rows[i].name);
		is_int(e.kind, 11, "… is 11");
	}
}

static void others(struct view ca, struct view leaf)
{
	at("board.local");
	judged(ca, leaf);
	is_str(said(DECIDE_STRICT), "board.local:8443: nothing is stored of it, and --strict was given", "--strict");
	is_int(e.kind, 13, "… is 13");
	is_str(said(DECIDE_UNKNOWN), "board.local:8443: nothing is stored of it: --get needs --pin, --ca, or a visit without --get before", "--get");
	is_str(said(DECIDE_UNPINNED), "board.local:8443: --install, --bundle and http:// need --pin, the first two at least --ca", "--install");
	is_int(e.kind, 2, "… is 2");
	is_str(said(DECIDE_PIN), filled("board.local:8443: not what --pin says: seen leaf %L; nothing stored", ca, leaf), "another pin");
	is_int(e.kind, 11, "… is 11");
	v.judge.shown.pin = PIN_ABOVE;
	is_str(said(DECIDE_PIN), filled("board.local:8443: not what --pin says: seen leaf %L, which the pinned CA did not issue; nothing stored", ca, leaf),
	    "a pinned CA that only came along");
	is_str(said(DECIDE_INVALID), "board.local:8443: not trusted: unknown issuer CN=B; nothing stored", "a path that is not good");
	is_int(e.kind, 13, "… is 13");
	is_str(said(DECIDE_FOREIGN), "board.local:8443: what it hands out did not issue its own certificate: unknown issuer CN=B; nothing stored", "a foreign anchor");
	is_str(said(DECIDE_NO_TRUST), "board.local:8443: hands out no trust anchor at /trust; nothing stored (--peer takes the certificate it shows)", "no anchor");
	v.anchor = ca;
	is_str(said(DECIDE_STRANGER), filled("board.local:8443: its CA is neither itself what --pin names nor one of --ca: sha256 %A; nothing stored", ca, leaf),
	    "an anchor that nobody vouches for");
	v.judge.path.result = PATH_NAME;
	v.judge.path.at = leaf;
	is_str(said(DECIDE_INVALID), "board.local:8443: not trusted: of b.example, not of a.example; nothing stored", "another name");
	is_int(e.kind, 11, "… is 11");
}

/* Nothing is shown by http://: what is told was seen. */
static void plain(struct view ca, struct view other)
{
	at("http://board.local");
	v.judge.wish = (struct decide_wish){ .plain = true, .pin = true, .stored = STORED_CA };
	v.judge.stored = ca;
	judge_told(&v.judge, view_of(NULL, 0), other);
	is_str(said(DECIDE_CHANGED), filled("board.local:80: CHANGED: stored sha256 %A, seen sha256 %L; nothing stored (if you did this: certfetch --forget board.local)",
	    ca, other), "http://: another than the stored one");
	is_str(said(DECIDE_PIN), filled("board.local:80: not what --pin says: seen sha256 %L; nothing stored", ca, other), "http://: another than the pinned one");
	is_str(said(DECIDE_NO_TRUST), "board.local:80: hands out no trust anchor at /trust; nothing stored", "http://: nothing; no --peer there");
}

static bool ends(const char *s, const char *with)
{
	return strlen(s) >= strlen(with) && strcmp(s + strlen(s) - strlen(with), with) == 0;
}

/* A host of 253 characters, a path of 2047, a store of 4095, names of hundreds: what must be said is said. */
static void long_ones(struct view ca, struct view leaf)
{
	static char host[300], path[2048], dir[4096], words[2048];
	char label[64];
	struct view sent;

	memset(label, 'x', 63);
	label[63] = '\0';
	snprintf(host, sizeof host, "%s.%s.%s.%.61s:65535", label, label, label, label);
	at(host);
	memset(path, '/', sizeof path - 1);
	memset(dir, 'd', sizeof dir - 1);
	v.peer.dir = dir;
	v.trust = path;
	judged(ca, leaf);
	ok(ends(said(DECIDE_CHANGED), "; nothing stored") && strstr(e.text, filled("stored sha256 %A, seen leaf %L;", ca, leaf)), "a long host: the prints are whole");
	ok(ends(said(DECIDE_NO_TRUST), "...; nothing stored"), "a long path is cut, and the end is there");
	v.judge.shown.pin = PIN_ABOVE;
	ok(ends(said(DECIDE_PIN), "did not issue; nothing stored"), "a pin's refusal is whole");
	v.anchor = ca;
	ok(ends(said(DECIDE_STRANGER), filled("sha256 %A; nothing stored", ca, leaf)), "a stranger's print is whole");

	at("board.local");
	v.peer.dir = dir;
	judged(ca, leaf);
	is_str(said(DECIDE_CHANGED), filled("board.local:8443: CHANGED: stored sha256 %A, seen leaf %L; nothing stored", ca, leaf), "a long store: its hint is left out, not cut");
	host[strlen(host) - 6] = '\0';
	snprintf(words, sizeof words, "leaf by A san=%s,%s", host, host);
	sent = make_chain(words);
	judged(ca, sent);
	ok(ends(said(DECIDE_INVALID), "...; nothing stored") && strlen(e.text) < ERR_TEXT - 1, "long names are cut, and the end is there");
	free_chain(sent);
}

int main(void)
{
	struct view ca = make_chain("A ca"), leaf = make_chain("leaf by B san=b.example");

	changes(ca, leaf);
	others(ca, leaf);
	plain(ca, leaf);
	long_ones(ca, leaf);
	free_chain(ca);
	free_chain(leaf);
	return done_testing();
}
