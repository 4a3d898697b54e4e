/* SPDX-License-Identifier: MIT */
/* lanes.c - the base-2 round for several candidates at once: into vectors and out of them. */
#include "bignum/lanes.h"

#include <string.h>

#include "lib/wipe.h"

void lanes_init(struct lanes *w, unsigned lanes, unsigned digit_bits, unsigned bits)
{
	memset(w, 0, sizeof *w);
	w->lanes = lanes;
	w->digit_bits = digit_bits;
	w->bits = bits;
	w->digits = (bits + 4 + digit_bits - 1) / digit_bits;
}

static void scatter(const struct lanes *w, uint64_t *to, unsigned lane, const limb *a)
{
	for (size_t i = 0; i < w->digits; i++)
		to[i * w->lanes + lane] = num_bits(a, LIMB_MAX, (unsigned)i * w->digit_bits, w->digit_bits);
}

void lanes_load(struct lanes *w, unsigned lane, const limb *m)
{
	limb wide[LIMB_MAX], one[LIMB_MAX];
	size_t n = LIMB_COUNT(w->bits);

	num_set(wide, LIMB_MAX, 0);
	num_set(one, LIMB_MAX, 0);
	num_move_if((limb)-1, wide, m, n);
	scatter(w, w->m, lane, wide);
	w->m0[lane] = ((limb)0 - num_invert_word(m[0])) & (((uint64_t)1 << w->digit_bits) - 1);
	num_power_of_two(one, m, n, w->bits, (unsigned)w->digits * w->digit_bits - w->bits);
	scatter(w, w->x, lane, one);
	wipe(wide, sizeof wide);
	wipe(one, sizeof one);
}

static void gather(const struct lanes *w, limb *a, size_t n, unsigned lane)
{
	num_set(a, n, 0);
	for (size_t i = 0; i < w->digits; i++) {
		unsigned at = (unsigned)i * w->digit_bits, shift = at % LIMB_BITS;
		limb2 v = (limb2)w->x[i * w->lanes + lane] << shift;

		a[at / LIMB_BITS] |= (limb)v & LIMB_MASK;
		if (at / LIMB_BITS + 1 < n)
			a[at / LIMB_BITS + 1] |= (limb)(v >> LIMB_BITS);
	}
}

/* x should be plus or minus 2^a, and mo's R is 2^b with b not below a: then x * 2^(b-a) / R is plus or minus 1, and at most m. */
limb lanes_verdict(const struct lanes *w, unsigned lane, struct mont *mo)
{
	unsigned a = (unsigned)w->digits * w->digit_bits, b = mo->bits + mo->slack;
	limb x[LIMB_MAX], unit[LIMB_MAX], yes;

	gather(w, x, mo->n, lane);
	num_set(unit, mo->n, (limb)1 << (b - a));
	mont_mul(mo, x, x, unit);
	num_set(unit, mo->n, 1);
	yes = num_equal(x, unit, mo->n);
	num_sub(x, mo->m, x, mo->n);
	yes |= num_equal(x, unit, mo->n);
	wipe(x, sizeof x);
	return yes;
}
