/* SPDX-License-Identifier: MIT */
/* num.c - plain numbers, constant-time. */
#include "bignum/num.h"

void num_from_bytes(limb *r, size_t n, const uint8_t *b, size_t len)
{
	limb2 acc = 0;
	unsigned held = 0;
	size_t used = 0;

	for (size_t i = len; i-- > 0;) {
		acc |= (limb2)b[i] << held;
		held += 8;
		if (held >= LIMB_BITS && used < n) {
			r[used++] = (limb)acc & LIMB_MASK;
			acc >>= LIMB_BITS;
			held -= LIMB_BITS;
		}
	}
	for (; used < n; used++) {
		r[used] = (limb)acc & LIMB_MASK;
		acc >>= LIMB_BITS;
	}
}

void num_to_bytes(uint8_t *b, size_t len, const limb *a, size_t n)
{
	limb2 acc = 0;
	unsigned held = 0;
	size_t used = 0;

	for (size_t i = len; i-- > 0;) {
		if (held < 8 && used < n) {
			acc |= (limb2)a[used++] << held;
			held += LIMB_BITS;
		}
		b[i] = (uint8_t)acc;
		acc >>= 8;
		held = held < 8 ? 0 : held - 8;
	}
}

void num_move_if(limb mask, limb *r, const limb *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = limb_pick(mask, a[i], r[i]);
}

void num_swap_if(limb mask, limb *a, limb *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		limb t = mask & (a[i] ^ b[i]);

		a[i] ^= t;
		b[i] ^= t;
	}
}

limb num_add(limb *r, const limb *a, const limb *b, size_t n)
{
	limb carry = 0;

	for (size_t i = 0; i < n; i++) {
		limb t = a[i] + b[i] + carry;

		r[i] = t & LIMB_MASK;
		carry = t >> LIMB_BITS;
	}
	return carry;
}

limb num_sub(limb *r, const limb *a, const limb *b, size_t n)
{
	limb borrow = 0;

	for (size_t i = 0; i < n; i++) {
		limb t = a[i] - b[i] - borrow;

		r[i] = t & LIMB_MASK;
		borrow = t >> (LIMB_WORD - 1);
	}
	return borrow;
}

limb num_less(const limb *a, const limb *b, size_t n)
{
	limb borrow = 0;

	for (size_t i = 0; i < n; i++)
		borrow = (a[i] - b[i] - borrow) >> (LIMB_WORD - 1);
	return (limb)0 - borrow;
}

limb num_equal(const limb *a, const limb *b, size_t n)
{
	limb differ = 0;

	for (size_t i = 0; i < n; i++)
		differ |= a[i] ^ b[i];
	return limb_is_zero(differ);
}

void num_reduce_once(limb *r, const limb *m, size_t n)
{
	limb keep = num_less(r, m, n), borrow = 0;

	for (size_t i = 0; i < n; i++) {
		limb t = r[i] - (m[i] & ~keep) - borrow;

		r[i] = t & LIMB_MASK;
		borrow = t >> (LIMB_WORD - 1);
	}
}

void num_power_of_two(limb *r, const limb *m, size_t n, unsigned bits, unsigned extra)
{
	num_set(r, n, 0);
	r[bits / LIMB_BITS] = (limb)1 << (bits % LIMB_BITS);
	for (int i = 0; i < 3; i++) /* 2^bits is below 4m */
		num_reduce_once(r, m, n);
	for (unsigned i = 0; i < extra; i++) {
		num_add(r, r, r, n);
		num_reduce_once(r, m, n);
	}
}

void num_half(limb *r, const limb *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		limb above = i + 1 < n ? a[i + 1] : 0;

		r[i] = (a[i] >> 1 | above << (LIMB_BITS - 1)) & LIMB_MASK;
	}
}

limb num_bits(const limb *a, size_t n, unsigned at, unsigned count)
{
	size_t i = at / LIMB_BITS;
	unsigned shift = at % LIMB_BITS;
	limb v = i < n ? a[i] >> shift : 0;

	if (shift + count > LIMB_BITS && i + 1 < n)
		v |= a[i + 1] << (LIMB_BITS - shift);
	return v & (((limb)1 << count) - 1);
}

void num_set(limb *r, size_t n, limb v)
{
	r[0] = v;
	for (size_t i = 1; i < n; i++)
		r[i] = 0;
}

void num_mul(limb *r, const limb *a, size_t na, const limb *b, size_t nb)
{
	num_set(r, na + nb, 0);
	for (size_t i = 0; i < na; i++) {
		limb carry = 0;

		for (size_t j = 0; j < nb; j++) {
			limb2 t = (limb2)a[i] * b[j] + r[i + j] + carry;

			r[i + j] = (limb)t & LIMB_MASK;
			carry = (limb)(t >> LIMB_BITS);
		}
		r[i + nb] = carry;
	}
}

/* From the low end: each limb of the quotient is what the divisor's inverse makes of the dividend's limb. */
void num_divide_exact(limb *r, const limb *a, size_t n, limb d)
{
	limb inverse = num_invert_word(d), borrow = 0;

	for (size_t i = 0; i < n; i++) {
		limb t = a[i] - borrow;
		limb q = (t & LIMB_MASK) * inverse & LIMB_MASK;

		r[i] = q;
		borrow = (limb)((limb2)q * d >> LIMB_BITS) + (t >> (LIMB_WORD - 1));
	}
}

/* Newton: 3x ^ 2 is right in five bits, each step doubles them. */
limb num_invert_word(limb x)
{
	limb y = 3 * x ^ 2;

	for (unsigned bits = 5; bits < LIMB_WORD; bits *= 2)
		y *= 2 - x * y;
	return y;
}

/* Stein's, with both choices computed: each step takes at least one bit off a or b, whose lengths sum to 2n limbs. */
void num_gcd(limb *a, limb *b, size_t n)
{
	for (size_t step = 0; step < 2 * n * LIMB_BITS; step++) {
		limb odd = (limb)0 - (a[0] & 1), borrow = 0;

		num_swap_if(odd & num_less(a, b, n), a, b, n);
		for (size_t i = 0; i < n; i++) {
			limb t = a[i] - (b[i] & odd) - borrow;

			a[i] = t & LIMB_MASK;
			borrow = t >> (LIMB_WORD - 1);
		}
		num_half(a, a, n);
	}
	num_move_if((limb)-1, a, b, n);
}

/* x mod 65537 for x below 2^32: 2^16 is -1. */
static uint32_t fold(uint32_t x)
{
	uint32_t t = (x & 0xffff) + 65537 - (x >> 16);
	uint32_t over = (65536 - t) >> 31;

	return t - (65537 & ((uint32_t)0 - over));
}

uint32_t num_mod_65537(const limb *a, size_t n)
{
	/* 2^LIMB_BITS mod 65537: a power of two below 2^16, or minus one. */
	const uint64_t radix = LIMB_BITS % 32 < 16 ? (uint64_t)1 << LIMB_BITS % 32 : 65537 - ((uint64_t)1 << LIMB_BITS % 16);
	uint32_t r = 0;

	for (size_t i = n; i-- > 0;) {
		uint32_t low = fold((uint32_t)a[i]);
		uint32_t high = fold((uint32_t)((uint64_t)a[i] >> 32)); /* 2^32 is 1 */
		uint64_t t = r * radix;

		r = fold((uint32_t)t);
		r = fold(r + fold((uint32_t)(t >> 32)));
		r = fold(r + low + high);
	}
	return r;
}
