/* SPDX-License-Identifier: MIT */
/*
 * ec.h - points of the curves y^2 = x^3 - 3x + b over a prime field (FIPS 186, SEC 1), constant-time.
 *
 * One formula adds any two points, equal, opposite or infinite ones too (Renes, Costello, Batina: "Complete addition
 * formulas for prime order elliptic curves", algorithm 4): nothing is a special case, so nothing is a secret's to choose.
 * A product walks over four scalar bits at a time, a quarter of the scalar apart, with the 16 sums of four points in a
 * table (Lim, Lee); which sum is taken, the addresses don't tell.
 */
#ifndef BIGNUM_EC_H
#define BIGNUM_EC_H

#include <stdbool.h>

#include "bignum/field.h"

#define EC_LEN_MAX   FIELD_LEN_MAX        /* bytes of a coordinate */
#define EC_POINT_MAX (1 + 2 * EC_LEN_MAX) /* bytes of a point: 04, x, y (SEC 1 2.3.3, not compressed) */
#define EC_REGISTERS 18

/* A curve's numbers, big-endian, len bytes each: p, b, n, 04 x y, and 2^(d*j) times that point, d a quarter of bits. */
struct ec_curve {
	uint16_t bits; /* of p and of n */
	uint8_t len;
	uint8_t bases; /* 4, or 1: the others are not stored */
	const uint8_t *numbers;
};

/* y^2 = x^3 - 3x + b (FIPS 186-4 D.1.2). */
extern const struct ec_curve ec_p256, ec_p384, ec_p521;

/* What a computation needs; holds secrets, so the caller wipes it. */
struct ec {
	const struct ec_curve *curve;
	struct field field;
	field_number more[4];         /* 0, 4p, 8p, 32p */
	field_number r[EC_REGISTERS];
	field_number table[16][3];
};

/* n, the number of points; curve->len bytes. */
const uint8_t *ec_order(const struct ec_curve *curve);

/* G: 04 x y, 1 + 2 * curve->len bytes. */
const uint8_t *ec_base(const struct ec_curve *curve);

/*
 * The first of sums: the point at infinity. curve lives as long as ec is used.
 */
void ec_init(struct ec *ec, const struct ec_curve *curve);

/*
 * Add scalar * point to the sum. point is 04 x y and 1 + 2 * curve->len bytes; NULL is G. scalar is len bytes, big-endian,
 * below n. false when point is not on the curve or not of that form: then the sum is of no use.
 */
bool ec_add_product(struct ec *ec, const uint8_t *point, const uint8_t *scalar, size_t len);

/* The sum as 04 x y, 1 + 2 * curve->len bytes; false when it is the point at infinity, which has none. */
bool ec_sum(struct ec *ec, uint8_t *point);

#endif
