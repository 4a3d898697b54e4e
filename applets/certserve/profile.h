/* SPDX-License-Identifier: MIT */
/* profile.h - an Apple configuration profile (.mobileconfig) that installs one CA. */
#ifndef APPLETS_CERTSERVE_PROFILE_H
#define APPLETS_CERTSERVE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

#define PROFILE_SHA256 32

struct profile {
	const char *name;       /* the CA's name, plain text, for people */
	const uint8_t *der;     /* the CA */
	size_t der_len;
	const uint8_t *sha256;  /* of der */
	bool ca;
};

/*
 * A property list in XML with one payload com.apple.security.root (Apple, Configuration Profile Reference). Its two UUIDs
 * (RFC 9562 5.8, version 8) are the hash's halves, so a profile that is fetched again replaces itself and no other; its
 * description shows the fingerprint where people agree to it. 0, or -1: not of a CA (nothing is written: devices would not
 * trust it), or t has no room for it (what is in it is worthless): 4 bytes for 3 of der, 2 KiB, and name up to 25 times.
 */
int profile_write(struct text *t, const struct profile *p);

#endif
