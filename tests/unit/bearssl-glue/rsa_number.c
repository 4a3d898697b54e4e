/* SPDX-License-Identifier: MIT */
/* rsa_number.c - arithmetic on RSA's numbers, against small numbers done the plain way and a real key. */
#include "bearssl-glue/rsa_number.h"

#include "bearssl-glue/digest.h"
#include "bearssl-glue/rng.h"
#include "lib/text.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/tap.h"

static struct key key;
static uint8_t d[KEY_RSA_MAX_BITS / 8];

static int check(void)
{
	return rsa_check(&key, view_of(d, key.n_len));
}

static void sizes(void)
{
	static const uint8_t v[] = { 0x80, 0, 0, 0 }, w[] = { 1, 0, 0 };

	is_int(rsa_bits(v, 4), 32, "a set top bit counts in full");
	is_int(rsa_bits(w, 3), 17, "65536 has 17 bits");
	is_int(rsa_bits(w + 1, 1), 0, "zero has none");
	is_int(rsa_bits(NULL, 0), 0, "nothing has none");
}

static void setting(void)
{
	static uint8_t v[300] = { [43] = 1 };
	struct rsa_number n;

	is_int(rsa_number_set(&n, v, 299), 0, "leading zeros do not count for the room");
	is_int(n.len, 256, "and are dropped");
	is_int(rsa_number_set(&n, v, 300), -1, "one octet more does not fit");
	is_int(rsa_number_set(&n, v, 10), 0, "zero can be kept");
	is_int(n.len, 0, "as no octets");
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t t = a % b;

		a = b;
		b = t;
	}
	return a;
}

/* Modulo m; a and b are below it. */
static uint64_t plus(uint64_t a, uint64_t b, uint64_t m)
{
	return a >= m - b ? a - (m - b) : a + b;
}

/* a is below m. Nothing wider than m: 32-bit machines have no more. */
static uint64_t times(uint64_t a, uint32_t b, uint64_t m)
{
	uint64_t sum = 0;

	for (; b > 0; b >>= 1) {
		if (b & 1)
			sum = plus(sum, a, m);
		a = plus(a, a, m);
	}
	return sum;
}

/* e as random odd numbers of all sizes, m of 8 octets, odd and even, with and without a common divisor. */
static void inverses(void)
{
	uint8_t seed[RNG_SEED_LEN] = { 42 }, m[8], out[8];
	unsigned right = 0, none = 0, wrong = 0;
	struct rng r;

	rng_init(&r, seed);
	for (int i = 0; i < 20000; i++) {
		uint64_t x = 0, y = 0;
		uint32_t e;

		rng_fill(&r, &e, sizeof(e));
		rng_fill(&r, m, sizeof(m));
		e = i % 5 == 0 ? 65537 : (e >> i % 29) | 3;
		m[0] |= 0x01;
		for (int j = 0; j < 8; j++)
			x = x << 8 | m[j];
		if (rsa_invert_exponent(e, m, 8, out)) {
			wrong += gcd(x, e) == 1;
			none++;
			continue;
		}
		for (int j = 0; j < 8; j++)
			y = y << 8 | out[j];
		if (y < x && times(y, e, x) == 1)
			right++;
		else
			wrong++;
	}
	is_int(wrong, 0, "each inverse times e is one, and where there is none that is said");
	ok(right > 10000 && none > 1000, "both were seen often");
}

static int load(const char *name)
{
	static uint8_t work[8192];

	for (size_t i = 0; i < sizeof(good_keys) / sizeof(good_keys[0]); i++)
		if (strcmp(good_keys[i].name, name) == 0)
			return key_read(view_of((const uint8_t *)good_keys[i].text, strlen(good_keys[i].text)), work, sizeof(work), &key, NULL);
	return -1;
}

#define ODD_PRIME "openssl, PKCS#1, RSA 2048, a prime that is 1 modulo 4"

