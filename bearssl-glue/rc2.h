/* SPDX-License-Identifier: MIT */
/* rc2.h - RC2 (RFC 2268), decrypting only: certificates in PKCS#12 files of old openssl, Java and Windows. */
#ifndef BEARSSL_GLUE_RC2_H
#define BEARSSL_GLUE_RC2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RC2_BLOCK 8

struct rc2 {
	uint16_t k[64];       /* secret */
};

/* Expand a key of 5 to 16 octets, all of whose bits count, into a struct rc2. Not constant time: its table is looked up by the key. */
void rc2_init(void *keys, const uint8_t *key, size_t len);
/* A cbc_block of RC2_BLOCK octets that only decrypts. */
void rc2_block(const void *keys, uint8_t *block, bool back);

#endif
