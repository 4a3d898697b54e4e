/* SPDX-License-Identifier: MIT */
/* shelf.h - an offer of the keeper's, and what is made of it once: all that can be fetched, but for what depends on the request. */
#ifndef APPLETS_CERTSERVE_SHELF_H
#define APPLETS_CERTSERVE_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "applets/certserve/offer.h"
#include "applets/fingerprint.h"
#include "applets/qr.h"
#include "bearssl-glue/tls.h"
#include "x509/view.h"

#define SHELF_TEXT "text/plain; charset=utf-8"

enum resource_name {
	RESOURCE_PAGE, RESOURCE_CRT, RESOURCE_PEM, RESOURCE_CER, RESOURCE_PROFILE, RESOURCE_CHAIN, RESOURCE_FINGERPRINT, RESOURCE_HEALTH,
	RESOURCE_METRICS,
	RESOURCE_FILES,                           /* the first of --publish */
	RESOURCES = RESOURCE_FILES + OFFER_FILES, /* more than any; of a path: there is no such thing */
};

struct resource {
	const char *type;        /* Content-Type; NULL: there is none now */
	const char *style;       /* as struct response wants it */
	struct view body;
	bool kept;               /* sha256 is its ETag; else it is made for each request, and not to be stored */
	uint8_t sha256[SHA256_LEN];
};

#define SHELF_NAMES 200      /* on the page; of 6 KiB in all */
#define SHELF_ROOM (1 << 20) /* bytes of what is made of an offer: what has no room is not there. Unused, they cost nothing */

/*
 * An offer, and what is made of it once. It points into the offer and itself: neither may move or change while it is used. Memory
 * that was never written is fine.
 */
struct shelf {
	const struct offer *offer;
	struct tls_identity identity;   /* all but its signer, which is the owner's to add */
	struct view chain[OFFER_CHAIN];
	struct cert_view leaf, anchor;  /* anchor.whole.len 0: none */
	struct fingerprint leaf_hash, anchor_hash;
	const char *host, *anchor_name, *names[SHELF_NAMES + 1];
	char title[FINGERPRINT_TITLE];  /* of the anchor's picture */
	int qr_size;                    /* 0: none */
	uint8_t qr[QR_CODE];
	struct resource all[RESOURCES]; /* but page and metrics */
	struct text text;               /* in room */
	char room[SHELF_ROOM];
};

/* host: what the machine is called; it must stay. 0; -1 when leaf or anchor is no certificate (ERR_MALFORMED). */
int shelf_fill(struct shelf *s, const struct offer *o, const char *host, struct err *e);

#endif
