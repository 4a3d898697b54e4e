/* SPDX-License-Identifier: MIT */
/* cbc.c - cipher block chaining. */
#include "bearssl-glue/cbc.h"

#include <string.h>

static void mix(uint8_t *to, const uint8_t *from, size_t len)
{
	while (len-- > 0)
		to[len] ^= from[len];
}

void cbc_run(cbc_block *cipher, const void *keys, size_t block, bool back, uint8_t *iv, uint8_t *data, size_t len)
{
	uint8_t was[CBC_BLOCK_MAX];

	for (; len >= block; data += block, len -= block) {
		memcpy(was, data, block);
		if (!back)
			mix(data, iv, block);
		cipher(keys, data, back);
		if (back)
			mix(data, iv, block);
		memcpy(iv, back ? was : data, block);
	}
}
