/* SPDX-License-Identifier: MIT */
/* watch.h - has one of a few files changed since it was read? */
#ifndef APPLETS_CERTSERVE_WATCH_H
#define APPLETS_CERTSERVE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "applets/certserve/offer.h"

#define WATCH_FILES (3 + OFFER_FILES)

/* What stat(2) says of each name, links followed; error: why it says nothing. */
struct watch {
	struct watch_fact {
		dev_t dev;
		ino_t ino;
		off_t size;
		struct timespec changed[2]; /* of content, of anything */
		int error;
	} facts[WATCH_FILES];
};

/* i-th of n paths. */
void watch_look(struct watch *w, size_t i, const char *path);
bool watch_same(const struct watch *a, const struct watch *b, size_t n);
/* Has one changed so lately (a second before now, by the kernel's clock) that another change might not show? */
bool watch_fresh(const struct watch *w, size_t n, time_t now);

#endif
