/* SPDX-License-Identifier: MIT */
/* rsa_apply.c - the private operation agrees with BearSSL's, and nothing wrong leaves. */
#include "bearssl-glue/rsa_apply.h"

#include <bearssl.h>

#include "bearssl-glue/rsa_number.h"
#include "tests/unit/tap.h"

#define SIZE_MAX_OCTETS (KEY_RSA_MAX_BITS / 8)

static struct key key;

/* By BearSSL's generator, so that sizes and exponents are any. */
static void make(unsigned bits, uint32_t e)
{
	static unsigned char secret[BR_RSA_KBUF_PRIV_SIZE(4096)], open[BR_RSA_KBUF_PUB_SIZE(4096)];
	static br_hmac_drbg_context drbg;
	br_rsa_private_key sk;
	br_rsa_public_key pk;

	br_hmac_drbg_init(&drbg, &br_sha256_vtable, &bits, sizeof bits);
	br_rsa_keygen_get_default()(&drbg.vtable, &sk, secret, &pk, open, bits, e);
	key_wipe(&key);
	key.kind = KEY_RSA;
	key.bits = bits;
	key.e = e;
	rsa_number_set(&key.p, sk.p, sk.plen);
	rsa_number_set(&key.q, sk.q, sk.qlen);
	rsa_number_set(&key.dp, sk.dp, sk.dplen);
	rsa_number_set(&key.dq, sk.dq, sk.dqlen);
	rsa_number_set(&key.qinv, sk.iq, sk.iqlen);
	memcpy(key.n, pk.n, pk.nlen);
	key.n_len = (uint16_t)pk.nlen;
}

static void number(uint8_t *x)
{
	x[0] = 0;
	for (size_t i = 1; i < key.n_len; i++)
		x[i] = (uint8_t)(7 * i + key.bits);
}

static bool is_zero(const uint8_t *x)
{
	size_t i = 0;

	while (i < key.n_len && x[i] == 0)
		i++;
	return i == key.n_len;
}

static void agree(unsigned bits, uint32_t e)
{
	uint8_t x[SIZE_MAX_OCTETS], want[SIZE_MAX_OCTETS];
	br_rsa_private_key sk;
	struct rsa_number swap;

	diag("%u bits, e = %u", bits, (unsigned)e);
	make(bits, e);
	rsa_view(&key, &sk);
	number(want);
	br_rsa_i31_private(want, &sk);
	number(x);
	is_int(rsa_apply(&key, x), 0, "a number is brought to the power of d");
	is_mem(x, key.n_len, want, key.n_len, "as BearSSL does it");
	memcpy(x, key.n, key.n_len);
	is_int(rsa_apply(&key, x), -1, "n itself is no number below n");
	ok(is_zero(x), "and is wiped");
	number(x);
	swap = key.dp;
	key.dp.v[key.dp.len - 1] ^= 2;
	is_int(rsa_apply(&key, x), -1, "a wrong bit in dp: refused");
	ok(is_zero(x), "and wiped");
	key.dp = swap;
	number(x);
	key.e ^= 2;
	is_int(rsa_apply(&key, x), -1, "another public exponent: refused");
	ok(is_zero(x), "and wiped");
}

int main(void)
{
	/* The last: bignum has a limb more for the longer prime of 1077 bits than for the shorter. */
	static const unsigned odd[] = { 2049, 2050, 2055, 2056, 4095, 2153 };

	agree(2048, 65537);
	agree(3072, 65537);
	agree(4096, 65537);
	agree(2048, 65539);
	agree(2304, 65537);
	for (unsigned i = 0; i < sizeof odd / sizeof odd[0]; i++)
		agree(odd[i], 65537);
	return done_testing();
}
