/* SPDX-License-Identifier: MIT */
/* lanes_avx512.c - one instruction set: AVX-512F, eight candidates at a time; nothing on other machines. */
#include "bignum/lanes.h"

#if defined(__x86_64__) && LIMB_WORD == 64
#pragma GCC target("avx512f")
#include <immintrin.h>

#define LANES 8
typedef uint64_t vec __attribute__((vector_size(64)));

static inline vec mul(vec a, vec b)
{
	return (vec)_mm512_mul_epu32((__m512i)a, (__m512i)b);
}

#include "bignum/lanes_square28.h"

#include "bignum/lanes_power.h"

static bool here(void)
{
	return (lanes_features() & LANES_HAVE_AVX512F) != 0;
}

const struct lanes_path lanes_avx512 = { LANES, DIGIT_BITS, here, two_power_half };
#else
const struct lanes_path lanes_avx512 = { 0, 0, 0, 0 };
#endif
