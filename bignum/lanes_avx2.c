/* SPDX-License-Identifier: MIT */
/* lanes_avx2.c - one instruction set: AVX2, four candidates at a time; nothing on other machines. */
#include "bignum/lanes.h"

#if defined(__x86_64__) && LIMB_WORD == 64
#pragma GCC target("avx2")
#include <immintrin.h>

#define LANES 4
typedef uint64_t vec __attribute__((vector_size(32)));

static inline vec mul(vec a, vec b)
{
	return (vec)_mm256_mul_epu32((__m256i)a, (__m256i)b);
}

#include "bignum/lanes_square28.h"

#include "bignum/lanes_power.h"

static bool here(void)
{
	return (lanes_features() & LANES_HAVE_AVX2) != 0;
}

const struct lanes_path lanes_avx2 = { LANES, DIGIT_BITS, here, two_power_half };
#else
const struct lanes_path lanes_avx2 = { 0, 0, 0, 0 };
#endif
