/* SPDX-License-Identifier: MIT */
/*
 * entropy.c - os/entropy for the box that tests use: the same, but CERTBOX_TEST_SEED in the environment, a number, stands for
 * what the kernel gives: keys and serials then follow from it, on any machine the same.
 */
#include <stdlib.h>

#define entropy_fill kernel_fill
#include "os/entropy.c"
#undef entropy_fill

int entropy_fill(void *out, size_t len, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e);

int entropy_fill(void *out, size_t len, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e)
{
	const char *told = getenv("CERTBOX_TEST_SEED");
	uint8_t *p = out;
	uint32_t x;

	if (told == NULL)
		return kernel_fill(out, len, wait_ms, waiting, ctx, e);
	x = (uint32_t)strtoul(told, NULL, 10);
	for (size_t i = 0; i < len; i++) {
		x = x * 1103515245 + 12345;
		p[i] = (uint8_t)(x >> 24);
	}
	return 0;
}
