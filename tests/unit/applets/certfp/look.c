/* SPDX-License-Identifier: MIT */
/* look.c - what a file shows: certificates in turn, public halves of keys, and nothing of what is private. */
#include <stdlib.h>
#include <string.h>

#include "applets/certfp/look.h"
#include "bearssl-glue/digest.h"
#include "lib/text.h"
#include "tests/unit/applets/certgen/golden.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/tap.h"
#include "x509/pem.h"

static char text[16384];
static struct file f;
static struct look found;
static struct err e;

/* A file of these parts, NULL-ended, in memory that ends where it does. */
static void file_of(struct looking *w, bool keys, const char *const *parts)
{
	size_t len = 0;

	for (; *parts; parts++)
		for (const char *s = *parts; *s; s++)
			text[len++] = *s;
	free(f.bytes);
	f.bytes = malloc(len + 1);
	if (!f.bytes)
		abort();
	memcpy(f.bytes, text, len);
	f.bytes[len] = '\0';
	f.size = len;
	err_clear(&e);
	look_begin(w, &f, keys);
}

#define FILE_OF(w, keys, ...) file_of((w), (keys), (const char *const[]){__VA_ARGS__, NULL})

static bool ended(struct looking *w)
{
	return look_next(w, &found, &e) == 0 && look_next(w, &found, &e) == 0;
}

static bool refused(struct looking *w, const char *says)
{
	bool right = look_next(w, &found, &e) == -1 && e.kind == ERR_MALFORMED && strstr(e.text, says);

	if (!right)
		diag("kind %d: %s", e.kind, e.text);
	return right && ended(w);
}

static void certificates(void)
{
	struct looking w;

	FILE_OF(&w, false, golden_leaf);
	ok(look_next(&w, &found, &e) == 1 && found.kind == LOOK_CERTIFICATE && !found.cert.ca && found.key == KEY_P256 && found.bits == 256, "a certificate is found");
	ok(view_same(found.spki, found.cert.spki) && w.found == 1 && ended(&w), "… with its key, and it is the only one");
	FILE_OF(&w, true, golden_leaf_key, "words\n", golden_leaf, golden_ca);
	ok(look_next(&w, &found, &e) == 1 && !found.cert.ca && look_next(&w, &found, &e) == 1 && found.cert.ca && w.found == 2 && ended(&w), "two in turn, a key and words between them passed over");
	FILE_OF(&w, false, golden_leaf, "-----BEGIN CERTIFICATE-----\nMII");
	ok(look_next(&w, &found, &e) == 1 && refused(&w, "cut off"), "one, and one that is cut off");
	FILE_OF(&w, false, golden_leaf, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", golden_ca);
	ok(look_next(&w, &found, &e) == 1 && refused(&w, ""), "behind one that does not parse nothing is looked at");
}

static void der(void)
{
	struct view at = view_of((const uint8_t *)golden_ca, sizeof golden_ca - 1);
	struct pem_object o;
	struct looking w;
	int64_t len;
	unsigned wrong = 0;

	FILE_OF(&w, false, golden_ca);
	len = pem_next(&at, &o) == 1 ? pem_decode(&o, f.bytes, f.size) : -1;
	f.size = len < 0 ? 0 : (size_t)len;
	look_begin(&w, &f, false);
	ok(look_next(&w, &found, &e) == 1 && found.cert.ca && view_is(found.cert.whole, f.bytes, f.size) && ended(&w), "DER is read as PEM is");
	for (size_t n = 0; n < f.size; n += 13) {
		struct file cut = {.bytes = malloc(n + 1), .size = n};

		if (!cut.bytes)
			abort();
		memcpy(cut.bytes, f.bytes, n);
		look_begin(&w, &cut, true);
		err_clear(&e);
		wrong += look_next(&w, &found, &e) != -1 || e.kind != ERR_MALFORMED || look_next(&w, &found, &e) != 0;
		free(cut.bytes);
	}
	is_int(wrong, 0, "… and cut anywhere it is refused");
}

static void nothing(void)
{
	struct looking w;

	FILE_OF(&w, false, "");
	ok(refused(&w, "empty"), "an empty file is refused");
	FILE_OF(&w, true, "hello\n");
	ok(refused(&w, ""), "words are refused");
	FILE_OF(&w, false, "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
	ok(refused(&w, "base64"), "bad base64 is named");
	FILE_OF(&w, false, "-----BEGIN X-----\nAAAA\n-----END X-----\n");
	ok(refused(&w, "no certificate"), "a file of something else is");
}

static void keys(void)
{
	struct looking w;
	unsigned wrong = 0;
	char hex[2 * SHA256_LEN + 1];
	uint8_t hash[SHA256_LEN];
	struct text t;

	FILE_OF(&w, false, golden_leaf_key);
	ok(refused(&w, "a private key, no certificate"), "a private key that was not asked for is refused, with a hint");
	for (size_t i = 0; i < sizeof good_keys / sizeof *good_keys; i++) {
		FILE_OF(&w, true, good_keys[i].text);
		/* Two have a certificate or a request before them, which comes first. */
		bool other = strstr(good_keys[i].name, "request") || strstr(good_keys[i].name, "a certificate before");

		if (look_next(&w, &found, &e) == 1 && (other || found.kind == LOOK_PRIVATE_KEY)) {
			if (other)
				continue;
			digest_sha256(found.spki.p, found.spki.len, hash);
			text_init(&t, hex, sizeof hex);
			text_add_hex(&t, hash, sizeof hash, 0);
			if (strcmp(hex, good_keys[i].spki) == 0 && ended(&w))
				continue;
		}
		wrong++;
		diag("%s: %s", good_keys[i].name, e.text);
	}
	is_int(wrong, 0, "of every form of private key the public half is what openssl says");
	FILE_OF(&w, true, refused_keys[0].text);
	ok(refused(&w, "private key") || e.kind == ERR_MALFORMED, "a key that may not be used is refused");
}

int main(void)
{
	certificates();
	der();
	nothing();
	keys();
	free(f.bytes);
	(void)golden_ca_key;
	return done_testing();
}
