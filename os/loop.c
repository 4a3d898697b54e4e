/* SPDX-License-Identifier: MIT */
/* loop.c - poll(2) over listeners, one wake-up descriptor and a fixed number of connections with deadlines. */
#include "os/loop.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"

#define LEVELS 8              /* turns a connection stays ahead of older ones: a TLS handshake and a request take fewer */
#define ACCEPT_MAX 64         /* connections taken from one listener a round */
#define NONE UINT16_MAX       /* the end of the free list */

/* --- pure ------------------------------------------------------------------------------------------ */

void loop_times_clear(struct loop_times *t)
{
	for (int k = 0; k < LOOP_KINDS; k++)
		t->due[k] = LOOP_NEVER;
}

static int first_of(const struct loop_times *t)
{
	int first = 0;

	for (int k = 1; k < LOOP_KINDS; k++)
		if (t->due[k] < t->due[first])
			first = k;
	return first;
}

int64_t loop_times_first(const struct loop_times *t)
{
	return t->due[first_of(t)];
}

enum loop_kind loop_times_take(struct loop_times *t, int64_t now)
{
	int k = first_of(t);

	if (t->due[k] == LOOP_NEVER || t->due[k] > now)
		return LOOP_KINDS;
	t->due[k] = LOOP_NEVER;
	return (enum loop_kind)k;
}

int64_t loop_after(int64_t now, int64_t ms)
{
	return ms >= LOOP_NEVER - now ? LOOP_NEVER : now + ms;
}

int loop_timeout(int64_t due, int64_t now)
{
	if (due == LOOP_NEVER)
		return -1;
	if (due <= now)
		return 0;
	return due - now > INT_MAX ? INT_MAX : (int)(due - now);
}

/* --- connections ----------------------------------------------------------------------------------- */

/*
 * polls: LOOP_LISTENERS, the last one first, the wake-up descriptor, the connections: what is in use stands together. poll refuses more
 * entries than RLIMIT_NOFILE, and so many are never used: the free list gives a new slot only when no old one is free.
 */
static struct pollfd *poll_of(const struct loop *l, uint16_t slot)
{
	return l->polls + LOOP_LISTENERS + (slot == LOOP_WAKE ? 0 : 1 + slot);
}

static struct pollfd *listener_of(const struct loop *l, unsigned i)
{
	return l->polls + LOOP_LISTENERS - 1 - i;
}

int loop_open(struct loop *l, uint16_t cap, int wake, const struct loop_calls *calls, void *ctx, struct err *e)
{
	size_t n = (size_t)1 + LOOP_LISTENERS + cap;

	*l = (struct loop){ .calls = calls, .ctx = ctx, .now = clock_ticks_ms(), .cap = cap, .soonest = LOOP_NEVER, .resume = LOOP_NEVER };
	l->polls = calloc(n, sizeof *l->polls);
	l->places = calloc(cap, sizeof *l->places);
	if (cap == 0 || cap > LOOP_CONNECTIONS || l->polls == NULL || l->places == NULL) {
		loop_close(l);
		return err_set(e, ERR_FAIL, "no room for %d connections", cap);
	}
	for (size_t i = 0; i < n; i++)
		l->polls[i].fd = -1;
	for (uint16_t i = 0; i < cap; i++) {
		l->places[i].fd = -1;
		l->places[i].next = i + 1 < cap ? (uint16_t)(i + 1) : NONE;
	}
	*poll_of(l, LOOP_WAKE) = (struct pollfd){ .fd = wake, .events = POLLIN };
	return 0;
}

void loop_close(struct loop *l)
{
	loop_deafen(l);
	for (uint16_t i = 0; l->places != NULL && i < l->cap; i++)
		if (l->places[i].fd >= 0)
			close(l->places[i].fd);
	free(l->polls);
	free(l->places);
	*l = (struct loop){ .polls = NULL };
}

int loop_listen(struct loop *l, int fd, struct err *e)
{
	if (l->n_listeners == LOOP_LISTENERS)
		return err_set(e, ERR_USAGE, "more than %d addresses to listen on", LOOP_LISTENERS);
	l->listeners[l->n_listeners] = fd;
	return l->n_listeners++;
}

void loop_deafen(struct loop *l)
{
	while (l->n_listeners > 0)
		close(l->listeners[--l->n_listeners]);
}

int loop_add(struct loop *l, int fd)
{
	uint16_t slot = l->free;

	if (slot == NONE)
		return -1;
	l->free = l->places[slot].next;
	l->used++;
	if (slot >= l->high)
		l->high = (uint16_t)(slot + 1);
	l->places[slot] = (struct loop_place){ .fd = fd };
	loop_times_clear(&l->places[slot].times);
	loop_want(l, slot, POLLIN);
	return slot;
}

void loop_drop(struct loop *l, uint16_t slot)
{
	struct loop_place *p = &l->places[slot];

	if (p->fd < 0)
		return;
	close(p->fd);
	loop_times_clear(&p->times);
	p->fd = -1;
	p->next = l->free;
	l->free = slot;
	l->used--;
	l->resume = LOOP_NEVER; /* there is a descriptor again */
	*poll_of(l, slot) = (struct pollfd){ .fd = -1 };
}

