/* SPDX-License-Identifier: MIT */
/* reading.h - DIR as the keeper last read it: generations of the offer, and their keys. */
#ifndef APPLETS_CERTSERVE_READING_H
#define APPLETS_CERTSERVE_READING_H

#include "applets/certserve/keeper.h"
#include "applets/certserve/load.h"
#include "applets/certserve/watch.h"
#include "os/file.h"

/* All zero in the beginning. */
struct reading {
	struct key keys[OFFER_SLOTS];  /* secret; generation g's is keys[g % OFFER_SLOTS] */
	uint32_t current, taken;       /* generations: offered, and taken by the front; 0: none yet */
	bool again;                    /* read next time, whether something has changed or not */
	struct watch seen;
	int64_t bad_since;             /* by clock_ticks_ms; 0: all is well */
	bool said;                     /* … and it was said that it is not */
	bool dated;                    /* it was said that the leaf is out of date */
	int64_t not_before, not_after; /* of the leaf */
	char name[256];                /* the leaf's first name */
	/* while it is being read */
	struct file files[WATCH_FILES];
	struct load load;
	struct keeper_names {
		char path[KEEPER_PATH];
	} names[3];                    /* of certificate, key and CA */
};

/* keeper_load. */
int reading_first(struct reading *r, const struct keeper *k, struct err *e);
/* Has something changed? 1: there is a new generation to offer (and it was said); 0: no, or not for now. */
int reading_look(struct reading *r, const struct keeper *k);
/* The key of a generation that the front may use: the last OFFER_KEPT that it took, and the one it was offered. NULL: of another. */
const struct key *reading_key(const struct reading *r, uint32_t generation);
/* Wipe the key that is out of use since the last LINK_TAKEN. */
void reading_forget(struct reading *r);
/* A report line: the anchor, for people to compare. always: with -q, too. */
void reading_report(const struct reading *r, const struct keeper *k, bool always, const char *verb, const char *what);
/* Wipe all keys. */
void reading_close(struct reading *r);

#endif
