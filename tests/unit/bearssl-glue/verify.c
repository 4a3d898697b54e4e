/* SPDX-License-Identifier: MIT */
/* verify.c - signatures of openssl's are good, and nothing else is. */
#include "bearssl-glue/verify.h"

#include <stdlib.h>

#include "bearssl-glue/digest.h"
#include "lib/text.h"
#include "tests/unit/bearssl-glue/signatures.h"
#include "tests/unit/tap.h"

#define COUNT (sizeof(signatures) / sizeof(signatures[0]))

/* One case taken apart: buffers of exactly the size, so that a read too far is seen. */
static struct {
	uint8_t *spki, *signature;
	struct spki key;
	struct view good;
	enum sig_algorithm algorithm;
} c;

static uint8_t *bytes(const char *hex, size_t *len)
{
	size_t cap = strlen(hex) / 2;
	uint8_t *p = malloc(cap);

	*len = cap;
	if (!p || text_unhex(hex, 2 * cap, p, cap) != (int)cap)
		abort();
	return p;
}

static void load(size_t i)
{
	size_t len;

	c.spki = bytes(signatures[i].spki, &len);
	if (spki_read(view_of(c.spki, len), &c.key))
		abort();
	c.signature = bytes(signatures[i].signature, &len);
	c.good = view_of(c.signature, len);
	c.algorithm = signatures[i].algorithm;
}

static void unload(void)
{
	free(c.spki);
	free(c.signature);
}

static bool holds(struct view signature)
{
	return verify_bytes(&c.key, c.algorithm, view_of((const uint8_t *)MESSAGE, strlen(MESSAGE)), signature);
}

static size_t find(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(signatures[i].name, name) == 0)
			return i;
	abort();
}

/* ECDSA costs ten times as much as RSA here: a flip in every octet for one of each, a few for the others. */
static void flipped(size_t step)
{
	unsigned believed = 0;

	for (size_t i = 0; i < c.good.len; i += step) {
		c.signature[i] ^= (uint8_t)(1 << i % 8);
		believed += holds(c.good);
		c.signature[i] ^= (uint8_t)(1 << i % 8);
	}
	is_int(believed, 0, "no flipped octet is believed");
}

static void any_length(void)
{
	unsigned believed = 0;

	for (size_t len = 0; len < c.good.len; len++) {
		uint8_t *part = malloc(len ? len : 1);

		memcpy(part, c.signature, len);
		believed += holds(view_of(part, len));
		free(part);
	}
	is_int(believed, 0, "no truncation is believed");
}

static void good(size_t i)
{
	enum sig_algorithm all[] = { SIG_OTHER, SIG_ECDSA_SHA256, SIG_ECDSA_SHA384, SIG_ECDSA_SHA512,
	                             SIG_RSA_SHA256, SIG_RSA_SHA384, SIG_RSA_SHA512, SIG_RSA_SHA1 };
	unsigned others = 0;

	load(i);
	ok(holds(c.good), signatures[i].name);
	ok(!verify_bytes(&c.key, c.algorithm, view_of((const uint8_t *)MESSAGE, strlen(MESSAGE) - 1), c.good), "not of a part of the message");
	for (size_t a = 0; a < sizeof(all) / sizeof(all[0]); a++)
		if (all[a] != signatures[i].algorithm) {
			c.algorithm = all[a];
			others += holds(c.good);
		}
	c.algorithm = signatures[i].algorithm;
	is_int(others, 0, "under no other algorithm");
	flipped(c.key.bits == 8192 ? 97 : i % 3 == 0 && c.key.kind != KEY_P521 ? 1 : 13);
	any_length();
	unload();
}

/* An Ecdsa-Sig-Value of these numbers, hex; extra octets may follow inside or behind it. */
static struct view forged(uint8_t room[static 256], const char *r, const char *s, size_t inside, size_t behind)
{
	uint8_t number[128];
	struct der d;
	size_t mark;

