/* SPDX-License-Identifier: MIT */
/* x25519.c - RFC 7748's own results, BearSSL's, and points that give no secret. */
#include "bignum/x25519.h"

#include <bearssl.h>

#include "bignum/chacha20.h"
#include "lib/text.h"
#include "tests/unit/tap.h"

static void octets(const char *hex, uint8_t out[static X25519_LEN])
{
	text_unhex(hex, 64, out, X25519_LEN);
}

/* RFC 7748 5.2. */
static const struct {
	const char *name, *scalar, *u, *out;
} vectors[] = {
	{ "the first of 5.2", "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
	  "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552" },
	{ "the second of 5.2, its top bit set", "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
	  "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493", "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957" },
};

static void by_the_book(void)
{
	uint8_t k[X25519_LEN], u[X25519_LEN], want[X25519_LEN], got[X25519_LEN];

	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		octets(vectors[i].scalar, k);
		octets(vectors[i].u, u);
		octets(vectors[i].out, want);
		ok(x25519(got, k, u), vectors[i].name);
		is_mem(got, sizeof got, want, sizeof want, "as the RFC says");
	}
}

/* RFC 7748 5.2: k, u = x25519(k, u), k. */
static void a_thousand_times(void)
{
	uint8_t k[X25519_LEN] = { 9 }, u[X25519_LEN] = { 9 }, next[X25519_LEN], want[X25519_LEN];

	for (int i = 1; i <= 1000; i++) {
		x25519(next, k, u);
		memcpy(u, k, sizeof u);
		memcpy(k, next, sizeof k);
		if (i == 1) {
			octets("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", want);
			is_mem(k, sizeof k, want, sizeof want, "once, as the RFC says");
		}
	}
	octets("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", want);
	is_mem(k, sizeof k, want, sizeof want, "a thousand times, as the RFC says");
}

static bool like_bearssl(const uint8_t *k, const uint8_t *u)
{
	uint8_t theirs[X25519_LEN], ours[X25519_LEN];

	memcpy(theirs, u, sizeof theirs);
	br_ec_c25519_i31.mul(theirs, sizeof theirs, k, X25519_LEN, BR_EC_curve25519);
	memcpy(ours, u, sizeof ours);
	x25519(ours, k, ours);
	return memcmp(ours, theirs, sizeof ours) == 0;
}

static void any(void)
{
	static const uint8_t key[CHACHA20_KEY_LEN] = { 1 }, nonce[CHACHA20_NONCE_LEN] = { 2 };
	uint8_t k[X25519_LEN], u[X25519_LEN];
	unsigned same = 0, edges = 0;
	struct chacha20 c;

	chacha20_init(&c, key, nonce, 0);
	for (int i = 0; i < 300; i++) {
		chacha20_read(&c, k, sizeof k);
		chacha20_read(&c, u, sizeof u);
		same += like_bearssl(k, u);
	}
	is_int(same, 300, "300 times like BearSSL");
	/* 2^255 - 1 down to 2^255 - 40, with and without the top bit: p and its neighbours, not reduced */
	for (int i = 0; i < 80; i++) {
		memset(u, 0xFF, sizeof u);
		u[0] = (uint8_t)(255 - i / 2);
		u[31] = i & 1 ? 0xFF : 0x7F;
		edges += like_bearssl(k, u);
	}
	is_int(edges, 80, "like BearSSL around p");
	for (int i = 0; i < 80; i++) {
		memset(k, i & 1 ? 0xFF : 0, sizeof k);
		k[i % 32] ^= (uint8_t)(1 << i % 8);
		edges += like_bearssl(k, u);
	}
	is_int(edges, 160, "and with scalars of nearly nothing and nearly all");
}

/* The points of order 1, 2, 4 and 8 (and the same, not reduced). */
static const char *const small[] = {
	"0000000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000000",
	"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

static void no_secret(void)
{
	uint8_t k[X25519_LEN] = { 0x55, 1, 2, 3 }, u[X25519_LEN], zero[X25519_LEN] = { 0 };

	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
		octets(small[i], u);
		ok(!x25519(u, k, u), "a point of small order gives no secret");
		is_mem(u, sizeof u, zero, sizeof zero, "but zero");
	}
}

int main(void)
{
	by_the_book();
	a_thousand_times();
	any();
	no_secret();
	return done_testing();
}
