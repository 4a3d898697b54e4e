/* SPDX-License-Identifier: MIT */
/* key.c - keys made, completed, written as openssl writes them, named, wiped. */
#include "bearssl-glue/key.h"

#include <stdlib.h>

#include "bearssl-glue/digest.h"
#include "bearssl-glue/rsa_number.h"
#include "lib/text.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/bearssl-glue/primes.h"
#include "tests/unit/tap.h"

#define COUNT (sizeof(good_keys) / sizeof(good_keys[0]))

static struct key key, other;
static uint8_t work[8192];

static enum key_result read_text(const char *text, struct key *k)
{
	return key_read(view_of((const uint8_t *)text, strlen(text)), work, sizeof(work), k, NULL);
}

static void start(struct rng *r, uint8_t first)
{
	uint8_t seed[RNG_SEED_LEN] = { first };

	rng_init(r, seed);
}

static bool all_zero(const void *p, size_t len)
{
	const uint8_t *b = p;

	while (len > 0 && b[len - 1] == 0)
		len--;
	return len == 0;
}

static void names(void)
{
	const char *types[] = { "p256", "p384", "rsa2048", "rsa3072", "rsa4096" };
	const char *foreign[] = { "", "p521", "P256", "p256 ", "rsa", "rsa1024", "rsa20480", "ed25519", "none" };
	enum key_kind kind = KEY_NONE;
	unsigned bits = 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		is_int(key_type_parse(types[i], &kind, &bits), 0, "a type is understood");
		is_str(key_name(kind, bits), types[i], "and goes by the same name");
	}
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		is_int(key_type_parse(foreign[i], &kind, &bits), -1, "another word is not a type");
	is_str(key_name(KEY_RSA, 2500), "rsa", "an RSA key of an unusual size is rsa");
	is_str(key_name(KEY_NONE, 0), "none", "no key is none");
}

static void made(enum key_kind kind, unsigned bits)
{
	struct err e = { 0 };
	struct rng r;

	diag("%s", key_name(kind, bits));
	start(&r, 7);
	is_int(key_generate(kind, bits, &r, NULL, &key, &e), 0, "a key is made");
	ok(key.kind == kind && key.bits == bits && key.has_public, "as asked for, complete");
	ok(!all_zero(key.d, bits / 8) && key.point[0] == 4, "with both halves");
	start(&r, 7);
	key_generate(kind, bits, &r, NULL, &other, &e);
	is_mem(&key, sizeof(key), &other, sizeof(other), "the same seed makes the same key");
	key_generate(kind, bits, &r, NULL, &other, &e);
	ok(memcmp(key.d, other.d, bits / 8) != 0, "the next key is another");
}

static void made_rsa(void)
{
	static char pem[KEY_PEM_MAX];
	const struct key_primes primes = { primes_find, NULL, &primes_room.assembly };
	struct err e = { 0 };
	struct rng r;

	start(&r, 1);
	is_int(key_generate(KEY_RSA, 2048, &r, NULL, &key, &e), -1, "without primes there is no RSA key");
	ok(e.kind == ERR_FAIL && all_zero(&key, sizeof(key)), "that is said, and nothing stays behind");
	is_int(key_generate(KEY_RSA, 2048, &r, &primes, &key, NULL), 0, "an RSA key is made");
	ok(key.kind == KEY_RSA && key.bits == 2048 && key.has_public, "as asked for, complete");
	ok(key_pem(&key, pem) > 0 && read_text(pem, &other) == KEY_READ, "it is written and read again");
	is_mem(&key, sizeof(key), &other, sizeof(other), "as the same key");
}

static void not_made(void)
{
	struct { enum key_kind kind; unsigned bits; } asked[] = {
		{ KEY_NONE, 0 }, { KEY_P521, 521 }, { KEY_P256, 384 }, { KEY_RSA, 1024 }, { KEY_RSA, 2050 }, { KEY_RSA, 8192 }, { KEY_OTHER, 256 } };
	struct rng r;

	start(&r, 1);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct err e = { 0 };

		memset(&key, 0xA5, sizeof(key));
		is_int(key_generate(asked[i].kind, asked[i].bits, &r, NULL, &key, &e), -1, "another kind is not made");
		ok(e.kind == ERR_FAIL && e.text[0], "that is said");
		ok(all_zero(&key, sizeof(key)), "and nothing stays behind");
	}
}

