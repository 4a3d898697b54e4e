/* SPDX-License-Identifier: MIT */
/*
 * keys.c - many RSA keys, for openssl and for statistics.
 *
 *   keys BITS COUNT [FOLDER]   a line each: p q n; and FOLDER/1.der, ...: PKCS#1 (RFC 8017 A.1.2)
 *   keys passed BITS COUNT     of one stream, numbers of BITS bits in the order they pass base 2 (no other rounds)
 *   keys path                  the way the search goes here: scalar, avx2, avx512f, ifma
 * The seeds count up, so that a run can be had again. Linked with lanes_cpu.c, CERTBOX_LANES chooses the path.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bignum/rsa.h"

static struct rsa_workspace workspace;
static struct rsa_key key;

static size_t put_length(uint8_t *out, size_t len)
{
	if (len < 128) {
		out[0] = (uint8_t)len;
		return 1;
	}
	out[0] = 0x82;
	out[1] = (uint8_t)(len >> 8);
	out[2] = (uint8_t)len;
	return 3;
}

static size_t put_integer(uint8_t *out, const uint8_t *v, size_t len)
{
	size_t sign, at = 1;

	while (len > 1 && v[0] == 0) {
		v++;
		len--;
	}
	sign = v[0] >> 7;
	out[0] = 2;
	at += put_length(out + at, len + sign);
	if (sign)
		out[at++] = 0;
	memcpy(out + at, v, len);
	return at + len;
}

static void write_der(const char *folder, long number)
{
	static uint8_t body[4096], head[4] = { 0x30 };
	size_t full = key.bits / 8, half = full / 2, at = 0;
	char name[1024];
	FILE *f;

	at += put_integer(body + at, (const uint8_t[]) { 0 }, 1);
	at += put_integer(body + at, key.n, full);
	at += put_integer(body + at, (const uint8_t[]) { 1, 0, 1 }, 3);
	at += put_integer(body + at, key.d, full);
	at += put_integer(body + at, key.p, half);
	at += put_integer(body + at, key.q, half);
	at += put_integer(body + at, key.dp, half);
	at += put_integer(body + at, key.dq, half);
	at += put_integer(body + at, key.qinv, half);
	put_length(head + 1, at);
	snprintf(name, sizeof name, "%s/%ld.der", folder, number);
	f = fopen(name, "wb");
	if (!f || fwrite(head, 4, 1, f) != 1 || fwrite(body, at, 1, f) != 1 || fclose(f) != 0)
		exit(1);
}

static void put_hex(const uint8_t *b, size_t len, char after)
{
	for (size_t i = 0; i < len; i++)
		printf("%02x", b[i]);
	putchar(after);
}

static void say_path(void)
{
	static const char *const names[] = { "fastest", "scalar", "avx2", "avx512f", "ifma" };

	puts(prime_search_init(&workspace.search, 1024, (const uint8_t[32]) { 0 }, 0, PRIME_FASTEST) ? "none" :
		names[workspace.search.path]);
}

static int passed(unsigned bits, long count)
{
	static const uint8_t seed[32] = "passed";
	uint8_t number[PRIME_MAX_LEN];
	int found = prime_search_init(&workspace.search, bits, seed, 0, PRIME_FASTEST);

	for (; found >= 0 && count > 0; count -= found) {
		found = prime_search_candidate(&workspace.search, number);
		if (found > 0)
			put_hex(number, bits / 8, '\n');
	}
	return found < 0;
}

int main(int argc, char **argv)
{
	unsigned bits = argc > 2 ? (unsigned)strtol(argv[1], NULL, 10) : 0;
	long count = argc > 2 ? strtol(argv[2], NULL, 10) : 0;

	if (argc == 2 && strcmp(argv[1], "path") == 0) {
		say_path();
		return 0;
	}
	if (argc == 4 && strcmp(argv[1], "passed") == 0)
		return passed((unsigned)strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10));
	for (long i = 1; i <= count; i++) {
		uint8_t seed[32] = "keys";

		memcpy(seed + 8, &i, sizeof i);
		if (rsa_generate(bits, seed, PRIME_FASTEST, &workspace, &key, NULL, NULL) != RSA_DONE)
			return 1;
		if (argc > 3)
			write_der(argv[3], i);
		put_hex(key.p, bits / 16, ' ');
		put_hex(key.q, bits / 16, ' ');
		put_hex(key.n, bits / 8, '\n');
	}
	return count > 0 ? 0 : 2;
}
