/* SPDX-License-Identifier: MIT */
/* rsa_make.c - one RSA key is made and looked at; it costs a second, so only one. */
#include "bearssl-glue/rsa_make.h"

#include "bearssl-glue/rsa_number.h"
#include "bearssl-glue/sign.h"
#include "tests/unit/tap.h"

static struct key key;
static unsigned ticks;

static void tick(void *ctx)
{
	ticks += ctx == &ticks;
}

int main(void)
{
	uint8_t d[KEY_RSA_MAX_BITS / 8], seed[RNG_SEED_LEN] = { 1 }, signature[SIGNATURE_MAX];
	const unsigned refused[] = { 0, 1024, 2047, 2049, 4097, 4098, 8192 };
	struct rng r;
	size_t len;

	rng_init(&r, seed);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		is_int(rsa_make(refused[i], &r, tick, &ticks, &key), -1, "a size out of bounds is refused");
	is_int(ticks, 0, "before any search");
	is_int(rsa_make(2048, &r, tick, &ticks, &key), 0, "a key of 2048 bits is made");
	ok(ticks > 10, "progress was told with the caller's context");
	is_int(rsa_bits(key.n, key.n_len), 2048, "its modulus has 2048 bits");
	is_int(rsa_bits(key.p.v, key.p.len), 1024, "p has 1024");
	is_int(rsa_bits(key.q.v, key.q.len), 1024, "q has 1024");
	is_int(key.e, 65537, "its exponent is 65537");
	ok(memcmp(key.p.v, key.q.v, 128) > 0, "p is the larger prime");
	key.kind = KEY_RSA;
	key.bits = 2048;
	is_int(rsa_private_exponent(&key, d), 0, "it has a private exponent");
	is_int(rsa_check(&key, view_of(d, key.n_len)), 0, "its numbers belong together");
	key.has_public = true;
	is_int(sign_bytes(&key, view_of((const uint8_t *)"x", 1), signature, &len), 0, "it signs, so qinv is right");
	is_int(len, 256, "at full length");
	return done_testing();
}
