/* SPDX-License-Identifier: MIT */
/* key.h - private keys: read every usual form, generate, write PKCS#8, wipe. */
#ifndef BEARSSL_GLUE_KEY_H
#define BEARSSL_GLUE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/rng.h"
#include "lib/err.h"
#include "x509/der.h"
#include "x509/spki.h"

#define KEY_RSA_MIN_BITS 2048
#define KEY_RSA_MAX_BITS 4096
#define KEY_SEED_LEN 32
#define KEY_PEM_MAX 3400  /* characters of the largest PKCS#8 PEM key_pem writes (RSA-4096) */
#define KEY_PEM_EC_MAX 448 /* and on a curve (P-521: 384) */

/* A number of up to cap bytes, big-endian, without leading zeros. */
struct rsa_number {
	uint16_t len;
	uint8_t v[KEY_RSA_MAX_BITS / 16];
};

/* A private key in the caller's memory: secret, wiped with key_wipe. */
struct key {
	enum key_kind kind;        /* KEY_NONE, KEY_P256, KEY_P384 or KEY_RSA */
	unsigned bits;
	bool has_public;           /* EC: point is filled in; RSA: always */
	bool claims_public;        /* EC: point is what the file says it is, not yet checked against d (key_complete does) */
	uint8_t d[48];             /* EC: the scalar, 32 or 48 octets */
	uint8_t point[97];         /* EC: 04 x y, 65 or 97 octets */
	uint32_t e;                /* RSA (RFC 8017 3.2) */
	struct rsa_number p, q, dp, dq, qinv;
	uint16_t n_len;
	uint8_t n[KEY_RSA_MAX_BITS / 8];
};

enum key_result {
	KEY_READ = 0,
	KEY_TORN = -1,             /* does not parse as a private key, or its numbers contradict each other */
	KEY_REFUSED = -2           /* well-formed, but not to be used: encrypted, unsupported type or size */
};

/*
 * Read the first private key of a file: PEM (text around, other objects, CRLF) or DER; PKCS#8 (RFC 5208; RFC 5958
 * with a public key), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915): told apart by content, not by label.
 * EC: P-256 and P-384 by name, 0 < d < order. RSA: 2048 to 4096 bits, two primes of half the size, an odd exponent
 * of 65537 to 2^32-1, and all eight numbers fit each other. A public key in the file is never believed: RSA's
 * follows from the primes, EC's is left to key_complete. Every length is bounded before BearSSL sees it.
 * KEY_TORN and KEY_REFUSED fill e with ERR_MALFORMED: what was seen, without the file's name, and what helps (there F
 * stands for the file); never an octet of the key. out is all zero unless KEY_READ.
 * work: room for the decoded DER, at least file.len octets; it may be the file's own buffer, which is then
 * overwritten. What was written there is wiped before return.
 */
enum key_result key_read(struct view file, uint8_t *work, size_t work_cap, struct key *out, struct err *e);

/*
 * Where the primes of an RSA key come from: a search that takes its time, on one processor or on many, is the caller's.
 * find fills p and q with two primes of bits / 2 bits as bignum's prime_search_step finds them, big-endian, bits / 16
 * octets each; all its chance comes from seed (secret, wiped when it returns). 0 or -1. It is asked again, with
 * another seed, when the two do not go together, which hardly ever happens (bignum/rsa.h, rsa_assemble).
 */
struct rsa_assembly;
struct key_primes {
	int (*find)(void *ctx, unsigned bits, const uint8_t seed[static KEY_SEED_LEN], uint8_t *p, uint8_t *q);
	void *ctx;
	struct rsa_assembly *room; /* the caller's, to put the key together in; secret, the caller wipes it */
};

/*
 * Make a complete key of kind and bits from r: KEY_P256 and 256, KEY_P384 and 384, or KEY_RSA and 2048, 3072 or 4096
 * (e = 65537) of these primes (may be NULL when it is not to be RSA). 0, or -1 with out all zero.
 */
int key_generate(enum key_kind kind, unsigned bits, struct rng *r, const struct key_primes *primes, struct key *out, struct err *e);

/*
 * Fill in the public half when it is not there (EC: one multiplication). -1 when the file claimed
 * another one: a bit of it has changed, and servers would refuse the pair. 0 or -1.
 */
int key_complete(struct key *k);
/* Does the file claim a public half that is not this SPKI's? (Without a multiplication.) */
bool key_denies(const struct key *k, struct view spki);

/* SubjectPublicKeyInfo into out; returns its length. The key must be complete. */
size_t key_spki(const struct key *k, uint8_t out[static SPKI_MAX]);

/*
 * PKCS#8 (RFC 5208; EC with its public key inside) as PEM, as openssl writes it. Characters written, without
 * the final NUL. 0 and an empty text for a key that is not complete. out has key_pem_room(k) characters and is as secret
 * as the key.
 */
size_t key_pem(const struct key *k, char *out);
/* Room for key_pem's text and NUL: enough for this kind of key, at most KEY_PEM_MAX. */
size_t key_pem_room(const struct key *k);

/* "p256", "rsa4096"; "rsa" for a size that is not made here, "none" for other kinds. */
const char *key_name(enum key_kind kind, unsigned bits);
/* The reverse, for --key-type: p256 p384 rsa2048 rsa3072 rsa4096. 0 or -1. */
int key_type_parse(const char *s, enum key_kind *kind, unsigned *bits);

void key_wipe(struct key *k);

#endif
