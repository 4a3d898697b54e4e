/* SPDX-License-Identifier: MIT */
/* des.c - triple DES, small and in constant time: one bit after the other, and no index is secret. */
#include "bearssl-glue/des.h"

#include <endian.h>
#include <string.h>

/* Permuted choices 1 and 2 of the standard: bits counted from the left, from 1. */
static const uint8_t CHOICE_1[56] = {
	57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
	63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
};
static const uint8_t CHOICE_2[48] = {
	14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
	41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
};

/* What permutation P puts at each place: a bit of which S-box, and that bit for the box's inputs from 0 to 31, from 32 to 63. */
static const uint8_t BOX[32] = {
	3, 1, 4, 5, 7, 2, 6, 4, 0, 3, 5, 6, 1, 4, 7, 2,
	0, 1, 5, 3, 7, 6, 0, 2, 4, 3, 7, 1, 5, 2, 0, 6,
};
static const uint32_t BITS[32][2] = {
	{ 0xc34998e7, 0x09b77c1a }, { 0x62949fc3, 0x746a8b74 }, { 0x4b76b948, 0xa4cd96d2 }, { 0xc9a4695b, 0xb44ab695 },
	{ 0x38c716b9, 0xc17abd24 }, { 0xa965569a, 0x4b8d9c63 }, { 0x497969a6, 0x348e9679 }, { 0x79e1348e, 0x429dcd6a },
	{ 0x86e67619, 0x869d497a }, { 0x692cce71, 0xacd1168f }, { 0x6d9216da, 0x52cbe13c }, { 0x99e643c3, 0x869cd966 },
	{ 0x69c3a659, 0xe196196e }, { 0x91666b96, 0x695b9ca1 }, { 0xc8f13f0c, 0xa71658a7 }, { 0x26f4794a, 0xd96a8635 },
	{ 0x497826bd, 0xb0c7871b }, { 0xb865168f, 0xcd235ad2 }, { 0x7c3ca34c, 0x95a36a59 }, { 0x74ca0e97, 0xcb69718c },
	{ 0x619c7c2b, 0x9f6281cd }, { 0x9e4b81f4, 0x6a95f41a }, { 0x609f1f29, 0x27e9d492 }, { 0x6b9c90d3, 0x96692d69 },
	{ 0x92f05d2b, 0xc70b39c6 }, { 0xed90583e, 0x92c3e719 }, { 0x596aa569, 0x394e96b1 }, { 0x9346c3e9, 0x68f93c16 },
	{ 0x15e69a69, 0xc69938d6 }, { 0x39c2b749, 0x76b9960c }, { 0x6f81b478, 0x917be906 }, { 0x2c96d966, 0x92c761f8 },
};

static uint64_t choose(uint64_t from, const uint8_t *places, size_t n)
{
	uint64_t r = 0;

	while (n-- > 0)
		r = r << 1 | (from >> (64 - *places++) & 1);
	return r;
}

/* The initial permutation, or its inverse. */
static uint64_t permute(uint64_t from, bool back)
{
	uint64_t r = 0;

	for (unsigned i = 0; i < 64; i++) {
		unsigned there = 8 * (i % 8) + 7 - (2 * (i / 8) + 1) % 9, here = 63 - i;

		r |= (from >> (back ? here : there) & 1) << (back ? there : here);
	}
	return r;
}

static uint32_t mangle(uint32_t half, uint64_t key)
{
	uint32_t r = 0;

	for (size_t i = 0; i < 32; i++) {
		unsigned turn = (4u * BOX[i] + 5) % 32;
		unsigned in = ((half << turn | half >> (32 - turn)) ^ (unsigned)(key >> (42 - 6 * BOX[i]))) & 63;
		uint32_t bits = BITS[i][0] ^ ((BITS[i][0] ^ BITS[i][1]) & (0 - (uint32_t)(in >> 5)));

		r = r << 1 | (bits >> (in & 31) & 1);
	}
	return r;
}

/* The middle one of the three works backwards. */
void des_init(void *keys, const uint8_t *key, size_t len)
{
	struct des *c = keys;

	for (size_t n = 0; n < 3; n++) {
		uint64_t k;

		memcpy(&k, key + 8 * n % len, 8);
		k = choose(be64toh(k), CHOICE_1, sizeof(CHOICE_1));
		for (size_t i = 0; i < 16; i++) {
			for (unsigned turns = 0x8103 >> i & 1 ? 1 : 2; turns > 0; turns--)
				k = (k << 1 & 0xffffffeffffffe) | (k >> 27 & 0x10000001);
			c->k[16 * n + (n == 1 ? 15 - i : i)] = choose(k << 8, CHOICE_2, sizeof(CHOICE_2));
		}
	}
}

void des_block(const void *keys, uint8_t *block, bool back)
{
	const struct des *c = keys;
	uint64_t v;

	memcpy(&v, block, 8);
	v = permute(be64toh(v), false);
	for (size_t i = 0; i < 48; i++) {
		uint32_t left = (uint32_t)(v >> 32), right = (uint32_t)v;

		left ^= mangle(right, c->k[back ? 47 - i : i]);
		v = i % 16 == 15 ? (uint64_t)left << 32 | right : (uint64_t)right << 32 | left;
	}
	v = htobe64(permute(v, true));
	memcpy(block, &v, 8);
}
