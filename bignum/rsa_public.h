/* SPDX-License-Identifier: MIT */
/* rsa_public.h - the RSA public operation (RFC 8017 5.2.2); all of it is public. */
#ifndef BIGNUM_RSA_PUBLIC_H
#define BIGNUM_RSA_PUBLIC_H

#include <stdbool.h>

#include "bignum/num.h"

#define RSA_PUBLIC_LEN_MAX 1024
#define RSA_PUBLIC_LIMBS   LIMB_COUNT(8 * RSA_PUBLIC_LEN_MAX)

/* The caller's. */
struct rsa_public_work {
	size_t n;
	limb m0; /* -1/m mod 2^LIMB_BITS */
	limb m[RSA_PUBLIC_LIMBS], x[RSA_PUBLIC_LIMBS], y[RSA_PUBLIC_LIMBS], t[RSA_PUBLIC_LIMBS];
};

/*
 * x = x^e mod n, len bytes each, big-endian, at most RSA_PUBLIC_LEN_MAX. false, and x is as it was, unless n is odd, without zeros
 * before it, and above x, and e > 0.
 */
bool rsa_public_apply(const uint8_t *n, size_t len, uint32_t e, uint8_t *x, struct rsa_public_work *work);

#endif
