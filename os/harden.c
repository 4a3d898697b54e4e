/* SPDX-License-Identifier: MIT */
/* harden.c - start as a program that holds secrets should. */
#include "os/harden.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void harden_process(void)
{
	struct rlimit none = { 0, 0 };

	/* musl's setrlimit brings what tells other threads; there are none */
	prlimit(0, RLIMIT_CORE, &none, NULL);
	syscall(SYS_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0);
	umask(S_IRWXG | S_IRWXO);
}

void harden_lock(void *p, size_t len)
{
	(void)mlock(p, len);
}

void harden_release(void *p, size_t len)
{
	uintptr_t page = (uintptr_t)getpagesize(), start = ((uintptr_t)p + page - 1) / page * page, end = ((uintptr_t)p + len) / page * page;

	if (start >= end)
		return;
	munlock((void *)start, end - start);
	madvise((void *)start, end - start, MADV_DONTNEED);
}
