/* SPDX-License-Identifier: MIT */
/* front.h - the process that has the network and nothing else: no file, no key, no privilege. */
#ifndef APPLETS_CERTSERVE_FRONT_H
#define APPLETS_CERTSERVE_FRONT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "applets/certserve/offer.h"
#include "lib/err.h"
#include "os/loop.h"

#define FRONT_HANDSHAKE_MS 10000   /* from accept to a finished handshake */
#define FRONT_HEADER_MS 10000      /* from the first octet of a request to its last */
#define FRONT_IDLE_MS 30000        /* between requests; without an octet of an answer taken */
#define FRONT_WHOLE_MS 120000      /* a connection in all */
#define FRONT_DRAIN_MS 5000        /* after LINK_DRAIN */
#define FRONT_REQUESTS 1000        /* on one connection */

struct front_listener {
	int fd;                        /* non-blocking */
	uint16_t port;
	bool plain;                    /* HTTP without TLS */
};

/* All of it the caller's, for the front's whole life. */
struct front {
	int link;                      /* to the keeper */
	struct offers *offers;
	struct front_listener listeners[LOOP_LISTENERS];
	uint16_t n_listeners;
	uint16_t max_conn;             /* 1 to LOOP_CONNECTIONS */
	bool everybody;                /* --public: answer public addresses, too */
	bool log;                      /* a line a request */
	const char *host;              /* what the machine is called */
	uid_t uid;                     /* (uid_t)-1: stay who we are */
	gid_t gid;
};

/*
 * The front's whole life, in a process of its own: takes all memory, waits for the first LINK_OFFER, enters the jail
 * (jail.h), says LINK_UP, serves until LINK_DRAIN or until the keeper is gone. 0: drained. -1: e says why; nothing was or will
 * be served.
 */
int front_run(const struct front *f, struct err *e);

#endif
