/* SPDX-License-Identifier: MIT */
/* durable.c - a control: a failed close goes unnoticed. Tests must catch it. */
#include <unistd.h>

static int close_deaf(int fd)
{
	(void)close(fd);
	return 0;
}

#define close(fd) close_deaf(fd)
#include "os/durable.c"
