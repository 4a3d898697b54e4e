/* SPDX-License-Identifier: MIT */
/* channel.c - a connection to a server: octets between a descriptor and TLS, until a time. */
#include "applets/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bearssl-glue/tls_err.h"
#include "lib/wipe.h"
#include "os/clock.h"
#include "os/dial.h"
#include "os/entropy.h"
#include "x509/view.h"

#define ENTROPY_MS 60000

/* --- octets ------------------------------------------------------------------------------------------- */

/* Milliseconds; -1: none. */
static int time_left(const struct channel *c, struct err *e)
{
	int64_t left = c->due - clock_ticks_ms();

	return left > 0 ? (int)left : err_set(e, ERR_UNREACHABLE, "no answer within %u s", c->w->timeout_ms / 1000);
}

/* A call begins: what the last one has handed out is gone. */
static void begin(struct channel *c, bool wait)
{
	if (wait)
		c->due = clock_ticks_ms() + c->w->timeout_ms;
	tls_read_done(&c->tls, c->handed);
	c->handed = 0;
}

/*
 * Send or receive some, by POLLOUT or POLLIN. How many; 0: the other end's end; -1. Who sends to somebody that has cut the connection may
 * find his last words, an alert perhaps, on the way back: all of it counts as sent, and reading tells the rest.
 */
static ssize_t move(const struct channel *c, short way, uint8_t *p, size_t len, struct err *e)
{
	ssize_t n;

	while ((n = way == POLLOUT ? send(c->fd, p, len, MSG_NOSIGNAL) : recv(c->fd, p, len, 0)) < 0) {
		int left;

		if (errno != EAGAIN)
			return way == POLLOUT ? (ssize_t)len : err_set(e, ERR_UNREACHABLE, "%e", errno);
		left = time_left(c, e);
		if (left < 0)
			return -1;
		poll(&(struct pollfd){ c->fd, way, 0 }, 1, left);
	}
	return n;
}

/* Until TLS wants one of these; all that it has to say goes first. -1: TLS is over, or the network. */
static int pump(struct channel *c, unsigned what, struct err *e)
{
	unsigned want;

	while (((want = tls_want(&c->tls)) & TLS_DRAIN) != 0 || (want & what) == 0) {
		bool out = (want & TLS_DRAIN) != 0;
		size_t len = 0;
		uint8_t *p = (out ? tls_drain : tls_feed)(&c->tls, &len);
		ssize_t n = p != NULL ? move(c, out ? POLLOUT : POLLIN, p, len, e) : 0;

		if (n == 0)
			tls_error(&c->tls, e);
		/* what keeps coming and never comes to anything is no answer, either */
		if (n <= 0 || time_left(c, e) < 0)
			return err_set(e, ERR_UNREACHABLE, "cut off");
		(out ? tls_drain_done : tls_feed_done)(&c->tls, (size_t)n);
	}
	return 0;
}

/* --- who the server is -------------------------------------------------------------------------------- */

static void start_chain(void *ctx, const char *host)
{
	struct channel *c = ctx;

	(void)host;
	c->sent_len = c->certs = 0;
}

/* One too many of anything: too many of certs. */
static void certificate(void *ctx, struct view piece, bool last)
{
	struct channel *c = ctx;

	c->certs += last;
	if (piece.len > CHANNEL_CHAIN - c->sent_len) {
		c->certs = CHANNEL_CERTS + 1;
	} else if (piece.len > 0) {
		memcpy(c->sent + c->sent_len, piece.p, piece.len);
		c->sent_len += piece.len;
	}
}

static enum tls_verdict end_chain(void *ctx, struct spki *key)
{
	const struct channel *c = ctx;
	struct view all = view_of(c->sent, c->sent_len), rest = all, leaf = all;
	struct cert_view cert;

