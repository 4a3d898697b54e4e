/* SPDX-License-Identifier: MIT */
/*
 * clock.c - os/clock for the box that tests use: the same, but what time it is and whether it is set can be told by the
 * environment: CERTBOX_TEST_NOW, seconds since 1970, or the path of a file that says so and may change (mapped once: a process
 * without files looks at it, too); CERTBOX_TEST_SET, 1 or 0.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define clock_now    kernel_now
#define clock_is_set kernel_is_set
#include "os/clock.c"
#undef clock_now
#undef clock_is_set

int64_t clock_now(void);
bool clock_is_set(void);

/* Digits, to the end of the file or page. */
static const char *look(const char *path)
{
	static const char *seen;
	int fd;

	if (seen == NULL) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		seen = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
		close(fd);
	}
	return seen;
}

int64_t clock_now(void)
{
	const char *told = getenv("CERTBOX_TEST_NOW");

	if (told != NULL && *told == '/')
		told = look(told);
	return told != NULL ? (int64_t)strtoll(told, NULL, 10) : kernel_now();
}

bool clock_is_set(void)
{
	const char *told = getenv("CERTBOX_TEST_SET");

	return told != NULL ? *told == '1' : kernel_is_set();
}
