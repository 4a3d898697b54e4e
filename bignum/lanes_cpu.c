/* SPDX-License-Identifier: MIT */
/* lanes_cpu.c - one instruction set: asks an x86 processor which vectors it has; nothing on other machines. */
#include "bignum/lanes.h"

#if defined(__x86_64__)
#pragma GCC target("xsave")
#include <cpuid.h>
#include <immintrin.h>

/* Intel SDM 1, 14.3 and 15.2 to 15.4: leaf 7 names the instructions, XCR0 the registers the system saves. */
unsigned lanes_features(void)
{
	const unsigned xsave = 1U << 27, ymm = 6, zmm = 0xe6;
	unsigned a, b, c, d, saved, found = 0;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & xsave))
		return 0;
	saved = (unsigned)_xgetbv(0);
	if ((saved & ymm) != ymm || !__get_cpuid_count(7, 0, &a, &b, &c, &d))
		return 0;
	if (b & bit_AVX2)
		found |= LANES_HAVE_AVX2;
	if ((saved & zmm) != zmm || !(b & bit_AVX512F))
		return found;
	return found | LANES_HAVE_AVX512F | (b & bit_AVX512IFMA ? LANES_HAVE_IFMA : 0);
}
#else
unsigned lanes_features(void)
{
	return 0;
}
#endif