	if (c->certs > CHANNEL_CERTS) {
		err_set(c->e, ERR_MALFORMED, "it sends over %d certificates, or %d octets of them", CHANNEL_CERTS, CHANNEL_CHAIN);
		return TLS_DISTRUSTED;
	}
	view_whole(&rest, DER_SEQUENCE, &leaf);
	if (cert_read(leaf, &cert, c->e) != 0) {
		err_prefix(c->e, "its certificate does not parse");
		return TLS_DISTRUSTED;
	}
	*key = cert.key;
	return c->w->judge(c->w->ctx, all, c->e);
}

/* --- a connection's life ------------------------------------------------------------------------------- */

static int shake_hands(struct channel *c, struct err *e)
{
	const struct tls_trust trust = { start_chain, certificate, end_chain, c };
	uint8_t seed[TLS_SEED_LEN];

	if (c->w->fill(seed, sizeof seed, e) != 0)
		return -1;
	tls_client_init(&c->tls, c->w->server_name != NULL ? c->w->server_name : c->w->url->host, &trust, c->w->identity, c->buffer, seed);
	wipe(seed, sizeof seed);
	return pump(c, TLS_WRITE | TLS_READ, e);
}

int channel_open(struct channel *c, const struct channel_wish *w, struct err *e)
{
	union sock_address at[RESOLVE_MAX];
	size_t used;
	int n;

	c->w = w;
	c->e = e;
	c->plain = w->url->plain;
	c->one_wait = c->answered = false;
	begin(c, true);
	n = resolve(&w->where, w->url->host, w->url->port, c->due, at, e);
	if (n < 0)
		return -1;
	dial_order(at, (size_t)n);
	c->fd = dial(at, (size_t)n, c->due, &used, e);
	if (c->fd < 0)
		return -1;
	if (c->plain || shake_hands(c, e) == 0)
		return 0;
	channel_close(c);
	return -1;
}

int channel_send(struct channel *c, const void *p, size_t len, struct err *e)
{
	uint8_t *room = c->buffer;
	size_t free = sizeof c->buffer;
	ssize_t n = 0;

	begin(c, true);
	if (!c->plain)
		room = tls_write(&c->tls, &free);
	/* what has come unasked is in the way */
	if (room == NULL || free < len)
		return err_set(e, ERR_MALFORMED, "it speaks out of turn");
	memcpy(room, p, len);
	if (!c->plain) {
		tls_write_done(&c->tls, len);
		tls_flush(&c->tls);
		return pump(c, TLS_WRITE | TLS_READ, e);
	}
	for (; len > 0 && n >= 0; room += n, len -= (size_t)n)
		n = move(c, POLLOUT, room, len, e);
	return n < 0 ? -1 : 0;
}

int channel_receive(struct channel *c, const uint8_t **p, size_t *len, struct err *e)
{
	ssize_t n;

	begin(c, !c->one_wait);
	if (c->plain) {
		*p = c->buffer;
		n = time_left(c, e) < 0 ? -1 : move(c, POLLIN, c->buffer, sizeof c->buffer, e);
		*len = (size_t)n;
		return n < 0 ? -1 : 0;
	}
	if (pump(c, TLS_READ | TLS_CLOSED, e) != 0)
		return -1;
	*p = tls_read(&c->tls, len);
	c->handed = *len;
	return *len > 0 || tls_error(&c->tls, e) == TLS_FINE ? 0 : -1;
}

void channel_close(struct channel *c)
{
	size_t len;
	const uint8_t *p;

	if (c->fd < 0)
		return;
	if (!c->plain) {
		tls_close(&c->tls);
		p = tls_drain(&c->tls, &len);
		if (p != NULL)
			(void)send(c->fd, p, len, MSG_NOSIGNAL);
		tls_wipe(&c->tls);
	}
	close(c->fd);
	c->fd = -1;
	c->handed = 0;
}

bool channel_is_open(const struct channel *c)
{
	return c->fd >= 0;
}

int channel_fill(void *p, size_t len, struct err *e)
{
	return entropy_fill(p, len, ENTROPY_MS, NULL, NULL, e);
}
