/* SPDX-License-Identifier: MIT */
/* keeper.h - the process that has DIR and the key: watches the files, hands out the public ones, signs. */
#ifndef APPLETS_CERTSERVE_KEEPER_H
#define APPLETS_CERTSERVE_KEEPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "applets/certserve/offer.h"
#include "applets/say.h"
#include "lib/err.h"

#define KEEPER_LOOK_MS 400      /* between two looks at DIR */
#define KEEPER_PATIENCE_MS 2000 /* what is wrong for longer is said: certgen may be at work */
#define KEEPER_PATH 1100        /* bytes of a path with DIR */

struct keeper_file {
	const char *path, *file;    /* --publish PATH=FILE */
};

/* All of it the caller's, for the keeper's whole life. */
struct keeper {
	struct say say;
	const char *dir;            /* -d */
	const char *cert, *key, *ca;/* names in dir, or absolute paths; with dir under KEEPER_PATH */
	struct keeper_file files[OFFER_FILES];
	size_t n_files;
	int link;                   /* to the front */
	pid_t front;
	struct offers *offers;
	int signals;                /* signalfd(2) of SIGTERM, SIGINT, SIGHUP, SIGCHLD */
	int notify;                 /* os/notify.h */
	uint16_t port;              /* of the first listener, to be shown; 0: there is none for TLS */
};

/*
 * Read DIR for the first time and fill generation 1. The front is a process of its own by then, so that the key was never in its
 * memory, and waits. 0; -1: ERR_FAIL, ERR_MISMATCH, ERR_MALFORMED as certgen would say it.
 */
int keeper_load(struct keeper *k, struct err *e);

/*
 * Then until SIGTERM or SIGINT (drain; 0), or until the front has ended by itself (-1: how). Keys are wiped at the end.
 *
 * A change of DIR that is good is offered at once. What is not (torn, mismatched, gone, a --publish file with a private key) leaves that part as it
 * was; after KEEPER_PATIENCE_MS it is said, and the same is offered again with good = false. So is an anchor that vanishes while there was one, but then
 * the leaf is served without.
 */
int keeper_run(struct keeper *k, struct err *e);

#endif
