/* SPDX-License-Identifier: MIT */
/* begin.h - how an applet's run begins: its options, --help, --config, its voice. */
#ifndef APPLETS_BEGIN_H
#define APPLETS_BEGIN_H

#include "applets/applet.h"
#include "applets/say.h"

/* What the last rows of such an applet's options are, counted from behind. */
enum { BEGIN_HELP = 1, BEGIN_VERBOSE, BEGIN_QUIET, BEGIN_CONFIG };

/*
 * Read argv by the applet's table into a, whose given and cap are the caller's and all else is zero; then --config's file (config.h).
 * *s speaks as the applet, as loud as they say: -q before -v. 0: go on. Else --help was answered, or something failed: run returns
 * e->kind.
 */
int applet_begin(const struct applet *applet, int argc, char **argv, struct args *a, struct say *s, struct err *e);

#endif
