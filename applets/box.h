/* SPDX-License-Identifier: MIT */
/* box.h - what the box does by its own name: certbox --list, --install and so on. */
#ifndef APPLETS_BOX_H
#define APPLETS_BOX_H

#include "applets/applet.h"

/* The box's own options, for man/; their number is checked in box.c. */
#define BOX_OPTIONS 6
extern const struct option box_options[BOX_OPTIONS];

#define BOX_NOT_FOUND 127 /* exit code of a name that is no applet, as a shell's */

/* The applet a path's last part names, or NULL. */
const struct applet *box_find(const char *path);
/* A path's last part. */
const char *box_base(const char *path);
/* `certbox`, alone or with options of its own. As struct applet's run. */
int box_run(int argc, char **argv, struct err *e);

#endif
