/* SPDX-License-Identifier: MIT */
/* entropy.c - random bytes once the kernel's generator is seeded; waiting is bounded. */
#include "os/entropy.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/random.h>
#include <sys/time.h>

#include "os/clock.h"

#define PATIENCE_MS 2000   /* then the wait is told */
#define TICK_US     200000

/*
 * Only a getrandom that blocks makes the kernel gather entropy from its own jitter (5.4 and later), so we do block, and a
 * timer's signal ends each try. It repeats, for one signal could come just before the call.
 */
static void on_alarm(int number)
{
	(void)number;
}

static void ticking(bool on, struct sigaction *before)
{
	struct sigaction quiet = { .sa_handler = on_alarm };
	struct itimerval timer = { .it_interval.tv_usec = on ? TICK_US : 0, .it_value.tv_usec = on ? TICK_US : 0 };

	if (on)
		sigaction(SIGALRM, &quiet, before);
	setitimer(ITIMER_REAL, &timer, NULL);
	if (!on)
		sigaction(SIGALRM, before, NULL);
}

static int fill(uint8_t *p, size_t len, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e)
{
	int64_t start = clock_ticks_ms();

	while (len > 0) {
		ssize_t n = getrandom(p, len, wait_ms > 0 ? 0 : GRND_NONBLOCK);
		bool unready = n < 0 && errno == EAGAIN;

		if (n < 0 && errno != EINTR && !unready)
			return err_errno(e, errno, "cannot get random bytes");
		if (n >= 0) {
			p += n;
			len -= (size_t)n;
			continue;
		}
		int64_t waited = clock_ticks_ms() - start;

		if (waited >= (int64_t)wait_ms)
			return err_set(e, ERR_FAIL, "the kernel has no entropy after %u s", (unsigned)(wait_ms / 1000));
		if (waited >= PATIENCE_MS && waiting != NULL) {
			waiting(ctx);
			waiting = NULL;
		}
		if (unready)
			clock_sleep_ms(10);
	}
	return 0;
}

int entropy_fill(void *out, size_t len, uint32_t wait_ms, void (*waiting)(void *ctx), void *ctx, struct err *e)
{
	struct sigaction before;
	ssize_t n = getrandom(out, len, GRND_NONBLOCK);
	int rc;

	if (n == (ssize_t)len)
		return 0;
	ticking(true, &before);
	rc = fill(out, len, wait_ms, waiting, ctx, e);
	ticking(false, &before);
	return rc;
}
