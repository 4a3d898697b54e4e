/* SPDX-License-Identifier: MIT */
/*
 * tap.h - the smallest TAP writer that unit tests need: one `ok` a named case, and at the end the plan.
 *
 * Each check takes a name last, a sentence; it returns whether it held, so that a test can stop early.
 * Include it from one file only, the program itself. main ends with `return done_testing();`.
 */
#ifndef TESTS_UNIT_TAP_H
#define TESTS_UNIT_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TAP_USED __attribute__((unused))

static struct {
	unsigned run, failed;
} tap;

/* One line of diagnosis, shown with the failed case before it. */
__attribute__((format(printf, 1, 2), unused)) static void diag(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	printf("# ");
	vprintf(format, ap);
	putchar('\n');
	va_end(ap);
}

/* ok(condition, name): the case NAME holds. */
static inline bool tap_ok(bool held, const char *name, const char *file, int line)
{
	tap.run++;
	printf("%s %u - %s\n", held ? "ok" : "not ok", tap.run, name);
	if (!held) {
		tap.failed++;
		diag("at %s:%d", file, line);
	}
	fflush(stdout);
	return held;
}

static inline bool tap_int(intmax_t got, intmax_t want, const char *name, const char *file, int line)
{
	bool held = tap_ok(got == want, name, file, line);

	if (!held)
		diag("got %" PRIdMAX ", want %" PRIdMAX, got, want);
	return held;
}

static inline bool tap_str(const char *got, const char *want, const char *name, const char *file, int line)
{
	bool same = got == want || (got && want && strcmp(got, want) == 0);
	bool held = tap_ok(same, name, file, line);

	if (!held) {
		diag("got  %s", got ? got : "(null)");
		diag("want %s", want ? want : "(null)");
	}
	return held;
}

static inline void tap_hex(const char *label, const uint8_t *bytes, size_t len, size_t from)
{
	printf("# %s %4zu:", label, from);
	for (size_t i = from; i < len && i < from + 16; i++)
		printf(" %02x", bytes[i]);
	putchar('\n');
}

/* Both lengths and the first 16-byte row that differs are shown on failure. */
static inline bool tap_mem(const void *got, size_t got_len, const void *want, size_t want_len, const char *name,
						   const char *file, int line)
{
	const uint8_t *g = got, *w = want;
	size_t both = got_len < want_len ? got_len : want_len, i = 0;
	bool held;

	while (i < both && g[i] == w[i])
		i++;
	held = tap_ok(i == both && got_len == want_len, name, file, line);
	if (!held) {
		diag("first difference at byte %zu; lengths: got %zu, want %zu", i, got_len, want_len);
		tap_hex("got ", g, got_len, i - i % 16);
		tap_hex("want", w, want_len, i - i % 16);
	}
	return held;
}

/* A case that cannot run here, with the reason; it counts. */
TAP_USED static void skip(const char *name, const char *reason)
{
	printf("ok %u - %s # SKIP %s\n", ++tap.run, name, reason);
}

/* Prints the plan. Returns main's exit code: 0 when all held. */
TAP_USED static int done_testing(void)
{
	printf("1..%u\n", tap.run);
	return tap.failed || fflush(stdout) || ferror(stdout) ? 1 : 0;
}

#define ok(held, name) tap_ok((held), (name), __FILE__, __LINE__)
#define is_int(got, want, name) tap_int((intmax_t)(got), (intmax_t)(want), (name), __FILE__, __LINE__)
#define is_str(got, want, name) tap_str((got), (want), (name), __FILE__, __LINE__)
#define is_mem(got, got_len, want, want_len, name) \
	tap_mem((got), (got_len), (want), (want_len), (name), __FILE__, __LINE__)

#endif
