/* SPDX-License-Identifier: MIT */
/* rc2.h - RC2 in CBC mode (RFC 2268), decrypting only: certificates in PKCS#12 files of old openssl, Java and Windows. */
#ifndef BEARSSL_GLUE_RC2_H
#define BEARSSL_GLUE_RC2_H

#include <stddef.h>
#include <stdint.h>

#define RC2_BLOCK 8

struct rc2 {
	uint16_t k[64];       /* secret */
};

/* Expand a key of 5 to 16 octets, all of whose bits count. Not constant time: its table is looked up by the key. */
void rc2_init(struct rc2 *c, const uint8_t *key, size_t len);
/* Decrypt len octets of data in place: whole blocks. iv is changed. */
void rc2_cbc_decrypt(const struct rc2 *c, uint8_t iv[static RC2_BLOCK], uint8_t *data, size_t len);

#endif
