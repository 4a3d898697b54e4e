/* SPDX-License-Identifier: MIT */
/* rsa_make.h - make an RSA key: the one place that knows which generator is used. */
#ifndef BEARSSL_GLUE_RSA_MAKE_H
#define BEARSSL_GLUE_RSA_MAKE_H

#include "bearssl-glue/key.h"
#include "bearssl-glue/rng.h"

/*
 * Fill in p > q, dp, dq, qinv, n and e = 65537 of a modulus of exactly bits (KEY_RSA_MIN_BITS to
 * KEY_RSA_MAX_BITS, even). progress (may be NULL) is called at least once a candidate. 0 or -1; k is the caller's to wipe.
 */
int rsa_make(unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *k);

#endif
