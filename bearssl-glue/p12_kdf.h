/* SPDX-License-Identifier: MIT */
/* p12_kdf.h - keys made of passwords: PBKDF2 (RFC 8018 5.2) and PKCS#12's own (RFC 7292 B.2); for this room only. */
#ifndef BEARSSL_GLUE_P12_KDF_H
#define BEARSSL_GLUE_P12_KDF_H

#include <bearssl.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/p12.h"
#include "lib/err.h"
#include "x509/der.h"

#define P12_SALT_MAX 128      /* octets; 8 to 32 are usual */
#define P12_HASH_MAX 64       /* octets of SHA-512 */

/* A password in both spellings; secret. */
struct p12_password {
	struct view text;     /* ASCII, the caller's: PBKDF2 takes this one */
	uint8_t bmp[2 * P12_PASSWORD_MAX + 2];
	size_t bmp_len;       /* with its two final zeros; 0 is the other way to say that there is no password */
};

/* 0, or -1 with ERR_MALFORMED: over P12_PASSWORD_MAX characters, control characters, or "beyond ASCII". */
int p12_password_set(struct p12_password *out, struct view text, struct err *e);

enum p12_purpose { P12_FOR_KEY = 1, P12_FOR_IV = 2, P12_FOR_MAC = 3 };    /* RFC 7292 B.3 */

/* len octets into out. iterations is at least 1. Any password and salt. */
void pbkdf2(const br_hash_class *hash, struct view password, struct view salt, uint32_t iterations, uint8_t *out, size_t len);
/* The same; salt at most P12_SALT_MAX octets. */
void p12_kdf(const br_hash_class *hash, const struct p12_password *password, struct view salt, enum p12_purpose purpose,
             uint32_t iterations, uint8_t *out, size_t len);

/* Octets of the hash. */
size_t p12_hash_len(const br_hash_class *hash);

/* Compressions, as P12_WORK_MAX counts them, of one p12_kdf; of a pbkdf2 it is twice as many. */
uint64_t p12_kdf_work(const br_hash_class *hash, uint32_t iterations, size_t len);

/* HMAC (RFC 2104): as many octets as the hash has. */
void p12_hmac(const br_hash_class *hash, struct view key, struct view data, uint8_t out[static P12_HASH_MAX]);

#endif
