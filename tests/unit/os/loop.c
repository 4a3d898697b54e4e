/* SPDX-License-Identifier: MIT */
/* loop.c - os/loop: deadlines, fairness, room. The clock is a number here, and no wait takes time. */
#include "os/loop.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "os/clock.h"
#include "tests/unit/tap.h"

#define CONNECTIONS 256
#define HOSTILE 250

static int64_t ticks = 1000000;
static int waited;            /* the last wait, ms; INT_MIN: there was none */
static int interrupt;         /* polls that a signal ends */
static int out_of;            /* errno of accept, or 0 */

int64_t clock_ticks_ms(void)
{
	return ticks;
}

/* What is ready is told at once, else the clock goes on as far as the loop would have slept. */
int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int ready;

	if (interrupt > 0) {
		interrupt--;
		errno = EINTR;
		return -1;
	}
	ready = ppoll(fds, n, &(struct timespec){ .tv_sec = 0 }, NULL);
	waited = ready == 0 ? timeout : INT_MIN;
	if (ready == 0 && timeout > 0)
		ticks += timeout;
	return ready;
}

int sock_accept(int listener, union sock_address *peer)
{
	*peer = (union sock_address){ .any.sa_family = AF_UNSPEC };
	errno = out_of;
	return out_of ? -1 : accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/* What was told, newest values. */
static struct {
	unsigned expired, woken, accepted, ready, kind, listener;
	uint16_t slot;
	short events;
	int64_t served_at[CONNECTIONS];
	unsigned served[CONNECTIONS];
} seen;
static int64_t cost;          /* ms that a call of ready takes */
static bool drop_on_expiry, swallow;
static int drop_when_woken = -1;
static struct loop l;
static struct err e;

static void on_expired(void *ctx, uint16_t slot, enum loop_kind kind)
{
	(void)ctx;
	seen.expired++;
	seen.slot = slot;
	seen.kind = kind;
	if (drop_on_expiry)
		loop_drop(&l, slot);
}

static void on_woken(void *ctx, short events)
{
	(void)ctx;
	seen.woken++;
	seen.events = events;
	if (drop_when_woken >= 0)
		loop_drop(&l, (uint16_t)drop_when_woken);
}

static void on_accepted(void *ctx, uint16_t slot, const union sock_address *peer, unsigned listener)
{
	(void)ctx;
	(void)peer;
	seen.accepted++;
	seen.slot = slot;
	seen.listener = listener;
}

static void on_ready(void *ctx, uint16_t slot, short events)
{
	char c[64];

	(void)ctx;
	seen.ready++;
	seen.slot = slot;
	seen.events = events;
	seen.served[slot]++;
	ticks += cost;
	seen.served_at[slot] = ticks;
	if (swallow && read(loop_fd(&l, slot), c, sizeof c) <= 0)
		loop_drop(&l, slot);
}

static const struct loop_calls calls = { on_expired, on_woken, on_accepted, on_ready };

static void start(uint16_t cap, int wake)
{
	memset(&seen, 0, sizeof seen);
	err_clear(&e);
	cost = 0;
	drop_on_expiry = swallow = false;
	if (loop_open(&l, cap, wake, &calls, NULL, &e) < 0)
		diag("%s", e.text);
}

/* A connection in the loop; the other end is returned. */
static int join(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) < 0 || loop_add(&l, pair[0]) < 0)
		abort();
	return pair[1];
}

static void say(int fd)
{
	if (write(fd, "x", 1) != 1)
		abort();
}

