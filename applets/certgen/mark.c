/* SPDX-License-Identifier: MIT */
/* mark.c - how certbox knows its own certificates and temporaries again. */
#include <string.h>

#include "applets/certgen/mark.h"
#include "bearssl-glue/digest.h"
#include "lib/text.h"
#include "lib/wipe.h"

#define PROOF_LEN 8

static void proof(const char *label, uint8_t kind, const uint8_t *random, size_t random_len, struct view bound, uint8_t out[static PROOF_LEN])
{
	uint8_t hash[SHA256_LEN];
	const struct piece pieces[] = {
		{label, strlen(label) + 1}, {&kind, 1}, {random, random_len}, {bound.p, bound.len},
	};

	digest_pieces(pieces, sizeof pieces / sizeof pieces[0], hash);
	memcpy(out, hash, PROOF_LEN);
}

void mark_serial(enum mark kind, const uint8_t random[static MARK_RANDOM_LEN], struct view spki, uint8_t out[static MARK_SERIAL_LEN])
{
	memcpy(out, random, MARK_RANDOM_LEN);
	out[0] = (uint8_t)((out[0] & 0x7F) | 0x40);
	proof("certbox serial 1", (uint8_t)kind, out, MARK_RANDOM_LEN, spki, out + MARK_RANDOM_LEN);
}

enum mark mark_of(struct view serial, struct view spki)
{
	uint8_t expected[PROOF_LEN];

	if (serial.len != MARK_SERIAL_LEN)
		return MARK_NONE;
	for (int kind = MARK_NORMAL; kind <= MARK_CA; kind++) {
		proof("certbox serial 1", (uint8_t)kind, serial.p, MARK_RANDOM_LEN, spki, expected);
		if (wipe_same(expected, serial.p + MARK_RANDOM_LEN, PROOF_LEN))
			return (enum mark)kind;
	}
	return MARK_NONE;
}

void mark_temp_name(const uint8_t random[static MARK_TEMP_RANDOM_LEN], const char *place, char out[static MARK_TEMP_NAME_LEN])
{
	struct text t;
	uint8_t sum[PROOF_LEN];

	proof("certbox temporary 1", 0, random, MARK_TEMP_RANDOM_LEN, view_of((const uint8_t *)place, strlen(place)), sum);
	text_init(&t, out, MARK_TEMP_NAME_LEN);
	text_add_text(&t, TEXT(".certbox-"));
	text_add_hex(&t, random, MARK_TEMP_RANDOM_LEN, 0);
	text_add_hex(&t, sum, PROOF_LEN, 0);
	text_add(&t, ".new");
}

bool mark_is_temp_name(const char *name, const char *place)
{
	uint8_t random[MARK_TEMP_RANDOM_LEN];
	char expected[MARK_TEMP_NAME_LEN];
	const size_t head = sizeof ".certbox-" - 1;

	if (strlen(name) != MARK_TEMP_NAME_LEN - 1
	    || text_unhex(name + head, 2 * sizeof random, random, sizeof random) != sizeof random)
		return false;
	mark_temp_name(random, place, expected);
	return strcmp(name, expected) == 0;
}
