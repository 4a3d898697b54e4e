/* SPDX-License-Identifier: MIT */
/* clock.c - os/clock: the kernel's time, and who set it. */
#include "os/clock.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

#include "tests/unit/tap.h"

static int status;
static int verdict;

int adjtimex(struct timex *t)
{
	t->status = status;
	return verdict;
}

static void nothing(int number)
{
	(void)number;
}

int main(void)
{
	struct itimerval timer = { .it_value.tv_usec = 10000, .it_interval.tv_usec = 10000 }, off = { .it_value.tv_usec = 0 };
	struct sigaction quiet = { .sa_handler = nothing };
	int64_t start;
	bool without;

	ok(clock_now() >= time(NULL) - 1 && clock_now() <= time(NULL) + 1, "the time is the kernel's");
	start = clock_ticks_ms();
	clock_sleep_ms(60);
	ok(clock_ticks_ms() - start >= 60 && clock_ticks_ms() - start < 1000, "sleeping takes its time");
	sigaction(SIGALRM, &quiet, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	start = clock_ticks_ms();
	clock_sleep_ms(100);
	ok(clock_ticks_ms() - start >= 99, "signals do not shorten it");
	setitimer(ITIMER_REAL, &off, NULL);
	ok(clock_is_set(), "a clock that is synchronised is set");
	status = STA_UNSYNC;
	verdict = TIME_ERROR;
	without = clock_is_set();
	status = 0;
	verdict = -1;
	is_int(clock_is_set(), without, "a kernel that does not say counts as not synchronised");
	verdict = TIME_ERROR;
	ok(clock_is_set(), "an error of another kind does not make it unset");
	return done_testing();
}
