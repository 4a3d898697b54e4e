/* SPDX-License-Identifier: MIT */
/*
 * ecdsa.h - keys, signatures and their checks on a curve (FIPS 186-4 6, SEC 1 4.1), constant-time.
 *
 * Numbers modulo n, the number of points, are curve->len bytes, big-endian; a point is 04 x y; a signature r and s. The room is
 * the caller's and wiped before return.
 */
#ifndef BIGNUM_ECDSA_H
#define BIGNUM_ECDSA_H

#include "bignum/ec.h"

/* Is 0 < x < n? */
bool ecdsa_in_range(const struct ec_curve *curve, const uint8_t *x);

/*
 * out = the number a hash stands for: its first len octets, modulo n (RFC 6979 2.3.2, bits2octets 2.3.4). hash has at most 64
 * octets, or is a coordinate. out may be hash.
 */
void ecdsa_number(const struct ec_curve *curve, uint8_t *out, const uint8_t *hash, size_t len);

/* point = d * G; false when d is not in range. */
bool ecdsa_public(struct ec *room, const struct ec_curve *curve, const uint8_t *d, uint8_t *point);

/*
 * rs = the signature of z (ecdsa_number) by d, in range, with the nonce k: secret, and never another one's (RFC 6979 3.2).
 * false when k is not in range or gives no signature: then another k is to be taken.
 */
bool ecdsa_sign(struct ec *room, const struct ec_curve *curve, const uint8_t *d, const uint8_t *z, const uint8_t *k, uint8_t *rs);

/* Is rs a signature of z under point? false, too, when point is none. All of it is public. */
bool ecdsa_verify(struct ec *room, const struct ec_curve *curve, const uint8_t *point, const uint8_t *z, const uint8_t *rs);

#endif
