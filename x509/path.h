/* SPDX-License-Identifier: MIT */
/*
 * path.h - is a server's certificate to be believed? Certification paths (RFC 5280 6.1) and names (RFC 6125).
 *
 * Pure: the time, the anchors and whoever checks signatures are handed in. A list of certificates is their DER, one behind the other.
 */
#ifndef X509_PATH_H
#define X509_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"
#include "x509/view.h"

#define PATH_DEPTH 10      /* certificates of a path, the leaf counted, the anchor not: eight cross-certificates and one more */
#define PATH_SIGNATURES 32 /* checked at most, so that nobody keeps us busy with a tangle of issuers */

/* What is wrong; of several candidates for an issuer what came furthest, so the most telling. In ascending order of that. */
enum path_result {
	PATH_GOOD,
	PATH_UNKNOWN,         /* nobody who issued it is an anchor, nor among what was sent */
	PATH_SELF_SIGNED,     /* … it is its own issuer */
	PATH_LONG,            /* over PATH_DEPTH, or PATH_SIGNATURES were not enough */
	PATH_MALFORMED,       /* a certificate that does not parse */
	PATH_NO_CA,           /* an issuer without CA:TRUE (RFC 5280 6.1.4 k) */
	PATH_NO_SIGNER,       /* … whose KeyUsage lacks keyCertSign (6.1.4 n) */
	PATH_LENGTH,          /* … whose pathLenConstraint is exceeded (6.1.4 l, m) */
	PATH_CRITICAL,        /* a critical extension that is not known here (6.1.4 o, 6.1.5 e) */
	PATH_ALGORITHM,       /* signed by, or a key of, what certbox does not check: RSA-PSS, Ed25519, and all others but … */
	PATH_WEAK,            /* … MD5, SHA-1, RSA under 2048 bits */
	PATH_SIGNATURE,       /* not this issuer's key */
	PATH_PURPOSE,         /* EKU or KeyUsage (digitalSignature) says it is for something else; of an issuer, too, as browsers have it */
	PATH_CONSTRAINT,      /* a name outside of an issuer's name constraints, the anchor's as well */
	PATH_EARLY,           /* not yet valid */
	PATH_EXPIRED,
	PATH_NAME             /* of another server */
};

struct path_rules {
	int64_t now;
	bool unsure;              /* now is a floor: notBefore says nothing (SPEC 5) */
	const struct san *name;   /* whom we want: DNS without wildcard, or IP; NULL: anybody */
	unsigned purpose;         /* EKU_SERVER or EKU_CLIENT */
	/* Is signature a good one of data? (verify_bytes) */
	bool (*verify)(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature);
};

struct path {
	enum path_result result;
	struct view at;                /* the certificate that result is about */
	unsigned n;                    /* GOOD: how many of them … */
	struct view cert[PATH_DEPTH];  /* … leaf first; each is issued by the next, the last by … */
	struct view anchor;            /* … this one; or it is this one, then n is 1 */
};

/*
 * The path from the first of `sent` to one of anchors. All others of `sent` are candidates for issuers, in any order, each used once
 * (duplicates, strangers and roots among them do no harm); anchors are tried first. Checked of each: signature, dates, basic constraints,
 * path length (self-issued ones not counted), key usage, EKU, name constraints (DNS, IP, e-mail, URI and directory names; critical or not, self-issued
 * intermediates excepted; a critical constraint on another kind refuses names of that kind), critical extensions; of the anchor its dates,
 * its constraints, and CA:TRUE, unless it is the leaf itself. Names are compared by RFC 5280 7.1 (name_same or as near as is done there).
 * A leaf that is one of the anchors, octet for octet, is good by itself (self-signed, CA:FALSE): name and dates are checked.
 * Views in out point into sent and anchors.
 */
enum path_result path_find(const struct path_rules *r, struct view sent, struct view anchors, struct path *out);

/* Name and dates (and purpose) of a certificate that is believed as it is: a stored leaf, renewed with the same key. */
enum path_result path_leaf(const struct path_rules *r, struct view cert, struct path *out);

/*
 * Has the certificate this name? Subject alternative names only, never the CN; DNS without case; a wildcard is the whole left label and
 * stands for one label, of names with at least three (RFC 6125 6.4.3); IP by octets.
 */
bool path_names(const struct cert_view *c, const struct san *name);

/*
 * What is wrong, for people: "expired 2026-01-02", "not yet valid, from 2027-…", "of a.example, b.example +3, not of c.example",
 * "unknown issuer CN=…", "signed with RSA-PSS, which …", with the certificate it is about when that is not the leaf. r is what path_find had.
 */
void path_add_text(struct text *t, const struct path_rules *r, const struct path *p);

#endif
