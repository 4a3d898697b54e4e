/* SPDX-License-Identifier: MIT */
/*
 * lanes_cpu.c - in place of bignum's, in the test box and in tests: the machine's vectors, but none that CERTBOX_LANES (scalar,
 * avx2, avx512f or ifma) does not reach.
 */
#define lanes_features features_of_the_machine
#include "bignum/lanes_cpu.c" // NOLINT(bugprone-suspicious-include)
#undef lanes_features

#include <stdlib.h>
#include <string.h>

unsigned lanes_features(void);

unsigned lanes_features(void)
{
	static const char *const names[] = { "scalar", "avx2", "avx512f", "ifma" };
	const char *wanted = getenv("CERTBOX_LANES");

	if (!wanted)
		return features_of_the_machine();
	for (unsigned i = 0; i < 4; i++)
		if (strcmp(wanted, names[i]) == 0)
			return features_of_the_machine() & ((1U << i) - 1);
	abort();
}
