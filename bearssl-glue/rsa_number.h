/* SPDX-License-Identifier: MIT */
/* rsa_number.h - the little arithmetic on RSA's numbers that BearSSL does not offer, for this room only. */
#ifndef BEARSSL_GLUE_RSA_NUMBER_H
#define BEARSSL_GLUE_RSA_NUMBER_H

#include <bearssl.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/key.h"

/* Bits of a big-endian number without leading zeros. */
unsigned rsa_bits(const uint8_t *v, size_t len);

/* out = v of len octets, big-endian. 0, or -1 when it does not fit. Leading zeros are dropped. */
int rsa_number_set(struct rsa_number *out, const uint8_t *v, size_t len);

/*
 * out = the inverse of e modulo m, both of len octets, big-endian; e odd, at least 3; m > e.
 * Constant time for a given e and len. 0, or -1 when there is none. out and m must not overlap.
 */
int rsa_invert_exponent(uint32_t e, const uint8_t *m, size_t len, uint8_t *out);

/*
 * Do the numbers of k (its bits filled in) and the private exponent d belong together? p * q = n, primes of half
 * n's size, dp, dq and d inverses of e, qinv of q. 0 or -1. Constant time for a given key size, or nearly so.
 * BearSSL 0.6 does not serve: compute_pubexp wants primes that are 3 modulo 4, compute_modulus has no room for 4096 bits.
 */
int rsa_check(const struct key *k, struct view d);

/*
 * The private exponent: the inverse of e modulo (p-1)(q-1)/2, k->n_len octets, big-endian, leading zeros possible.
 * For most keys that is RFC 8017's smallest, modulo lcm(p-1, q-1); it always serves as one. 0 or -1.
 */
int rsa_private_exponent(const struct key *k, uint8_t d[static KEY_RSA_MAX_BITS / 8]);

/* The public exponent in four octets, big-endian: leading zeros are the reader's to drop. */
void rsa_exponent(const struct key *k, uint8_t e[static 4]);

/* k as BearSSL wants it: views into k, read only in fact. */
void rsa_view(const struct key *k, br_rsa_private_key *out);

#endif
