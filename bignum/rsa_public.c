/* SPDX-License-Identifier: MIT */
/*
 * rsa_public.c - the RSA public operation.
 *
 * In Montgomery's form as mont.h says, for twice its bits, and row by row: a column of mont.c's would be too long for 28-bit
 * limbs, and seventeen products need no speed.
 */
#include "bignum/rsa_public.h"

/* a = a * b / R mod m, below 2m; a * b below R * m */
static void times(struct rsa_public_work *w, limb *a, const limb *b)
{
	limb *t = w->t;

	num_set(t, w->n, 0);
	for (size_t i = 0; i < w->n; i++) {
		limb q = (t[0] + a[i] * b[0]) * w->m0 & LIMB_MASK;
		limb2 acc = 0;

		for (size_t j = 0; j < w->n; j++) {
			acc += (limb2)a[i] * b[j] + (limb2)q * w->m[j] + t[j];
			t[j - (j > 0)] = (limb)acc & LIMB_MASK;
			acc >>= LIMB_BITS;
		}
		t[w->n - 1] = (limb)acc;
	}
	num_move_if((limb)-1, a, t, w->n);
}

/* y = R^2 mod m, as mont_square makes it; m has bits bits. */
static void square(struct rsa_public_work *w, unsigned bits)
{
	unsigned e = (unsigned)w->n * LIMB_BITS, shift = 0;

	while (e >> shift >= 64)
		shift++;
	num_power_of_two(w->y, w->m, w->n, bits, e - bits + (e >> shift));
	while (shift-- > 0) {
		times(w, w->y, w->y);
		if (e >> shift & 1)
			num_add(w->y, w->y, w->y, w->n);
	}
}

/* y = x^e in Montgomery's form, of x in that form. */
static void power(struct rsa_public_work *w, uint32_t e)
{
	int bit = 31;

	while (!(e >> bit & 1))
		bit--;
	num_move_if((limb)-1, w->y, w->x, w->n);
	while (bit-- > 0) {
		times(w, w->y, w->y);
		if (e >> bit & 1)
			times(w, w->y, w->x);
	}
}

bool rsa_public_apply(const uint8_t *n, size_t len, uint32_t e, uint8_t *x, struct rsa_public_work *w)
{
	unsigned bits = (unsigned)(8 * len);

	if (len == 0 || len > RSA_PUBLIC_LEN_MAX || n[0] == 0 || !(n[len - 1] & 1) || e == 0)
		return false;
	while (!(n[0] >> (bits - 1) % 8 & 1))
		bits--;
	w->n = LIMB_COUNT(bits);
	num_from_bytes(w->m, w->n, n, len);
	num_from_bytes(w->x, w->n, x, len);
	if (!num_less(w->x, w->m, w->n))
		return false;
	w->m0 = ((limb)0 - num_invert_word(w->m[0])) & LIMB_MASK;
	square(w, bits);
	times(w, w->x, w->y);
	power(w, e);
	num_set(w->x, w->n, 1);
	times(w, w->y, w->x);
	num_reduce_once(w->y, w->m, w->n);
	num_to_bytes(x, len, w->y, w->n);
	return true;
}
