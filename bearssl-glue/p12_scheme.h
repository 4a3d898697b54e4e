/* SPDX-License-Identifier: MIT */
/* p12_scheme.h - password-based encryption and MAC (RFC 8018 6.2; RFC 7292 B, C); for this room only. */
#ifndef BEARSSL_GLUE_P12_SCHEME_H
#define BEARSSL_GLUE_P12_SCHEME_H

#include <bearssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/p12.h"
#include "bearssl-glue/p12_kdf.h"
#include "lib/err.h"
#include "x509/der.h"

#define P12_IV_MAX 16
#define P12_KEY_MAX 32

enum p12_cipher { P12_AES, P12_3DES, P12_RC2 };

struct p12_scheme {
	bool pbes2;                /* else RFC 7292's own: SHA-1, and the IV comes from the password, too */
	enum p12_cipher cipher;
	uint8_t key_len;           /* octets; 3DES with 16 is K1 K2 K1 */
	const br_hash_class *hash; /* in PBKDF2's HMAC, or in the KDF */
	uint32_t iterations;
	uint8_t salt[P12_SALT_MAX];
	size_t salt_len;
	uint8_t iv[P12_IV_MAX];    /* PBES2 only */
};

struct p12_mac {
	const br_hash_class *hash; /* NULL: there is none */
	struct view digest, salt;
	uint32_t iterations;
};

/* The password, what may still be spent, and the last key made of it: files often use one twice. Secret, wiped by its owner. */
struct p12_secret {
	struct p12_password password;
	uint64_t work;             /* left of P12_WORK_MAX */
	bool made;
	struct p12_scheme last;    /* with the IV, when that was made, too */
	uint8_t key[P12_KEY_MAX];
};

/* By the content of an AlgorithmIdentifier's OID: SHA-1, -256, -384, -512; with hmac, HMAC by one of them. NULL otherwise. */
const br_hash_class *p12_hash(struct view oid, bool hmac);

/* content: inside an AlgorithmIdentifier, in room (p12_ber.h). P12_READ, P12_DAMAGED or P12_REFUSED, worded. */
enum p12_result p12_scheme_read(struct view content, uint8_t *room, struct p12_scheme *out, struct err *e);
/* The standard scheme or 3DES, with its AlgorithmIdentifier. */
void p12_scheme_write(struct der *d, const struct p12_scheme *s);
size_t p12_scheme_block(const struct p12_scheme *s);

/*
 * Encrypt or decrypt whole blocks in place; padding (RFC 8018 6.1.1) is the caller's. RC2 decrypts only.
 * P12_READ, or P12_REFUSED when it would take too much work, and nothing is done.
 */
enum p12_result p12_crypt(struct p12_secret *k, const struct p12_scheme *s, bool encrypt, uint8_t *data, size_t len, struct err *e);

/* The MAC over data by m's hash, salt (at most P12_SALT_MAX) and iterations; as many octets as the hash has. Results as above. */
enum p12_result p12_mac(struct p12_secret *k, const struct p12_mac *m, struct view data, uint8_t out[static P12_HASH_MAX], struct err *e);

#endif
