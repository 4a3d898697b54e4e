/* SPDX-License-Identifier: MIT */
/*
 * offer.h - what the keeper lets the front show: public bytes in memory that both see and the keeper alone writes.
 *
 * Each change of DIR is a generation, from 1 on. Generation g stands in slot g % OFFER_SLOTS. The front uses the newest three, for
 * connections that began with an older one, and gives up what is older when it takes a new one (LINK_TAKEN); only then may the keeper write
 * the next. So nothing is copied, and what a connection looks at stays as it was.
 */
#ifndef APPLETS_CERTSERVE_OFFER_H
#define APPLETS_CERTSERVE_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/der.h"

#define OFFER_SLOTS 4            /* one more than the front keeps */
#define OFFER_KEPT 3
#define OFFER_CHAIN 10           /* certificates a server sends, the leaf first */
#define OFFER_FILES 16           /* of --publish */
#define OFFER_ROOM (2 << 20)     /* bytes of all parts; memory that is not written costs nothing */

/* Octets of the room; len 0: there are none. */
struct offer_part {
	uint32_t at, len;
};

struct offer {
	uint32_t generation;
	uint8_t kind;                        /* enum key_kind of the leaf's key */
	bool ca;                             /* the anchor is a CA; else it is the leaf itself */
	bool good;                           /* false: DIR holds something else that cannot be served; the rest may be as in the generation before */
	uint8_t chain_len, n_files;
	uint32_t reloads;                    /* how often DIR was read with another result, this one included */
	int64_t loaded;                      /* unix time, when what is offered was read first */
	struct offer_part chain[OFFER_CHAIN];/* DER */
	struct offer_part anchor;            /* DER of what verifies the leaf; len 0: nothing in DIR does */
	struct offer_part anchor_file;       /* PEM: the file it comes from as it is, or made of it (load.h) */
	struct {
		struct offer_part path, body;    /* path: begins with '/' */
	} files[OFFER_FILES];
	uint32_t used;                       /* octets of room */
	uint8_t room[OFFER_ROOM];
};

struct offers {
	struct offer slot[OFFER_SLOTS];
};

/* Memory for both, all zero, shared with children that are made later. NULL with errno. */
struct offers *offers_map(void);
/* From now on this process can only read it (in the front, before its jail). 0 or -1 with errno. */
int offers_lock(struct offers *o);

/* Empty, of this generation. */
void offer_begin(struct offer *o, uint32_t generation);
/* Copy len octets into its room; *part says where. 0, or -1 when there is no room for them. */
int offer_add(struct offer *o, const void *p, size_t len, struct offer_part *part);

static inline struct offer *offer_of(struct offers *o, uint32_t generation)
{
	return &o->slot[generation % OFFER_SLOTS];
}

/* Where it stands; into o. */
static inline struct view offer_view(const struct offer *o, struct offer_part part)
{
	return view_of(o->room + part.at, part.len);
}

#endif
