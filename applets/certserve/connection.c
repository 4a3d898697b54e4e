/* SPDX-License-Identifier: MIT */
/* connection.c - the front's connections: octets between descriptors and exchanges, deadlines, who has to go. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "applets/certserve/serving.h"
#include "bearssl-glue/tls_err.h"
#include "lib/wipe.h"
#include "os/clock.h"

#define TURNS 12 /* reads and writes in a call: a flight of a handshake is a few records, each is two reads */

/* --- words ------------------------------------------------------------------------------------------- */

static void begin_line(struct text *t, char room[static LINK_BYTES], const union sock_address *peer)
{
	text_init(t, room, LINK_BYTES);
	sock_text(t, peer, false);
	text_add_char(t, ' ');
}

/* About somebody who has not asked for anything: some lines a second. */
static void mention(struct serving *s, const union sock_address *peer, const char *what, const char *why)
{
	char room[LINK_BYTES];
	uint32_t missed;
	struct text t;

	if (!s->front->log || !access_may(&s->rate, s->loop.now / 1000, &missed))
		return;
	begin_line(&t, room, peer);
	text_add(&t, what);
	text_add(&t, why);
	if (missed > 0)
		text_format(&t, " (%u such lines left out)", missed);
	serving_say(s, &t);
}

void serving_said(void *ctx, const struct exchange_line *line)
{
	struct serving *s = ctx;
	char room[LINK_BYTES], peer[SOCK_TEXT];
	struct text t;

	if (!s->front->log)
		return;
	text_init(&t, peer, sizeof peer);
	sock_text(&t, &s->speaks->peer, false);
	text_init(&t, room, sizeof room);
	access_line(&t, peer, line);
	serving_say(s, &t);
}

/* Nobody is told of a peer that went without a word. */
static void tell_failure(struct serving *s, const struct connection *c)
{
	struct err e = { .kind = ERR_NONE };

	if (c->seen != EXCHANGE_HANDSHAKE || !c->x.heard || (c->x.phase != EXCHANGE_HANDSHAKE && c->x.phase != EXCHANGE_END))
		return;
	s->site.values[METRICS_HANDSHAKES_FAILED_TOTAL]++;
	tls_error(&c->tls, &e);
	mention(s, &c->peer, "TLS: ", c->x.phase == EXCHANGE_END ? "too slow" : e.text);
}

/* --- ends -------------------------------------------------------------------------------------------- */

static void end(struct serving *s, uint16_t slot)
{
	struct connection *c = &s->connections[slot];

	tell_failure(s, c);
	exchange_wipe(&c->x);
	loop_drop(&s->loop, slot);
}

static void due(struct serving *s, uint16_t slot, enum loop_kind kind, int64_t ms)
{
	for (int k = 0; k < LOOP_WHOLE; k++)
		loop_due(&s->loop, slot, (enum loop_kind)k, k == (int)kind ? ms : LOOP_NEVER);
}

/* All is said; a peer that still sends would lose our last words if we closed now (RFC 9112 9.6). */
static void linger(struct serving *s, uint16_t slot)
{
	struct connection *c = &s->connections[slot];

	tell_failure(s, c);
	exchange_wipe(&c->x);
	c->seen = EXCHANGE_END;
	c->lingers = true;
	c->thrown = 0;
	shutdown(loop_fd(&s->loop, slot), SHUT_WR);
	due(s, slot, LOOP_IDLE, SERVING_LINGER_MS);
	loop_want(&s->loop, slot, POLLIN);
}

/* false: it is over. */
static bool throw_away(struct serving *s, uint16_t slot)
{
	struct connection *c = &s->connections[slot];
	ssize_t n = recv(loop_fd(&s->loop, slot), s->trash, sizeof s->trash, 0);

	c->thrown += n > 0 ? (uint32_t)n : 0;
	return n > 0 ? c->thrown < SERVING_LINGER_MAX : n < 0 && errno == EAGAIN;
}

/* --- octets ------------------------------------------------------------------------------------------ */

