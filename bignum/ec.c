/* SPDX-License-Identifier: MIT */
/* ec.c - points of elliptic curves, constant-time. */
#include "bignum/ec.h"

#include "bignum/reveal.h"

/* Registers. P is added to, Q is added; S is the sum of products so far; TWO and the T are the formulas' own. */
enum { X, Y, Z, QX, QY, QZ, SX, SY, SZ, RX, RY, RZ, T0, T1, T2, T3, T4, B };

enum operation { MUL, ADD, SUB };

struct step {
	uint8_t what, r, a, b; /* r = a what b */
};

/* Algorithm 4, in its 43 steps: R = P + Q. */
static const struct step addition[] = {
	{ MUL, T0, X, QX }, { MUL, T1, Y, QY }, { MUL, T2, Z, QZ }, { ADD, T3, X, Y },
	{ ADD, T4, QX, QY }, { MUL, T3, T3, T4 }, { ADD, T4, T0, T1 }, { SUB, T3, T3, T4 },
	{ ADD, T4, Y, Z }, { ADD, RX, QY, QZ }, { MUL, T4, T4, RX }, { ADD, RX, T1, T2 },
	{ SUB, T4, T4, RX }, { ADD, RX, X, Z }, { ADD, RY, QX, QZ }, { MUL, RX, RX, RY },
	{ ADD, RY, T0, T2 }, { SUB, RY, RX, RY }, { MUL, RZ, B, T2 }, { SUB, RX, RY, RZ },
	{ ADD, RZ, RX, RX }, { ADD, RX, RX, RZ }, { SUB, RZ, T1, RX }, { ADD, RX, T1, RX },
	{ MUL, RY, B, RY }, { ADD, T1, T2, T2 }, { ADD, T2, T1, T2 }, { SUB, RY, RY, T2 },
	{ SUB, RY, RY, T0 }, { ADD, T1, RY, RY }, { ADD, RY, T1, RY }, { ADD, T1, T0, T0 },
	{ ADD, T0, T1, T0 }, { SUB, T0, T0, T2 }, { MUL, T1, T4, RY }, { MUL, T2, T0, RY },
	{ MUL, RY, RX, RZ }, { ADD, RY, RY, T2 }, { MUL, RX, T3, RX }, { SUB, RX, RX, T1 },
	{ MUL, RZ, T4, RZ }, { MUL, T1, T3, T0 }, { ADD, RZ, RZ, T1 },
};

/* T0 = x^3 - 3x + b - y^2 of Q's coordinates. */
static const struct step equation[] = {
	{ MUL, T0, QX, QX }, { MUL, T0, T0, QX }, { SUB, T0, T0, QX }, { SUB, T0, T0, QX },
	{ SUB, T0, T0, QX }, { ADD, T0, T0, B }, { MUL, T1, QY, QY }, { SUB, T0, T0, T1 },
};

/* Numbers below 2p in, below 2p out. */
static void run(struct ec *ec, const struct step *s, size_t count)
{
	size_t n = ec->field.n;

	for (; count > 0; count--, s++) {
		limb *r = ec->r[s->r];
		const limb *a = ec->r[s->a], *b = ec->r[s->b];
		ec_number more;

		if (s->what == MUL) {
			mont_mul(&ec->field, r, a, b);
			continue;
		}
		if (s->what == ADD) {
			num_add(r, a, b, n);
		} else {
			num_add(more, a, ec->twice, n);
			num_sub(r, more, b, n);
		}
		num_reduce_once(r, ec->twice, n);
	}
}

static void copy(ec_number to[3], ec_number from[3])
{
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < EC_LIMBS; j++)
			to[i][j] = from[i][j];
}

/* P = P + Q */
static void add(struct ec *ec)
{
	run(ec, addition, sizeof addition / sizeof *addition);
	copy(ec->r + X, ec->r + RX);
}

static void twice(struct ec *ec)
{
	copy(ec->r + QX, ec->r + X);
	add(ec);
}

/* The point at infinity is 0 : 1 : 0. */
static void infinity(struct ec *ec, ec_number p[3])
{
	for (size_t j = 0; j < EC_LIMBS; j++) {
		p[0][j] = p[2][j] = 0;
		p[1][j] = ec->field.one[j];
	}
}

