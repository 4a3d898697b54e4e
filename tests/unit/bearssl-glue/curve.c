/* SPDX-License-Identifier: MIT */
/* curve.c - curves by kind and by name. */
#include "bearssl-glue/curve.h"

#include "tests/unit/tap.h"
#include "x509/oid.h"

static void has_arithmetic(enum key_kind kind, const uint8_t *oid, const char *name)
{
	const struct curve *c = curve_of(kind);
	size_t order = 0, point = 0;

	if (!ok(c && curve_named(view_of(oid + 1, oid[0])) == c, name))
		return;
	c->arithmetic->order(c->id, &order);
	c->arithmetic->generator(c->id, &point);
	is_int(order, c->len, "its order has as many octets as a scalar");
	is_int(point, 1 + 2 * c->len, "its points have two coordinates of that size");
}

int main(void)
{
	has_arithmetic(KEY_P256, OID_P256, "P-256 is found by kind and by name");
	has_arithmetic(KEY_P384, OID_P384, "P-384 is found by kind and by name");
	has_arithmetic(KEY_P521, OID_P521, "P-521 is found by kind and by name");
	ok(!curve_of(KEY_RSA) && !curve_of(KEY_NONE) && !curve_of(KEY_OTHER), "other kinds have no curve");
	ok(!curve_named(view_of(OID_P224 + 1, OID_P224[0])), "P-224 is not known");
	ok(!curve_named(view_of(NULL, 0)), "an empty name is not known");
	return done_testing();
}
