/* SPDX-License-Identifier: MIT */
/* wipe.c - forgetting and comparing. */
#include "lib/wipe.h"

#include "tests/unit/tap.h"

int main(void)
{
	unsigned char a[32], b[32], zero[32] = { 0 };
	unsigned seen = 0;

	memset(a, 0xAA, sizeof a);
	wipe(a + 1, 30);
	ok(a[0] == 0xAA && a[31] == 0xAA, "bytes beside what is wiped stay");
	is_mem(a + 1, 30, zero, 30, "what is wiped is zero");
	wipe(NULL, 0);
	ok(true, "nothing can be wiped");
	memset(a, 7, sizeof a);
	memcpy(b, a, sizeof b);
	ok(wipe_same(a, b, sizeof a), "equal bytes are the same");
	for (size_t bit = 0; bit < 8 * sizeof a; bit++) {
		b[bit / 8] ^= (unsigned char)(1 << bit % 8);
		seen += !wipe_same(a, b, sizeof a);
		b[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	is_int(seen, 256, "a difference in any one bit is seen");
	ok(wipe_same(a, zero, 0), "no bytes are the same as none");
	return done_testing();
}
