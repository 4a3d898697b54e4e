/* SPDX-License-Identifier: MIT */
/* certgen.h - the applet's row. */
#ifndef CERTGEN_CERTGEN_H
#define CERTGEN_CERTGEN_H

#include "applets/applet.h"

extern const struct applet certgen_applet;

#endif
