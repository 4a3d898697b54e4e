/* SPDX-License-Identifier: MIT */
/* chacha20.c - a stream of random bytes from a seed. */
#include "bignum/chacha20.h"

#include <string.h>

#include "lib/wipe.h"

static uint32_t little32(const uint8_t *b)
{
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

void chacha20_init(struct chacha20 *c, const uint8_t key[static CHACHA20_KEY_LEN],
	const uint8_t nonce[static CHACHA20_NONCE_LEN], uint32_t counter)
{
	static const uint8_t sigma[16] = { 'e', 'x', 'p', 'a', 'n', 'd', ' ', '3', '2', '-', 'b', 'y', 't', 'e', ' ', 'k' };

	for (size_t i = 0; i < 4; i++)
		c->state[i] = little32(sigma + 4 * i);
	for (size_t i = 0; i < 8; i++)
		c->state[4 + i] = little32(key + 4 * i);
	c->state[12] = counter;
	for (size_t i = 0; i < 3; i++)
		c->state[13 + i] = little32(nonce + 4 * i);
	c->used = CHACHA20_BLOCK_LEN;
}

static uint32_t rotate(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

static void quarter(uint32_t *x, size_t a, size_t b, size_t c, size_t d)
{
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 7);
}

static void next_block(struct chacha20 *c)
{
	uint32_t x[16];

	memcpy(x, c->state, sizeof x);
	for (int i = 0; i < 10; i++) {
		for (size_t j = 0; j < 4; j++)
			quarter(x, j, 4 + j, 8 + j, 12 + j);
		for (size_t j = 0; j < 4; j++)
			quarter(x, j, 4 + (j + 1) % 4, 8 + (j + 2) % 4, 12 + (j + 3) % 4);
	}
	for (size_t i = 0; i < 16; i++) {
		uint32_t v = x[i] + c->state[i];

		for (unsigned b = 0; b < 4; b++)
			c->block[4 * i + b] = (uint8_t)(v >> 8 * b);
	}
	c->state[12]++;
	c->used = 0;
	wipe(x, sizeof x);
}

void chacha20_read(struct chacha20 *c, void *out, size_t len)
{
	uint8_t *to = out;

	while (len > 0) {
		size_t some;

		if (c->used == CHACHA20_BLOCK_LEN)
			next_block(c);
		some = CHACHA20_BLOCK_LEN - c->used;
		if (some > len)
			some = len;
		memcpy(to, c->block + c->used, some);
		wipe(c->block + c->used, some);
		c->used += some;
		to += some;
		len -= some;
	}
}
