/* SPDX-License-Identifier: MIT */
/* cbc.h - cipher block chaining (SP 800-38A 6.2), around a block cipher. */
#ifndef BEARSSL_GLUE_CBC_H
#define BEARSSL_GLUE_CBC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CBC_BLOCK_MAX 16

/* Encrypt one block in place, or decrypt it. */
typedef void cbc_block(const void *keys, uint8_t *block, bool back);

/* Encrypt len octets of data in place, or decrypt them: whole blocks of block octets. iv is changed: calls may follow one another. */
void cbc_run(cbc_block *cipher, const void *keys, size_t block, bool back, uint8_t *iv, uint8_t *data, size_t len);

#endif