static void arithmetic(void)
{
	struct loop_times t;

	loop_times_clear(&t);
	ok(loop_times_first(&t) == LOOP_NEVER && loop_times_take(&t, INT64_MAX) == LOOP_KINDS, "without a deadline none is due");
	t.due[LOOP_IDLE] = 10;
	t.due[LOOP_HEADER] = 20;
	is_int(loop_times_first(&t), 10, "the first of two");
	is_int(loop_times_take(&t, 9), LOOP_KINDS, "a moment before it is not due");
	is_int(loop_times_take(&t, 20), LOOP_IDLE, "at its time it is, and the earlier one is first");
	is_int(loop_times_take(&t, 20), LOOP_HEADER, "then the other");
	is_int(loop_times_take(&t, 20), LOOP_KINDS, "each once");
	is_int(loop_after(5, 7), 12, "a time from now");
	ok(loop_after(5, LOOP_NEVER) == LOOP_NEVER && loop_after(5, LOOP_NEVER - 5) == LOOP_NEVER, "never stays never");
	is_int(loop_timeout(LOOP_NEVER, 5), -1, "never due: wait without end");
	is_int(loop_timeout(5, 5), 0, "due now: no wait");
	is_int(loop_timeout(4, 5), 0, "overdue: no wait");
	is_int(loop_timeout(12, 5), 7, "due in 7 ms");
	is_int(loop_timeout(LOOP_NEVER - 1, 5), INT_MAX, "due in ages: the longest wait there is");
}

static void deadlines(void)
{
	int far[3];

	start(4, -1);
	for (int i = 0; i < 3; i++)
		far[i] = join();
	loop_due(&l, 0, LOOP_IDLE, 500);
	loop_due(&l, 1, LOOP_HANDSHAKE, 200);
	loop_due(&l, 2, LOOP_WHOLE, 300);
	loop_due(&l, 2, LOOP_WHOLE, LOOP_NEVER);
	loop_round(&l, &e);
	ok(waited == 200 && seen.expired == 1 && seen.slot == 1 && seen.kind == LOOP_HANDSHAKE, "the first deadline is told at its time");
	loop_round(&l, &e);
	ok(waited == 300 && seen.expired == 2 && seen.slot == 0 && seen.kind == LOOP_IDLE, "then the next, and none that was called off");
	loop_round(&l, &e);
	is_int(waited, -1, "then there is nothing to wait for");
	loop_due(&l, 0, LOOP_IDLE, 5);
	loop_due(&l, 0, LOOP_HEADER, 5);
	drop_on_expiry = true;
	loop_round(&l, &e);
	ok(seen.expired == 3 && loop_fd(&l, 0) == -1 && l.used == 2, "one that is dropped hears of no second");
	loop_due(&l, 1, LOOP_IDLE, 50);
	interrupt = 1;
	ok(loop_round(&l, &e) == 0 && seen.expired == 3, "a signal ends the wait, and is no deadline");
	for (int i = 0; i < 3; i++)
		close(far[i]);
	loop_close(&l);
}

static void events(void)
{
	int wake[2], far[2];

	if (pipe(wake) < 0)
		abort();
	start(2, wake[0]);
	far[0] = join();
	far[1] = join();
	is_int(loop_add(&l, wake[1]), -1, "no more connections than were asked for");
	say(far[1]);
	loop_round(&l, &e);
	ok(seen.ready == 1 && seen.slot == 1 && seen.events == POLLIN, "who has sent is ready");
	loop_want(&l, 1, POLLOUT);
	loop_round(&l, &e);
	ok(seen.ready == 2 && seen.events == POLLOUT, "or can be sent to, as was asked");
	loop_want(&l, 1, 0);
	close(far[1]);
	loop_round(&l, &e);
	ok(seen.ready == 2 && waited == -1, "nothing asked: no call, even when the peer goes");
	say(wake[1]);
	say(far[0]);
	drop_when_woken = 0;
	loop_round(&l, &e);
	ok(seen.woken == 1 && seen.ready == 2 && loop_fd(&l, 0) == -1, "who is dropped before its turn has none");
	drop_when_woken = -1;
	loop_want(&l, LOOP_WAKE, 0);
	loop_round(&l, &e);
	is_int(seen.woken, 1, "the wake-up descriptor can be left alone");
	close(wake[0]);
	close(wake[1]);
	close(far[0]);
	loop_close(&l);
}

static int caller(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = (in_port_t)port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0)
		abort();
	return fd;
}

static int listener(in_port_t *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (bind(fd, (struct sockaddr *)&a, len) < 0 || listen(fd, 16) < 0 || getsockname(fd, (struct sockaddr *)&a, &len) < 0)
		abort();
	*port = a.sin_port;
	return fd;
}

