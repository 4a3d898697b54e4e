/* SPDX-License-Identifier: MIT */
/* field.c - numbers modulo a curve's prime or the number of its points. */
#include "bignum/field.h"

void field_init(struct field *f, const uint8_t *modulus, unsigned bits)
{
	f->len = (bits + 7u) / 8;
	num_from_bytes(f->form, LIMB_COUNT(bits), modulus, f->len);
	mont_init(&f->mont, f->form, bits);
	mont_square(&f->mont, f->form);
}

limb field_take(struct field *f, limb *r, const uint8_t *p)
{
	limb below;

	num_from_bytes(r, f->mont.n, p, f->len);
	below = num_less(r, f->mont.m, f->mont.n);
	mont_mul(&f->mont, r, r, f->form);
	return below;
}

limb field_give(struct field *f, uint8_t *p, limb *r)
{
	limb any = 0;

	mont_from(&f->mont, r, r);
	num_to_bytes(p, f->len, r, f->mont.n);
	for (size_t j = 0; j < f->mont.n; j++)
		any |= r[j];
	return limb_is_zero(any);
}

/* a^(m - 2) */
void field_invert(struct field *f, limb *r, const limb *a)
{
	struct mont *mo = &f->mont;
	field_number e;

	num_set(r, mo->n, 2);
	num_sub(e, mo->m, r, mo->n);
	num_move_if((limb)-1, r, mo->one, mo->n);
	for (unsigned i = mo->bits; i-- > 0;) {
		mont_mul(mo, r, r, r);
		if (num_bits(e, mo->n, i, 1))
			mont_mul(mo, r, r, a);
	}
}
