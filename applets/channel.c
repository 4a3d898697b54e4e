/* SPDX-License-Identifier: MIT */
/* channel.c - a connection to a server: octets between a descriptor and TLS, until a time. */
#include "applets/channel.h"

#include <errno.h>
#include <limits.h>
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

/* --- waiting ----------------------------------------------------------------------------------------- */

static int in_time(const struct channel *c, struct err *e)
{
	if (clock_ticks_ms() < c->due)
		return 0;
	return err_set(e, ERR_UNREACHABLE, "no answer within %u s", c->w->timeout_ms / 1000);
}

static void begin_wait(struct channel *c)
{
	c->due = clock_ticks_ms() + c->w->timeout_ms;
}

/* A call has failed with errno: 0 when it can be made again. */
static int again(const struct channel *c, short events, struct err *e)
{
	int64_t left = c->due - clock_ticks_ms();

	if (errno != EAGAIN && errno != EINTR)
		return err_set(e, ERR_UNREACHABLE, "%e", errno);
	poll(&(struct pollfd){ c->fd, events, 0 }, 1, left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left);
	return in_time(c, e);
}

/* How many; 0: the other end's end; -1. */
static ssize_t take(const struct channel *c, uint8_t *p, size_t len, struct err *e)
{
	ssize_t n;

	while ((n = recv(c->fd, p, len, 0)) < 0 && again(c, POLLIN, e) == 0)
		;
	return n;
}

/*
 * How many; -1: out of time. Who sends to somebody that has cut the connection may find his last words, an alert perhaps, on the way back:
 * so all of it counts as sent, and reading tells the rest.
 */
static ssize_t give(const struct channel *c, const uint8_t *p, size_t len, struct err *e)
{
	ssize_t n;

	while ((n = send(c->fd, p, len, MSG_NOSIGNAL)) < 0)
		if (errno != EAGAIN && errno != EINTR)
			return (ssize_t)len;
		else if (again(c, POLLOUT, e) != 0)
			return -1;
	return n;
}

/* Until TLS wants one of these; all that it has to say goes first. -1: TLS is over, or the network. */
static int pump(struct channel *c, unsigned what, struct err *e)
{
	for (;;) {
		unsigned want = tls_want(&c->tls);
		ssize_t n = 0;
		size_t len;
		uint8_t *p;

		if (want & TLS_DRAIN) {
			p = tls_drain(&c->tls, &len);
			n = give(c, p, len, e);
			if (n < 0)
				return -1;
			tls_drain_done(&c->tls, (size_t)n);
			continue;
		}
		if (want & what)
			return 0;
		p = tls_feed(&c->tls, &len);
		if (p != NULL)
			n = take(c, p, len, e);
		if (n == 0)
			tls_error(&c->tls, e);
		if (n <= 0)
			return err_set(e, ERR_UNREACHABLE, "cut off");
		tls_feed_done(&c->tls, (size_t)n);
		/* what keeps coming and never comes to anything is no answer */
		if (in_time(c, e) != 0)
			return -1;
	}
}

/* --- who the server is -------------------------------------------------------------------------------- */

static void start_chain(void *ctx, const char *host)
{
	struct channel *c = ctx;

	(void)host;
	c->sent_len = c->certs = 0;
}

static void certificate(void *ctx, struct view piece, bool last)
{
	struct channel *c = ctx;

	c->certs += last;
	if (c->sent_len <= CHANNEL_CHAIN && piece.len <= CHANNEL_CHAIN - c->sent_len) {
		if (piece.len > 0)
			memcpy(c->sent + c->sent_len, piece.p, piece.len);
		c->sent_len += piece.len;
	} else {
		c->sent_len = CHANNEL_CHAIN + 1;
	}
}

static int read_leaf(const struct channel *c, struct spki *key)
{
	struct view all = view_of(c->sent, c->sent_len), leaf;
	struct cert_view cert;

	if (c->sent_len > CHANNEL_CHAIN || c->certs > CHANNEL_CERTS)
		return err_set(c->e, ERR_MALFORMED, "it sends over %d certificates, or %d octets of them", CHANNEL_CERTS, CHANNEL_CHAIN);
	if (view_whole(&all, DER_SEQUENCE, &leaf) != 0)
		leaf = all;
	if (cert_read(leaf, &cert, c->e) != 0)
		return err_prefix(c->e, "its certificate does not parse");
	*key = cert.key;
	return 0;
}

static enum tls_verdict end_chain(void *ctx, struct spki *key)
{
	const struct channel *c = ctx;

	return read_leaf(c, key) != 0 ? TLS_DISTRUSTED : c->w->judge(c->w->ctx, view_of(c->sent, c->sent_len), c->e);
}

/* --- a connection's life ------------------------------------------------------------------------------- */

static int connect_it(struct channel *c, struct err *e)
{
	union sock_address at[RESOLVE_MAX];
	const struct url *u = c->w->url;
	int n = resolve(&c->w->where, u->host, u->port, c->due, at, e);
	size_t used;

	if (n < 0)
		return -1;
	dial_order(at, (size_t)n);
	c->fd = dial(at, (size_t)n, c->due, &used, e);
	return c->fd < 0 ? -1 : 0;
}

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
	c->w = w;
	c->e = e;
	c->one_wait = false;
	c->handed = 0;
	begin_wait(c);
	if (connect_it(c, e) == 0 && (w->url->plain || shake_hands(c, e) == 0))
		return 0;
	channel_close(c);
	return -1;
}

int channel_send(struct channel *c, const void *p, size_t len, struct err *e)
{
	const uint8_t *from = p;
	ssize_t n;

	begin_wait(c);
	tls_read_done(&c->tls, c->handed);
	c->handed = 0;
	for (; len > 0; from += n, len -= (size_t)n) {
		size_t room = 0;
		uint8_t *to;

		if (c->w->url->plain) {
			n = give(c, from, len, e);
			if (n < 0)
				return -1;
			continue;
		}
		/* what has come unasked is in the way */
		if (pump(c, TLS_WRITE | TLS_READ, e) != 0 || (to = tls_write(&c->tls, &room)) == NULL)
			return err_set(e, ERR_MALFORMED, "it speaks out of turn");
		n = (ssize_t)(len < room ? len : room);
		memcpy(to, from, (size_t)n);
		tls_write_done(&c->tls, (size_t)n);
		tls_flush(&c->tls);
	}
	return c->w->url->plain ? 0 : pump(c, TLS_WRITE | TLS_READ, e);
}

int channel_receive(struct channel *c, const uint8_t **p, size_t *len, struct err *e)
{
	if (!c->one_wait)
		begin_wait(c);
	*len = 0;
	if (c->w->url->plain) {
		ssize_t n = in_time(c, e) == 0 ? take(c, c->buffer, sizeof c->buffer, e) : -1;

		*p = c->buffer;
		*len = n > 0 ? (size_t)n : 0;
		return n < 0 ? -1 : 0;
	}
	tls_read_done(&c->tls, c->handed);
	c->handed = 0;
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
	if (!c->w->url->plain) {
		tls_close(&c->tls);
		while ((p = tls_drain(&c->tls, &len)) != NULL && send(c->fd, p, len, MSG_NOSIGNAL) == (ssize_t)len)
			tls_drain_done(&c->tls, len);
		tls_wipe(&c->tls);
	}
	close(c->fd);
	c->fd = -1;
}

bool channel_is_open(const struct channel *c)
{
	return c->fd >= 0;
}

int channel_fill(void *p, size_t len, struct err *e)
{
	return entropy_fill(p, len, ENTROPY_MS, NULL, NULL, e);
}
