/* SPDX-License-Identifier: MIT */
/* table.c - the applets in this box: applets.inc, made from config.mk's APPLETS, has one X(name) for each. */
#include <stddef.h>

#include "applets/applet.h"

#define X(name) extern const struct applet name##_applet;
#include "applets.inc"
#undef X

#define X(name) &name##_applet,
const struct applet *const applet_table[] = {
#include "applets.inc"
	NULL
};
#undef X
