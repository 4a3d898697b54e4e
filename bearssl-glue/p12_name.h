/* SPDX-License-Identifier: MIT */
/* p12_name.h - friendlyName as PKCS#12 spells it, for this room only. */
#ifndef BEARSSL_GLUE_P12_NAME_H
#define BEARSSL_GLUE_P12_NAME_H

#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/p12.h"
#include "lib/err.h"

#define P12_NAME_LEN (2 * P12_NAME_MAX)  /* octets */

/* UTF-8 (NULL: empty) to the content of a BMPString: UTF-16 without surrogates, big-endian (X.690 8.23.7). 0, or -1 with ERR_MALFORMED. */
int p12_name(const char *utf8, uint8_t out[static P12_NAME_LEN], size_t *len, struct err *e);

#endif