/* Writing what was read gives the text openssl wrote, where openssl wrote PKCS#8 (RSA: where its d is ours). */
static void as_openssl(const char *name)
{
	static char pem[KEY_PEM_MAX];
	size_t i = 0;

	while (i < COUNT && strcmp(good_keys[i].name, name) != 0)
		i++;
	if (!ok(i < COUNT && read_text(good_keys[i].text, &key) == KEY_READ && key_complete(&key) == 0, name))
		return;
	is_int(key_pem(&key, pem), strlen(good_keys[i].text), "it is written in as many characters");
	is_str(pem, good_keys[i].text, "to the same text");
}

static void written_then_read(size_t i)
{
	char *pem;
	size_t len;

	ok(read_text(good_keys[i].text, &key) == KEY_READ && key_complete(&key) == 0, good_keys[i].name);
	pem = malloc(key_pem_room(&key));
	len = key_pem(&key, pem);
	ok(len > 0 && len < key_pem_room(&key) && strlen(pem) == len && pem[len - 1] == '\n', "it is written within its room, with a last newline");
	is_int(read_text(pem, &other), KEY_READ, "and read again");
	key_complete(&other);
	is_mem(&key, sizeof(key), &other, sizeof(other), "as the same key");
	free(pem);
}

static void public_half(size_t i)
{
	uint8_t spki[SPKI_MAX], got[SHA256_LEN], want[SHA256_LEN];
	bool rsa = good_keys[i].type[0] == 'r';

	text_unhex(good_keys[i].spki, strlen(good_keys[i].spki), want, sizeof(want));
	read_text(good_keys[i].text, &key);
	ok(key.has_public == rsa, rsa ? "RSA brings its public half" : "reading does not derive the public half");
	key_complete(&key);
	digest_sha256(spki, key_spki(&key, spki), got);
	is_mem(got, sizeof(got), want, sizeof(want), "the public half is what openssl finds");
	is_str(key_name(key.kind, key.bits), good_keys[i].type, "its type is right");
}

static void incomplete(void)
{
	static char pem[KEY_PEM_MAX];

	key_wipe(&key);
	is_int(key_complete(&key), -1, "no key can't be completed");
	key.kind = KEY_P521;
	is_int(key_complete(&key), -1, "nor one of P-521");
	key.kind = KEY_RSA;
	is_int(key_complete(&key), -1, "nor RSA without its modulus");
	key_wipe(&key);
	key.kind = KEY_P256;
	key.d[31] = 1;
	is_int(key_pem(&key, pem), 0, "an incomplete key is not written");
	is_str(pem, "", "and leaves an empty text");
	is_int(key_complete(&key), 0, "a scalar of one can be completed");
	ok(key_pem(&key, pem) > 0, "and written then");
}

/* The largest numbers a key can hold fit the text. */
static void largest(void)
{
	char *pem = malloc(KEY_PEM_MAX);
	size_t i = 0;

	while (strcmp(good_keys[i].type, "rsa4096") != 0)
		i++;
	read_text(good_keys[i].text, &key);
	struct rsa_number *all[] = { &key.p, &key.q, &key.dp, &key.dq, &key.qinv };

	for (size_t n = 0; n < 5; n++)
		all[n]->len = sizeof(all[n]->v);
	for (size_t n = 2; n < 5; n++)
		memset(all[n]->v, 0xFF, sizeof(all[n]->v));
	key.p.v[0] = key.q.v[0] = 0xFF;
	memset(key.n, 0xFF, 16);
	if (key_pem(&key, pem) == 0)
		ok(false, "a private exponent that can't be computed");
	ok(strlen(pem) > 3200 && strlen(pem) < KEY_PEM_MAX, "the largest key fits KEY_PEM_MAX");
	free(pem);
	key_wipe(&key);
	ok(all_zero(&key, sizeof(key)), "a wiped key is all zero");
}

int main(void)
{
	names();
	made(KEY_P256, 256);
	made(KEY_P384, 384);
	made_rsa();
	not_made();
	as_openssl("openssl, PKCS#8, P-256");
	as_openssl("openssl, PKCS#8, P-384");
	as_openssl("openssl, PKCS#8, RSA 4096");
	as_openssl("mkcert, P-256");
	for (size_t i = 0; i < COUNT; i++) {
		written_then_read(i);
		public_half(i);
	}
	incomplete();
	largest();
	return done_testing();
}
