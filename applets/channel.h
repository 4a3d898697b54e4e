/* SPDX-License-Identifier: MIT */
/* channel.h - a connection to a server: its address found, TLS or plain, each wait bounded; the server judged before a word is said. */
#ifndef APPLETS_CHANNEL_H
#define APPLETS_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "applets/url.h"
#include "bearssl-glue/tls_client.h"
#include "lib/err.h"
#include "os/resolve.h"
#include "x509/der.h"

#define CHANNEL_CHAIN 65536  /* octets of certificates a server may send: a longer chain is refused (ERR_MALFORMED) */
#define CHANNEL_CERTS 64     /* and so many of them */

/* Whom to call and how. All of it outlives the channel. */
struct channel_wish {
	const struct url *url;            /* host, port, plain */
	const char *server_name;          /* sent in the hello instead of the host (--server-name); NULL: the host */
	uint32_t timeout_ms;              /* at most INT32_MAX; for address, connection and handshake together, and then for each wait */
	const struct tls_identity *identity; /* our own certificate; NULL: none */
	struct resolve_where where;
	/*
	 * What the server is: `sent`, its certificates as they came, one behind the other, leaf first. Of these only the leaf has been looked at:
	 * it parses (cert_read); what follows may be anything. Called once a handshake, before anything but the hello has been said; not for
	 * plain http. TLS_DISTRUSTED: e says why (kind and words), the connection ends there. sent stays until the channel is opened again.
	 */
	enum tls_verdict (*judge)(void *ctx, struct view sent, struct err *e);
	void *ctx;
	int (*fill)(void *p, size_t len, struct err *e); /* random octets: entropy, bounded by the caller */
};

/* One at a time; static: 16.7 KB of TLS buffer, 64 KB for the chain, of which a usual one touches 2. Zeroed and fd -1 before channel_open. */
struct channel {
	const struct channel_wish *w;
	int fd;
	/*
	 * The caller's: the calls from now on have one timeout_ms together, that of the last channel_open or channel_send; false: each
	 * channel_receive its own. channel_open makes it false.
	 */
	bool one_wait;
	bool answered;            /* the caller's: an answer has come over it; channel_open makes it false */
	bool plain;               /* the url's, when it was opened */
	int64_t due;              /* of the present wait */
	struct err *e;            /* the judge's */
	size_t handed;            /* octets of tls_read's view that channel_receive has given out */
	size_t sent_len;          /* octets of sent */
	unsigned certs;           /* > CHANNEL_CERTS: too many, of one or the other */
	struct tls tls;
	uint8_t buffer[TLS_BUFFER_LEN];
	uint8_t sent[CHANNEL_CHAIN];
};

/*
 * Resolve, connect, shake hands. 0, or -1 and closed: ERR_UNREACHABLE (no address, no connection, no answer in time, cut off), the judge's
 * own failure, or tls_error's, which names what the server lacks; ERR_MALFORMED for a chain that is too long or a leaf that does not parse.
 * Without the server's name: the caller puts it before.
 */
int channel_open(struct channel *c, const struct channel_wish *w, struct err *e);
/*
 * All of it, at most 16384 octets, when all that was received has been looked at. 0, or -1. A connection that the other end has cut is
 * not told here: what it has said before that, and that it is cut, channel_receive tells. SIGPIPE does not come.
 */
int channel_send(struct channel *c, const void *p, size_t len, struct err *e);
/*
 * Some octets, at least one: *p is theirs until the next call; they lie in the channel's own buffer. 0 with *len 0: the other end has said
 * goodbye (TLS: close_notify; plain: end). -1: cut off, or silent for timeout_ms: ERR_UNREACHABLE; or broken.
 */
int channel_receive(struct channel *c, const uint8_t **p, size_t *len, struct err *e);
/* Goodbye, without waiting for the other's. Wipes keys. Harmless on one that is not open. */
void channel_close(struct channel *c);
bool channel_is_open(const struct channel *c);
/* For fill: the kernel's, within a minute. */
int channel_fill(void *p, size_t len, struct err *e);

#endif
