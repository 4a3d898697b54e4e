/* SPDX-License-Identifier: MIT */
/*
 * chacha20.h - a stream of random bytes from a seed (RFC 8439 2.4: the ChaCha20 keystream).
 *
 * The caller's generator gives the seed; BearSSL's own ChaCha20 is out of this room's reach, and this is 60 lines.
 */
#ifndef BIGNUM_CHACHA20_H
#define BIGNUM_CHACHA20_H

#include <stddef.h>
#include <stdint.h>

#define CHACHA20_KEY_LEN 32
#define CHACHA20_NONCE_LEN 12
#define CHACHA20_BLOCK_LEN 64

/* Secret: the caller wipes it. */
struct chacha20 {
	uint32_t state[16]; /* constants, key, block counter, nonce */
	uint8_t block[CHACHA20_BLOCK_LEN];
	size_t used; /* bytes of block already given out */
};

/* Begin at block `counter`. One stream is 2^32 blocks, 256 GiB, at most; it then begins again. */
void chacha20_init(struct chacha20 *c, const uint8_t key[static CHACHA20_KEY_LEN],
	const uint8_t nonce[static CHACHA20_NONCE_LEN], uint32_t counter);

/* The next len bytes of the stream. */
void chacha20_read(struct chacha20 *c, void *out, size_t len);

#endif
