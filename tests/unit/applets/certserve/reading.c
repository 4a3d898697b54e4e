/* SPDX-License-Identifier: MIT */
/* reading.c - a folder that changes, look by look: generations, their keys, and what stays when something is wrong. */
#include "applets/certserve/reading.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certserve/pairs.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct reading r;
static struct keeper k = { .say = { .who = "certserve" }, .dir = ".", .cert = "server.crt", .key = "server.key", .ca = "ca.crt",
	.files = { { "/notes", "notes" } }, .n_files = 1 };
static struct someone ca, leaf, renewed, stranger;
static struct err e;

static void put_cert(const char *name, const struct someone *who, const struct someone *by, bool is_ca)
{
	static struct text_file f;

	f.len = 0;
	add_cert(&f, who, by, is_ca);
	f.text[f.len] = '\0';
	put(name, f.text);
}

static void put_key(const char *name, const struct someone *who)
{
	char text[KEY_PEM_MAX];

	text[key_pem(&who->key, text)] = '\0';
	put(name, text);
}

static void put_pair(const struct someone *who)
{
	put_key("server.key", who);
	put_cert("server.crt", who, &ca, false);
}

/* A look, as the keeper's, and the front takes what it is offered. What was said is in captured. */
static int look(void)
{
	capture_begin();
	int got = reading_look(&r, &k);

	capture_end();
	if (got == 1) {
		r.taken = r.current;
		reading_forget(&r);
	}
	return got;
}

static const struct offer *now(void)
{
	return offer_of(k.offers, r.current);
}

static bool signs(uint32_t generation, const struct someone *who)
{
	const struct key *key = reading_key(&r, generation);

	return key != NULL && memcmp(key->d, who->key.d, 32) == 0;
}

static bool notes_are(const char *text)
{
	return view_is(offer_view(now(), now()->files[0].body), (const uint8_t *)text, strlen(text));
}

static void first(void)
{
	ok(reading_first(&r, &k, &e) < 0 && strcmp(e.text, "./server.crt: is not there: run certgen first") == 0, "nothing there is said");
	put_pair(&leaf);
	put_cert("ca.crt", &ca, &ca, true);
	err_clear(&e);
	ok(reading_first(&r, &k, &e) < 0 && strcmp(e.text, "notes: is not there") == 0, "a file to publish that is not there, too");
	put("notes", "-----BEGIN PRIVATE KEY-----\n");
	err_clear(&e);
	ok(reading_first(&r, &k, &e) < 0 && e.kind == ERR_MALFORMED, "... or is a key");
	put("notes", "one");
	err_clear(&e);
	capture_begin();
	int got = reading_first(&r, &k, &e);

	capture_end();
	is_int(got, 0, "all there");
	ok(r.current == 1 && now()->generation == 1 && now()->reloads == 1 && now()->good && now()->anchor.len > 0 && notes_are("one"),
	    "... is generation 1");
	ok(signs(1, &leaf) && reading_key(&r, 0) == NULL && reading_key(&r, 2) == NULL && reading_key(&r, 5) == NULL, "... with its key, and no other");
	r.taken = 1;
}

static void changes(void)
{
	r.again = false;
	is_int(look(), 0, "nothing new");
	put_pair(&renewed);
	ok(look() == 1 && r.current == 2 && now()->reloads == 2 && signs(2, &renewed) && signs(1, &leaf), "another pair is generation 2; both keys sign");
	ok(strstr(captured.out, "reloaded") == captured.out && captured.err[0] == '\0', "... which is said");
	r.taken = 1;
	put_pair(&leaf);
	is_int(look(), 0, "what was not taken yet is not followed");
	r.taken = 2;
	ok(look() == 1 && signs(3, &leaf), "... but afterwards");
	put("notes", "two");
	ok(look() == 1 && r.current == 4 && notes_are("two"), "another file to publish");
	ok(signs(4, &leaf) && signs(3, &leaf) && signs(2, &renewed) && reading_key(&r, 1) == NULL, "keys of three generations sign, older ones do not");
	ok(r.keys[1].kind == KEY_NONE, "... and are wiped");
	put("notes", "three");
	ok(look() == 1 && signs(5, &leaf) && reading_key(&r, 1) == NULL && reading_key(&r, 2) == NULL, "... though newer ones stand in their place");
	put("notes", "three");
	ok(look() == 0 && r.again, "the same octets written again are nothing new, and looked at once more");
}

/* Something was spoilt: nothing happens, but after a while. */
static void spoilt(const char *why, const char *name)
{
	uint32_t before = r.current;

	ok(look() == 0 && r.again && r.current == before && captured.err[0] == '\0', name);
	r.bad_since -= KEEPER_PATIENCE_MS;
	ok(look() == 1 && !now()->good && strstr(captured.err, why) != NULL && captured.out[0] == '\0', "... is said after a while, and in the offer");
	ok(signs(r.current, &leaf) && now()->anchor.len > 0 && load_same(now(), offer_of(k.offers, before)), "... which is as it was");
	ok(now()->loaded == offer_of(k.offers, before)->loaded, "... and as old");
	ok(look() == 0 && captured.err[0] == '\0', "... once");
}

static void mended(const char *name)
{
	ok(look() == 1 && now()->good && strstr(captured.out, "reloaded") == captured.out, name);
}

static void faults(void)
{
	put_key("server.key", &stranger);
	spoilt("./server.key: is not the key of ./server.crt; what was good before is served\n", "a key of another");
	put_key("server.key", &leaf);
	mended("... until all is right");
	put_key("server.key", &stranger);
	look();
	put_key("server.key", &leaf);
	ok(look() == 0 && r.bad_since == 0 && captured.err[0] == '\0', "what is right again soon was never wrong");
	put_cert("ca.crt", &stranger, &stranger, true);
	ok(look() == 0 && captured.err[0] == '\0', "a CA of another: for a moment there may be one");
	put_cert("ca.crt", &ca, &ca, true);
	look();
	put("notes", "-----BEGIN PRIVATE KEY-----\n");
	spoilt("notes: holds a private key: not published; what was good before is served\n", "a file that becomes a key");
	put_pair(&renewed);
	ok(look() == 1 && signs(r.current, &renewed) && notes_are("three") && !now()->good, "... does not keep a new pair from being served");
	put_pair(&leaf);
	put("notes", "three");
	mended("... until all is right");
}

static void without_anchor(void)
{
	unlink("ca.crt");
	is_int(look(), 0, "an anchor that is gone");
	r.bad_since -= KEEPER_PATIENCE_MS;
	ok(look() == 1 && now()->good && now()->anchor.len == 0 && strstr(captured.err, "./ca.crt: is not there; there is no trust anchor") != NULL,
	    "... after a while is not handed out any more");
	put_cert("ca.crt", &ca, &ca, true);
	ok(look() == 1 && now()->anchor.len > 0, "... and comes back at once");
}

int main(void)
{
	be(&ca, "board CA", 1);
	be(&leaf, "board.local", 2);
	be(&renewed, "board.local", 3);
	be(&stranger, "board CA", 4);
	folder_make();
	k.offers = offers_map();
	first();
	changes();
	faults();
	without_anchor();
	reading_close(&r);
	ok(reading_key(&r, r.current) == NULL, "in the end no key is left");
	folder_remove();
	return done_testing();
}