static void contradictions(void)
{
	struct rsa_number *numbers[] = { &key.p, &key.q, &key.dp, &key.dq, &key.qinv };
	unsigned missed = 0;

	is_int(load(ODD_PRIME), 0, "a key of openssl's is read");
	is_int(rsa_private_exponent(&key, d), 0, "it has a private exponent");
	is_int(check(), 0, "its numbers belong together");
	for (size_t n = 0; n < 5; n++)
		for (size_t i = 0; i < numbers[n]->len; i += 3) {
			numbers[n]->v[i] ^= (uint8_t)(1 << i % 8);
			missed += check() == 0;
			numbers[n]->v[i] ^= (uint8_t)(1 << i % 8);
		}
	for (size_t i = 0; i < key.n_len; i += 3) {
		key.n[i] ^= (uint8_t)(1 << i % 8);
		missed += check() == 0;
		key.n[i] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t i = 0; i < key.n_len; i += 3) {
		d[i] ^= (uint8_t)(1 << i % 8);
		missed += check() == 0;
		d[i] ^= (uint8_t)(1 << i % 8);
	}
	is_int(missed, 0, "no flipped bit of p, q, dp, dq, qinv, n or d is missed");
	for (unsigned bit = 0; bit < 8; bit++) {
		d[key.n_len - 1] ^= (uint8_t)(1 << bit);
		missed += check() == 0;
		d[key.n_len - 1] ^= (uint8_t)(1 << bit);
	}
	is_int(missed, 0, "nor any of the lowest of d");
	for (size_t n = 0; n < 5; n++) {
		uint16_t len = numbers[n]->len;

		for (numbers[n]->len = 0; numbers[n]->len < len; numbers[n]->len++)
			missed += check() == 0;
	}
	for (size_t len = 0; len < key.n_len; len++)
		missed += rsa_check(&key, view_of(d, len)) == 0;
	is_int(missed, 0, "no number cut short is missed");
	is_int(rsa_check(&key, view_of(d, key.n_len + 1u)), -1, "nor a private exponent longer than the modulus");
	key.dp.len--;
	memmove(key.dp.v, key.dp.v + 1, key.dp.len);
	is_int(check(), -1, "dp without its first octet is seen");
	load(ODD_PRIME);
	key.e = 65539;
	is_int(check(), -1, "another exponent is seen");
}

static void extremes(void)
{
	is_int(load("openssl, PKCS#8, RSA 4096"), 0, "the largest key is read");
	memset(key.p.v, 0xFF, sizeof(key.p.v));
	memset(key.q.v, 0xFF, sizeof(key.q.v));
	memset(key.dp.v, 0xFF, sizeof(key.dp.v));
	memset(key.n, 0xFF, sizeof(key.n));
	key.p.len = key.q.len = key.dp.len = key.dq.len = key.qinv.len = sizeof(key.p.v);
	is_int(check(), -1, "numbers of ones are refused");
	key.p.v[0] = 0;
	is_int(check(), -1, "with a leading zero too");
	memset(&key.p.v, 0, sizeof(key.p.v));
	is_int(check(), -1, "a prime of zero is refused");
}

static void private_exponent(const char *name, const char *sha256)
{
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	text_unhex(sha256, strlen(sha256), want, sizeof(want));
	is_int(load(name), 0, name);
	is_int(rsa_private_exponent(&key, d), 0, "it has a private exponent");
	digest_sha256(d, key.n_len, got);
	is_int(check(), 0, "which agrees with the other numbers");
	is_mem(got, sizeof(got), want, sizeof(want), "and is the one modulo (p-1)(q-1)/2");
}

int main(void)
{
	sizes();
	setting();
	inverses();
	contradictions();
	extremes();
	private_exponent(ODD_PRIME, "2272aa4acd9dd26b813a724dffd3b21e52c1564579b20f6bb90250fdfa0bb6ff");
	private_exponent("openssl, PKCS#8, RSA 3072", "19065932b4f56d52327e41bb9bbed3faccb971caf45ff375a16e7e0ee0bff850");
	private_exponent("openssl, PKCS#8, RSA 4096", "e7aa12f3b1341c8ef1ca6867ed63e107e42c2686e50d302b3df2273d0bf559a9");
	return done_testing();
}