/* r = the number at p, in Montgomery's form; false when it is not below the field's. */
static bool take(struct ec *ec, limb *r, const uint8_t *p)
{
	limb below;

	num_from_bytes(r, ec->field.n, p, ec->curve->len);
	below = num_less(r, ec->field.m, ec->field.n);
	mont_mul(&ec->field, r, r, ec->form);
	return reveal(below); /* coordinates are public */
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
	struct mont *field = &ec->field;

	ec->curve = curve;
	for (size_t i = 0; i < EC_REGISTERS; i++)
		num_set(ec->r[i], EC_LIMBS, 0);
	num_from_bytes(ec->twice, LIMB_COUNT(curve->bits), curve->numbers, curve->len);
	num_set(field->one, EC_LIMBS, 0);
	mont_init(field, ec->twice, curve->bits);
	num_add(ec->twice, ec->twice, ec->twice, field->n);
	num_power_of_two(ec->form, field->m, field->n, field->bits, field->bits + 2 * field->slack);
	take(ec, ec->r[B], curve->numbers + curve->len);
	infinity(ec, ec->r + SX);
}

/* Q = the point of these coordinates; false when it is on no such curve. */
static bool load(struct ec *ec, const uint8_t *xy)
{
	bool below = take(ec, ec->r[QX], xy) && take(ec, ec->r[QY], xy + ec->curve->len);
	limb miss = 0;

	for (size_t j = 0; j < EC_LIMBS; j++)
		ec->r[QZ][j] = ec->field.one[j];
	run(ec, equation, sizeof equation / sizeof *equation);
	mont_from(&ec->field, ec->r[T0], ec->r[T0]);
	for (size_t j = 0; j < ec->field.n; j++)
		miss |= ec->r[T0][j];
	return below && !reveal(miss); /* whether a point is one is public */
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
				twice(ec);
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
	for (size_t k = 0; k < 3; k++)
		num_set(ec->r[QX + k], EC_LIMBS, 0);
	for (size_t i = 0; i < 16; i++) {
		limb mask = limb_is_zero(i ^ digit);

		for (size_t k = 0; k < 3; k++)
			num_move_if(mask, ec->r[QX + k], ec->table[i][k], ec->field.n);
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

	if (!fill_bases(ec, point))
		return false;
	fill_table(ec);
	infinity(ec, ec->r + X);
	for (size_t i = d; i-- > 0;) {
		limb digit = 0;

		for (size_t j = 4; j-- > 0;)
			digit = digit << 1 | bit(scalar, len, i + j * d);
		twice(ec);
		look_up(ec, digit);
		add(ec);
	}
	copy(ec->r + QX, ec->r + SX);
	add(ec);
	copy(ec->r + SX, ec->r + X);
	return true;
}

/* T0 = 1/Z: Z^(p-2), and 0 of 0. p is public. */
static void invert(struct ec *ec)
{
	static const struct step square = { MUL, T0, T0, T0 }, times = { MUL, T0, T0, SZ };
	const uint8_t *p = ec->curve->numbers;
	size_t len = ec->curve->len;

	for (size_t j = 0; j < EC_LIMBS; j++)
		ec->r[T0][j] = ec->field.one[j];
	for (size_t i = ec->curve->bits; i-- > 0;) {
		run(ec, &square, 1);
		/* p ends in two ones: p - 2 differs in the second alone */
		if (i != 1 && bit(p, len, i))
			run(ec, &times, 1);
	}
}

bool ec_sum(struct ec *ec, uint8_t *point)
{
	static const struct step affine[] = { { MUL, X, SX, T0 }, { MUL, Y, SY, T0 } };
	size_t len = ec->curve->len;
	limb finite = 0;

	invert(ec);
	run(ec, affine, 2);
	*point++ = 4;
	for (size_t i = 0; i < 2; i++) {
		mont_from(&ec->field, ec->r[X + i], ec->r[X + i]);
		num_to_bytes(point + i * len, len, ec->r[X + i], ec->field.n);
	}
	mont_from(&ec->field, ec->r[Z], ec->r[T0]);
	for (size_t j = 0; j < ec->field.n; j++)
		finite |= ec->r[Z][j];
	return reveal(finite); /* a secret below n never makes infinity; sums of public ones may */
}
