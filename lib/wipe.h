/* SPDX-License-Identifier: MIT */
/* wipe.h - forget secrets in a way the compiler keeps; compare without leaking. */
#ifndef LIB_WIPE_H
#define LIB_WIPE_H

#include <stdbool.h>
#include <stddef.h>

/* Set len bytes at p to zero; never optimised away. */
void wipe(void *p, size_t len);

/* Equal bytes? Time depends on len only. */
bool wipe_same(const void *a, const void *b, size_t len);

#endif
