/* SPDX-License-Identifier: MIT */
/* entropy.h - random bytes once the kernel's generator is seeded; waiting is bounded. */
#ifndef OS_ENTROPY_H
#define OS_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

/*
 * getrandom(2), never before it is seeded. waiting(ctx) is called once after 2 s. After wait_ms: ERR_FAIL
 * "the kernel has no entropy after 60 s". Never anything weaker (no ENOSYS fall back).
 */
int entropy_fill(void *out, size_t len, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e);

#endif
