/* SPDX-License-Identifier: MIT */
/*
 * rsa_private.h - the RSA private operation by the Chinese remainder theorem (RFC 8017 5.1.2, 5.2.1), constant-time.
 *
 * No blinding: nothing here takes a time that depends on key or number. A fault in either half would give the key
 * away (Boneh, DeMillo and Lipton, 1997): the result leaves only when its e-th power is the number again.
 */
#ifndef BIGNUM_RSA_PRIVATE_H
#define BIGNUM_RSA_PRIVATE_H

#include "bignum/mont.h"

/*
 * The key: each number as many bytes as half of bits needs, rounded up, big-endian, the caller's; p and q of exactly half of bits,
 * rounded up, or one bit less; either the larger.
 */
struct rsa_private {
	unsigned bits; /* of p * q's length, 2048 to 4096; the product may be one bit shorter */
	uint32_t e;    /* public exponent, odd */
	const uint8_t *p, *q, *dp, *dq, *qinv;
};

struct rsa_private_half {
	struct mont mont;
	limb square[LIMB_MAX]; /* R^2 mod the prime */
	limb x[LIMB_MAX];      /* the number, in Montgomery's form */
	limb y[LIMB_MAX];      /* its power */
	limb exponent[LIMB_MAX];
};

/* About 16 KiB, the caller's. Secret: wiped before rsa_private_apply returns. */
struct rsa_private_work {
	struct rsa_private_half half[2]; /* p, q */
	struct mont_table table;
	limb x[2 * LIMB_MAX], n[2 * LIMB_MAX], t[2 * LIMB_MAX];
	limb qinv[LIMB_MAX];
};

/*
 * x = x^d mod n, as many bytes as bits need, big-endian. Returns 0. Returns -1, and x is all zeros, when bits is not of these, p or q is even, x is not below n, or the key's numbers do not belong together or a fault happened.
 */
int rsa_private_apply(const struct rsa_private *key, uint8_t *x, struct rsa_private_work *work);

#endif
