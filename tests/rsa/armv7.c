/* SPDX-License-Identifier: MIT */
/* armv7.c - make one RSA key of BITS bits from the seed NUMBER: `armv7 ours|i31 BITS NUMBER`; armv7.sh counts the instructions. */
#include <bearssl.h>
#include <stdlib.h>
#include <string.h>

#include "bignum/rsa.h"

static int ours(unsigned bits, uint8_t number)
{
	static struct rsa_workspace workspace;
	static struct rsa_key key;
	const uint8_t seed[CHACHA20_KEY_LEN] = { number };

	return rsa_generate(bits, seed, PRIME_FASTEST, &workspace, &key, NULL, NULL) == RSA_DONE;
}

static int theirs(unsigned bits, uint8_t number)
{
	static unsigned char secret[BR_RSA_KBUF_PRIV_SIZE(RSA_MAX_BITS)], open[BR_RSA_KBUF_PUB_SIZE(RSA_MAX_BITS)];
	static br_hmac_drbg_context drbg;
	br_rsa_private_key sk;
	br_rsa_public_key pk;

	br_hmac_drbg_init(&drbg, &br_sha256_vtable, &number, 1);
	return br_rsa_i31_keygen(&drbg.vtable, &sk, secret, &pk, open, bits, RSA_E) == 1;
}

int main(int argc, char **argv)
{
	unsigned bits, number;

	if (argc != 4)
		return 2;
	bits = (unsigned)strtol(argv[2], NULL, 10);
	number = (unsigned)strtol(argv[3], NULL, 10);
	return !(strcmp(argv[1], "ours") == 0 ? ours : theirs)(bits, (uint8_t)number);
}
