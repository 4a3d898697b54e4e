/* SPDX-License-Identifier: MIT */
/* offer.c - what the keeper lets the front show. */
#include "applets/certserve/offer.h"

#include <string.h>
#include <sys/mman.h>

struct offers *offers_map(void)
{
	void *p = mmap(NULL, sizeof(struct offers), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

int offers_lock(struct offers *o)
{
	return mprotect(o, sizeof *o, PROT_READ);
}

void offer_begin(struct offer *o, uint32_t generation)
{
	memset(o, 0, offsetof(struct offer, room));
	o->generation = generation;
}

int offer_add(struct offer *o, const void *p, size_t len, struct offer_part *part)
{
	if (len > OFFER_ROOM - o->used)
		return -1;
	if (len > 0)
		memcpy(o->room + o->used, p, len);
	*part = (struct offer_part){ o->used, (uint32_t)len };
	o->used += (uint32_t)len;
	return 0;
}
