/* SPDX-License-Identifier: MIT */
/* keeper.h - the process that has DIR and the key: watches the files, hands out the public ones, signs. */
#ifndef APPLETS_CERTSERVE_KEEPER_H
#define APPLETS_CERTSERVE_KEEPER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "applets/certserve/offer.h"
#include "applets/say.h"
#include "lib/err.h"

#define KEEPER_LOOK_MS 400      /* between two looks at DIR */
#define KEEPER_PATIENCE_MS 2000 /* what is wrong for longer is said: certgen may be at work */

struct keeper_file {
	const char *path, *file;    /* --publish PATH=FILE */
};

/* All of it the caller's, for the keeper's whole life. */
struct keeper {
	struct say say;
	const char *dir;            /* -d */
	const char *cert, *key, *ca;/* names in dir, or absolute paths */
	struct keeper_file files[OFFER_FILES];
	size_t n_files;
	int link;                   /* to the front */
	pid_t front;
	struct offers *offers;
};

/*
 * Read DIR for the first time and fill generation 1: before there is a front. 0; -1: ERR_FAIL, ERR_MISMATCH, ERR_MALFORMED as
 * certgen would say it.
 */
int keeper_load(struct keeper *k, struct err *e);

/*
 * Then until SIGTERM or SIGINT (drain; 0), or until the front has ended by itself (-1: how).
 */
int keeper_run(struct keeper *k, struct err *e);

#endif