/* 1: go on; 0: wait; -1: the peer is gone. */
static int receive(struct connection *c, int fd)
{
	size_t len;
	uint8_t *p = exchange_feed(&c->x, &len);
	ssize_t n = recv(fd, p, len, 0);

	if (n <= 0)
		return n < 0 && errno == EAGAIN ? 0 : -1;
	exchange_feed_done(&c->x, (size_t)n);
	return (size_t)n == len || exchange_want(&c->x) != EXCHANGE_FEED;
}

/*
 * Records of a handshake's flight, in one segment. They are few, and the first that this socket sends: a kernel that does not take
 * them whole has no memory.
 */
static int send_flight(struct serving *s, struct connection *c, int fd)
{
	size_t gathered = 0, len;
	const uint8_t *p;

	while ((p = exchange_drain(&c->x, &len)) != NULL && len <= sizeof s->trash - gathered) {
		memcpy(s->trash + gathered, p, len);
		gathered += len;
		exchange_drain_done(&c->x, len);
	}
	return send(fd, s->trash, gathered, MSG_NOSIGNAL) == (ssize_t)gathered ? 1 : -1;
}

static int send_some(struct serving *s, struct connection *c, int fd)
{
	size_t len;
	const uint8_t *p = exchange_drain(&c->x, &len);
	/* more of the answer, a goodbye or the end of the stream goes with it */
	int more = c->x.phase >= EXCHANGE_ANSWER ? MSG_MORE : 0;
	ssize_t n;

	if (c->x.phase == EXCHANGE_HANDSHAKE && len <= sizeof s->trash)
		return send_flight(s, c, fd);
	n = send(fd, p, len, MSG_NOSIGNAL | more);
	if (n < 0)
		return errno == EAGAIN ? 0 : -1;
	c->sent += (uint32_t)n;
	exchange_drain_done(&c->x, (size_t)n);
	return (size_t)n == len;
}

/* As far as it goes for now. false: the peer is gone. */
static bool move(struct serving *s, struct connection *c, int fd)
{
	int go = 1;

	for (int i = 0; i < TURNS && go == 1; i++) {
		unsigned want = exchange_want(&c->x);

		if (want == EXCHANGE_OVER)
			break;
		go = want == EXCHANGE_DRAIN ? send_some(s, c, fd) : receive(c, fd);
		/* whoever has just got an answer has sent nothing yet */
		if (want == EXCHANGE_DRAIN && exchange_want(&c->x) == EXCHANGE_FEED)
			break;
	}
	return go >= 0;
}

/* --- deadlines ----------------------------------------------------------------------------------------- */

static void arm(struct serving *s, uint16_t slot, bool moved)
{
	static const struct {
		uint8_t kind;
		int32_t ms;
	} rules[] = {
		[EXCHANGE_HANDSHAKE] = { LOOP_HANDSHAKE, FRONT_HANDSHAKE_MS }, [EXCHANGE_IDLE] = { LOOP_IDLE, FRONT_IDLE_MS },
		[EXCHANGE_HEAD] = { LOOP_HEADER, FRONT_HEADER_MS }, [EXCHANGE_ANSWER] = { LOOP_IDLE, FRONT_IDLE_MS },
		[EXCHANGE_GOODBYE] = { LOOP_IDLE, FRONT_IDLE_MS },
	};
	struct connection *c = &s->connections[slot];
	enum exchange_phase phase = exchange_phase(&c->x);

	if (phase != c->seen || moved)
		due(s, slot, (enum loop_kind)rules[phase].kind, rules[phase].ms);
	c->seen = phase;
}

/* Move its octets, and see to what it waits for then. */
static void serve(struct serving *s, uint16_t slot)
{
	struct connection *c = &s->connections[slot];
	uint16_t requests = c->x.requests;
	uint32_t sent = c->sent;
	bool answering = c->seen >= EXCHANGE_ANSWER;

	s->speaks = c;
	s->site.now = clock_now();
	s->site.values[METRICS_OPEN] = s->loop.used;
	if (!move(s, c, loop_fd(&s->loop, slot))) {
		end(s, slot);
		return;
	}
	if (exchange_want(&c->x) == EXCHANGE_OVER) {
		linger(s, slot);
		return;
	}
	if (requests != c->x.requests)
		c->since = s->loop.now;
	loop_want(&s->loop, slot, exchange_want(&c->x) == EXCHANGE_DRAIN ? POLLOUT : POLLIN);
	arm(s, slot, requests != c->x.requests || (answering && sent != c->sent));
}

