/* SPDX-License-Identifier: MIT */
/*
 * field.h - numbers modulo a curve's prime or the number of its points, in Montgomery's form, constant-time.
 *
 * What is added need not be reduced: field_mul and its kin take factors a and b with a * b below 2^FIELD_SLACK * m * m and give
 * a product below 2m.
 */
#ifndef BIGNUM_FIELD_H
#define BIGNUM_FIELD_H

#include "bignum/mont.h"

#define FIELD_LIMBS   LIMB_COUNT(521)
#define FIELD_LEN_MAX 66 /* bytes of a number */
#define FIELD_SLACK   8  /* the least that mont.slack is: of P-384, with 28-bit limbs */

typedef limb field_number[FIELD_LIMBS];

/* The caller wipes it. */
struct field {
	struct mont mont;
	size_t len;        /* bytes of a number */
	field_number form; /* R^2: times it is into Montgomery's form */
};

/* modulus: big-endian, odd, of exactly bits bits: 256, 384 or 521. */
void field_init(struct field *f, const uint8_t *modulus, unsigned bits);

/* r = the number at p, big-endian; it may be above the modulus. All ones when it is below, else 0. */
limb field_take(struct field *f, limb *r, const uint8_t *p);

/* p = r, below the modulus, big-endian; r < R is used up. All ones when it is 0, else 0. */
limb field_give(struct field *f, uint8_t *p, limb *r);

/* r = 1/a, and 0 of 0; a is a factor for 2m, and not r. The modulus is a prime, and public. */
void field_invert(struct field *f, limb *r, const limb *a);

#endif
