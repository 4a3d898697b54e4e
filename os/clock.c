/* SPDX-License-Identifier: MIT */
/* clock.c - what time the kernel says it is, and whether anything set it. */
#include "os/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/timex.h>

#include "os/clock_read.h"
#include "os/file.h"

int64_t clock_now(void)
{
	struct timespec t;

	return clock_read(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

/* Did the kernel take the time from a hardware clock at boot? Documentation/ABI/testing/rtc-cdev, rtc.rst: hctosys. */
static bool is_from_hardware(void)
{
	char path[] = "/sys/class/rtc/rtc0/hctosys", text[4];

	for (char *digit = path + sizeof "/sys/class/rtc/rtc" - 1; *digit <= '9'; ++*digit)
		if (file_small(AT_FDCWD, path, text, sizeof text) > 0 && text[0] == '1')
			return true;
	return false;
}

bool clock_is_set(void)
{
	struct timex t = { .modes = 0 };

	if (adjtimex(&t) >= 0 && (t.status & STA_UNSYNC) == 0)
		return true;
	return is_from_hardware();
}

int64_t clock_ticks_ms(void)
{
	struct timespec t;

	return clock_read(CLOCK_MONOTONIC, &t) == 0 ? (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 : 0;
}

void clock_sleep_ms(uint32_t ms)
{
	struct timespec t = { .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };

	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}
