/* SPDX-License-Identifier: MIT */
/*
 * immintrin.h - in place of the compiler's: the AVX-512 instructions that bignum names, in plain C, so that its text runs under
 * valgrind, which knows none of them (constant-time.t).
 */
#ifndef TESTS_RSA_SOFT_IMMINTRIN_H
#define TESTS_RSA_SOFT_IMMINTRIN_H

#include <stdint.h>

#define SOFT static inline __attribute__((always_inline, unused))
#define SOFT_52 (((uint64_t)1 << 52) - 1)
typedef long long __m512i __attribute__((vector_size(64)));
typedef uint64_t soft_lanes __attribute__((vector_size(64)));
__extension__ typedef unsigned __int128 soft_product;

SOFT __m512i _mm512_mul_epu32(__m512i a, __m512i b)
{
	return (__m512i)(((soft_lanes)a & 0xffffffff) * ((soft_lanes)b & 0xffffffff));
}

SOFT __m512i soft_madd52(__m512i sum, __m512i a, __m512i b, int shift)
{
	soft_lanes r = (soft_lanes)sum, x = (soft_lanes)a & SOFT_52, y = (soft_lanes)b & SOFT_52;

	for (int i = 0; i < 8; i++)
		r[i] += (uint64_t)((soft_product)x[i] * y[i] >> shift) & SOFT_52;
	return (__m512i)r;
}

SOFT __m512i _mm512_madd52lo_epu64(__m512i sum, __m512i a, __m512i b)
{
	return soft_madd52(sum, a, b, 0);
}

SOFT __m512i _mm512_madd52hi_epu64(__m512i sum, __m512i a, __m512i b)
{
	return soft_madd52(sum, a, b, 52);
}

#endif
