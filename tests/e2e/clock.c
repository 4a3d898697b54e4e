/* SPDX-License-Identifier: MIT */
/*
 * clock.c - os/clock for the box that tests use: the same, but what time it is and whether it is set can be told by the
 * environment: CERTBOX_TEST_NOW, seconds since 1970; CERTBOX_TEST_SET, 1 or 0.
 */
#include <stdlib.h>

#define clock_now    kernel_now
#define clock_is_set kernel_is_set
#include "os/clock.c"
#undef clock_now
#undef clock_is_set

int64_t clock_now(void);
bool clock_is_set(void);

int64_t clock_now(void)
{
	const char *told = getenv("CERTBOX_TEST_NOW");

	return told != NULL ? (int64_t)strtoll(told, NULL, 10) : kernel_now();
}

bool clock_is_set(void)
{
	const char *told = getenv("CERTBOX_TEST_SET");

	return told != NULL ? *told == '1' : kernel_is_set();
}
