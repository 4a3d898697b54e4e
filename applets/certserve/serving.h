/* SPDX-License-Identifier: MIT */
/* serving.h - what the front holds: all of its memory, taken before the jail, and the connections in it. */
#ifndef APPLETS_CERTSERVE_SERVING_H
#define APPLETS_CERTSERVE_SERVING_H

#include "applets/certserve/access.h"
#include "applets/certserve/exchange.h"
#include "applets/certserve/front.h"
#include "applets/certserve/link.h"
#include "bearssl-glue/rng.h"
#include "os/loop.h"

#define SERVING_SESSIONS 128       /* to resume */
#define SERVING_SESSIONS_S 86400   /* then all are forgotten (RFC 5246 F.1.4) */
#define SERVING_SIGN_MS 5000       /* the keeper signs, or the handshake fails */
#define SERVING_LINGER_MS 2000     /* from our last octet to the peer's */
#define SERVING_LINGER_MAX 65536   /* octets of the peer's that are thrown away then */

struct connection {
	struct tls tls;
	uint8_t buffer[TLS_BUFFER_LEN];
	bool lingers;                  /* all is said */
	enum exchange_phase seen;      /* whose deadlines run */
	struct exchange x;
	union sock_address peer;
	int64_t since;                 /* by the loop's clock: accepted, or last answered */
	uint32_t sent, thrown;         /* octets: of answers; of the peer's, while it lingers */
};

_Static_assert(sizeof(struct connection) <= 24 << 10, "a connection is too large");

struct serving {
	const struct front *front;
	struct loop loop;
	/* secret */
	struct rng rng;
	struct tls_session sessions[SERVING_SESSIONS];
	/* public */
	struct tls_cache cache;
	int64_t flushed;               /* when that was; by the loop's clock */
	struct tls_signer signer;
	struct access_rate rate;
	const struct connection *speaks; /* whose octets are looked at */
	/* from the keeper */
	struct link_message message;
	uint32_t offered;              /* a generation that was not taken yet; 0: none */
	uint32_t late;                 /* signatures that nobody waits for any more */
	bool draining, gone;           /* asked to drain; the keeper is no more */
	struct shelf shelves[OFFER_KEPT];
	struct exchange_site site;
	uint8_t trash[4096];
	struct connection connections[];
};

/* --- the link: link_end.c ---------------------------------------------------------------------------- */

/* Look at what the keeper has sent, without waiting: it is noted in offered, draining, gone. */
void serving_listen(struct serving *s);
/* A line of the log, if it can go now. */
void serving_say(struct serving *s, const struct text *t);
/* A struct tls_signer's. ctx: struct serving. */
int serving_sign(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len);

/* --- connections: connection.c ------------------------------------------------------------------------ */

extern const struct loop_calls serving_calls; /* ctx: struct serving */

/* End all that use a shelf that is about to be filled for this generation. */
void serving_outdate(struct serving *s, uint32_t generation);
/* Those at rest go at once, the others after their answer, all within FRONT_DRAIN_MS. */
void serving_drain(struct serving *s);
/* struct exchange_site's. */
void serving_said(void *ctx, const struct exchange_line *line);

#endif
