/* SPDX-License-Identifier: MIT */
/* rsa_make.c - RSA keys of primes: their numbers, and what becomes of primes that do not go together. */
#include "bearssl-glue/rsa_make.h"

#include <bearssl.h>

#include "bearssl-glue/rsa_number.h"
#include "bearssl-glue/sign.h"
#include "tests/unit/bearssl-glue/primes.h"
#include "tests/unit/tap.h"

static struct key key;
static unsigned asked;

static const struct key_primes honest = { primes_find, &asked, &primes_room.assembly };

static void start(struct rng *r)
{
	uint8_t seed[RNG_SEED_LEN] = { 1 };

	rng_init(r, seed);
	asked = 0;
	key_wipe(&key);
}

static void refused(void)
{
	const unsigned bits[] = { 0, 1024, 2047, 2049, 2304, 4097, 4098, 8192 };
	struct rng r;

	start(&r);
	for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
		is_int(rsa_make(bits[i], &r, &honest, &key), -1, "another size is refused");
	is_int(asked, 0, "before any search");
}

/* d as bignum found it is another one than key_pem's for some keys, and belongs to the key all the same. */
static void numbers(unsigned bits)
{
	static struct rsa_key made;
	uint8_t d[KEY_RSA_MAX_BITS / 8], signature[SIGNATURE_MAX];
	struct rng r;
	size_t len;

	diag("%u bits", bits);
	start(&r);
	is_int(rsa_make(bits, &r, &honest, &key), 0, "a key is made");
	is_int(asked, 1, "of the first two primes");
	is_int(rsa_bits(key.n, key.n_len), bits, "its modulus has as many bits");
	is_int(rsa_bits(key.p.v, key.p.len), bits / 2, "p has half of them");
	is_int(rsa_bits(key.q.v, key.q.len), bits / 2, "and so has q");
	is_int(key.e, 65537, "its exponent is 65537");
	ok(memcmp(key.p.v, key.q.v, bits / 16) > 0, "p is the larger prime");
	key.kind = KEY_RSA;
	key.bits = bits;
	is_int(rsa_private_exponent(&key, d), 0, "it has a private exponent");
	is_int(rsa_check(&key, view_of(d, key.n_len)), 0, "its numbers belong together");
	rsa_assemble(bits, key.p.v, key.q.v, &primes_room.assembly, &made);
	is_int(rsa_check(&key, view_of(made.d, key.n_len)), 0, "with bignum's private exponent, too");
	key.has_public = true;
	is_int(sign_bytes(&key, view_of((const uint8_t *)"x", 1), signature, &len), 0, "it signs, so qinv is right");
	is_int(len, bits / 8, "at full length");
}

static int find_the_same_twice(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	int result = primes_find(ctx, bits, seed, p, q);

	if (asked < 3)
		memcpy(q, p, bits / 16);
	return result;
}

static int find_always_the_same(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	int result = find_the_same_twice(ctx, bits, seed, p, q);

	memcpy(q, p, bits / 16);
	return result;
}

static int find_nothing(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q)
{
	(void)bits, (void)seed, (void)p, (void)q;
	++*(unsigned *)ctx;
	return -1;
}

static void unfit(void)
{
	struct key_primes primes = honest;
	struct rng r;

	start(&r);
	primes.find = find_the_same_twice;
	is_int(rsa_make(2048, &r, &primes, &key), 0, "primes that do not go together: others are asked for");
	is_int(asked, 3, "until they do");
	start(&r);
	primes.find = find_always_the_same;
	is_int(rsa_make(2048, &r, &primes, &key), -1, "but not for ever");
	start(&r);
	primes.find = find_nothing;
	is_int(rsa_make(2048, &r, &primes, &key), -1, "no primes, no key");
	is_int(asked, 1, "at once");
}

/* BearSSL's generator, which is in the test build only: both make keys the other's arithmetic takes. */
static void like_bearssl(void)
{
	static unsigned char secret[BR_RSA_KBUF_PRIV_SIZE(2048)], open[BR_RSA_KBUF_PUB_SIZE(2048)];
	br_hmac_drbg_context drbg;
	br_rsa_private_key sk;
	br_rsa_public_key pk;
	uint8_t d[KEY_RSA_MAX_BITS / 8];

	br_hmac_drbg_init(&drbg, &br_sha256_vtable, "x", 1);
	is_int(br_rsa_keygen_get_default()(&drbg.vtable, &sk, secret, &pk, open, 2048, 65537), 1, "BearSSL makes a key");
	key_wipe(&key);
	key.bits = 2048;
	key.e = RSA_E;
	rsa_number_set(&key.p, sk.p, sk.plen);
	rsa_number_set(&key.q, sk.q, sk.qlen);
	rsa_number_set(&key.dp, sk.dp, sk.dplen);
	rsa_number_set(&key.dq, sk.dq, sk.dqlen);
	rsa_number_set(&key.qinv, sk.iq, sk.iqlen);
	memcpy(key.n, pk.n, pk.nlen);
	key.n_len = (uint16_t)pk.nlen;
	is_int(rsa_private_exponent(&key, d), 0, "it has a private exponent");
	is_int(rsa_check(&key, view_of(d, key.n_len)), 0, "and numbers that our check takes");

	struct rsa_key made;

	is_int(rsa_assemble(2048, sk.p, sk.q, &primes_room.assembly, &made), 0, "its primes make a key here");
	is_mem(made.n, 256, pk.n, pk.nlen, "with the same modulus");
	ok(memcmp(made.dp, sk.dp, 128) == 0 && memcmp(made.dq, sk.dq, 128) == 0 && memcmp(made.qinv, sk.iq, 128) == 0,
	    "and the same numbers");
}

int main(void)
{
	refused();
	for (unsigned bits = 2048; bits <= 4096; bits += 1024)
		numbers(bits);
	unfit();
	like_bearssl();
	return done_testing();
}
