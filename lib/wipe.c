/* SPDX-License-Identifier: MIT */
/* wipe.c - forget secrets, compare without leaking. */
#include "lib/wipe.h"

#include <string.h>

void wipe(void *p, size_t len)
{
	if (len > 0)
		explicit_bzero(p, len);
}

bool wipe_same(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a, *y = b;
	/* volatile: or the compiler may see that one difference decides, and leave early */
	volatile unsigned char differ = 0;

	for (size_t i = 0; i < len; i++)
		differ = (unsigned char)(differ | (x[i] ^ y[i]));
	return differ == 0;
}
