/* SPDX-License-Identifier: MIT */
/* rc2.c - RC2 against RFC 2268 section 5 and openssl's legacy provider. */
#include "bearssl-glue/rc2.h"

#include "bearssl-glue/cbc.h"
#include "lib/text.h"
#include "tests/unit/tap.h"

static void decrypts(const char *key, const char *iv, const char *cipher, const void *plain, size_t len, const char *name)
{
	uint8_t k[16], v[RC2_BLOCK], data[64];
	struct rc2 c;

	rc2_init(&c, k, (size_t)text_unhex(key, strlen(key), k, sizeof(k)));
	text_unhex(iv, strlen(iv), v, sizeof(v));
	text_unhex(cipher, strlen(cipher), data, sizeof(data));
	cbc_run(rc2_block, &c, RC2_BLOCK, true, v, data, len);
	is_mem(data, len, plain, len, name);
}

int main(void)
{
	static const char fox[] = "The quick brown fox jumps over t";
	static const uint8_t zeros[8], ones[8] = { 255, 255, 255, 255, 255, 255, 255, 255 }, ends[8] = { 0x10, 0, 0, 0, 0, 0, 0, 1 };

	decrypts("ffffffffffffffff", "0000000000000000", "278b27e42e2f0d49", ones, 8, "RFC 2268, a key of all ones");
	decrypts("3000000000000000", "0000000000000000", "30649edf9be7d2c2", ends, 8, "RFC 2268, a key of one octet and zeros");
	decrypts("88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6", zeros, 8, "RFC 2268, 128 bits");
	decrypts("0102030405", "1011121314151617", "c2504220469f0a345f7417dfe83b46c32568cba3f52b4a2370c96a786440c976", fox, 32,
	         "40 bits, openssl -rc2-40-cbc");
	decrypts("000102030405060708090a0b0c0d0e0f", "1011121314151617",
	         "b0f81861f40374194209220f176567d468c3e7104864712bffcc82581adbbbb9", fox, 32, "128 bits, openssl -rc2-cbc");
	return done_testing();
}
