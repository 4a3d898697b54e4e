/* SPDX-License-Identifier: MIT */
/*
 * num.h - plain numbers: n limbs of LIMB_BITS bits each, least significant first.
 *
 * Everything is constant-time: the time and the addresses depend on n, len, bits and on values called public, only.
 * Numbers are normalised (each limb below 2^LIMB_BITS) unless said otherwise. Outputs may be inputs, if not said.
 */
#ifndef BIGNUM_NUM_H
#define BIGNUM_NUM_H

#include "bignum/limb.h"

/* r = the len bytes at b, big-endian; n limbs must hold 8 * len bits. */
void num_from_bytes(limb *r, size_t n, const uint8_t *b, size_t len);

/* b = a, big-endian, len bytes; what does not fit is cut off. */
void num_to_bytes(uint8_t *b, size_t len, const limb *a, size_t n);

/* r = a where mask is all ones; unchanged where it is 0. */
void num_move_if(limb mask, limb *r, const limb *a, size_t n);

/* Exchange a and b where mask is all ones. */
void num_swap_if(limb mask, limb *a, limb *b, size_t n);

/* r = a + b modulo 2^(LIMB_BITS * n). Returns the carry, 0 or 1. */
limb num_add(limb *r, const limb *a, const limb *b, size_t n);

/* r = a - b modulo 2^(LIMB_BITS * n). Returns the borrow, 0 or 1: 1 means a < b. */
limb num_sub(limb *r, const limb *a, const limb *b, size_t n);

/* All ones when a < b, else 0. */
limb num_less(const limb *a, const limb *b, size_t n);

/* All ones when a = b, else 0. */
limb num_equal(const limb *a, const limb *b, size_t n);

/* r = r - m when r >= m; r < 2m makes it r mod m. */
void num_reduce_once(limb *r, const limb *m, size_t n);

/* r = 2^(bits + extra) mod m, where 2^(bits-2) < m < 2^bits. m secret, bits and extra public. */
void num_power_of_two(limb *r, const limb *m, size_t n, unsigned bits, unsigned extra);

/* r = a >> 1. */
void num_half(limb *r, const limb *a, size_t n);

/* The count bits of a from bit `at` on (both public, count at most LIMB_BITS); above a's limbs there are zeros. */
limb num_bits(const limb *a, size_t n, unsigned at, unsigned count);

/* r = the public value v. */
void num_set(limb *r, size_t n, limb v);

/* r = a * b, na + nb limbs; r must not overlap a or b. */
void num_mul(limb *r, const limb *a, size_t na, const limb *b, size_t nb);

/* r = a / d, which must divide a exactly; d odd, below 2^LIMB_BITS. */
void num_divide_exact(limb *r, const limb *a, size_t n, limb d);

/* The inverse of odd x modulo 2^LIMB_WORD. */
limb num_invert_word(limb x);

/* a = the greatest common divisor of a and b, b odd; both are used up. Takes 2 * LIMB_BITS * n steps always. */
void num_gcd(limb *a, limb *b, size_t n);

/* a mod 65537, below 65537. */
uint32_t num_mod_65537(const limb *a, size_t n);

#endif
