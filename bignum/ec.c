/* SPDX-License-Identifier: MIT */
/* ec.c - points of elliptic curves, constant-time. */
#include "bignum/ec.h"

#include "bignum/reveal.h"

/* Registers. P is added to, Q is added; S is the sum of products so far; TWO and the T are the formulas' own. */
enum { X, Y, Z, QX, QY, QZ, SX, SY, SZ, RX, RY, RZ, T0, T1, T2, T3, T4, B };

/* SUB4 is r = a + 4p - b, with b below 4p; so are SUB8 and SUB32. */
enum operation { ADD, SUB4, SUB8, SUB32, MUL };

struct step {
	uint8_t what, r, a, b; /* r = a what b */
};

/*
 * Numbers are bounded, not reduced: a product of a below A * p and b below B * p is below 2p while A * B is at most 256, and below
 * (A * B / 256 + 1) * p in any case (FIELD_SLACK). A point has X below 6p, Y below 9p, Z below 4p.
 */

/* Algorithm 4, in its 43 steps: R = P + Q, which are points in that sense; at most, RY is 42p and RX * RZ 32p * 34p. */
static const struct step addition[] = {
	{ MUL, T0, X, QX }, { MUL, T1, Y, QY }, { MUL, T2, Z, QZ }, { ADD, T3, X, Y },
	{ ADD, T4, QX, QY }, { MUL, T3, T3, T4 }, { ADD, T4, T0, T1 }, { SUB4, T3, T3, T4 },
	{ ADD, T4, Y, Z }, { ADD, RX, QY, QZ }, { MUL, T4, T4, RX }, { ADD, RX, T1, T2 },
	{ SUB4, T4, T4, RX }, { ADD, RX, X, Z }, { ADD, RY, QX, QZ }, { MUL, RX, RX, RY },
	{ ADD, RY, T0, T2 }, { SUB4, RY, RX, RY }, { MUL, RZ, B, T2 }, { SUB4, RX, RY, RZ },
	{ ADD, RZ, RX, RX }, { ADD, RX, RX, RZ }, { SUB32, RZ, T1, RX }, { ADD, RX, T1, RX },
	{ MUL, RY, B, RY }, { ADD, T1, T2, T2 }, { ADD, T2, T1, T2 }, { SUB8, RY, RY, T2 },
	{ SUB4, RY, RY, T0 }, { ADD, T1, RY, RY }, { ADD, RY, T1, RY }, { ADD, T1, T0, T0 },
	{ ADD, T0, T1, T0 }, { SUB8, T0, T0, T2 }, { MUL, T1, T4, RY }, { MUL, T2, T0, RY },
	{ MUL, RY, RX, RZ }, { ADD, RY, RY, T2 }, { MUL, RX, T3, RX }, { SUB4, RX, RX, T1 },
	{ MUL, RZ, T4, RZ }, { MUL, T1, T3, T0 }, { ADD, RZ, RZ, T1 },
};

/*
 * P = P + P in 10 products, where the addition takes 14 (Bernstein, Lange: dbl-2007-bl-2). Of infinity it makes 0 : 0 : 0,
 * which is no point. w is in T0, s in T1, R in T2, B in T3, h in T4.
 */
static const struct step doubling[] = {
	{ SUB4, T0, X, Z }, { ADD, T1, X, Z }, { MUL, T0, T0, T1 }, { ADD, T1, T0, T0 }, { ADD, T0, T0, T1 },
	{ MUL, T1, Y, Z }, { ADD, T1, T1, T1 }, { MUL, T2, Y, T1 }, { MUL, T3, X, T2 }, { ADD, T3, T3, T3 },
	{ MUL, T4, T0, T0 }, { SUB4, T4, T4, T3 }, { SUB4, T4, T4, T3 }, { MUL, X, T4, T1 }, { SUB32, T3, T3, T4 },
	{ MUL, T3, T0, T3 }, { MUL, T2, T2, T2 }, { ADD, T2, T2, T2 }, { SUB4, Y, T3, T2 }, { MUL, T2, T1, T1 },
	{ MUL, Z, T1, T2 },
};

/* T0 = x^3 - 3x + b - y^2 of Q's coordinates. */
static const struct step equation[] = {
	{ MUL, T0, QX, QX }, { MUL, T0, T0, QX }, { SUB4, T0, T0, QX }, { SUB4, T0, T0, QX },
	{ SUB4, T0, T0, QX }, { ADD, T0, T0, B }, { MUL, T1, QY, QY }, { SUB4, T0, T0, T1 },
};

#define RUN(ec, steps) run(ec, steps, sizeof(steps) / sizeof *(steps))

static void run(struct ec *ec, const struct step *s, size_t count)
{
	size_t n = ec->field.mont.n;

	for (; count > 0; count--, s++) {
		limb *r = ec->r[s->r], t = 0;
		const limb *a = ec->r[s->a], *b = ec->r[s->b], *more = ec->more[s->what & 3];

		if (s->what == MUL)
			mont_mul(&ec->field.mont, r, a, b);
		else if (s->what == ADD)
			num_add(r, a, b, n);
		else
			for (size_t j = 0; j < n; j++) {
				t += a[j] + more[j] - b[j];
				r[j] = t & LIMB_MASK;
				t = (limb)((limb_signed)t >> LIMB_BITS); /* the carry has a sign */
			}
	}
}

static void copy(field_number to[3], field_number from[3])
{
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < FIELD_LIMBS; j++)
			to[i][j] = from[i][j];
}

/* P = P + Q */
static void add(struct ec *ec)
{
	RUN(ec, addition);
	copy(ec->r + X, ec->r + RX);
}

