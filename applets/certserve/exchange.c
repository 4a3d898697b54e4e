/* SPDX-License-Identifier: MIT */
/* exchange.c - one connection's life. */
#include "applets/certserve/exchange.h"

#include <string.h>

#include "applets/certserve/answer.h"
#include "applets/certserve/response.h"
#include "lib/wipe.h"

/* Plain HTTP: the first half of the buffer is for what comes, the second for what goes. */
#define IN_MAX REQUEST_HEAD_MAX
#define OUT_MAX (TLS_BUFFER_LEN - IN_MAX)

_Static_assert(sizeof(struct exchange) < 512, "a connection's state is too large");
_Static_assert(OUT_MAX > RESPONSE_HEAD + METRICS_ROOM, "the metrics have no room: they are made once");

/* --- side buffers ---------------------------------------------------------------------------------- */

/* Move what lies elsewhere into one. false: none is free. */
static bool take_side(struct exchange *x, const char *p, size_t len)
{
	struct exchange_side *s = x->site->sides;

	while (s < x->site->sides + EXCHANGE_SIDES && s->taken)
		s++;
	if (s == x->site->sides + EXCHANGE_SIDES)
		return false;
	s->taken = true;
	s->len = len;
	memcpy(s->buf, p, len);
	x->side = s;
	return true;
}

static void leave_side(struct exchange *x)
{
	if (x->side != NULL)
		x->side->taken = false;
	x->side = NULL;
}

/* --- what came --------------------------------------------------------------------------------------- */

/* Octets of the request that is being read, and what was sent behind it. */
static char *heard(struct exchange *x, size_t *len)
{
	uint8_t *p = NULL;

	*len = x->in;
	if (x->tls == NULL)
		return (char *)x->buffer;
	p = tls_read(x->tls, len);
	if (x->side == NULL)
		return (char *)p;
	if (*len > 0) {
		memcpy(x->side->buf + x->side->len, p, *len);
		x->side->len += *len;
		tls_read_done(x->tls, *len);
	}
	*len = x->side->len;
	return x->side->buf;
}

/* Of these len octets at p the first used are done with. false: the rest had no place to stay. */
static bool forget(struct exchange *x, char *p, size_t len, size_t used)
{
	size_t rest = len - used;
	bool held = true;

	if (x->tls != NULL && x->side == NULL) {
		held = rest == 0 || take_side(x, p + used, rest);
		tls_read_done(x->tls, len);
		return held;
	}
	memmove(p, p + used, rest);
	if (x->tls == NULL)
		x->in = (uint16_t)rest;
	else if (rest > 0)
		x->side->len = rest;
	else
		leave_side(x);
	return held;
}

/* --- saying it ------------------------------------------------------------------------------------- */

static void goodbye(struct exchange *x)
{
	x->phase = EXCHANGE_GOODBYE;
	leave_side(x);
	if (x->tls != NULL)
		tls_close(x->tls);
}

/* Go on with the answer; true when it is on its way whole. */
static bool answer(struct exchange *x)
{
	size_t room = 0;
	uint8_t *p;

	if (x->tls != NULL) {
		p = (tls_want(x->tls) & TLS_DRAIN) ? NULL : tls_write(x->tls, &room);
		if (p == NULL)
			return false;
		tls_write_done(x->tls, answer_fill(x, p, room));
		tls_flush(x->tls);
	} else if (x->out == 0) {
		x->out_at = 0;
		x->out = (uint16_t)answer_fill(x, x->buffer + IN_MAX, OUT_MAX);
	} else {
		return false;
	}
	if (x->answer.at < x->answer.len)
		return false;
	if (x->answer.keep)
		x->phase = EXCHANGE_IDLE;
	else
		goodbye(x);
	return true;
}

/* --- moving on --------------------------------------------------------------------------------------- */

/* A hello of TLS where none was expected, the first of all that came, is told so in its own words. */
static void refuse_request(struct exchange *x, const char *p, size_t len)
{
	if (x->request.alien == REQUEST_TLS && x->tls == NULL && x->requests == 0) {
		x->site->values[METRICS_HANDSHAKES_FAILED_TOTAL]++;
		memcpy(x->buffer + IN_MAX, response_alert, RESPONSE_ALERT);
		x->out = RESPONSE_ALERT;
		goodbye(x);
		return;
	}
	answer_refuse(x, x->request.status, NULL, p, len);
}

/* Look at what has come of a request. true: there is an answer. */
static bool hear(struct exchange *x)
{
	size_t len, used = 0;
	char *p = heard(x, &len);
	enum request_state state = len > 0 ? request_feed(&x->request, p, len) : REQUEST_MORE;

	if (len == 0)
		return false;
	x->phase = EXCHANGE_HEAD;
	if (state == REQUEST_MORE && (x->tls == NULL || x->side != NULL || forget(x, p, len, 0)))
		return false;
	if (state == REQUEST_WHOLE) {
		used = x->request.used;
		answer_request(x, p);
	} else if (state == REQUEST_REFUSED) {
		refuse_request(x, p, len);
	} else {
		answer_refuse(x, 503, NULL, p, 0); /* forget has dropped it */
		len = 0;
	}
	/* what stands behind an answer that is the last is nobody's */
	if (x->phase == EXCHANGE_ANSWER && len > 0 && !forget(x, p, len, x->answer.keep ? used : len))
		x->answer.keep = false;
	memset(&x->request, 0, sizeof x->request);
	return true;
}

