/* SPDX-License-Identifier: MIT */
/* release.c - when this certbox was made. */
#include "applets/release.h"

#define FIFTEEN_YEARS (INT64_C(15) * 31557600)

const int64_t release_date = CERTBOX_RELEASE_DATE;

bool release_covers(int64_t clock)
{
	return clock >= release_date && clock <= release_date + FIFTEEN_YEARS;
}
