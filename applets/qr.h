/* SPDX-License-Identifier: MIT */
/* qr.h - a QR code (ISO/IEC 18004) of characters, two squares above each other in each. */
#ifndef APPLETS_QR_H
#define APPLETS_QR_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/text.h"

#define QR_VERSION_MAX 10     /* 57 squares: with its margin 33 lines of 65 columns; 271 octets, or 395 capitals and digits */
#define QR_TEXT 8192          /* bytes that hold any of them, in colour */

#define QR_CODE 408           /* octets of a code's squares */

/* Squares a side of text's QR code, its smallest, of at least level L; 0: too long for QR_VERSION_MAX. */
int qr_make(uint8_t code[static QR_CODE], const char *text);
/* Of a code that was made; outside of it all is light. */
bool qr_dark(const void *code, int x, int y);

/*
 * Draw text as a QR code of the smallest size and at least level L, margin of four squares included: lines, each
 * ended. Light squares are drawn (U+2588, U+2580, U+2584), dark ones left blank, for light letters on a dark
 * ground; `colour` makes that ground by SGR sequences, for any terminal. 0, or -1 with ERR_FAIL: too long for
 * QR_VERSION_MAX.
 */
int qr_add(struct text *t, const char *text, bool colour, struct err *e);

#endif
