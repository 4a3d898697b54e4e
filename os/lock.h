/* SPDX-License-Identifier: MIT */
/* lock.h - one writer at a time: flock(2) on a file. */
#ifndef OS_LOCK_H
#define OS_LOCK_H

#include <stdint.h>

#include "lib/err.h"

/*
 * Lock dirfd/name (created 600, O_NOFOLLOW, regular file). Waits at most wait_ms, polling; waiting(ctx) is called once after 2 s.
 * Returns the descriptor (closing it unlocks), -1 on failure (busy: ERR_FAIL "another run holds …"),
 * -2 when the file system is read-only or may not be written and the lock does not exist: e is untouched.
 */
int lock_take(int dirfd, const char *name, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e);

#endif
