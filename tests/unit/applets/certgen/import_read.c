/* SPDX-License-Identifier: MIT */
/* import_read.c - keys and certificates out of files: what is taken, what is refused, and that no file does harm. */
#include <ftw.h>

#include "applets/certgen/import_read.h"
#include "bearssl-glue/p12.h"
#include "tests/unit/applets/certgen/fixture.h"
#include "x509/pem.h"

#define WORD "word"

static struct import m;
static struct run r;
static uint8_t p12[8192];
static size_t p12_len;

static void forget(void)
{
	struct import_room *room;

	while ((room = m.rooms) != NULL) {
		m.rooms = room->next;
		free(room);
	}
	key_wipe(&r.set.retired);
	key_wipe(&r.set.key[SET_CA]);
	memset(&m, 0, sizeof m);
}

/* Up to three files. 0 or -1; what was found stays until the next. */
static int taken(const char *one, const char *two, const char *three)
{
	forget();
	fixed_wish("-d", folder_path, "--password-file", WORD, "--import", one, two, three, NULL);
	m.r = &r;
	r.w = &fixed.w;
	err_clear(&fixed.e);
	return import_read(&m, &fixed.e);
}

static bool refused(enum err_kind kind, const char *says)
{
	bool right = fixed.e.kind == kind && strstr(fixed.e.text, says);

	if (!right)
		diag("kind %d: %s", (int)fixed.e.kind, fixed.e.text);
	return right;
}

static void forms(void)
{
	ok(taken("server.key", "server.crt", "ca.crt") == 0 && m.n == 2 && m.taken == 3 && m.spki_len, "a key and two certificates");
	ok(view_is(m.certs[0].view.spki, m.spki, m.spki_len), "… the key is the first one's");
	ok(taken("server.crt", "server.crt", NULL) == 0 && m.n == 1 && m.taken == 2 && !m.spki_len, "one twice is one");
	ok(taken("server.key", "server.key", NULL) == 0 && m.spki_len, "a key twice is one");
	ok(taken("server.key", "ca.key", NULL) == -1 && refused(ERR_MALFORMED, "ca.key: another private key"), "two keys are refused, the second is named");
	ok(taken("gone", NULL, NULL) == -1 && refused(ERR_FAIL, "gone: "), "a file that is not there");
	put_octets("empty", "", 0, 0600);
	ok(taken("empty", NULL, NULL) == -1 && refused(ERR_MALFORMED, "empty: "), "an empty file");
	put_octets("other", "-----BEGIN X-----\nAAAA\n-----END X-----\n", 39, 0600);
	ok(taken("other", NULL, NULL) == -1 && refused(ERR_MALFORMED, "other: holds neither"), "a PEM object of no use");
	ok(taken("p12", NULL, NULL) == 0 && m.n == 2 && m.taken == 3 && m.spki_len, "a PKCS#12 file, by the password in DIR");
	ok(taken("p12", "server.key", "server.crt") == 0 && m.n == 2 && m.taken == 5, "… and its parts once more");
	put_octets(WORD, "another\r\n", 9, 0600);
	ok(taken("p12", NULL, NULL) == -1 && refused(ERR_FAIL, "p12: wrong password"), "… by another password");
	put_octets(WORD, "secret\r\n", 8, 0600);
}

/* Every cut, and a changed bit in every octet: read or refused, and nothing worse. */
static void damage(const char *name, const void *p, size_t len, size_t step, bool text)
{
	static uint8_t copy[16384];
	unsigned read = 0, silent = 0;
	char title[80];
	struct text t;

	for (size_t at = 0; at < len; at += step) {
		memcpy(copy, p, len);
		put_octets("damaged", copy, at, 0600);
		read += taken("damaged", NULL, NULL) == 0;
		silent += fixed.e.kind && strncmp(fixed.e.text, "damaged: ", 9) != 0;
		copy[at] ^= (uint8_t)(1U << (at % 8));
		put_octets("damaged", copy, len, 0600);
		read += taken("damaged", NULL, NULL) == 0 && !text;
		silent += fixed.e.kind && strncmp(fixed.e.text, "damaged: ", 9) != 0;
	}
	text_init(&t, title, sizeof title);
	text_format(&t, "%s, cut or changed: %s, by name", name, text ? "no harm" : "refused");
	ok((text || read == 0) && silent == 0, title);
	diag("%u read, %u without the name", read, silent);
}

static unsigned files, wrong;

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)at;
	if (type != FTW_F)
		return 0;
	files++;
	if (taken(path, NULL, NULL) && (!fixed.e.kind || strncmp(fixed.e.text, path, strlen(path)) != 0))
		wrong++;
	return 0;
}

static void hostile(void)
{
	const char *folder_name = getenv("CORPORA");

	if (!folder_name || !*folder_name || nftw(folder_name, visit, 8, FTW_PHYS)) {
		skip("hostile files are read or refused", "CORPORA names no folder");
		return;
	}
	diag("%u files", files);
	ok(files > 0 && wrong == 0, "hostile files are read or refused, by name");
}

int main(void)
{
	static struct kept key, cert;
	struct view chain[2];
	struct p12 what = {.kind = P12_STANDARD, .key = &fixed.s.key[SET_LEAF], .certificates = chain, .n_certificates = 2, .name = "x"};

	folder_make();
	fixed_wish("board.local", NULL);
	fixed_whole(1);
	chain[0] = fixed.s.cert[SET_LEAF].whole;
	chain[1] = fixed.s.cert[SET_CA].whole;
	if (p12_write(&what, view_of((const uint8_t *)"secret", 6), &fixed.r, p12, sizeof p12, &p12_len, &fixed.e))
		diag("no PKCS#12: %s", fixed.e.text);
	put_octets("p12", p12, p12_len, 0600);
	put_octets(WORD, "secret\n", 7, 0600);
	keep(&key, "server.key");
	keep(&cert, "server.crt");
	forms();
	damage("a key", key.bytes, key.len, 1, true);
	damage("a certificate", cert.bytes, cert.len, 3, true);
	damage("a PKCS#12 file", p12, p12_len, 41, false);
	hostile();
	forget();
	fixed_close();
	folder_remove();
	return done_testing();
}
