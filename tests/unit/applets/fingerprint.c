/* SPDX-License-Identifier: MIT */
/* fingerprint.c - forms of a fingerprint, written and read again. */
#include "applets/fingerprint.h"

#include "tests/unit/tap.h"

/* SHA-256 of nothing (FIPS 180-4's empty message). */
#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define COLONS "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"
#define BASE64 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const uint8_t empty[SHA256_LEN] = {
	0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
	0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
};

enum { REFUSED = -1, CERTIFICATE, SPKI };

static const struct {
	const char *name;
	const char *text;
	int want;
} readings[] = {
	{ "bare hex", HEX, CERTIFICATE },
	{ "colons", COLONS, CERTIFICATE },
	{ "openssl's line", "sha256 Fingerprint=" COLONS, CERTIFICATE },
	{ "an older openssl's", "SHA256 Fingerprint=" COLONS, CERTIFICATE },
	{ "certbox's own", "sha256 " COLONS, CERTIFICATE },
	{ "of an SPKI", "sha256 SPKI=" COLONS, SPKI },
	{ "SHA256: and hex", "SHA256:" HEX, CERTIFICATE },
	{ "SHA256: and base64", "SHA256:" BASE64, CERTIFICATE },
	{ "ssh's, without a pad", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", CERTIFICATE },
	{ "curl's pin", "sha256//" BASE64, SPKI },
	{ "GnuTLS's pin", "pin-sha256:" BASE64, SPKI },
	{ "blanks around", " \t" HEX "\n", CERTIFICATE },
	{ "nothing", "", REFUSED },
	{ "a word alone", "sha256", REFUSED },
	{ "a prefix alone", "sha256 Fingerprint=", REFUSED },
	{ "a pin of nothing", "sha256//", REFUSED },
	{ "hex that is short", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8", REFUSED },
	{ "hex that is long", HEX "00", REFUSED },
	{ "hex far too long", HEX HEX HEX HEX, REFUSED },
	{ "base64 without a prefix", BASE64, REFUSED },
	{ "base64 with two pads", "sha256//" BASE64 "=", REFUSED },
	{ "base64 with stray bits", "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", REFUSED },
	{ "another hash", "SHA1 Fingerprint=" COLONS, REFUSED },
	{ "more behind", HEX " x", REFUSED },
	{ "two prefixes", "sha256 sha256 " HEX, REFUSED },
	{ "a colon at the end", COLONS ":", REFUSED },
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		struct fingerprint f = { .spki = false };
		struct err e = { .kind = ERR_NONE };
		int got = fingerprint_parse(readings[i].text, &f, &e);

		if (got == 0)
			got = memcmp(f.sha256, empty, sizeof empty) != 0 ? -2 : f.spki ? SPKI : CERTIFICATE;
		ok(got == readings[i].want && e.kind == (got == REFUSED ? ERR_USAGE : ERR_NONE), readings[i].name);
	}
}

static const char *const forms[FINGERPRINT_FORMS] = { "openssl", "hex", "base64", "pin", "ssh", "words", "art", "qr" };

static void writing(void)
{
	struct fingerprint f = { .spki = false }, back;
	char room[FINGERPRINT_TEXT];
	struct text t;

	memcpy(f.sha256, empty, sizeof empty);
	for (int i = 0; i < FINGERPRINT_FORMS; i++) {
		enum fingerprint_form form = FINGERPRINT_FORMS;
		struct err e = { .kind = ERR_NONE };

		ok(fingerprint_form(forms[i], &form, &e) == 0 && (int)form == i, forms[i]);
		text_init(&t, room, sizeof room);
		fingerprint_add(&t, &f, form, "EC 256");
		ok(!t.cut && room[t.len - 1] != '\n', "... fits, the last line without its end");
		ok(form == FINGERPRINT_ART || form == FINGERPRINT_BASE64 || (fingerprint_parse(room, &back, NULL) == 0 &&
		    memcmp(back.sha256, empty, sizeof empty) == 0), "... and is read again");
	}
	/* the longest words there are */
	text_init(&t, room, sizeof room);
	f.algorithm = DIGEST_SHA512;
	for (size_t i = 0; i < DIGEST_MAX; i++)
		f.hash[i] = i % 2 == 0 ? 0x15 : 0x1f;
	fingerprint_add(&t, &f, FINGERPRINT_WORDS, "");
	ok(!t.cut, "the longest words fit");
	struct err e = { .kind = ERR_NONE };
	enum fingerprint_form form;
	ok(fingerprint_form("", &form, &e) == -1 && e.kind == ERR_USAGE, "no name is no form");
}

/* Of the empty message, by each hash: FIPS 180-4's examples, as OpenSSH and openssl write them. */
static const struct {
	const char *word, *name;
	const char *ssh;
	const char *start;
} hashes[DIGESTS] = {
	[DIGEST_SHA256] = { "sha256", "SHA256", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", "sha256 Fingerprint=E3:B0:C4:" },
	[DIGEST_SHA384] = { "sha384", "SHA384", "SHA384:OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
	    "sha384 Fingerprint=38:B0:60:" },
	[DIGEST_SHA512] = { "sha512", "SHA512",
	    "SHA512:z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg",
	    "sha512 Fingerprint=CF:83:E1:" },
	[DIGEST_SHA1] = { "sha1", "SHA1", "SHA1:2jmj7l5rSw0yVb/vlWAYkK/YBwk", "sha1 Fingerprint=DA:39:A3:" },
};

static void hashing(void)
{
	struct err e = { .kind = ERR_NONE };
	char room[FINGERPRINT_TEXT];
	struct text t;
	enum digest d;

	for (unsigned i = 0; i < DIGESTS; i++) {
		struct fingerprint f = { .spki = false };

		ok(fingerprint_algorithm(hashes[i].word, &f.algorithm, &e) == 0 && f.algorithm == i, hashes[i].word);
		ok(fingerprint_algorithm(hashes[i].name, &d, &e) == 0 && d == i, "... in capitals, too");
		is_str(fingerprint_word(f.algorithm), hashes[i].word, "... has its name back");
		fingerprint_of(&f, "", 0);
		text_init(&t, room, sizeof room);
		fingerprint_add(&t, &f, FINGERPRINT_SSH, "");
		is_str(room, hashes[i].ssh, "... as OpenSSH");
		text_init(&t, room, sizeof room);
		fingerprint_add(&t, &f, FINGERPRINT_OPENSSL, "");
		ok(strncmp(room, hashes[i].start, strlen(hashes[i].start)) == 0, "... as openssl");
		for (unsigned form = 0; form < FINGERPRINT_FORMS; form++) {
			text_init(&t, room, sizeof room);
			fingerprint_add(&t, &f, (enum fingerprint_form)form, "EC 256");
			ok(!t.cut && t.len > 0 && room[t.len] == '\0', "... fits");
		}
		text_init(&t, room, sizeof room);
		fingerprint_add(&t, &f, FINGERPRINT_ART, "EC 256");
		ok(strstr(room, hashes[i].name) != NULL, "... is named below its picture");
	}
	ok(fingerprint_algorithm("md5", &d, &e) == -1 && e.kind == ERR_USAGE, "another hash is refused");
}

static void titles(void)
{
	char title[FINGERPRINT_TITLE];

	fingerprint_title(KEY_P384, 384, title);
	is_str(title, "EC 384", "the title of a curve's key");
	fingerprint_title(KEY_RSA, 4294967295, title);
	is_str(title, "RSA 4294967295", "... of an RSA key of any size");
	fingerprint_title(KEY_OTHER, 0, title);
	is_str(title, "key", "... of any other");
}

int main(void)
{
	titles();
	hashing();
	reading();
	writing();
	return done_testing();
}
