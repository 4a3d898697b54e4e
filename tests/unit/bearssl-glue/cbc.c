/* SPDX-License-Identifier: MIT */
/* cbc.c - AES and triple DES, alone and chained: FIPS 197, SP 800-20, and openssl enc -nopad. */
#include "bearssl-glue/cbc.h"

#include "bearssl-glue/aes.h"
#include "bearssl-glue/des.h"
#include "lib/text.h"
#include "tests/unit/tap.h"

static const char FOX[] = "The quick brown fox jumps over the lazy dog, and once again now.";
enum { FOX_LEN = 64 };

static union {
	struct aes aes;
	struct des des;
} keys;

static const struct cipher {
	void (*init)(void *keys, const uint8_t *key, size_t len);
	cbc_block *block;
	size_t len;
} AES = { aes_init, aes_block, AES_BLOCK }, DES = { des_init, des_block, DES_BLOCK };

static void begin(const struct cipher *c, const char *hex)
{
	uint8_t key[32];

	c->init(&keys, key, (size_t)text_unhex(hex, strlen(hex), key, sizeof key));
}

static void chained(const struct cipher *c, const char *key, const char *iv, const char *cipher, const char *name)
{
	uint8_t want[FOX_LEN], got[FOX_LEN], v[CBC_BLOCK_MAX];

	begin(c, key);
	text_unhex(cipher, strlen(cipher), want, sizeof want);
	text_unhex(iv, strlen(iv), v, sizeof v);
	memcpy(got, FOX, FOX_LEN);
	cbc_run(c->block, &keys, c->len, false, v, got, FOX_LEN / 2);
	cbc_run(c->block, &keys, c->len, false, v, got + FOX_LEN / 2, FOX_LEN / 2);
	is_mem(got, FOX_LEN, want, FOX_LEN, name);
	text_unhex(iv, strlen(iv), v, sizeof v);
	cbc_run(c->block, &keys, c->len, true, v, got, FOX_LEN);
	is_mem(got, FOX_LEN, FOX, FOX_LEN, "... and back");
}

static void alone(const struct cipher *c, const char *key, const char *plain, const char *cipher, const char *name)
{
	uint8_t want[CBC_BLOCK_MAX], got[CBC_BLOCK_MAX];

	begin(c, key);
	text_unhex(cipher, strlen(cipher), want, sizeof want);
	text_unhex(plain, strlen(plain), got, sizeof got);
	c->block(&keys, got, false);
	is_mem(got, c->len, want, c->len, name);
}

int main(void)
{
	static const char plain[] = "00112233445566778899aabbccddeeff", iv[] = "101112131415161718191a1b1c1d1e1f";

	alone(&AES, "000102030405060708090a0b0c0d0e0f", plain, "69c4e0d86a7b0430d8cdb78070b4c55a", "FIPS 197 C.1");
	alone(&AES, "000102030405060708090a0b0c0d0e0f1011121314151617", plain, "dda97ca4864cdfe06eaf70a0ec0d7191", "FIPS 197 C.2");
	alone(&AES, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", plain, "8ea2b7ca516745bfeafc49904b496089",
	      "FIPS 197 C.3");
	alone(&DES, "010101010101010101010101010101010101010101010101", "8000000000000000", "95f8a5e5dd31d900", "SP 800-20, a single bit");
	chained(&AES, "0b30557a9fc4e90e33587da2c7ec1136", iv,
	        "fd28ead43d5086ee922f08f01e4df753aa1bd29e17978736f9baf2f6c8a4bc64"
	        "03a2b58c46dc627557b733b609727a1f601050bd0a2328cbe48441835862f597", "AES-128");
	chained(&AES, "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e", iv,
	        "2ef76191b47924ad66f73e9f25262d3b87058ee631d73baf85b05a0f618f851d"
	        "52a3b08259b656e50410c5a33ada514bbe728ffb9edca52c0c554f5ce5374acc", "AES-192");
	chained(&AES, "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186", iv,
	        "1ab83ee6b3be353efa830f08e2b5c7865eaa6dbfa9a5e2c76c14629166d21798"
	        "46e071c79298331da39c2c412d4e3aa91deefc614bb87be7325a729f4f8b02cc", "AES-256");
	chained(&DES, "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e", iv,
	        "54b4107cd8654634139c5a80b2361d0bf35ecf93e3699c2c9389b9a45893b3ab"
	        "0713c9a34b6885e1c976aff02747c54d6d37c4e1f46a1686b5bc5670855dbdb0", "triple DES");
	chained(&DES, "0b30557a9fc4e90e33587da2c7ec1136", iv,
	        "4f1cd6f61988f8b8b17f02f6df8cd69c4d3193a42094dbc834c22947c2c9ff7a"
	        "b9089bcab99be05815ac42e14bd9cb9303c091ee4b09e7fe4b50db3c06a5cefe", "triple DES of two keys");
	return done_testing();
}
