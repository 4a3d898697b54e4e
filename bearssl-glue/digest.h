/* SPDX-License-Identifier: MIT */
/* digest.h - hash functions (FIPS 180-4), one call; SHA-256 also of what comes bit by bit. */
#ifndef BEARSSL_GLUE_DIGEST_H
#define BEARSSL_GLUE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_LEN 32
#define SHA1_LEN 20
#define DIGEST_MAX 64         /* octets of the longest */

enum digest { DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512, DIGEST_SHA1, DIGESTS };

void digest_sha256(const void *p, size_t len, uint8_t out[static SHA256_LEN]);
/* For names by hash that others prescribe; never for signatures. */
void digest_sha1(const void *p, size_t len, uint8_t out[static SHA1_LEN]);

/* By any of them. Octets of the hash; out has room for the longest. */
size_t digest_bytes(enum digest d, const void *p, size_t len, uint8_t out[static DIGEST_MAX]);

/* SHA-256 over several pieces, one after the other. */
struct piece {
	const void *p;
	size_t len;
};
void digest_pieces(const struct piece *pieces, size_t n, uint8_t out[static SHA256_LEN]);

/* The same of what comes bit by bit: begin, add any number of times, end, which changes nothing: more may be added. */
struct digest_run {
	uint64_t room[14];
};
void digest_begin(struct digest_run *r);
void digest_add(struct digest_run *r, const void *p, size_t len);
void digest_end(const struct digest_run *r, uint8_t out[static SHA256_LEN]);

#endif
