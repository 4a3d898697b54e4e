/* SPDX-License-Identifier: MIT */
/* load.h - from the bytes of DIR's files to what is offered, and the key. Pure. */
#ifndef APPLETS_CERTSERVE_LOAD_H
#define APPLETS_CERTSERVE_LOAD_H

#include "applets/certserve/offer.h"
#include "bearssl-glue/key.h"
#include "lib/err.h"
#include "x509/view.h"

#define LOAD_CA 16           /* certificates in the CA's file */
#define LOAD_WORK 64         /* octets of work beyond those of the files */

struct load_file {
	const char *name;        /* as failures call it */
	struct view bytes;       /* p NULL: it is not there */
};

/* What is there: all of it, and work, the caller's. */
struct load {
	struct load_file cert, key, ca;
	uint8_t *work;           /* as long as the three files and LOAD_WORK: the caller wipes it */
	size_t work_cap;
	/* what load_pair found; views into work and files */
	struct cert_view certs[OFFER_CHAIN + LOAD_CA]; /* the chain, then the CA's file */
	size_t n_certs, n_chain; /* n_chain 0: did not get so far */
	size_t anchor;           /* certs[anchor]; n_certs: there is none */
	size_t used;             /* octets of work */
};

/*
 * Fill in o, which is empty, and key: the chain, all certificates of l->cert in their order, the first being of l->key; and the anchor, what verifies it
 * in the end: the leaf itself when it is self-signed, else the first root (or when there is none the first CA) of l->ca to which signatures and
 * names lead, through CAs of either file. No other certificate of l->ca is an anchor; that there is none is no failure.
 * The anchor's file is l->ca as it is, or l->cert for a self-signed leaf; PEM made of the anchor instead where that is DER or holds a private key.
 * Dates are not judged. 0; -1: ERR_FAIL (a file is not there; no room), ERR_MALFORMED, ERR_MISMATCH; o and key are then worthless, key wiped.
 */
int load_pair(struct load *l, struct offer *o, struct key *key, struct err *e);

/* The same from another offer: its chain and anchor into o, which is empty. 0 or -1. */
int load_again(struct offer *o, const struct offer *from);

/* Do they offer the same: chain, anchor and files? */
bool load_same(const struct offer *a, const struct offer *b);

#endif
