/* SPDX-License-Identifier: MIT */
/*
 * lanes.h - the base-2 round for several candidates at once, one in each lane of a vector.
 *
 * A number is an array of vectors: digit i of all candidates, then digit i + 1. The work is in the files for one
 * instruction set; this is what they share. Digits have 28 bits (32 x 32 -> 64-bit products) or 52 (IFMA).
 */
#ifndef BIGNUM_LANES_H
#define BIGNUM_LANES_H

#include <stdbool.h>
#include <stdint.h>

#include "bignum/mont.h"

#define LANES_MAX 8
#define LANES_DIGITS (74 + 6) /* 2048 bits in 28-bit digits, and zeros above so that tiles of 2 x 4 may overlap */

/* Aligned for the widest vector. Secret: the caller wipes it. */
struct lanes {
	unsigned lanes, digit_bits;
	unsigned bits;   /* of each modulus, top bit set */
	size_t digits;   /* of each number */
	_Alignas(64) uint64_t m[LANES_DIGITS * LANES_MAX];
	_Alignas(64) uint64_t x[LANES_DIGITS * LANES_MAX];
	_Alignas(64) uint64_t twice[LANES_DIGITS * LANES_MAX];
	_Alignas(64) uint64_t q[LANES_DIGITS * LANES_MAX];
	_Alignas(64) uint64_t m0[LANES_MAX];    /* -1/m modulo 2^digit_bits */
	_Alignas(64) uint64_t shift[LANES_MAX]; /* the exponents' digits in hand */
};

/* Begin a batch: `lanes` numbers of `bits` bits in digits of digit_bits bits. */
void lanes_init(struct lanes *w, unsigned lanes, unsigned digit_bits, unsigned bits);

/* m becomes the modulus of one lane, and 1 in Montgomery's form its x. */
void lanes_load(struct lanes *w, unsigned lane, const limb *m);

/* Is the lane's x, as two_power_half leaves it, 1 or -1? mo is of the lane's modulus. All ones or 0. */
limb lanes_verdict(const struct lanes *w, unsigned lane, struct mont *mo);

/* One instruction set: is it here, and x := 2^((m-1)/2) in Montgomery's form, below 2^16 * m, in all lanes. */
struct lanes_path {
	unsigned lanes, digit_bits;
	bool (*here)(void);
	void (*two_power_half)(struct lanes *w);
};

/* Machine and system offer AVX2, AVX-512F and IFMA; what gcc's __builtin_cpu_supports says, without its 4 KiB. */
enum lanes_feature {
	LANES_HAVE_AVX2 = 1,
	LANES_HAVE_AVX512F = 2,
	LANES_HAVE_IFMA = 4
};
unsigned lanes_features(void);

extern const struct lanes_path lanes_avx2, lanes_avx512, lanes_ifma;

#endif
