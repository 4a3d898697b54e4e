/* SPDX-License-Identifier: MIT */
/* key_read.c - foreign keys, whole, cut, bent, oversized and refused. Inputs lie in buffers of exactly their size. */
/* long because: one hostile form after another, each built by hand, against one reader */
#include "bearssl-glue/key.h"

#include <stdlib.h>

#include "bearssl-glue/sign.h"
#include "bearssl-glue/verify.h"
#include "lib/text.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/tap.h"
#include "x509/oid.h"
#include "x509/pem.h"

#define GOOD (sizeof(good_keys) / sizeof(good_keys[0]))

static struct key key;
static struct err err;

static struct view text_view(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

static bool all_zero(const void *p, size_t len)
{
	const uint8_t *b = p;

	while (len > 0 && b[len - 1] == 0)
		len--;
	return len == 0;
}

/* From an exact copy, with exact work room: a read or write too far is seen. */
static enum key_result read_exact(struct view file)
{
	uint8_t *copy = malloc(file.len ? file.len : 1), *work = malloc(file.len ? file.len : 1);
	enum key_result r;

	if (file.len)
		memcpy(copy, file.p, file.len);
	err_clear(&err);
	r = key_read(view_of(copy, file.len), work, file.len, &key, &err);
	free(copy);
	free(work);
	return r;
}

/* The octets of the private key in a text. */
static uint8_t *der_of(const char *text, size_t *len)
{
	struct view at = text_view(text);
	uint8_t *der = malloc(at.len);
	struct pem_object o;

	while (pem_next(&at, &o) == 1 && o.kind != PEM_PKCS1 && o.kind != PEM_PKCS8 && o.kind != PEM_SEC1)
		;
	*len = (size_t)pem_decode(&o, der, strlen(text));
	return der;
}

static const char *text_of(const char *name)
{
	for (size_t i = 0; i < GOOD; i++)
		if (strcmp(good_keys[i].name, name) == 0)
			return good_keys[i].text;
	abort();
}

static void every_form(size_t i)
{
	uint8_t *der, *both;
	size_t len = strlen(good_keys[i].text);
	static struct key first;

	is_int(read_exact(text_view(good_keys[i].text)), KEY_READ, good_keys[i].name);
	is_str(key_name(key.kind, key.bits), good_keys[i].type, "is of its type");
	is_int(err.kind, ERR_NONE, "and nothing is said");
	first = key;
	both = malloc(len);
	memcpy(both, good_keys[i].text, len);
	is_int(key_read(view_of(both, len), both, len, &key, NULL), KEY_READ, "it is read with the file's own buffer as room");
	is_mem(&key, sizeof(key), &first, sizeof(first), "to the same key");
	free(both);
	der = der_of(good_keys[i].text, &len);
	is_int(read_exact(view_of(der, len)), KEY_READ, "it is read as DER");
	is_mem(&key, sizeof(key), &first, sizeof(first), "to the same key");
	free(der);
}

/* Returns how many of the truncations were read, or left something in the key. */
static unsigned cuts_read(struct view file, size_t less)
{
	unsigned seen = 0;

	for (size_t len = 0; len + less <= file.len; len++) {
		enum key_result r = read_exact(view_of(file.p, len));

		seen += (r != KEY_TORN && r != KEY_REFUSED) || err.kind != ERR_MALFORMED || !err.text[0] || !all_zero(&key, sizeof(key));
	}
	return seen;
}

static void every_truncation(size_t i)
{
	size_t len, back = good_keys[i].text[strlen(good_keys[i].text) - 2] == '\r' ? 3 : 2;
	uint8_t *der = der_of(good_keys[i].text, &len);

	diag("%s", good_keys[i].name);
	is_int(cuts_read(view_of(der, len), 1), 0, "every truncation of its DER is torn or refused");
	is_int(cuts_read(text_view(good_keys[i].text), back), 0, "every truncation of its text too");
	is_int(read_exact(view_of((const uint8_t *)good_keys[i].text, strlen(good_keys[i].text) - back + 1)), KEY_READ,
	       "but for the last line end, which may be missing");
	der = realloc(der, len + 1);
	der[len] = '\n';
	is_int(read_exact(view_of(der, len + 1)), KEY_TORN, "an octet behind its DER is torn");
	free(der);
}

/* Does the key sign so that its own public half agrees? */
static bool works(void)
{
	static uint8_t spki[SPKI_MAX];
	uint8_t signature[SIGNATURE_MAX];
	struct spki public;
	size_t len;

	return sign_bytes(&key, text_view("x"), signature, &len) == 0 && key_complete(&key) == 0 &&
	       spki_read(view_of(spki, key_spki(&key, spki)), &public) == 0 &&
	       verify_bytes(&public, sig_for(key.kind), text_view("x"), view_of(signature, len));
}

/* Flips one bit (all: each of the eight) of every octet. */
static void every_flip(const char *name, bool all, unsigned least)
{
	unsigned refused = 0, good = 0, bad = 0;
	size_t len;
	uint8_t *der = der_of(text_of(name), &len);

	diag("%s", name);
	for (size_t i = 0; i < (all ? 8 * len : len); i++) {
		size_t at = all ? i / 8 : i;

		der[at] ^= (uint8_t)(1 << i % 8);
		if (read_exact(view_of(der, len)) != KEY_READ || key_complete(&key) != 0)
			refused++;
		else if (works())
			good++;
		else
			bad++;
		der[at] ^= (uint8_t)(1 << i % 8);
	}
	diag("%u refused, %u sign well", refused, good);
	is_int(bad, 0, "a key with a flipped bit is refused, or signs well");
	ok(refused >= least, "as many are refused as must be");
	free(der);
}

static void text_flips(const char *name)
{
	struct view text = text_view(text_of(name));
	size_t len = text.len;
	uint8_t *copy = malloc(len);
	unsigned bad = 0;

	memcpy(copy, text.p, len);
	for (size_t i = 0; i < len; i++) {
		copy[i] ^= (uint8_t)(1 << i % 8);
		bad += read_exact(view_of(copy, len)) == KEY_READ && key_complete(&key) == 0 && !works();
		copy[i] ^= (uint8_t)(1 << i % 8);
	}
	is_int(bad, 0, "no flipped bit of the text gives a key that does not work");
	free(copy);
}

static void refusals(void)
{
	for (size_t i = 0; i < sizeof(refused_keys) / sizeof(refused_keys[0]); i++) {
		is_int(read_exact(text_view(refused_keys[i].text)), KEY_REFUSED, refused_keys[i].name);
		is_str(err.text, refused_keys[i].said, "in these words");
		is_int(err.kind, ERR_MALFORMED, "of this kind");
		ok(all_zero(&key, sizeof(key)), "and nothing stays behind");
		is_int(cuts_read(text_view(refused_keys[i].text), 2), 0, "nor is any truncation read");
	}
}

/* A PKCS#1 key of these numbers; sizes in octets, e of e_len. */
struct shape {
	const char *name;
	size_t n, e, d, factor, crt;
	uint8_t e_last;
	const char *said;
};

static void oversized(const struct shape *s)
{
	static uint8_t room[65536], ones[8192];
	struct der d;
	uint8_t e[64] = { 0 };

	memset(ones, 0xFF, sizeof(ones));
	e[0] = s->e > 1;
	e[s->e - 1] = s->e_last;
	der_init(&d, room, sizeof(room));
	for (int i = 0; i < 3; i++)
		der_integer(&d, ones, s->crt);
	for (int i = 0; i < 2; i++)
		der_integer(&d, ones, s->factor);
	der_integer(&d, ones, s->d);
	der_integer(&d, e, s->e);
	der_integer(&d, ones, s->n);
	der_small(&d, 0);
	der_wrap(&d, DER_SEQUENCE, 0);
	ok(read_exact(view_of(der_bytes(&d), d.len)) < 0, s->name);
	is_str(err.text, s->said, "in these words");
}

#define CONTRADICT "an RSA key whose numbers contradict each other"

static void numbers(void)
{
	static const struct shape shapes[] = {
		{ "RSA of 8192 bits is refused", 1024, 3, 1024, 512, 512, 1, "RSA key of 8192 bits; 2048 to 4096 are accepted" },
		{ "RSA of 16384 bits is refused", 2048, 3, 2048, 1024, 1024, 1, "RSA key of 16384 bits; 2048 to 4096 are accepted" },
		{ "RSA of 4096 bits and 24 octets is refused", 536, 3, 536, 268, 268, 1, "RSA key of 4288 bits; 2048 to 4096 are accepted" },
		{ "RSA of 2040 bits is refused", 255, 3, 255, 128, 128, 1, "RSA key of 2040 bits; 2048 to 4096 are accepted" },
		{ "primes of 24 octets more than fit are torn", 512, 3, 512, 280, 256, 1, CONTRADICT },
		{ "primes of one octet more than fit are torn", 512, 3, 512, 257, 256, 1, CONTRADICT },
		{ "CRT numbers of 24 octets more than fit are torn", 512, 3, 512, 256, 280, 1, CONTRADICT },
		{ "primes as long as the modulus are torn", 256, 3, 256, 256, 128, 1, CONTRADICT },
		{ "primes that are short are torn", 512, 3, 512, 1, 256, 1, CONTRADICT },
		{ "a modulus that is no product is torn", 512, 3, 512, 256, 256, 1, CONTRADICT },
		{ "an exponent of 64 octets is refused", 512, 64, 512, 256, 256, 1, "RSA exponent of 505 bits; at most 32 are accepted" },
		{ "an exponent of five octets is refused", 512, 5, 512, 256, 256, 1, "RSA exponent of 33 bits; at most 32 are accepted" },
		{ "an even exponent is refused", 512, 3, 512, 256, 256, 0, "RSA exponent 65536 is even" },
		{ "a larger even one too", 512, 3, 512, 256, 256, 2, "RSA exponent 65538 is even" },
		{ "an exponent of one is refused", 512, 1, 512, 256, 256, 1, "RSA exponent 1 is too small; 65537 is usual" },
		{ "an exponent of zero is refused", 512, 1, 512, 256, 256, 0, "RSA exponent 0 is even" },
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		oversized(&shapes[i]);
	is_int(read_exact(text_view(UNBALANCED_KEY)), KEY_TORN, "primes of unlike size are torn");
}

/* A SEC1 key: scalar of len octets, curves inside and in PKCS#8 around it (NULL: none). */
static struct view ec_key(const uint8_t *d, size_t len, const uint8_t *inside, const uint8_t *outside, bool pkcs8)
{
	static uint8_t room[512];
	struct der out;
	size_t mark;

	der_init(&out, room, sizeof(room));
	if (inside) {
		der_oid(&out, inside);
		der_wrap(&out, DER_CONTEXT_CONSTRUCTED | 0, 0);
	}
	der_value(&out, DER_OCTET_STRING, d, len);
	der_small(&out, 1);
	der_wrap(&out, DER_SEQUENCE, 0);
	if (!pkcs8)
		return view_of(der_bytes(&out), out.len);
	der_wrap(&out, DER_OCTET_STRING, 0);
	mark = out.len;
	if (outside)
		der_oid(&out, outside);
	der_oid(&out, OID_EC_PUBLIC_KEY);
	der_wrap(&out, DER_SEQUENCE, mark);
	der_small(&out, 0);
	der_wrap(&out, DER_SEQUENCE, 0);
	return view_of(der_bytes(&out), out.len);
}

static void scalars(void)
{
	static const char order_hex[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
	uint8_t order[32], zero[64] = { 0 }, one[] = { 1 }, ones[64], wide[33] = { 0 };

	text_unhex(order_hex, 64, order, 32);
	memset(ones, 0xFF, sizeof(ones));
	is_int(read_exact(ec_key(order, 32, OID_P256, NULL, false)), KEY_TORN, "a scalar of the order is torn");
	is_str(err.text, "an EC key outside its curve's range", "that is said");
	order[31]--;
	is_int(read_exact(ec_key(order, 32, OID_P256, NULL, false)), KEY_READ, "one less is a key");
	is_int(read_exact(ec_key(zero, 32, OID_P256, NULL, false)), KEY_TORN, "a scalar of zero is torn");
	is_int(read_exact(ec_key(ones, 32, OID_P256, NULL, false)), KEY_TORN, "a scalar of ones is torn");
	is_int(read_exact(ec_key(zero, 0, OID_P256, NULL, false)), KEY_TORN, "an empty scalar is torn");
	is_int(read_exact(ec_key(zero, 34, OID_P256, NULL, false)), KEY_TORN, "a scalar of 34 octets is torn");
	order[0] = 1;
	is_int(read_exact(ec_key(order, 32, OID_P256, NULL, false)), KEY_READ, "a scalar in range is a key");
	memcpy(wide + 1, order, 32);
	is_int(read_exact(ec_key(wide, 33, OID_P256, NULL, false)), KEY_READ, "a 00 may stand before it");
	wide[0] = 1;
	is_int(read_exact(ec_key(wide, 33, OID_P256, NULL, false)), KEY_TORN, "33 octets that are no 00 and 32 are torn");
	is_int(read_exact(ec_key(ones, 64, OID_P384, NULL, false)), KEY_TORN, "a scalar of 64 octets is torn");
	is_int(read_exact(ec_key(one, 1, OID_P384, NULL, false)), KEY_READ, "a scalar without its leading zeros is a key");
	ok(key.kind == KEY_P384 && all_zero(key.d, 47) && key.d[47] == 1, "padded in front");
}

static void curves(void)
{
	uint8_t d[32] = { 1 };

	is_int(read_exact(ec_key(d, 32, NULL, NULL, false)), KEY_TORN, "a SEC1 key that names no curve is torn");
	is_str(err.text, "an EC key that names no curve", "that is said");
	is_int(read_exact(ec_key(d, 32, NULL, OID_P256, true)), KEY_READ, "in PKCS#8 the curve may stand outside");
	is_int(read_exact(ec_key(d, 32, OID_P256, OID_P256, true)), KEY_READ, "in PKCS#8 the curve may stand in both places");
	is_int(read_exact(ec_key(d, 32, OID_P384, OID_P256, true)), KEY_TORN, "but not two curves");
	is_str(err.text, "an EC key that names two curves", "that is said");
	is_int(read_exact(ec_key(d, 32, OID_P256, NULL, true)), KEY_TORN, "nor inside only");
	is_int(read_exact(ec_key(d, 32, OID_P521, OID_P256, true)), KEY_REFUSED, "nor P-521 inside");
	is_int(read_exact(ec_key(d, 32, NULL, OID_ED25519, true)), KEY_REFUSED, "nor a curve that is none");
}

/* The public key in the file is another's: one of the two has changed, and servers refuse such a file. */
static void not_believed(void)
{
	uint8_t spki[SPKI_MAX];
	size_t len, spki_len;
	uint8_t *der = der_of(text_of("openssl, PKCS#8, P-256"), &len);

	read_exact(view_of(der, len));
	key_complete(&key);
	spki_len = key_spki(&key, spki);
	is_int(read_exact(view_of(der, len)), KEY_READ, "a public key in the file is read");
	ok(!key.has_public && !key_denies(&key, view_of(spki, spki_len)), "it is a claim, and agrees with its SPKI");
	der[len - 1] ^= 1;
	is_int(read_exact(view_of(der, len)), KEY_READ, "a wrong one, too");
	ok(key_denies(&key, view_of(spki, spki_len)), "it denies the SPKI");
	ok(key_complete(&key) == -1 && !key.has_public, "and is found out where the true one is derived");
	free(der);
}

static void texts(void)
{
	static const struct {
		const char *name, *text, *said;
	} cases[] = {
		{ "an empty file is torn", "", "empty" },
		{ "one newline is torn", "\n", "not a whole private key" },
		{ "a line of prose is torn", "this is no key\n", "not a whole private key" },
		{ "an empty object is torn", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "not a whole private key" },
		{ "foreign characters are torn", "-----BEGIN PRIVATE KEY-----\n(((=\n-----END PRIVATE KEY-----\n", "not a whole private key" },
		{ "a public key alone is torn", "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n", "no private key in it" },
		{ "an object without an end is torn", "-----BEGIN PRIVATE KEY-----\nMAA=\n", "a PEM object begins and does not end" },
		{ "an end of another label is torn", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n",
		  "a PEM object begins and does not end" },
		{ "an empty SEQUENCE is torn", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", "not a whole private key" },
	};
	static const uint8_t zeros[100];
	static char two[1024];
	struct key first;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		is_int(read_exact(text_view(cases[i].text)), KEY_TORN, cases[i].name);
		is_str(err.text, cases[i].said, "in these words");
	}
	is_int(read_exact(view_of(zeros, sizeof(zeros))), KEY_TORN, "zeros, as a crash leaves them, are torn");
	read_exact(text_view(text_of("mkcert, P-256")));
	first = key;
	snprintf(two, sizeof(two), "%s%s", text_of("mkcert, P-256"), text_of("ssh-keygen -m PEM, P-256"));
	is_int(read_exact(text_view(two)), KEY_READ, "of two keys one is read");
	is_mem(&key, sizeof(key), &first, sizeof(first), "which is the first");
	is_int(key_read(text_view(text_of("mkcert, P-256")), (uint8_t[20]){ 0 }, 20, &key, NULL), KEY_TORN, "too little room is no overflow");
}

static void versions(void)
{
	static const char *names[] = { "openssl, SEC1, P-384", "openssl, PKCS#1, RSA 2048, a prime that is 1 modulo 4", "openssl, PKCS#8, P-256" };
	const enum key_result want[3][4] = { { KEY_TORN, KEY_READ, KEY_TORN, KEY_TORN },
	                                     { KEY_READ, KEY_REFUSED, KEY_TORN, KEY_TORN },
	                                     { KEY_READ, KEY_READ, KEY_TORN, KEY_TORN } };

	for (size_t i = 0; i < 3; i++) {
		size_t len, at;
		uint8_t *der = der_of(text_of(names[i]), &len);

		/* behind the header of the SEQUENCE: 02 01 version */
		at = der[1] & 0x80 ? 2u + (der[1] & 0x7F) : 2;
		for (uint8_t version = 0; version < 4; version++) {
			der[at + 2] = version;
			diag("version %u: %s", version, names[i]);
			is_int(read_exact(view_of(der, len)), want[i][version], "a version is read as the standards say");
		}
		free(der);
	}
}

/*
 * A P-256 key in PKCS#8 with an empty NULL more at one place: behind the curve, the SEC1 parameters, the SEC1 key,
 * its OCTET STRING. Place 4 is behind all, 5 nowhere.
 */
static struct view with_more(int place)
{
	static uint8_t room[512];
	const uint8_t scalar[32] = { 1 };
	size_t mark, octets, sec1, parameters;
	struct der d;

	der_init(&d, room, sizeof(room));
	if (place == 4)
		der_null(&d);
	mark = d.len;
	if (place == 3)
		der_null(&d);
	octets = d.len;
	if (place == 2)
		der_null(&d);
	sec1 = d.len;
	if (place == 1)
		der_null(&d);
	parameters = d.len;
	if (place == 0)
		der_null(&d);
	der_oid(&d, OID_P256);
	der_wrap(&d, DER_CONTEXT_CONSTRUCTED | 0, parameters);
	der_value(&d, DER_OCTET_STRING, scalar, sizeof(scalar));
	der_small(&d, 1);
	der_wrap(&d, DER_SEQUENCE, sec1);
	der_wrap(&d, DER_OCTET_STRING, octets);
	parameters = d.len;
	der_oid(&d, OID_P256);
	der_oid(&d, OID_EC_PUBLIC_KEY);
	der_wrap(&d, DER_SEQUENCE, parameters);
	der_small(&d, 0);
	der_wrap(&d, DER_SEQUENCE, mark);
	return view_of(der_bytes(&d), d.len);
}

static void something_more(void)
{
	static const char *names[] = { "something behind the curve's name is torn", "behind the curve, too", "behind the key, too",
	                               "behind its octets, too", "behind all, too", "the same without it is a key" };
	static uint8_t room[8192];
	size_t len;
	uint8_t *der = der_of(text_of("openssl, PKCS#1, RSA 2048, a prime that is 1 modulo 4"), &len);
	struct der d;

	for (int i = 0; i < 6; i++)
		is_int(read_exact(with_more(i)), i < 5 ? KEY_TORN : KEY_READ, names[i]);
	for (int more = 0; more < 2; more++) {
		der_init(&d, room, sizeof(room));
		if (more)
			der_null(&d);
		der_raw(&d, der + 4, len - 4);
		der_wrap(&d, DER_SEQUENCE, 0);
		is_int(read_exact(view_of(der_bytes(&d), d.len)), more ? KEY_TORN : KEY_READ, more ? "a ninth number is torn" : "eight are a key");
	}
	for (int more = 0; more < 2; more++) {
		der_init(&d, room, sizeof(room));
		if (more)
			der_null(&d);
		der_value(&d, DER_OCTET_STRING, der, 40);
		der_value(&d, DER_SEQUENCE, der, 10);
		der_wrap(&d, DER_SEQUENCE, 0);
		is_int(read_exact(view_of(der_bytes(&d), d.len)), more ? KEY_TORN : KEY_REFUSED,
		       more ? "something behind an encrypted key is torn" : "an encrypted key in DER is refused");
	}
	free(der);
}

static void wiped(void)
{
	static uint8_t work[512];

	is_int(key_read(text_view(text_of("mkcert, P-256")), work, sizeof(work), &key, NULL), KEY_READ, "a key is read through work room");
	ok(all_zero(work, sizeof(work)), "which is wiped after");
	is_int(key_read(text_view(refused_keys[3].text), work, sizeof(work), &key, NULL), KEY_REFUSED, "a key is refused");
	ok(all_zero(work, sizeof(work)), "and the room is wiped too");
}

int main(void)
{
	for (size_t i = 0; i < GOOD; i++) {
		every_form(i);
		every_truncation(i);
	}
	every_flip("openssl, PKCS#8, P-256", true, 138 * 8 - 97 * 8 - 100);
	every_flip("openssl, SEC1 with EC PARAMETERS before it, P-256", false, 20);
	every_flip("openssl, PKCS#1, RSA 2048, a prime that is 1 modulo 4", false, 1192);
	text_flips("openssl, PKCS#8, P-256");
	refusals();
	numbers();
	scalars();
	curves();
	not_believed();
	texts();
	versions();
	something_more();
	wiped();
	return done_testing();
}
