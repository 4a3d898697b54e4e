/* SPDX-License-Identifier: MIT */
/* curve.c - curves by kind and by name; their arithmetic beside BearSSL's. */
#include "bearssl-glue/curve.h"

#include <string.h>

#include "tests/unit/tap.h"
#include "x509/oid.h"

static void has_arithmetic(enum key_kind kind, const uint8_t *oid, const char *name)
{
	const struct curve *c = curve_of(kind);
	size_t order = 0, point = 0;

	if (!ok(c && curve_named(view_of(oid + 1, oid[0])) == c, name))
		return;
	curve_arithmetic.order(c->id, &order);
	curve_arithmetic.generator(c->id, &point);
	is_int(order, c->len, "its order has as many octets as a scalar");
	is_int(point, 1 + 2 * c->len, "its points have two coordinates of that size");
}

#define POINT_MAX (1 + 2 * 66)

/* A scalar below the order, from a counter: pattern 0 is spread bits, 1 to 3 few ones, few zeros, a single bit. */
static void scalar_of(const struct curve *c, uint8_t *out, unsigned i)
{
	static uint32_t r = 1;

	memset(out, 0, c->len);
	for (size_t k = 0; k < c->len; k++) {
		r = r * 1664525 + 1013904223;
		out[k] = (uint8_t)(i % 4 == 0 ? r >> 24 : i % 4 == 1 ? (r >> 24 & r >> 16 & r >> 8) : i % 4 == 2 ? (r >> 24 | r >> 16) : 0);
	}
	if (i % 4 == 3)
		out[c->len - 1 - i * 7 % (c->bits - 1) / 8] = (uint8_t)(1u << (i * 7 % (c->bits - 1) % 8));
	out[0] = (uint8_t)(c->bits == 521 ? 0 : out[0] & 0x7F);
	out[c->len - 1] |= i % 4 == 3 ? 0 : 1;
}

/* out = x * a + y * b; NULL for b is the generator. */
static bool sum(const struct curve *c, uint8_t *out, const uint8_t *a, const uint8_t *b, const uint8_t *x, const uint8_t *y)
{
	ec_init(&curve_room, c->numbers);
	return ec_add_product(&curve_room, a, x, c->len) && ec_add_product(&curve_room, b, y, c->len) && ec_sum(&curve_room, out);
}

static bool same_sum(const struct curve *c, const uint8_t *a, const uint8_t *b, const uint8_t *x, const uint8_t *y)
{
	size_t len = 1 + 2 * c->len;
	uint8_t ours[POINT_MAX], theirs[POINT_MAX];
	uint32_t good;

	memcpy(theirs, a, len);
	good = br_ec_prime_i31.muladd(theirs, b, len, x, c->len, y, c->len, c->id);
	return sum(c, ours, a, b, x, y) == good && (!good || memcmp(ours, theirs, len) == 0);
}

/* r gets the product with the generator; false when ours is another than BearSSL's. */
static bool same_product(const struct curve *c, uint8_t *r, const uint8_t *x)
{
	uint8_t theirs[POINT_MAX];
	size_t len = br_ec_prime_i31.mulgen(theirs, x, c->len, c->id);

	return curve_arithmetic.mulgen(r, x, c->len, c->id) == len && memcmp(r, theirs, len) == 0;
}

static void agrees(const struct curve *c, const char *name)
{
	uint8_t x[66], y[66], p[POINT_MAX], q[POINT_MAX], ours[POINT_MAX], theirs[POINT_MAX];
	size_t len = 1 + 2 * c->len;
	bool products = true, sums = true;

	for (unsigned i = 0; i < 20 && products && sums; i++) {
		scalar_of(c, x, i);
		scalar_of(c, y, i / 4);
		products = same_product(c, p, x) && same_product(c, q, y);
		memcpy(ours, p, len);
		memcpy(theirs, p, len);
		products = products && curve_arithmetic.mul(ours, len, y, c->len, c->id) == 1 && br_ec_prime_i31.mul(theirs, len, y, c->len, c->id) == 1 &&
		    memcmp(ours, theirs, len) == 0;
		sums = same_sum(c, p, q, y, x) && same_sum(c, p, NULL, y, x) && same_sum(c, p, p, x, y);
	}
	ok(products, name);
	ok(sums, "sums of two products, too");
}

/* 1, n - 1, and what they add up to. */
static void ends(const struct curve *c)
{
	uint8_t one[66] = {0}, last[66], g[POINT_MAX], minus[POINT_MAX];
	size_t len;
	const uint8_t *base = curve_arithmetic.generator(c->id, &len);

	one[c->len - 1] = 1;
	memcpy(last, curve_arithmetic.order(c->id, &len), c->len);
	last[c->len - 1]--;
	ok(same_product(c, g, one) && memcmp(g, base, 1 + 2 * c->len) == 0, "once the generator is the generator");
	ok(same_product(c, minus, last) && memcmp(minus, g, 1 + c->len) == 0 && memcmp(minus, g, 1 + 2 * c->len) != 0, "n - 1 times it is its opposite");
	ok(!sum(c, minus, minus, g, one, one), "opposites add up to no point");
	ok(same_sum(c, g, g, one, one) && same_sum(c, g, NULL, last, last), "equal points add up to the double");
}

static void refused(const struct curve *c)
{
	uint8_t one[66] = {0}, g[POINT_MAX], bad[POINT_MAX];
	size_t len;

	one[c->len - 1] = 2;
	memcpy(g, curve_arithmetic.generator(c->id, &len), 1 + 2 * c->len);
	memcpy(bad, g, len);
	bad[len - 1] ^= 1;
	ok(curve_arithmetic.mul(bad, len, one, c->len, c->id) == 0, "a point beside the curve is refused");
	memcpy(bad, g, len);
	bad[0] = 2;
	ok(curve_arithmetic.mul(bad, len, one, c->len, c->id) == 0, "so is a form that is not 04 x y");
	memcpy(bad, g, len);
	memset(bad + 1, 0xFF, c->len);
	ok(curve_arithmetic.mul(bad, len, one, c->len, c->id) == 0, "and a coordinate that is not below p");
	ok(curve_arithmetic.mul(g, len - 1, one, c->len, c->id) == 0, "and another length");
	ok(!sum(c, g, g, bad, one, one) && !sum(c, g, bad, g, one, one), "and either of them in a sum");
}

static void compute(enum key_kind kind, const char *name)
{
	const struct curve *c = curve_of(kind);

	agrees(c, name);
	ends(c);
	refused(c);
}

int main(void)
{
	has_arithmetic(KEY_P256, OID_P256, "P-256 is found by kind and by name");
	has_arithmetic(KEY_P384, OID_P384, "P-384 is found by kind and by name");
	has_arithmetic(KEY_P521, OID_P521, "P-521 is found by kind and by name");
	ok(!curve_of(KEY_RSA) && !curve_of(KEY_NONE) && !curve_of(KEY_OTHER), "other kinds have no curve");
	ok(!curve_named(view_of(OID_P224 + 1, OID_P224[0])), "P-224 is not known");
	ok(!curve_named(view_of(NULL, 0)), "an empty name is not known");
	compute(KEY_P256, "P-256: products as BearSSL's generic code has them");
	compute(KEY_P384, "P-384: products as BearSSL's generic code has them");
	compute(KEY_P521, "P-521: products as BearSSL's generic code has them");
	return done_testing();
}
