/* SPDX-License-Identifier: MIT */
/* room.c - heap memory, or a failure in words. */
#include "applets/room.h"

#include <stdlib.h>

void *room_more(void *old, size_t len, struct err *e)
{
	void *p = realloc(old, len);

	if (!p)
		err_set(e, ERR_FAIL, "out of memory");
	return p;
}

void *room_make(size_t len, struct err *e)
{
	return room_more(NULL, len, e);
}
