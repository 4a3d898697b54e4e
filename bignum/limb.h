/* SPDX-License-Identifier: MIT */
/*
 * limb.h - the digit all numbers of this room are made of, least significant first.
 *
 * A limb holds fewer bits than its word: 60 of 64 where the compiler has 128-bit integers, else 28 of 32. So a column
 * of products needs one double word and no third for carries (`mul add adc`, or one `umlal` on ARM), numbers below a
 * small multiple of the modulus need no last subtraction, and vector code (28 bits) works the same way.
 * Compared with full 64-bit limbs: a fifth more products, the same time on x86-64, a third less on 32-bit machines.
 * A column is at most 70 products of 120 bits, or 148 of 56: it fits.
 */
#ifndef BIGNUM_LIMB_H
#define BIGNUM_LIMB_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SIZEOF_INT128__) && !defined(LIMB_FORCE_32)
typedef uint64_t limb;
typedef int64_t limb_signed;
__extension__ typedef unsigned __int128 limb2;
#define LIMB_WORD 64 /* bits of a limb's word */
#define LIMB_BITS 60 /* bits of it that are used */
#else
typedef uint32_t limb;
typedef int32_t limb_signed;
typedef uint64_t limb2;
#define LIMB_WORD 32
#define LIMB_BITS 28
#endif

#define LIMB_MASK (((limb)1 << LIMB_BITS) - 1)

/* Limbs of a modulus of `bits` bits, with at least 4 bits to spare (mont.c says what they are for). */
#define LIMB_COUNT(bits) (((size_t)(bits) + 4 + LIMB_BITS - 1) / LIMB_BITS)
#define LIMB_MAX LIMB_COUNT(2048)

/* All ones when x is zero, else 0. */
static inline limb limb_is_zero(limb x)
{
	return (limb)(((x | ((limb)0 - x)) >> (LIMB_WORD - 1)) - 1);
}

/* a where mask is all ones, b where it is 0. */
static inline limb limb_pick(limb mask, limb a, limb b)
{
	return b ^ (mask & (a ^ b));
}

#endif
