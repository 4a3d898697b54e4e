/* SPDX-License-Identifier: MIT */
/* sha256.c - a certificate's SHA-256 in a line of a report. */
#include "applets/sha256.h"

#include "bearssl-glue/digest.h"

void sha256_add_digits(struct text *t, struct view der)
{
	uint8_t hash[SHA256_LEN];

	digest_sha256(der.p, der.len, hash);
	text_add_hex(t, hash, sizeof hash, ':');
}

void sha256_add(struct text *t, struct view der)
{
	text_add(t, "sha256 ");
	sha256_add_digits(t, der);
}