	der_init(&d, room, 256);
	for (size_t i = 0; i < behind; i++)
		der_octet(&d, 0);
	mark = d.len;
	for (size_t i = 0; i < inside; i++)
		der_null(&d);
	der_integer(&d, number, (size_t)text_unhex(s, strlen(s), number, sizeof(number)));
	der_integer(&d, number, (size_t)text_unhex(r, strlen(r), number, sizeof(number)));
	der_wrap(&d, DER_SEQUENCE, mark);
	return view_of(der_bytes(&d), d.len);
}

#define N256 "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define X256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void ecdsa_forms(void)
{
	static const uint8_t negative[] = { 0x30, 0x06, 0x02, 0x01, 0xFF, 0x02, 0x01, 0xFF };
	uint8_t room[256], *wide = malloc(512);
	char r[67], s[67];
	struct view v, body, n;

	load(find("P-256 with SHA-256"));
	ok(!holds(forged(room, "00", X256, 0, 0)), "r of zero is refused");
	ok(!holds(forged(room, X256, "00", 0, 0)), "s of zero is refused");
	ok(!holds(forged(room, "00", "00", 0, 0)), "both zero are refused");
	ok(!holds(forged(room, N256, X256, 0, 0)), "r of the order is refused");
	ok(!holds(forged(room, X256, N256, 0, 0)), "s of the order is refused");
	ok(!holds(forged(room, "01" X256, X256, 0, 0)), "r longer than the curve is refused");
	ok(!holds(forged(room, X256 X256 X256, X256, 0, 0)), "r much longer than the curve is refused");
	ok(!holds(view_of(negative, sizeof(negative))), "negative numbers are refused");
	v = c.good;
	view_read(&v, DER_SEQUENCE, &body);
	for (char *to = r;; to = s) {
		struct text t;

		view_integer(&body, &n);
		text_init(&t, to, sizeof(r));
		text_add_hex(&t, n.p, n.len, 0);
		if (to == s)
			break;
	}
	ok(holds(forged(room, r, s, 0, 0)), "the same numbers written again are good");
	ok(!holds(forged(room, r, s, 1, 0)), "a third element is refused");
	ok(!holds(forged(room, r, s, 0, 1)), "an octet behind is refused");
	ok(!holds(forged(room, s, r, 0, 0)), "r and s the other way round are refused");
	v = forged(room, r, s, 0, 0);
	memcpy(wide, v.p, v.len);
	memmove(wide + 3, wide + 2, v.len - 2);
	wide[2] = wide[1];
	wide[1] = 0x81;
	ok(!holds(view_of(wide, v.len + 1)), "a length in BER's long form is refused");
	free(wide);
	unload();
}

static void ecdsa_keys(void)
{
	static const uint8_t zero[65] = { 4 }, long_point[600] = { 4 };
	uint8_t point[65];

	load(find("P-256 with SHA-256"));
	memcpy(point, c.key.point.p, sizeof(point));
	c.key.point.p = point;
	point[64] ^= 1;
	ok(!holds(c.good), "a point off the curve is refused");
	c.key.point = view_of(zero, 65);
	ok(!holds(c.good), "a point of zeros is refused");
	c.key.point = view_of(zero, 64);
	ok(!holds(c.good), "a point too short is refused");
	c.key.point = view_of(zero, 0);
	ok(!holds(c.good), "an empty point is refused");
	c.key.point = view_of(long_point, sizeof(long_point));
	ok(!holds(c.good), "a point too long is refused");
	c.key.kind = KEY_OTHER;
	ok(!holds(c.good), "a key of another kind is refused");
	c.key.kind = KEY_NONE;
	ok(!holds(c.good), "no key is refused");
	unload();
}