/* --- what the loop tells ------------------------------------------------------------------------------- */

static void ready(void *ctx, uint16_t slot, short events)
{
	struct serving *s = ctx;

	(void)events;
	if (!s->connections[slot].lingers)
		serve(s, slot);
	else if (!throw_away(s, slot))
		end(s, slot);
}

static void expired(void *ctx, uint16_t slot, enum loop_kind kind)
{
	struct serving *s = ctx;
	struct connection *c = &s->connections[slot];

	(void)kind;
	if (c->lingers) {
		end(s, slot);
		return;
	}
	s->speaks = c;
	exchange_end(&c->x);
	serve(s, slot);
}

static void woken(void *ctx, short events)
{
	(void)events;
	serving_listen(ctx);
}

/* There is one too many: of those that were given no answer for longest and are given none now, the first goes. */
static void make_room(struct serving *s, uint16_t fresh)
{
	uint16_t victim = fresh;

	for (uint16_t i = 0; i <= s->front->max_conn; i++) {
		const struct connection *c = &s->connections[i];

		if (i != fresh && loop_fd(&s->loop, i) >= 0 && c->x.phase != EXCHANGE_ANSWER && (victim == fresh || c->since < s->connections[victim].since))
			victim = i;
	}
	s->site.values[METRICS_TURNED_AWAY_TOTAL]++;
	mention(s, &s->connections[victim].peer, "had to go: too many connections", "");
	end(s, victim);
}

static void accepted(void *ctx, uint16_t slot, const union sock_address *peer, unsigned listener)
{
	struct serving *s = ctx;
	const struct front_listener *from = &s->front->listeners[listener];
	struct connection *c = &s->connections[slot];
	uint8_t seed[TLS_SEED_LEN];

	c->x = (struct exchange){ .phase = EXCHANGE_END };
	c->peer = *peer;
	c->since = s->loop.now;
	c->lingers = false;
	c->seen = EXCHANGE_END;
	if (!s->front->everybody && sock_class(peer) == SOCK_PUBLIC) {
		s->site.values[METRICS_TURNED_AWAY_TOTAL]++;
		mention(s, peer, "turned away: a public address", "");
		end(s, slot);
		return;
	}
	if (s->loop.used > s->front->max_conn)
		make_room(s, slot);
	if (loop_fd(&s->loop, slot) < 0)
		return;
	s->site.values[METRICS_ACCEPTED_TOTAL]++;
	if (s->loop.now - s->flushed > (int64_t)SERVING_SESSIONS_S * 1000) {
		tls_cache_flush(&s->cache, s->site.generation);
		s->flushed = s->loop.now;
	}
	if (!from->plain)
		rng_fill(&s->rng, seed, sizeof seed);
	exchange_begin(&c->x, &s->site, from->plain ? NULL : &c->tls, c->buffer, from->port, seed);
	wipe(seed, sizeof seed);
	loop_due(&s->loop, slot, LOOP_WHOLE, FRONT_WHOLE_MS);
	arm(s, slot, true);
}

const struct loop_calls serving_calls = { expired, woken, accepted, ready };

/* --- all of them --------------------------------------------------------------------------------------- */

void serving_outdate(struct serving *s, uint32_t generation)
{
	for (uint16_t i = 0; i < s->loop.high; i++) {
		uint32_t uses = loop_fd(&s->loop, i) >= 0 ? exchange_uses(&s->connections[i].x) : 0;

		if (uses != 0 && uses + OFFER_KEPT <= generation)
			end(s, i);
	}
}

void serving_drain(struct serving *s)
{
	s->site.drain = true;
	loop_deafen(&s->loop);
	for (uint16_t i = 0; i < s->loop.high; i++) {
		if (loop_fd(&s->loop, i) < 0)
			continue;
		loop_due(&s->loop, i, LOOP_WHOLE, FRONT_DRAIN_MS);
		if (s->connections[i].x.phase == EXCHANGE_IDLE)
			expired(s, i, LOOP_IDLE);
	}
}
