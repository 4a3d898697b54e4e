/* SPDX-License-Identifier: MIT */
/* loop.h - poll(2) over listeners, one wake-up descriptor and a fixed number of connections with deadlines. */
#ifndef OS_LOOP_H
#define OS_LOOP_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "os/sock.h"

#define LOOP_LISTENERS 16     /* at most */
#define LOOP_CONNECTIONS 4096 /* at most */
#define LOOP_WAKE UINT16_MAX  /* loop_want's name of the wake-up descriptor */
#define LOOP_NEVER INT64_MAX  /* of a deadline: there is none */
#define LOOP_BUDGET_MS 2      /* a round lasts no longer, and one callback; then whoever is new is looked for */
#define LOOP_PAUSE_MS 100     /* nobody is accepted for so long when descriptors or memory have run out */

/* Deadlines of one connection, any of which may be set; what runs out first ends it. */
enum loop_kind { LOOP_HANDSHAKE, LOOP_HEADER, LOOP_IDLE, LOOP_WHOLE, LOOP_KINDS };

/* --- pure ------------------------------------------------------------------------------------------ */

/* By clock_ticks_ms; LOOP_NEVER where there is none. */
struct loop_times {
	int64_t due[LOOP_KINDS];
};

void loop_times_clear(struct loop_times *t);
/* The first of them. */
int64_t loop_times_first(const struct loop_times *t);
/* One that is due (due <= now; the earliest, of equals the first kind) and is cleared; LOOP_KINDS when none is. */
enum loop_kind loop_times_take(struct loop_times *t, int64_t now);
/* now + ms, without overflow. */
int64_t loop_after(int64_t now, int64_t ms);
/* poll's third argument: -1 for LOOP_NEVER, 0 when due is not after now, at most INT_MAX. */
int loop_timeout(int64_t due, int64_t now);

/* --- acting ---------------------------------------------------------------------------------------- */

/*
 * What happens, told in a round in this order: expired, woken, accepted, ready. A callback may drop any connection: a slot that is dropped
 * gets no more of that round's events. One call should read or write once and compute little: the loop cannot interrupt it.
 */
struct loop_calls {
	/* A deadline of kind has run out (and is cleared). */
	void (*expired)(void *ctx, uint16_t slot, enum loop_kind kind);
	/* The wake-up descriptor is ready for events (poll's revents). */
	void (*woken)(void *ctx, short events);
	/* A connection is in slot, waiting for POLLIN, without deadlines. listener: its number in loop_listen's order. */
	void (*accepted)(void *ctx, uint16_t slot, const union sock_address *peer, unsigned listener);
	/* POLLIN, POLLOUT as asked for; POLLERR and POLLHUP may come with them. */
	void (*ready)(void *ctx, uint16_t slot, short events);
};

/* loop.c's own. */
struct loop_place {
	struct loop_times times;
	int fd;               /* -1: free */
	uint16_t next;        /* the free one after this */
	uint8_t turns;        /* how often it was ready, up to its last level */
};

struct loop {
	const struct loop_calls *calls;
	void *ctx;
	int64_t now;          /* clock_ticks_ms, as of the last call back or poll; deadlines count from it */
	uint16_t used;        /* connections there are */
	/* loop.c's own */
	struct pollfd *polls; /* listeners from the end, wake-up, connections */
	struct loop_place *places;
	int64_t soonest;      /* no deadline is earlier; one may no longer be there */
	int64_t resume;       /* when to accept again; LOOP_NEVER: not paused */
	int listeners[LOOP_LISTENERS];
	uint16_t n_listeners, cap, free, cursor;
	uint16_t high;        /* no slot from here on was ever used */
};

/*
 * cap connections (1 to LOOP_CONNECTIONS): all memory there will ever be (some 64 bytes each). wake is watched for POLLIN, stays the
 * caller's, and may be -1. calls and ctx must outlive the loop. 0 or -1.
 */
int loop_open(struct loop *l, uint16_t cap, int wake, const struct loop_calls *calls, void *ctx, struct err *e);
/* Closes all connections and listeners, frees. Harmless on one that is all zero. */
void loop_close(struct loop *l);

/* Watch a listener (non-blocking; the loop closes it). Its number; -1 when there are LOOP_LISTENERS. */
int loop_listen(struct loop *l, int fd, struct err *e);
/* Close the listeners: nobody new comes, the rest goes on (to drain). */
void loop_deafen(struct loop *l);

/* A connection made elsewhere: as if accepted, without the call. Its slot, or -1 when full (fd stays the caller's). */
int loop_add(struct loop *l, int fd);
/* Close the connection and free its slot. */
void loop_drop(struct loop *l, uint16_t slot);
int loop_fd(const struct loop *l, uint16_t slot); /* -1: no connection there */
/* POLLIN, POLLOUT, both; 0: leave it alone (a peer that goes is noticed by what is due, or when it is wanted again). */
void loop_want(struct loop *l, uint16_t slot, short events);
/* Due ms from l->now; LOOP_NEVER: no more. */
void loop_due(struct loop *l, uint16_t slot, enum loop_kind kind, int64_t ms);

/*
 * One round: waits until something happens or is due, tells it. A signal ends the wait, without a call. 0, or -1 when poll fails.
 *
 * Fair: who was ready less often goes first, and when LOOP_BUDGET_MS is over the round ends, whoever is left; so a fresh client waits for at
 * most a round and one call, not for all others. One of the rest is served first in each round, in turn, so that none starves.
 * Full, or without a descriptor for one more, the loop leaves new connections in the kernel's queue: until a slot is free,
 * or for LOOP_PAUSE_MS.
 */
int loop_round(struct loop *l, struct err *e);

#endif
