/* SPDX-License-Identifier: MIT */
/*
 * exchange.h - one connection's life, from its first octet to its last: octets in, octets out, and what it waits for.
 *
 * It knows no descriptor and no clock. The owner gives memory, then moves octets:
 *
 *   EXCHANGE_DRAIN  octets wait for the network:       p = exchange_drain(x, &len), send some,   exchange_drain_done(x, sent)
 *   EXCHANGE_FEED   there is room for network octets:  p = exchange_feed(x, &len), receive some, exchange_feed_done(x, received)
 *   EXCHANGE_OVER   no more of either: tell the peer that we are done, and wait a moment for its end, whatever it still sends (RFC 9112 9.6)
 *
 * A request is parsed where it came to lie; only what spans records of TLS, or was sent ahead, is moved into a side buffer, of which all have a
 * few in common. Where none is free, half a request gets a 503, and what was sent ahead is dropped with `Connection: close`.
 */
#ifndef APPLETS_CERTSERVE_EXCHANGE_H
#define APPLETS_CERTSERVE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "applets/certserve/request.h"
#include "applets/certserve/resource.h"
#include "bearssl-glue/tls_server.h"

#define EXCHANGE_SIDES 16
#define EXCHANGE_SIDE_LEN (REQUEST_HEAD_MAX + 16384) /* less than a head, and a record (RFC 5246 6.2.1) */

enum exchange_want { EXCHANGE_DRAIN = 1, EXCHANGE_FEED = 2, EXCHANGE_OVER = 4 };

/* What it is at. EXCHANGE_HEAD: the first octet of a request is here, its last is not. */
enum exchange_phase { EXCHANGE_HANDSHAKE, EXCHANGE_IDLE, EXCHANGE_HEAD, EXCHANGE_ANSWER, EXCHANGE_GOODBYE, EXCHANGE_END };

struct exchange_side {
	size_t len;
	bool taken;
	char buf[EXCHANGE_SIDE_LEN];
};

/* An answer was chosen. */
struct exchange_line {
	const char *method;   /* NULL: what was asked is no request of ours */
	struct view asked;    /* path, decoded; else the line as it came, perhaps cut off, perhaps nothing. Any octets */
	unsigned status;
	size_t len;           /* of the body that will be sent */
};

/* What all have in common: the owner's, as long as there is one. */
struct exchange_site {
	const struct shelf *shelves;           /* that of generation g stands at g % OFFER_KEPT, the newest OFFER_KEPT are there */
	uint32_t generation;                   /* the newest */
	struct tls_cache *cache;
	bool drain;                            /* each answer is the connection's last */
	int64_t now;                           /* unix time; kept by the owner */
	uint32_t signatures;                   /* how often the signer was asked; kept by the owner */
	int64_t values[METRICS_VALUES];        /* answers and handshakes are counted here, the rest is the owner's */
	void (*said)(void *ctx, const struct exchange_line *line); /* NULL: nobody listens */
	void *ctx;
	struct resource_scratch scratch;
	struct exchange_side sides[EXCHANGE_SIDES];
};

/* exchange.c's own. */
struct exchange_answer {
	const char *why;                       /* as response_line's */
	uint32_t generation;
	uint16_t status, name;
	size_t len, at;                        /* octets of the body, and how many of them are on their way */
	int64_t now;
	struct resource_base base;
	bool head, keep, begun;
};

struct exchange {
	struct exchange_site *site;
	struct tls *tls;                       /* NULL: plain */
	uint8_t *buffer;
	struct exchange_side *side;            /* NULL: none is needed */
	struct request request;
	struct exchange_answer answer;
	uint32_t generation, signatures;       /* as of the beginning */
	uint16_t port, requests;
	uint16_t in, out, out_at;              /* plain: octets in each half of the buffer */
	enum exchange_phase phase;
	bool heard;                            /* an octet has come */
};

/*
 * Begin. tls: memory of the owner's, NULL for plain HTTP; buffer: TLS_BUFFER_LEN octets, the owner's; port: where it was accepted; seed:
 * TLS_SEED_LEN octets (NULL for plain HTTP).
 */
void exchange_begin(struct exchange *x, struct exchange_site *site, struct tls *tls, uint8_t *buffer, uint16_t port, const uint8_t *seed);

unsigned exchange_want(const struct exchange *x);
/* NULL and *len = 0 when exchange_want does not say so. _done: at most so many. */
uint8_t *exchange_feed(const struct exchange *x, size_t *len);
void exchange_feed_done(struct exchange *x, size_t len);
const uint8_t *exchange_drain(const struct exchange *x, size_t *len);
void exchange_drain_done(struct exchange *x, size_t len);

enum exchange_phase exchange_phase(const struct exchange *x);
/* The generation that it needs the shelf of; 0: none. */
uint32_t exchange_uses(const struct exchange *x);
/* Time is up, or the owner wants an end: half a request is answered (408), a peer at rest gets a goodbye, anything else just ends. */
void exchange_end(struct exchange *x);
/* Give back the side buffer, forget keys: x is no exchange until it is begun again. */
void exchange_wipe(struct exchange *x);

#endif