int loop_fd(const struct loop *l, uint16_t slot)
{
	return l->places[slot].fd;
}

void loop_want(struct loop *l, uint16_t slot, short events)
{
	struct pollfd *p = poll_of(l, slot);

	/* poll tells of errors unasked, over and over: what nobody waits for it must not see */
	if (slot != LOOP_WAKE)
		p->fd = events != 0 ? l->places[slot].fd : -1;
	p->events = events;
	p->revents &= events != 0 ? (short)(events | POLLERR | POLLHUP) : 0;
}

static void sooner(struct loop *l, int64_t due)
{
	if (due < l->soonest)
		l->soonest = due;
}

void loop_due(struct loop *l, uint16_t slot, enum loop_kind kind, int64_t ms)
{
	l->places[slot].times.due[kind] = loop_after(l->now, ms);
	sooner(l, l->places[slot].times.due[kind]);
}

/* --- a round --------------------------------------------------------------------------------------- */

/* All places are looked at only when the earliest deadline has come, and then the next one is known. */
static void expire(struct loop *l)
{
	if (l->soonest > l->now)
		return;
	l->soonest = LOOP_NEVER;
	for (uint16_t i = 0; i < l->high; i++) {
		struct loop_place *p = &l->places[i];
		enum loop_kind k;

		while (p->fd >= 0 && (k = loop_times_take(&p->times, l->now)) != LOOP_KINDS)
			l->calls->expired(l->ctx, i, k);
		if (p->fd >= 0)
			sooner(l, loop_times_first(&p->times));
	}
}

/* Listeners are watched while there is room. */
static void watch_listeners(struct loop *l)
{
	if (l->resume <= l->now)
		l->resume = LOOP_NEVER;
	for (uint16_t i = 0; i < l->n_listeners; i++) {
		bool open = l->free != NONE && l->resume == LOOP_NEVER;

		*listener_of(l, i) = (struct pollfd){ .fd = open ? l->listeners[i] : -1, .events = POLLIN };
	}
}

static void accept_from(struct loop *l, unsigned i)
{
	for (int n = 0; n < ACCEPT_MAX && i < l->n_listeners && l->free != NONE; n++) {
		union sock_address peer;
		int fd = sock_accept(l->listeners[i], &peer);

		if (fd < 0) {
			if (errno != EAGAIN && errno != EWOULDBLOCK)
				l->resume = loop_after(l->now, LOOP_PAUSE_MS);
			return;
		}
		l->calls->accepted(l->ctx, (uint16_t)loop_add(l, fd), &peer, i);
	}
}

/* Serve a slot that is ready. Is there time for another? */
static bool serve(struct loop *l, uint16_t slot, int64_t until)
{
	struct pollfd *p = poll_of(l, slot);
	short events = p->revents;

	p->revents = 0;
	if (l->places[slot].turns < LEVELS - 1)
		l->places[slot].turns++;
	l->calls->ready(l->ctx, slot, events);
	l->now = clock_ticks_ms();
	return l->now < until;
}

/* The n-th slot from where this round began. */
static uint16_t nth(const struct loop *l, unsigned start, unsigned n)
{
	return (uint16_t)((start + n) % l->high);
}

static void serve_all(struct loop *l)
{
	unsigned start = l->cursor, i = 0;
	int64_t until;

	l->now = clock_ticks_ms();
	until = loop_after(l->now, LOOP_BUDGET_MS);
	/* one in turn, whatever its level */
	while (i < l->high && poll_of(l, nth(l, start, i))->revents == 0)
		i++;
	if (i == l->high)
		return;
	l->cursor = nth(l, start, i + 1);
	if (!serve(l, nth(l, start, i), until))
		return;
	for (uint8_t level = 0; level < LEVELS; level++)
		for (i = 0; i < l->high; i++) {
			uint16_t slot = nth(l, start, i);

			if (poll_of(l, slot)->revents != 0 && l->places[slot].turns == level && !serve(l, slot, until))
				return;
		}
}

int loop_round(struct loop *l, struct err *e)
{
	struct pollfd *first;
	nfds_t n;
	int got;

	l->now = clock_ticks_ms();
	watch_listeners(l);
	first = poll_of(l, LOOP_WAKE) - l->n_listeners;
	n = (nfds_t)l->n_listeners + 1 + l->high;
	got = poll(first, n, loop_timeout(l->soonest < l->resume ? l->soonest : l->resume, l->now));
	if (got < 0 && errno != EINTR && errno != EAGAIN)
		return err_errno(e, errno, "poll");
	/* an interrupted poll leaves what the round before was told */
	for (nfds_t i = 0; got < 0 && i < n; i++)
		first[i].revents = 0;
	l->now = clock_ticks_ms();
	expire(l);
	if (poll_of(l, LOOP_WAKE)->revents != 0)
		l->calls->woken(l->ctx, poll_of(l, LOOP_WAKE)->revents);
	for (unsigned i = 0; i < l->n_listeners; i++)
		if (listener_of(l, i)->revents != 0)
			accept_from(l, i);
	serve_all(l);
	return 0;
}
