/* SPDX-License-Identifier: MIT */
/* clock_read.h - clock_gettime(2) without libc's search for the vDSO's, 1 KB of code: few calls want the time. */
#ifndef OS_CLOCK_READ_H
#define OS_CLOCK_READ_H

#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* 0 or -1 with errno. Where the kernel's struct is not libc's, libc converts. */
static inline int clock_read(clockid_t clock, struct timespec *t)
{
#if UINTPTR_MAX > UINT32_MAX
	return (int)syscall(SYS_clock_gettime, clock, t);
#else
	return clock_gettime(clock, t);
#endif
}

#endif