/* The handshake is done: true. */
static bool meet(struct exchange *x)
{
	if ((tls_want(x->tls) & TLS_WRITE) == 0 && (tls_want(x->tls) & TLS_READ) == 0)
		return false;
	x->phase = EXCHANGE_IDLE;
	x->site->values[x->site->signatures != x->signatures ? METRICS_HANDSHAKES_NEW_TOTAL : METRICS_HANDSHAKES_RESUMED_TOTAL]++;
	return true;
}

static void advance(struct exchange *x)
{
	bool moved = true;

	while (moved) {
		switch (x->phase) {
		case EXCHANGE_HANDSHAKE:
			moved = meet(x);
			break;
		case EXCHANGE_IDLE:
		case EXCHANGE_HEAD:
			moved = hear(x);
			break;
		case EXCHANGE_ANSWER:
			moved = answer(x);
			break;
		default:
			moved = false;
		}
	}
}

void exchange_begin(struct exchange *x, struct exchange_site *site, struct tls *tls, uint8_t *buffer, uint16_t port, const uint8_t *seed)
{
	*x = (struct exchange){ .site = site, .tls = tls, .buffer = buffer, .port = port, .generation = site->generation,
		.signatures = site->signatures };
	x->phase = tls != NULL ? EXCHANGE_HANDSHAKE : EXCHANGE_IDLE;
	if (tls != NULL)
		tls_server_init(tls, &answer_shelf(x, x->generation)->identity, site->cache, buffer, seed);
}

static bool is_reading(const struct exchange *x)
{
	return x->phase <= EXCHANGE_HEAD;
}

unsigned exchange_want(const struct exchange *x)
{
	unsigned tls;

	if (x->phase == EXCHANGE_END)
		return EXCHANGE_OVER;
	if (x->tls == NULL)
		return x->out > 0 ? EXCHANGE_DRAIN : is_reading(x) ? EXCHANGE_FEED : EXCHANGE_OVER;
	tls = tls_want(x->tls);
	if (tls & TLS_DRAIN)
		return EXCHANGE_DRAIN;
	return is_reading(x) && (tls & TLS_FEED) ? EXCHANGE_FEED : EXCHANGE_OVER;
}

uint8_t *exchange_feed(const struct exchange *x, size_t *len)
{
	*len = 0;
	if (exchange_want(x) != EXCHANGE_FEED)
		return NULL;
	if (x->tls != NULL)
		return tls_feed(x->tls, len);
	*len = (size_t)(IN_MAX - x->in);
	return x->buffer + x->in;
}

/* Plain HTTP where TLS was expected: its first octet is a capital letter, and no record's. */
static bool is_plain(const struct exchange *x)
{
	size_t len;
	const uint8_t *p = tls_feed(x->tls, &len);

	return *p >= 'A' && *p <= 'Z';
}

void exchange_feed_done(struct exchange *x, size_t len)
{
	if (len == 0)
		return;
	if (x->tls == NULL) {
		x->in = (uint16_t)(x->in + len);
	} else if (!x->heard && is_plain(x)) {
		x->site->values[METRICS_HANDSHAKES_FAILED_TOTAL]++;
		tls_wipe(x->tls);
		x->tls = NULL;
		answer_refuse(x, 400, "this port speaks HTTPS: begin the address with https://", NULL, 0);
	} else {
		tls_feed_done(x->tls, len);
	}
	x->heard = true;
	advance(x);
}

const uint8_t *exchange_drain(const struct exchange *x, size_t *len)
{
	*len = x->out;
	if (x->tls != NULL)
		return tls_drain(x->tls, len);
	return x->out > 0 ? x->buffer + IN_MAX + x->out_at : NULL;
}

void exchange_drain_done(struct exchange *x, size_t len)
{
	if (x->tls != NULL) {
		tls_drain_done(x->tls, len);
	} else {
		x->out = (uint16_t)(x->out - len);
		x->out_at = (uint16_t)(x->out_at + len);
	}
	advance(x);
}

enum exchange_phase exchange_phase(const struct exchange *x)
{
	/* half a record is on its way */
	if (x->phase == EXCHANGE_IDLE && x->tls != NULL && (tls_want(x->tls) & (TLS_DRAIN | TLS_WRITE)) == 0)
		return EXCHANGE_HEAD;
	return x->phase;
}

uint32_t exchange_uses(const struct exchange *x)
{
	return x->phase == EXCHANGE_HANDSHAKE ? x->generation : x->phase == EXCHANGE_ANSWER ? x->answer.generation : 0;
}

void exchange_end(struct exchange *x)
{
	bool can = x->tls != NULL ? (tls_want(x->tls) & TLS_WRITE) != 0 : x->out == 0;

	if (can && x->phase == EXCHANGE_HEAD) {
		answer_refuse(x, 408, NULL, NULL, 0);
		advance(x);
	} else if (can && x->phase == EXCHANGE_IDLE) {
		goodbye(x);
	} else {
		x->phase = EXCHANGE_END;
	}
}

void exchange_wipe(struct exchange *x)
{
	leave_side(x);
	if (x->tls != NULL) {
		tls_wipe(x->tls);
		wipe(x->buffer, TLS_BUFFER_LEN);
	}
	*x = (struct exchange){ .phase = EXCHANGE_END };
}
