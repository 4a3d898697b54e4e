/* SPDX-License-Identifier: MIT */
/*
 * curve.c - elliptic curves as BearSSL knows them, with bignum's arithmetic behind them.
 *
 * BearSSL's own for P-256 takes three times the time, that for P-384 six times, and both together 8 KB more.
 */
#include "bearssl-glue/curve.h"

#include "lib/wipe.h"
#include "with.inc"
#include "x509/oid.h"

static const struct curve curves[] = {
	{ KEY_P256, 256, BR_EC_secp256r1, 32, OID_P256, &ec_p256 },
	WITH_p384({ KEY_P384, 384, BR_EC_secp384r1, 48, OID_P384, &ec_p384 },)
	WITH_p384({ KEY_P521, 521, BR_EC_secp521r1, 66, OID_P521, &ec_p521 },)
};

#define CURVES (sizeof(curves) / sizeof(curves[0]))

/* BearSSL asks for what we gave it, so that it is one of them. */
static const struct ec_curve *arithmetic_of(int id)
{
	const struct curve *c = curves;

	while (c < curves + CURVES - 1 && c->id != id)
		c++;
	return c->numbers;
}

static size_t point_len(int id)
{
	return 1 + 2 * (size_t)arithmetic_of(id)->len;
}

static const unsigned char *generator(int id, size_t *len)
{
	*len = point_len(id);
	return ec_base(arithmetic_of(id));
}

static const unsigned char *order(int id, size_t *len)
{
	*len = arithmetic_of(id)->len;
	return ec_order(arithmetic_of(id));
}

static size_t xoff(int id, size_t *len)
{
	*len = arithmetic_of(id)->len;
	return 1;
}

struct ec curve_room;

static uint32_t mul(unsigned char *g, size_t g_len, const unsigned char *x, size_t x_len, int id)
{
	bool good;

	ec_init(&curve_room, arithmetic_of(id));
	good = g_len == point_len(id) && ec_add_product(&curve_room, g, x, x_len) && ec_sum(&curve_room, g);
	wipe(&curve_room, sizeof curve_room);
	return good;
}

static size_t mulgen(unsigned char *r, const unsigned char *x, size_t x_len, int id)
{
	size_t len;

	memcpy(r, generator(id, &len), point_len(id));
	return mul(r, len, x, x_len, id) ? len : 0;
}

const br_ec_impl curve_arithmetic = {
	(uint32_t)1 << BR_EC_secp256r1 | (uint32_t)1 << BR_EC_secp384r1 | (uint32_t)1 << BR_EC_secp521r1,
	generator, order, xoff, mul, mulgen, NULL,
};

const struct curve *curve_of(enum key_kind kind)
{
	for (size_t i = 0; i < CURVES; i++)
		if (curves[i].kind == kind)
			return &curves[i];
	return NULL;
}

const struct curve *curve_named(struct view oid)
{
	for (size_t i = 0; i < CURVES; i++)
		if (oid_is(oid, curves[i].oid))
			return &curves[i];
	return NULL;
}
