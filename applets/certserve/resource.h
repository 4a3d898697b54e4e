/* SPDX-License-Identifier: MIT */
/* resource.h - what a path names, and the octets of it. Pure. */
#ifndef APPLETS_CERTSERVE_RESOURCE_H
#define APPLETS_CERTSERVE_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "applets/certserve/metrics.h"
#include "applets/certserve/page.h"
#include "applets/certserve/shelf.h"

/* By which of our names somebody has come, so that a page can say it again. All zero but for that. */
struct resource_base {
	uint16_t name;        /* number of the leaf's SAN */
	uint16_t port;        /* 0: the usual one */
	uint8_t address_len;  /* 4 or 16: the address below, whatever the leaf says; 0: the name */
	bool plain;           /* not by TLS */
	uint8_t address[16];
};

/* host: a request's, as request.h lets it pass; len 0: none. What is neither an address nor a name of the leaf is the leaf's first name. */
void resource_base(const struct shelf *s, const char *host, size_t len, uint16_t port, bool plain, struct resource_base *out);

/* Octets that are made for each request: one for all connections; they hold until somebody else asks. All zero in the beginning. */
struct resource_scratch {
	uint32_t generation;  /* whose page it is */
	bool expired;
	struct resource_base base;
	size_t len;
	char page[PAGE_MAX];
	char metrics[METRICS_ROOM];
};

/* What a decoded path names; RESOURCES when nothing. */
unsigned resource_find(const struct shelf *s, const char *path, size_t len);
/* The same of certserve's own paths alone. */
unsigned resource_own(const char *path, size_t len);

/*
 * Look at it: *out holds until the shelf is filled again, and body of a page or of metrics until another one is looked at. The page is the same for
 * the same base and now. values: those of the metrics that the shelf does not know.
 */
void resource_get(const struct shelf *s, unsigned name, const struct resource_base *base, int64_t now,
    const int64_t values[static METRICS_VALUES], struct resource_scratch *scratch, struct resource *out);

#endif
