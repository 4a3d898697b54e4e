/* SPDX-License-Identifier: MIT */
/* resource.c - the hole of tests/controls/hole, in a front without a jail. */
#include "tests/controls/hole/applets/certserve/resource.c"