static void rsa_keys(void)
{
	static const uint8_t one[] = { 1 }, even[] = { 1, 0, 0 }, five[] = { 1, 0, 0, 0, 1 };
	static uint8_t big[4096];
	struct spki was;

	load(find("RSA 2048 with SHA-256"));
	was = c.key;
	c.key.e = view_of(one, 1);
	ok(!holds(c.good), "an exponent of one is refused");
	c.key.e = view_of(even, 3);
	ok(!holds(c.good), "an even exponent is refused");
	c.key.e = view_of(five, 5);
	ok(!holds(c.good), "an exponent of five octets is refused");
	memset(big, 0xFF, sizeof(big));
	c.key.e = view_of(big, sizeof(big));
	ok(!holds(c.good), "an exponent of 4096 octets is refused");
	c.key.e = view_of(big, 0);
	ok(!holds(c.good), "no exponent is refused");
	c.key = was;
	c.key.bits = 32768;
	c.key.n = view_of(big, 4096);
	ok(!holds(view_of(big, 4096)), "a modulus of 32768 bits is refused");
	c.key.bits = 2048;
	ok(!holds(view_of(big, 4096)), "a modulus that lies about its bits is refused");
	c.key = was;
	ok(!holds(view_of(c.key.n.p, c.key.n.len)), "a signature equal to the modulus is refused");
	ok(!holds(view_of(big, 257)), "a signature longer than the modulus is refused");
	unload();
}

static void rsa_small(void)
{
	size_t len;

	c.spki = bytes(SPKI_RSA1024, &len);
	spki_read(view_of(c.spki, len), &c.key);
	c.signature = bytes(SIGNATURE_RSA1024, &len);
	c.algorithm = SIG_RSA_SHA256;
	ok(!holds(view_of(c.signature, len)), "a good signature of 1024 bits is refused");
	unload();
}

/* EMSA-PKCS1-v1_5 (RFC 8017 9.2) of text: what a signature must become. */
static void encode(const char *text, uint8_t *em, size_t len)
{
	static const uint8_t info[] = { 0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
	                                0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };

	memset(em, 0xFF, len);
	em[0] = 0;
	em[1] = 1;
	digest_sha256(text, strlen(text), em + len - SHA256_LEN);
	memcpy(em + len - SHA256_LEN - sizeof(info), info, sizeof(info));
	em[len - SHA256_LEN - sizeof(info) - 1] = 0;
}

static bool forgery(const char *text, struct view n, uint8_t e, struct view signature)
{
	struct spki key = { .kind = KEY_RSA, .bits = (unsigned)(8 * n.len), .n = n, .e = view_of(&e, 1) };

	return verify_bytes(&key, SIG_RSA_SHA256, view_of((const uint8_t *)text, strlen(text)), signature);
}

/* Arithmetic holds for both, so only the rule about exponents stands in between. */
static void rsa_forgeries(void)
{
	static uint8_t em[512], n[512], s[512];
	uint32_t borrow = 0;
	char text[2] = "a";

	memset(n, 0xFF, 256);
	encode(text, em, 256);
	ok(!forgery(text, view_of(n, 256), 1, view_of(em, 256)), "with an exponent of one, the padded hash itself is no signature");
	/* s = 2^2048 - 1, n = s^2 - em: then s^2 = em modulo n; n must be odd */
	for (encode(text, em, 512); em[511] & 1; encode(text, em, 512))
		text[0]++;
	memset(s + 256, 0xFF, 256);
	memset(n, 0xFF, 255);
	memset(n + 255, 0, 257);
	n[255] = 0xFE;
	n[511] = 1;
	for (size_t i = 512; i-- > 0;) {
		borrow = (uint32_t)n[i] - em[i] - borrow;
		n[i] = (uint8_t)borrow;
		borrow = borrow >> 31;
	}
	ok(!forgery(text, view_of(n, 512), 2, view_of(s, 512)), "with an exponent of two, a square root is no signature");
}

int main(void)
{
	for (size_t i = 0; i < COUNT; i++)
		good(i);
	ecdsa_forms();
	ecdsa_keys();
	rsa_keys();
	rsa_small();
	rsa_forgeries();
	return done_testing();
}
