/* SPDX-License-Identifier: MIT */
/* mark.h - how certbox knows its own certificates and temporaries again without a state file. */
#ifndef CERTGEN_MARK_H
#define CERTGEN_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/der.h"

#define MARK_RANDOM_LEN 9
#define MARK_SERIAL_LEN 17

enum mark { MARK_NONE, MARK_NORMAL, MARK_PROVISIONAL, MARK_CA };

/*
 * A serial number (SPEC 2): 72 random bits, then 64 bits of SHA-256 over a label,
 * the kind, those bits and the SPKI. The first bit is cleared and the second set, so
 * that every serial is positive and of 17 octets (RFC 5280 4.1.2.2 allows 20).
 */
void mark_serial(enum mark kind, const uint8_t random[static MARK_RANDOM_LEN], struct view spki, uint8_t out[static MARK_SERIAL_LEN]);

/* Whose certificate is this? The kind its serial proves for this SPKI (header included), or MARK_NONE. */
enum mark mark_of(struct view serial, struct view spki);

#define MARK_TEMP_RANDOM_LEN 8
#define MARK_TEMP_NAME_LEN 46 /* ".certbox-" 32 hex ".new" NUL */

/*
 * The name of a temporary: ".certbox-", 8 random octets and 8 of SHA-256 over a label,
 * the place and those, in hex, ".new". place is "" for files in DIR itself, DIR's path for files
 * outside it, so that two sets sharing a folder leave each other's alone.
 */
void mark_temp_name(const uint8_t random[static MARK_TEMP_RANDOM_LEN], const char *place, char out[static MARK_TEMP_NAME_LEN]);
bool mark_is_temp_name(const char *name, const char *place);

#endif
