/* SPDX-License-Identifier: MIT */
/* name_hash.h - a Name as OpenSSL compares and hashes it. */
#ifndef X509_NAME_HASH_H
#define X509_NAME_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/der.h"

#define NAME_CANONICAL_MAX 1920 /* two of them fit in a frame */

/*
 * OpenSSL's canonical encoding (x509_name_canon; x_name.c), whose SHA-1 names the files of a CApath: the RDNs without
 * the outer SEQUENCE; strings as UTF8String, blanks at the ends dropped, those between made one, ASCII letters in lower
 * case; other values as they are; each SET in order. Octets, or -1: no Name, or over NAME_CANONICAL_MAX.
 */
int name_canonical(struct view name, uint8_t out[static NAME_CANONICAL_MAX]);

/*
 * Does a Name begin with all RDNs of another (RFC 5280 4.2.1.10), each compared in that form, which is 7.1's but for what is
 * folded beyond ASCII? 1 or 0; -1 when either is no Name, or too large to tell.
 */
int name_within(struct view name, struct view base);
/* The same Name, so compared (RFC 5280 7.1)? */
bool name_same(struct view a, struct view b);

#endif
