/* SPDX-License-Identifier: MIT */
/* sig_hash.h - the hash inside a signature algorithm, for this room only. */
#ifndef BEARSSL_GLUE_SIG_HASH_H
#define BEARSSL_GLUE_SIG_HASH_H

#include <bearssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/spki.h"

#define SIG_HASH_MAX 64            /* octets: SHA-512 */

struct sig_hash {
	bool rsa;                  /* PKCS#1 v1.5; else ECDSA */
	const br_hash_class *class;
	const uint8_t *rsa_oid;    /* BearSSL's form: length, then content (DigestInfo, RFC 8017 9.2) */
	size_t len;
	uint8_t value[SIG_HASH_MAX];
};

/* What algorithm a hashes with, without a value. 0, or -1 when a is not one of ECDSA or RSA with SHA-256, 384, 512. */
int sig_hash_of(enum sig_algorithm a, struct sig_hash *out);
/* Hash data as algorithm a wants it. 0 or -1, as sig_hash_of. */
int sig_hash(enum sig_algorithm a, struct view data, struct sig_hash *out);

#endif
