/* SPDX-License-Identifier: MIT */
/* room.h - heap memory, or a failure in words. */
#ifndef APPLETS_ROOM_H
#define APPLETS_ROOM_H

#include <stddef.h>

#include "lib/err.h"

/* malloc(len), the caller's to free; NULL with "out of memory". */
void *room_make(size_t len, struct err *e);
/* realloc(old, len); NULL with "out of memory", and old as it was. */
void *room_more(void *old, size_t len, struct err *e);

#endif
