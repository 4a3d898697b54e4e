/* SPDX-License-Identifier: MIT */
/*
 * gmp.h - GMP as an oracle for tests, loaded when it is there: nothing is linked, nothing needs its headers.
 *
 * Numbers are big-endian bytes. gmp_here() first; where it says no, tests count a SKIP.
 */
#ifndef TESTS_RSA_GMP_H
#define TESTS_RSA_GMP_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* GMP's mpz_t (its manual, "Integer Internals"). */
struct big {
	int room, size;
	void *limbs;
};

typedef void gmp_two(struct big *r, const struct big *a);
typedef void gmp_three(struct big *r, const struct big *a, const struct big *b);

static struct {
	void (*init)(struct big *);
	void (*set_ui)(struct big *, unsigned long);
	void (*in)(struct big *, size_t count, int order, size_t size, int endian, size_t nails, const void *);
	void *(*out)(void *, size_t *count, int order, size_t size, int endian, size_t nails, const struct big *);
	void (*powm)(struct big *r, const struct big *a, const struct big *e, const struct big *m);
	gmp_three *mul, *mod, *lcm, *add, *sub;
	int (*invert)(struct big *r, const struct big *a, const struct big *m);
	void (*shift)(struct big *r, const struct big *a, unsigned long bits);
	void (*half)(struct big *r, const struct big *a, unsigned long bits);
	int (*prime)(const struct big *, int rounds);
	int (*cmp)(const struct big *, const struct big *);
	size_t (*bits)(const struct big *, int base);
	unsigned long (*mod_ui)(const struct big *, unsigned long);
} gmp;

static bool gmp_here(void)
{
	static const struct {
		const char *name;
		size_t at;
	} want[] = {
		{ "__gmpz_init", offsetof(__typeof__(gmp), init) }, { "__gmpz_set_ui", offsetof(__typeof__(gmp), set_ui) },
		{ "__gmpz_import", offsetof(__typeof__(gmp), in) }, { "__gmpz_export", offsetof(__typeof__(gmp), out) },
		{ "__gmpz_powm", offsetof(__typeof__(gmp), powm) }, { "__gmpz_mul", offsetof(__typeof__(gmp), mul) },
		{ "__gmpz_mod", offsetof(__typeof__(gmp), mod) }, { "__gmpz_lcm", offsetof(__typeof__(gmp), lcm) },
		{ "__gmpz_add", offsetof(__typeof__(gmp), add) }, { "__gmpz_sub", offsetof(__typeof__(gmp), sub) },
		{ "__gmpz_invert", offsetof(__typeof__(gmp), invert) },
		{ "__gmpz_mul_2exp", offsetof(__typeof__(gmp), shift) },
		{ "__gmpz_fdiv_q_2exp", offsetof(__typeof__(gmp), half) },
		{ "__gmpz_probab_prime_p", offsetof(__typeof__(gmp), prime) }, { "__gmpz_cmp", offsetof(__typeof__(gmp), cmp) },
		{ "__gmpz_sizeinbase", offsetof(__typeof__(gmp), bits) },
		{ "__gmpz_fdiv_ui", offsetof(__typeof__(gmp), mod_ui) },
	};
	void *lib = dlopen("libgmp.so.10", RTLD_NOW);

	for (size_t i = 0; lib && i < sizeof want / sizeof *want; i++) {
		void *f = dlsym(lib, want[i].name);

		if (!f)
			return false;
		memcpy((char *)&gmp + want[i].at, &f, sizeof f);
	}
	return lib != NULL;
}

__attribute__((unused)) static void big_set(struct big *r, const uint8_t *b, size_t len)
{
	gmp.in(r, len, 1, 1, 1, 0, b);
}

/* r = a, from n limbs (or digits) of `word` bytes of which `bits` are used, `stride` words apart. */
__attribute__((unused)) static void big_limbs(struct big *r, const void *a, size_t n, size_t word, size_t stride,
	unsigned bits)
{
	static struct big one;

	if (!one.limbs)
		gmp.init(&one);
	gmp.set_ui(r, 0);
	for (size_t i = n; i-- > 0;) {
		gmp.in(&one, 1, -1, word, 0, 0, (const char *)a + i * stride * word);
		gmp.shift(r, r, bits);
		gmp.add(r, r, &one);
	}
}

#endif
