/* SPDX-License-Identifier: MIT */
/* reveal.c - in place of bignum's: what passes the door is public from then on, for valgrind. */
#include "bignum/reveal.h"

#include <valgrind/memcheck.h>

bool reveal(limb secret)
{
	VALGRIND_MAKE_MEM_DEFINED(&secret, sizeof secret);
	return secret != 0;
}
