/* SPDX-License-Identifier: MIT */
/* aes.h - AES (FIPS 197), small and in constant time: some kilobytes of PKCS#12. */
#ifndef BEARSSL_GLUE_AES_H
#define BEARSSL_GLUE_AES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AES_BLOCK 16

struct aes {
	size_t len;           /* octets of k that are used */
	uint8_t k[15 * AES_BLOCK]; /* secret */
};

/* Expand a key of 16, 24 or 32 octets into a struct aes. */
void aes_init(void *keys, const uint8_t *key, size_t len);
/* A cbc_block of AES_BLOCK octets. */
void aes_block(const void *keys, uint8_t *block, bool back);

#endif
