/* SPDX-License-Identifier: MIT */
/* rsa_make.h - make an RSA key of two primes that somebody finds. */
#ifndef BEARSSL_GLUE_RSA_MAKE_H
#define BEARSSL_GLUE_RSA_MAKE_H

#include "bearssl-glue/key.h"
#include "bearssl-glue/rng.h"

/*
 * Fill in p > q, dp, dq, qinv, n and e = 65537 of a modulus of exactly bits: 2048, 3072 or 4096. 0 or -1; k is the
 * caller's to wipe.
 */
int rsa_make(unsigned bits, struct rng *r, const struct key_primes *primes, struct key *k);

#endif
