/* SPDX-License-Identifier: MIT */
/* import_chain.h - a pile of certificates: which is the key's, which lead from it upwards, which are left over. Pure. */
#ifndef CERTGEN_IMPORT_CHAIN_H
#define CERTGEN_IMPORT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/view.h"

#define IMPORT_CERTS_MAX 32

enum import_place {
	IMPORT_LOOSE,         /* belongs to no chain of the leaf's */
	IMPORT_SENT,          /* the leaf, or what stands behind it */
	IMPORT_ROOT,          /* signs one that is sent, and itself: clients have it */
	IMPORT_OVER,          /* would be sent, were it in date */
	IMPORT_BROKEN         /* one that is sent names it, or its key, as its issuer, and is not signed by it nor by any other here: something is damaged */
};

struct import_cert {
	struct cert_view view;
	enum import_place place;
};

/* When is it? early: is "not yet valid" to be believed? */
struct import_time {
	int64_t now;
	bool early;
};

/* Is c signed by issuer's key? Only asked where c names issuer as its issuer. */
typedef bool import_signed(const struct cert_view *c, const struct cert_view *issuer);

bool import_in_date(const struct cert_view *c, struct import_time t);

/* The certificate of this SPKI: of several one in date, then the one that lasts longest. Its place, or n when there is none. */
size_t import_leaf(const struct import_cert *certs, size_t n, struct view spki, struct import_time t);

/*
 * Order what is sent (RFC 8446 4.4.2): the leaf, then each behind the one it signed; where several signed one (a cross-certificate), all of
 * them. The places of certs are set; n at most IMPORT_CERTS_MAX, without duplicates. Indices go to order, their number is returned.
 */
size_t import_chain(struct import_cert *certs, size_t n, size_t leaf, struct import_time t, import_signed *is_signed, uint8_t order[static IMPORT_CERTS_MAX]);

#endif
