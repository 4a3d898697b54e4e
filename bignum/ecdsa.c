/* SPDX-License-Identifier: MIT */
/* ecdsa.c - keys, signatures and their checks on a curve. */
#include "bignum/ecdsa.h"

#include <string.h>

#include "bignum/reveal.h"
#include "lib/wipe.h"

/* Registers, of numbers modulo n. */
enum { A, C, D };

/* All ones or 0. */
static limb in_range(const struct ec_curve *curve, const uint8_t *x)
{
	limb borrow = 0, any = 0;

	for (size_t i = curve->len; i-- > 0;) {
		any |= x[i];
		borrow = (x[i] - (limb)ec_order(curve)[i] - borrow) >> (LIMB_WORD - 1);
	}
	return ~limb_is_zero(any) & ((limb)0 - borrow);
}

bool ecdsa_in_range(const struct ec_curve *curve, const uint8_t *x)
{
	return reveal(in_range(curve, x)); /* a secret that is not is thrown away */
}

/* The number has no more bits than n, so that it is below 2n. */
void ecdsa_number(const struct ec_curve *curve, uint8_t *out, const uint8_t *hash, size_t len)
{
	size_t n = LIMB_COUNT(curve->bits);
	field_number order, z;

	num_from_bytes(order, n, ec_order(curve), curve->len);
	num_from_bytes(z, n, hash, len < curve->len ? len : curve->len);
	num_reduce_once(z, order, n);
	num_to_bytes(out, curve->len, z, n);
	wipe(z, sizeof z);
}

/* point = k * G */
static bool multiply(struct ec *room, const struct ec_curve *curve, const uint8_t *k, uint8_t *point)
{
	ec_init(room, curve);
	return ec_add_product(room, NULL, k, curve->len) && ec_sum(room, point);
}

bool ecdsa_public(struct ec *room, const struct ec_curve *curve, const uint8_t *d, uint8_t *point)
{
	bool good = ecdsa_in_range(curve, d) && multiply(room, curve, d, point);

	wipe(room, sizeof *room);
	return good;
}

/* r = (z + r * d) / k */
static limb finish(struct ec *room, const struct ec_curve *curve, const uint8_t *d, const uint8_t *z, const uint8_t *k, uint8_t *rs)
{
	struct field *f = &room->field;
	limb *a = room->r[A], *b = room->r[C], *c = room->r[D];

	field_init(f, ec_order(curve), curve->bits);
	field_take(f, a, rs);
	field_take(f, b, d);
	mont_mul(&f->mont, a, a, b);
	field_take(f, b, z);
	num_add(a, a, b, f->mont.n);
	field_take(f, b, k);
	field_invert(f, c, b);
	mont_mul(&f->mont, a, a, c);
	return field_give(f, rs + curve->len, a);
}

bool ecdsa_sign(struct ec *room, const struct ec_curve *curve, const uint8_t *d, const uint8_t *z, const uint8_t *k, uint8_t *rs)
{
	uint8_t point[EC_POINT_MAX];
	bool good = ecdsa_in_range(curve, k) && multiply(room, curve, k, point);

	if (good) {
		ecdsa_number(curve, rs, point + 1, curve->len);
		/* a signature is public, and without these two there is none */
		good = ecdsa_in_range(curve, rs) && !reveal(finish(room, curve, d, z, k, rs));
	}
	wipe(room, sizeof *room);
	wipe(point, sizeof point);
	return good;
}

/* u = z / s and r / s */
static void divide(struct ec *room, const struct ec_curve *curve, const uint8_t *z, const uint8_t *rs, uint8_t *u)
{
	struct field *f = &room->field;
	limb *a = room->r[A], *b = room->r[C];

	field_init(f, ec_order(curve), curve->bits);
	field_take(f, a, rs + curve->len);
	field_invert(f, b, a);
	field_take(f, a, z);
	mont_mul(&f->mont, a, a, b);
	field_give(f, u, a);
	field_take(f, a, rs);
	mont_mul(&f->mont, a, a, b);
	field_give(f, u + curve->len, a);
}

/* Is r the sum's x modulo n? sum is used up. */
static bool matches(const struct ec_curve *curve, uint8_t *sum, const uint8_t *r)
{
	ecdsa_number(curve, sum, sum + 1, curve->len);
	return memcmp(sum, r, curve->len) == 0;
}

bool ecdsa_verify(struct ec *room, const struct ec_curve *curve, const uint8_t *point, const uint8_t *z, const uint8_t *rs)
{
	uint8_t sum[EC_POINT_MAX], u[2 * EC_LEN_MAX];
	size_t len = curve->len;
	bool good = ecdsa_in_range(curve, rs) && ecdsa_in_range(curve, rs + len);

	if (good) {
		divide(room, curve, z, rs, u);
		ec_init(room, curve);
		good = ec_add_product(room, NULL, u, len) && ec_add_product(room, point, u + len, len) && ec_sum(room, sum) &&
		       matches(curve, sum, rs);
	}
	wipe(room, sizeof *room);
	return good;
}