static void accepting(void)
{
	in_port_t first, second;
	int far[3];

	start(2, -1);
	is_int(loop_listen(&l, listener(&first), &e), 0, "a listener");
	is_int(loop_listen(&l, listener(&second), &e), 1, "and another");
	far[0] = caller(second);
	loop_round(&l, &e);
	ok(seen.accepted == 1 && seen.listener == 1 && l.used == 1, "who calls is accepted, and where is told");
	out_of = EMFILE;
	far[1] = caller(first);
	for (int i = 0; i < 3; i++) {
		loop_round(&l, &e);
		ok(seen.accepted == 1 && waited == INT_MIN, "without descriptors nobody is");
		loop_round(&l, &e);
		is_int(waited, LOOP_PAUSE_MS, "... and the loop rests until the next trial");
	}
	loop_round(&l, &e);
	loop_drop(&l, 0);
	out_of = 0;
	loop_round(&l, &e);
	is_int(seen.accepted, 2, "when one is free, the next comes at once");
	far[2] = caller(first);
	loop_round(&l, &e);
	is_int(seen.accepted, 3, "and the next, until it is full");
	close(caller(second));
	loop_round(&l, &e);
	ok(seen.accepted == 3 && waited == -1, "full: who else calls waits, and the loop, too");
	loop_drop(&l, 0);
	loop_round(&l, &e);
	is_int(seen.accepted, 4, "until there is room");
	loop_drop(&l, 0);
	loop_deafen(&l);
	loop_round(&l, &e);
	ok(waited == -1 && l.used == 1, "deaf: those who are there stay");
	for (int i = 0; i < 3; i++)
		close(far[i]);
	loop_close(&l);
}

/* 250 peers always have something to say, and each call takes 1 ms: how long does a fresh one wait for six calls? */
static void fairness(void)
{
	int far[HOSTILE + 1];
	int64_t since;
	unsigned least = UINT_MAX, most = 0;

	start(CONNECTIONS, -1);
	for (int i = 0; i < HOSTILE; i++) {
		far[i] = join();
		say(far[i]);
	}
	cost = 1;
	for (int i = 0; i < 3000; i++)
		loop_round(&l, &e);
	for (int i = 0; i < HOSTILE; i++) {
		least = seen.served[i] < least ? seen.served[i] : least;
		most = seen.served[i] > most ? seen.served[i] : most;
	}
	ok(least >= 12 && most - least <= 16, "among equals none starves");
	diag("%u to %u turns each", least, most);
	far[HOSTILE] = join();
	say(far[HOSTILE]);
	since = ticks;
	while (seen.served[HOSTILE] < 6 && ticks - since < 10000)
		loop_round(&l, &e);
	ok(ticks - since <= 20, "a fresh client's six turns come within 20 ms, beside 250 busy ones");
	diag("%d ms", (int)(ticks - since));
	for (int i = 0; i <= HOSTILE; i++)
		close(far[i]);
	loop_close(&l);
}

static void few_descriptors(void)
{
	struct rlimit keep, few;
	int far;

	getrlimit(RLIMIT_NOFILE, &keep);
	few = (struct rlimit){ 32, keep.rlim_max };
	start(CONNECTIONS, -1);
	far = join();
	setrlimit(RLIMIT_NOFILE, &few);
	say(far);
	ok(loop_round(&l, &e) == 0 && seen.ready == 1, "fewer descriptors than connections will do");
	setrlimit(RLIMIT_NOFILE, &keep);
	swallow = true;
	close(far);
	loop_round(&l, &e);
	loop_round(&l, &e);
	is_int(l.used, 0, "a peer that is gone is seen");
	loop_close(&l);
	loop_close(&l);
	ok(loop_open(&l, 0, -1, &calls, NULL, &e) == -1, "no connections at all are refused");
}

int main(void)
{
	arithmetic();
	deadlines();
	events();
	accepting();
	fairness();
	few_descriptors();
	return done_testing();
}
