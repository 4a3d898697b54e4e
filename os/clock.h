/* SPDX-License-Identifier: MIT */
/* clock.h - what time the kernel says it is, and whether anything set it. */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970 UTC by CLOCK_REALTIME. */
int64_t clock_now(void);
/* adjtimex(2): the kernel calls the clock synchronised; or a hardware clock set it at boot (hctosys of any /sys/class/rtc/rtcN is 1). */
bool clock_is_set(void);
/* Milliseconds of CLOCK_MONOTONIC, for deadlines. */
int64_t clock_ticks_ms(void);
void clock_sleep_ms(uint32_t ms);

#endif
