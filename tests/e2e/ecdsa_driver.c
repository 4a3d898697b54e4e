/* SPDX-License-Identifier: MIT */
/*
 * ecdsa_driver.c - ECDSA by the box's own objects, a line a question, numbers in hex; KIND is enum key_kind's.
 *
 *   s KIND SCALAR HASH             the signature in DER, or "none"
 *   v KIND POINT HASH SIGNATURE    1 when it is one, else 0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bearssl-glue/sign.h"
#include "bearssl-glue/verify.h"
#include "lib/text.h"

#define WORDS 5

static struct view word(const char *hex, uint8_t *room, size_t cap)
{
	int len = text_unhex(hex, strlen(hex), room, cap);

	if (len < 0)
		exit(2);
	return view_of(room, (size_t)len);
}

static void sign(enum key_kind kind, const char *scalar, const char *hash)
{
	struct key k = { .kind = kind };
	uint8_t room[64], out[SIGNATURE_MAX];
	struct view digest = word(hash, room, sizeof room);
	size_t len;

	word(scalar, k.d, sizeof k.d);
	if (sign_digest(&k, digest.len == 32 ? SIG_ECDSA_SHA256 : digest.len == 48 ? SIG_ECDSA_SHA384 : SIG_ECDSA_SHA512, digest, out, &len))
		printf("none");
	for (size_t i = 0; i < len; i++)
		printf("%02x", out[i]);
	printf("\n");
}

int main(void)
{
	static char line[4096];
	static uint8_t point[512], hash[64], signature[512];

	while (fgets(line, sizeof line, stdin)) {
		char *words[WORDS] = { 0 };
		enum key_kind kind;

		for (int i = 0; i < WORDS; i++)
			words[i] = strtok(i ? NULL : line, " \n");
		if (!words[3])
			return 2;
		kind = (enum key_kind)(words[1][0] - '0');
		if (words[0][0] == 's')
			sign(kind, words[2], words[3]);
		else
			printf("%d\n", verify_point(kind, word(words[2], point, sizeof point), word(words[3], hash, sizeof hash),
				word(words[4], signature, sizeof signature)));
	}
	return 0;
}
