/* SPDX-License-Identifier: MIT */
/*
 * link.h - the few messages between keeper and front, over a socket pair (unix(7), SOCK_SEQPACKET).
 *
 * The front is not believed: whatever comes from it is one of these, of a length that fits, or the keeper ends both. It can have hashes
 * signed by the key as long as it lives (that is what a server does), and nothing else.
 */
#ifndef APPLETS_CERTSERVE_LINK_H
#define APPLETS_CERTSERVE_LINK_H

#include <stdint.h>

#include "lib/err.h"

#define LINK_BYTES 512 /* an RSA-4096 signature; a line of the log */

enum link_kind {
	/* front to keeper */
	LINK_UP = 1,    /* locked in, listening */
	LINK_TAKEN,     /* generation: this one is served from now on; those OFFER_KEPT before it are given up */
	LINK_SIGN,      /* generation, algorithm (enum sig_algorithm), bytes: the hash. One at a time; LINK_SIGNED answers */
	LINK_LOG,       /* bytes: a line, printable ASCII, without its end. May be lost */
	LINK_FAILED,    /* algorithm: enum err_kind; bytes: why it cannot serve. It ends; who has called front_run says this */
	/* keeper to front */
	LINK_OFFER,     /* generation: it is there (offer.h) */
	LINK_SIGNED,    /* bytes: the signature; none: it could not be made */
	LINK_DRAIN      /* no new connections; end when the rest is done */
};

struct link_message {
	uint8_t kind, algorithm;
	uint16_t len;             /* of bytes that count */
	uint32_t generation;
	uint8_t bytes[LINK_BYTES];
};

#define LINK_HEAD 8

/* Both ends, close-on-exec. 0 or -1 with errno. */
int link_open(int ends[static 2]);
/*
 * Send; with now, or fail with EAGAIN when the other end's queue is full. Never SIGPIPE. 0 or -1 with errno.
 */
int link_send(int fd, const struct link_message *m, int now);
/*
 * The next message, whole. 1; 0: none has come in timeout_ms (0: none waits; -1: wait for ever, and a signal ends the wait); -1 with errno: the
 * other end is gone (EPIPE), or it is no message (EPROTO).
 */
int link_receive(int fd, struct link_message *m, int timeout_ms);

#endif