/* r = 1 */
static void one(struct ec *ec, limb *r)
{
	num_move_if((limb)-1, r, ec->field.mont.one, ec->field.mont.n);
}

/* The point at infinity is 0 : 1 : 0. */
static void infinity(struct ec *ec, field_number p[3])
{
	for (size_t k = 0; k < 3; k++)
		num_set(p[k], FIELD_LIMBS, 0);
	one(ec, p[1]);
}

const uint8_t *ec_order(const struct ec_curve *curve)
{
	return curve->numbers + 2 * curve->len;
}

const uint8_t *ec_base(const struct ec_curve *curve)
{
	return curve->numbers + 3 * curve->len;
}

void ec_init(struct ec *ec, const struct ec_curve *curve)
{
	const limb *from = ec->field.mont.m;

	ec->curve = curve;
	for (size_t i = 0; i < EC_REGISTERS; i++)
		num_set(ec->r[i], FIELD_LIMBS, 0);
	field_init(&ec->field, curve->numbers, curve->bits);
	num_set(ec->more[0], FIELD_LIMBS, 0);
	for (size_t i = 1; i < 4; i++)
		for (int k = i == 2; k < 2; k++, from = ec->more[i])
			num_add(ec->more[i], from, from, ec->field.mont.n);
	field_take(&ec->field, ec->r[B], curve->numbers + curve->len);
	infinity(ec, ec->r + SX);
}

/* Q = the point of these coordinates; false when it is on no such curve. */
static bool load(struct ec *ec, const uint8_t *xy)
{
	limb below = field_take(&ec->field, ec->r[QX], xy) & field_take(&ec->field, ec->r[QY], xy + ec->curve->len);
	uint8_t room[EC_LEN_MAX];

	one(ec, ec->r[QZ]);
	RUN(ec, equation);
	return reveal(below & field_give(&ec->field, room, ec->r[T0])); /* whether a point is one is public */
}

static size_t quarter(const struct ec_curve *curve)
{
	return (curve->bits + 3u) / 4;
}

/* Entries 1, 2, 4 and 8: the point and what doubling makes of it, or what is stored of that. */
static bool fill_bases(struct ec *ec, const uint8_t *point)
{
	const struct ec_curve *curve = ec->curve;
	const uint8_t *at = point ? point : ec_base(curve);
	size_t bases = point ? 1 : curve->bases;

	if (*at++ != 4)
		return false;
	for (size_t j = 0; j < 4; j++) {
		if (j < bases) {
			if (!load(ec, at + j * 2 * curve->len))
				return false;
			copy(ec->r + X, ec->r + QX);
		} else {
			for (size_t i = 0; i < quarter(curve); i++)
				RUN(ec, doubling);
		}
		copy(ec->table[(size_t)1 << j], ec->r + X);
	}
	return true;
}

static void fill_table(struct ec *ec)
{
	infinity(ec, ec->table[0]);
	for (size_t i = 3; i < 16; i++) {
		if ((i & (i - 1)) == 0)
			continue;
		copy(ec->r + X, ec->table[i & (i - 1)]);
		copy(ec->r + QX, ec->table[i & (0 - i)]);
		add(ec);
		copy(ec->table[i], ec->r + X);
	}
}

/* Q = entry `digit`; all of the table is read. */
static void look_up(struct ec *ec, limb digit)
{
	limb mask[16];

	for (size_t i = 0; i < 16; i++)
		mask[i] = limb_is_zero(i ^ digit);
	for (size_t k = 0; k < 3; k++)
		for (size_t j = 0; j < ec->field.mont.n; j++) {
			limb v = 0;

			for (size_t i = 0; i < 16; i++)
				v |= ec->table[i][k][j] & mask[i];
			ec->r[QX + k][j] = v;
		}
}

/* Bit `at` of a big-endian number. */
static limb bit(const uint8_t *scalar, size_t len, size_t at)
{
	return at / 8 < len ? (limb)(scalar[len - 1 - at / 8] >> (at % 8) & 1) : 0;
}

bool ec_add_product(struct ec *ec, const uint8_t *point, const uint8_t *scalar, size_t len)
{
	size_t d = quarter(ec->curve);
	limb none = (limb)-1; /* all digits so far were 0 */

	if (!fill_bases(ec, point))
		return false;
	fill_table(ec);
	infinity(ec, ec->r + X);
	for (size_t i = d; i-- > 0;) {
		limb digit = 0;

		for (size_t j = 4; j-- > 0;)
			digit = digit << 1 | bit(scalar, len, i + j * d);
		RUN(ec, doubling);
		num_move_if(none, ec->r[Y], ec->field.mont.one, ec->field.mont.n);
		none &= limb_is_zero(digit);
		look_up(ec, digit);
		add(ec);
	}
	copy(ec->r + QX, ec->r + SX);
	add(ec);
	copy(ec->r + SX, ec->r + X);
	return true;
}

bool ec_sum(struct ec *ec, uint8_t *point)
{
	static const struct step affine[] = { { MUL, X, SX, T0 }, { MUL, Y, SY, T0 } };
	size_t len = ec->curve->len;
	uint8_t room[EC_LEN_MAX];

	field_invert(&ec->field, ec->r[T0], ec->r[SZ]);
	RUN(ec, affine);
	*point = 4;
	field_give(&ec->field, point + 1, ec->r[X]);
	field_give(&ec->field, point + 1 + len, ec->r[Y]);
	/* a secret below n never makes infinity; sums of public ones may */
	return !reveal(field_give(&ec->field, room, ec->r[T0]));
}
