/* SPDX-License-Identifier: MIT */
/*
 * aes.c - AES, small and in constant time.
 *
 * No table: S-boxes are computed, eight at a time, by arithmetic in GF(2^8). What undoes a linear step is the step itself
 * three times over, for the affine part of the S-box and for MixColumns alike: both have order four.
 */
#include "bearssl-glue/aes.h"

#include <string.h>

#define EACH(octet) (0x0101010101010101 * (uint64_t)(octet))

/* Octet by octet: times x, modulo x^8 + x^4 + x^3 + x + 1. */
static uint64_t doubled(uint64_t a)
{
	return (a & EACH(0x7f)) << 1 ^ (a >> 7 & EACH(1)) * 0x1b;
}

static uint64_t times(uint64_t a, uint64_t b)
{
	uint64_t r = 0;

	for (int i = 0; i < 8; i++) {
		r ^= a & (b >> i & EACH(1)) * 0xff;
		a = doubled(a);
	}
	return r;
}

/* a^254, which is 1/a, and 0 of 0. */
static uint64_t inverse(uint64_t a)
{
	uint64_t r = a;

	for (int i = 0; i < 6; i++)
		r = times(times(r, r), a);
	return times(r, r);
}

static uint64_t affine(uint64_t a)
{
	uint64_t r = a;

	for (int i = 0; i < 4; i++) {
		a = (a & EACH(0x7f)) << 1 | (a >> 7 & EACH(1));
		r ^= a;
	}
	return r;
}

static void sub_bytes(uint8_t s[static AES_BLOCK], bool back)
{
	for (int i = 0; i < 2; i++) {
		uint64_t a;

		memcpy(&a, s + 8 * i, 8);
		if (back)
			a = inverse(affine(affine(affine(a ^ EACH(0x63)))));
		else
			a = affine(inverse(a)) ^ EACH(0x63);
		memcpy(s + 8 * i, &a, 8);
	}
}

static void shift_rows(uint8_t s[static AES_BLOCK], bool back)
{
	uint8_t old[AES_BLOCK];

	memcpy(old, s, AES_BLOCK);
	for (unsigned i = 0; i < AES_BLOCK; i++)
		s[i] = old[i * (back ? 13 : 5) % AES_BLOCK];
}

static void mix_columns(uint8_t s[static AES_BLOCK], bool back)
{
	for (int n = back ? 3 : 1; n > 0; n--)
		for (uint8_t *c = s; c < s + AES_BLOCK; c += 4) {
			uint8_t first = *c, all = c[0] ^ c[1] ^ c[2] ^ c[3];

			for (int i = 0; i < 4; i++)
				c[i] ^= (uint8_t)(all ^ doubled(c[i] ^ (i < 3 ? c[i + 1] : first)));
		}
}

static void add_key(uint8_t s[static AES_BLOCK], const uint8_t *k)
{
	for (int i = 0; i < AES_BLOCK; i++)
		s[i] ^= k[i];
}

void aes_init(void *keys, const uint8_t *key, size_t len)
{
	struct aes *c = keys;
	uint64_t round = 1;

	c->len = 4 * len + 7 * AES_BLOCK;
	memcpy(c->k, key, len);
	for (size_t i = len; i < c->len; i += 4) {
		uint8_t t[AES_BLOCK] = { 0 };

		memcpy(t, c->k + i - 4, 4);
		if (i % len == 0) {
			t[4] = t[0];
			memmove(t, t + 1, 4);
		}
		if (i % len == 0 || (len == 32 && i % len == 16))
			sub_bytes(t, false);
		if (i % len == 0) {
			t[0] ^= (uint8_t)round;
			round = doubled(round);
		}
		for (size_t j = 0; j < 4; j++)
			c->k[i + j] = c->k[i + j - len] ^ t[j];
	}
}

void aes_block(const void *keys, uint8_t *block, bool back)
{
	const struct aes *c = keys;

	if (back) {
		for (size_t i = c->len - AES_BLOCK; i > 0; i -= AES_BLOCK) {
			add_key(block, c->k + i);
			if (i < c->len - AES_BLOCK)
				mix_columns(block, true);
			shift_rows(block, true);
			sub_bytes(block, true);
		}
		add_key(block, c->k);
		return;
	}
	add_key(block, c->k);
	for (size_t i = AES_BLOCK; i < c->len; i += AES_BLOCK) {
		sub_bytes(block, false);
		shift_rows(block, false);
		if (i < c->len - AES_BLOCK)
			mix_columns(block, false);
		add_key(block, c->k + i);
	}
}
