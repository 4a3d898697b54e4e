/* SPDX-License-Identifier: MIT */
/* entropy.c - os/entropy: waiting for a kernel that has none, played by a getrandom of our own. */
#include "os/entropy.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <sys/time.h>
#include <unistd.h>

#include "os/clock.h"
#include "tests/unit/tap.h"

static int64_t ready_at;     /* clock_ticks_ms from which there is entropy */
static int broken;           /* errno of a kernel that cannot at all */
static size_t piece;         /* octets a call gives, 0: all */
static unsigned asked;
static int told;
static struct err e;

/* As the kernel: without entropy it blocks until a signal, or says EAGAIN. */
ssize_t getrandom(void *p, size_t len, unsigned flags)
{
	asked++;
	if (broken != 0 || (flags & GRND_NONBLOCK)) {
		errno = broken != 0 ? broken : EAGAIN;
		if (broken != 0 || clock_ticks_ms() < ready_at)
			return -1;
	}
	while (clock_ticks_ms() < ready_at)
		if (usleep(100000) < 0)
			return -1;
	if (piece > 0 && len > piece)
		len = piece;
	memset(p, 'r', len);
	return (ssize_t)len;
}

static void waiting(void *ctx)
{
	++*(int *)ctx;
}

static int fill(uint8_t *p, size_t len, uint32_t wait_ms)
{
	err_clear(&e);
	told = 0;
	asked = 0;
	memset(p, '.', len);
	return entropy_fill(p, len, wait_ms, waiting, &told, &e);
}

static bool timer_is_off(void)
{
	struct itimerval t;
	struct sigaction a;

	getitimer(ITIMER_REAL, &t);
	sigaction(SIGALRM, NULL, &a);
	return t.it_value.tv_sec == 0 && t.it_value.tv_usec == 0 && a.sa_handler == SIG_DFL;
}

int main(void)
{
	uint8_t p[64];
	int64_t start;

	ok(fill(p, 64, 60000) == 0 && asked == 1, "a seeded kernel is asked once");
	is_mem(p, 64, "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr", 64, "and fills all");
	piece = 10;
	ok(fill(p, 64, 60000) == 0 && p[63] == 'r', "pieces are put together");
	piece = 0;
	ready_at = clock_ticks_ms() + 500;
	is_int(fill(p, 64, 60000), 0, "an unseeded kernel is waited for");
	is_int(told, 0, "a short wait is not told");
	ok(timer_is_off(), "no timer is left running");
	ready_at = clock_ticks_ms() + 3000;
	is_int(fill(p, 64, 60000), 0, "longer, too");
	is_int(told, 1, "which is told once");
	ready_at = INT64_MAX;
	start = clock_ticks_ms();
	is_int(fill(p, 64, 1000), -1, "the wait is bounded");
	ok(clock_ticks_ms() - start >= 1000 && clock_ticks_ms() - start < 2000, "by what was asked");
	is_str(e.text, "the kernel has no entropy after 1 s", "and its end is told");
	ok(p[0] == '.' && timer_is_off(), "nothing weaker is given, no timer left");
	ok(fill(p, 64, 0) == -1, "without a wait it ends at once");
	ready_at = 0;
	broken = ENOSYS;
	ok(fill(p, 64, 60000) == -1 && e.number == ENOSYS && p[0] == '.', "a kernel without getrandom is a failure");
	broken = EAGAIN;
	ok(fill(p, 64, 300) == -1 && asked < 100, "a kernel that only says EAGAIN is not asked in a hurry");
	return done_testing();
}
