/* SPDX-License-Identifier: MIT */
/* p12_name.c - friendlyName as PKCS#12 spells it. */
#include "bearssl-glue/p12_name.h"

#include <string.h>

#include "lib/text.h"

int p12_name(const char *utf8, uint8_t out[static P12_NAME_LEN], size_t *len, struct err *e)
{
	unsigned c = 0, more = 0;

	*len = 0;
	if (!utf8)
		return 0;
	if (!text_is_clean_utf8(utf8, strlen(utf8)))
		return err_set(e, ERR_MALFORMED, "the name in the PKCS#12 file is not clean UTF-8");
	for (; *utf8; utf8++) {
		uint8_t octet = (uint8_t)*utf8;

		if (octet >= 0xF0 || *len == P12_NAME_LEN)
			return err_set(e, ERR_MALFORMED, "the name in the PKCS#12 file has over %d characters, or rare ones", P12_NAME_MAX);
		if (octet < 0x80)
			c = octet;
		else if (octet < 0xC0)
			c = c << 6 | (octet & 0x3F), more--;
		else
			c = octet & 0x1F, more = octet < 0xE0 ? 1 : 2;
		if (more == 0) {
			out[(*len)++] = (uint8_t)(c >> 8);
			out[(*len)++] = (uint8_t)c;
		}
	}
	return 0;
}
