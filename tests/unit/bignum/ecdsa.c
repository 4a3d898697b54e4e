/* SPDX-License-Identifier: MIT */
/* ecdsa.c - signatures made and checked: known ones, rare ones, numbers out of range. Random ones by openssl: tests/e2e/ecdsa.t. */
#include "bignum/ecdsa.h"

#include <string.h>

#include "tests/unit/bignum/ecdsa_cases.h"
#include "tests/unit/tap.h"

#define HASH_MAX 64

static struct ec room;

static size_t unhex(uint8_t *out, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	size_t len = strlen(hex) / 2;

	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)((strchr(digits, hex[2 * i]) - digits) << 4 | (strchr(digits, hex[2 * i + 1]) - digits));
	return len;
}

static bool wiped(void)
{
	const uint8_t *p = (const uint8_t *)&room;
	uint8_t any = 0;

	for (size_t i = 0; i < sizeof room; i++)
		any |= p[i];
	return any == 0;
}

static void known(size_t i)
{
	const struct ec_curve *c = signs[i].curve;
	uint8_t d[EC_LEN_MAX], k[EC_LEN_MAX], z[EC_LEN_MAX], hash[HASH_MAX], want[2 * EC_LEN_MAX] = { 0 }, got[2 * EC_LEN_MAX], point[EC_POINT_MAX];

	unhex(d, signs[i].d);
	unhex(k, signs[i].k);
	unhex(want, signs[i].rs);
	ecdsa_number(c, z, hash, unhex(hash, signs[i].hash));
	ok(ecdsa_sign(&room, c, d, z, k, got), "a hash is signed");
	ok(wiped(), "and the room wiped");
	is_mem(got, 2u * c->len, want, 2u * c->len, "to these numbers");
	ok(ecdsa_public(&room, c, d, point) && point[0] == 4, "the key has a public half");
	ok(wiped(), "and the room is wiped");
	ok(ecdsa_verify(&room, c, point, z, got), "under which they are good");
	ok(wiped(), "and the room is wiped again");
	got[2 * c->len - 1] ^= 1;
	ok(!ecdsa_verify(&room, c, point, z, got), "another s is not");
	got[2 * c->len - 1] ^= 1;
	z[c->len - 1] ^= 1;
	ok(!ecdsa_verify(&room, c, point, z, got), "nor are they for another hash");
	z[c->len - 1] ^= 1;
	point[1] ^= 1;
	ok(!ecdsa_verify(&room, c, point, z, got), "nor under what is no point");
	memset(k, 0, sizeof k);
	ok(!ecdsa_sign(&room, c, d, z, k, got), "a nonce of 0 signs nothing");
	ok(!ecdsa_sign(&room, c, d, z, ec_order(c), got), "nor does one of n");
	memset(k, 0xFF, sizeof k);
	ok(!ecdsa_sign(&room, c, d, z, k, got), "nor one of ones");
}

static void rare(size_t i)
{
	uint8_t point[EC_POINT_MAX], rs[2 * EC_LEN_MAX], hash[HASH_MAX], z[EC_LEN_MAX];

	unhex(point, cases[i].point);
	unhex(rs, cases[i].rs);
	ecdsa_number(cases[i].curve, z, hash, unhex(hash, cases[i].hash));
	ok(ecdsa_verify(&room, cases[i].curve, point, z, rs) == cases[i].good, cases[i].name);
}

/* out = n + by, or by alone */
static void near(const struct ec_curve *c, uint8_t *out, bool order, int by)
{
	memset(out, 0, c->len);
	if (order)
		memcpy(out, ec_order(c), c->len);
	for (size_t i = c->len; i-- > 0; by >>= 8) {
		by += out[i];
		out[i] = (uint8_t)by;
	}
}

/* 0, 1, n - 1, n, n + 1 as r and s: for a key of 1 and these hashes none is good, and the ends are out of range. */
static void ends(const struct ec_curve *c)
{
	static const struct {
		bool order;
		int by;
		bool in;
	} of[] = { { false, 0, false }, { false, 1, true }, { true, -1, true }, { true, 0, false }, { true, 1, false } };
	uint8_t rs[2 * EC_LEN_MAX], point[EC_POINT_MAX], z[EC_LEN_MAX], x[EC_LEN_MAX];
	unsigned good = 0, right = 0, made = 0;

	near(c, z, false, 12345);
	ecdsa_public(&room, c, z, point);
	for (size_t i = 0; i < 5; i++) {
		near(c, x, of[i].order, of[i].by);
		right += ecdsa_in_range(c, x) == of[i].in;
		made += ecdsa_public(&room, c, x, point) == of[i].in && wiped();
	}
	is_int(right, 5, "0 and n are out of range, 1 and n - 1 are in it");
	is_int(made, 5, "and what is out of it is no key");
	near(c, z, false, 12345);
	ecdsa_public(&room, c, z, point);
	for (size_t i = 0; i < 25; i++) {
		near(c, rs, of[i / 5].order, of[i / 5].by);
		near(c, rs + c->len, of[i % 5].order, of[i % 5].by);
		good += ecdsa_verify(&room, c, point, z, rs);
	}
	is_int(good, 0, "no signature is made of these");
}

static void numbers(const struct ec_curve *c)
{
	uint8_t hash[HASH_MAX + 2], z[EC_LEN_MAX], want[EC_LEN_MAX] = { 0 };
	size_t n = c->len;

	for (size_t i = 0; i < sizeof hash; i++)
		hash[i] = (uint8_t)(i + 1);
	ecdsa_number(c, z, hash, 20);
	memcpy(want + n - 20, hash, 20);
	is_mem(z, n, want, n, "a short hash is a number with zeros before it");
	if (c->bits > 8 * HASH_MAX)
		return;
	ecdsa_number(c, z, hash, HASH_MAX);
	is_mem(z, n, hash, n, "of a long one the beginning");
	memcpy(hash, ec_order(c), n);
	ecdsa_number(c, z, hash, n);
	near(c, want, false, 0);
	is_mem(z, n, want, n, "n is 0");
	near(c, hash, true, 258);
	ecdsa_number(c, hash, hash, n);
	near(c, want, false, 258);
	is_mem(hash, n, want, n, "more is what is above n, also in place");
}

int main(void)
{
	static const struct ec_curve *curves[] = { &ec_p256, &ec_p384, &ec_p521 };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		known(i);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		rare(i);
	for (size_t i = 0; i < 3; i++) {
		ends(curves[i]);
		numbers(curves[i]);
	}
	return done_testing();
}
