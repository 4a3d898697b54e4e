/* SPDX-License-Identifier: MIT */
/*
 * secret.c - run under valgrind memcheck: all secrets are marked undefined, so that any jump or address that depends
 * on one is reported (Langley's ctgrind). What passes bignum/reveal.h is public from there on.
 *
 *   secret search PATH [once] | key | sign | curve BITS | ecdsa BITS | planted jump | planted address
 * Prints what it did; valgrind counts the errors. What is planted, `if (p[0] & 1)` and table[p[0] & 1], must be reported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "bignum/ecdsa.h"
#include "bignum/rsa.h"
#include "bignum/rsa_private.h"

static struct rsa_workspace workspace;
static struct rsa_private_work work;
static struct rsa_key key;
static uint8_t p[PRIME_MAX_LEN], q[PRIME_MAX_LEN];

static void secret(void *b, size_t len)
{
	VALGRIND_MAKE_MEM_UNDEFINED(b, len);
}

static void search(enum prime_path path, bool once)
{
	uint8_t seed[32] = "constant time";
	struct prime_search *s = &workspace.search;
	int found;

	secret(seed, sizeof seed);
	if (prime_search_init(s, 1024, seed, 1, path) != 0) {
		puts("SKIP");
		exit(0);
	}
	do
		found = prime_search_step(s, p);
	while (found == 0 && !once);
	printf("search: %s\n", found == 1 ? "found" : "nothing");
}

/* Fixed primes, so that no search is needed; the streams are those of the first primes. */
static void primes(void)
{
	static const uint8_t seed[32] = "two primes";
	struct prime_search *s = &workspace.search;

	prime_search_init(s, 1024, seed, 0, PRIME_FASTEST);
	while (prime_search_step(s, p) == 0)
		;
	while (prime_search_step(s, q) == 0)
		;
}

static void assemble(void)
{
	primes();
	secret(p, sizeof p);
	secret(q, sizeof q);
	printf("key: %d\n", rsa_assemble(2048, p, q, &workspace.assembly, &key));
}

static void sign(void)
{
	struct rsa_private k = { 2048, RSA_E, key.p, key.q, key.dp, key.dq, key.qinv };
	uint8_t x[RSA_MAX_LEN] = { 0, 1, 2, 3 };

	primes();
	rsa_assemble(2048, p, q, &workspace.assembly, &key);
	secret(key.d, (size_t)((uint8_t *)(&key + 1) - key.d));
	secret(x, 256);
	printf("sign: %d\n", rsa_private_apply(&k, x, &work));
}

/* A secret times G, and times a point: what a public key, a signature and an agreed secret are made of. */
static void curve(const struct ec_curve *c)
{
	static struct ec ec;
	uint8_t scalar[EC_LEN_MAX] = "some scalar, spread over its octets, the first one left at zero";
	uint8_t point[EC_POINT_MAX];
	bool good;

	memmove(scalar + 1, scalar, c->len - 1u);
	scalar[0] = 0;
	secret(scalar, sizeof scalar);
	ec_init(&ec, c);
	good = ec_add_product(&ec, NULL, scalar, c->len) && ec_add_product(&ec, ec_base(c), scalar, c->len) && ec_sum(&ec, point);
	printf("curve: %d\n", good);
}

/* A key, its public half and a signature: key and nonce are secret, the first octet of both 0; the signature is not. */
static void ecdsa(const struct ec_curve *c)
{
	static struct ec ec;
	uint8_t d[EC_LEN_MAX] = "the key", k[EC_LEN_MAX] = "the nonce", z[EC_LEN_MAX] = "the hash";
	uint8_t point[EC_POINT_MAX], rs[2 * EC_LEN_MAX];
	bool good;

	d[0] = k[0] = 0;
	secret(d, sizeof d);
	secret(k, sizeof k);
	good = ecdsa_public(&ec, c, d, point) && ecdsa_sign(&ec, c, d, z, k, rs);
	VALGRIND_MAKE_MEM_DEFINED(point, sizeof point);
	VALGRIND_MAKE_MEM_DEFINED(rs, sizeof rs);
	printf("ecdsa: %d\n", good && ecdsa_verify(&ec, c, point, z, rs));
}

static const struct ec_curve *curve_of(const char *bits)
{
	return strcmp(bits, "256") == 0 ? &ec_p256 : strcmp(bits, "384") == 0 ? &ec_p384 : &ec_p521;
}

static void planted(bool jump)
{
	static volatile uint8_t table[2], sink;

	primes();
	secret(p, sizeof p);
	if (!jump)
		sink = table[p[0] & 1];
	else if (p[0] & 1)
		sink = 1;
	(void)sink;
	printf("planted\n");
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "search") == 0)
		search((enum prime_path)strtol(argv[2], NULL, 10), argc > 3);
	else if (argc > 1 && strcmp(argv[1], "key") == 0)
		assemble();
	else if (argc > 1 && strcmp(argv[1], "sign") == 0)
		sign();
	else if (argc > 2 && strcmp(argv[1], "curve") == 0)
		curve(curve_of(argv[2]));
	else if (argc > 2 && strcmp(argv[1], "ecdsa") == 0)
		ecdsa(curve_of(argv[2]));
	else if (argc > 2 && strcmp(argv[1], "planted") == 0)
		planted(strcmp(argv[2], "jump") == 0);
	else
		return 2;
	return 0;
}
