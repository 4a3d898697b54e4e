/* SPDX-License-Identifier: MIT */
/* lanes_cpu.c - in place of bignum's, where all vectors are plain C: they are there. */
#include "bignum/lanes.h"

unsigned lanes_features(void)
{
	return LANES_HAVE_AVX2 | LANES_HAVE_AVX512F | LANES_HAVE_IFMA;
}
