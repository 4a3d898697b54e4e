/* SPDX-License-Identifier: MIT */
/* des.h - triple DES (FIPS 46-3), in constant time: for old PKCS#12 files. */
#ifndef BEARSSL_GLUE_DES_H
#define BEARSSL_GLUE_DES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DES_BLOCK 8

struct des {
	uint64_t k[3 * 16];   /* secret */
};

/* Expand a key of 24 octets, or of 16 with the first half once more, into a struct des. Parity is not looked at. */
void des_init(void *keys, const uint8_t *key, size_t len);
/* A cbc_block of DES_BLOCK octets. */
void des_block(const void *keys, uint8_t *block, bool back);

#endif
