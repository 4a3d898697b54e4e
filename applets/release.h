/* SPDX-License-Identifier: MIT */
/* release.h - when this certbox was made: no clock is right that says it was earlier. */
#ifndef APPLETS_RELEASE_H
#define APPLETS_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970 (config.mk, SOURCE_DATE_EPOCH). */
extern const int64_t release_date;

/* From then to 15 years after: a clock may be believed (SPEC 2). */
bool release_covers(int64_t clock);

#endif
