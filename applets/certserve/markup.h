/* SPDX-License-Identifier: MIT */
/* markup.h - text inside of HTML and XML. */
#ifndef APPLETS_CERTSERVE_MARKUP_H
#define APPLETS_CERTSERVE_MARKUP_H

#include "lib/text.h"

/*
 * s with & < > " ' as numbers, good for elements and quoted attributes. When it is no clean UTF-8 (text_is_clean_utf8), all
 * but ASCII and line ends become '?'.
 */
void markup_add(struct text *t, const char *s);

#endif
