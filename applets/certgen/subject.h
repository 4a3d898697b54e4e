/* SPDX-License-Identifier: MIT */
/* subject.h - the subject a leaf and a CA get. */
#ifndef CERTGEN_SUBJECT_H
#define CERTGEN_SUBJECT_H

#include "applets/certgen/names.h"
#include "applets/certgen/wishes.h"
#include "x509/name.h"

/* The leaf's: as given, with the first name as CN where it has none (left out when over 64 characters). Bytes in out. */
size_t subject_leaf(const struct wishes *w, const struct names *l, uint8_t out[static NAME_MAX_DER]);

/* Is this subject the given one, be its CN given or added? True when none was given. */
bool subject_as_wished(const struct wishes *w, struct view subject);

/*
 * The CA's: as given, else CN "FIRST CA HEX": first label of the first name (44 characters at most; "certbox" without one), and
 * the first 8 octets of the SHA-256 of its SPKI in hex, so that no two CAs share a name.
 */
size_t subject_ca(const struct wishes *w, const struct names *l, struct view spki, uint8_t out[static NAME_MAX_DER]);

#endif
