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

/*
 * What is wrong. Of a path it is the first of these; of several paths that were tried what came furthest, the last of them. So from
 * PATH_PURPOSE on all signatures up to an anchor are good.
 */
enum path_result {
	PATH_GOOD,
	PATH_UNKNOWN,         /* nobody who issued it is an anchor, nor among what was sent */
	PATH_SELF_SIGNED,     /* … it is its own issuer: the leaf, or a root that was sent */
	PATH_LONG,            /* over PATH_DEPTH, or PATH_SIGNATURES were not enough */
	PATH_MALFORMED,       /* a certificate that does not parse */
	PATH_NO_CA,           /* an issuer without CA:TRUE (RFC 5280 6.1.4 k) */
	PATH_NO_SIGNER,       /* … whose KeyUsage lacks keyCertSign (6.1.4 n) */
	PATH_LENGTH,          /* … whose pathLenConstraint is exceeded (6.1.4 l, m) */
	PATH_CRITICAL,        /* a critical extension that is not known here (6.1.4 o, 6.1.5 e) */
	PATH_ALGORITHM,       /* signed by, or a key of, what certbox does not check: RSA-PSS, Ed25519, RSA over 8192 bits (leaf: 4096) … */
	PATH_WEAK,            /* … MD5, SHA-1, RSA under 2048 bits */
	PATH_SIGNATURE,       /* not this issuer's key */
	PATH_PURPOSE,         /* EKU or KeyUsage (digitalSignature) says it is for something else; EKU of an issuer, too, as browsers have it */
	PATH_CONSTRAINT,      /* a name outside of an issuer's name constraints, the anchor's as well */
	PATH_EARLY,           /* not yet valid */
	PATH_EXPIRED,
	PATH_NAME             /* of another server */
};

struct path_rules {
	int64_t now;
	bool unsure;              /* now is a floor: notBefore says nothing (SPEC 5) */
	const struct san *name;   /* whom we want: DNS without wildcard, or IP; NULL: anybody */
	unsigned purpose;         /* EKU_SERVER or EKU_CLIENT; a certificate without EKU, or with anyExtendedKeyUsage, is for both */
	/* Is signature a good one of data? (verify_bytes) */
	bool (*verify)(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature);
};

struct path {
	enum path_result result;
	struct view at;                /* the certificate that result is about; GOOD: the leaf */
	unsigned n;                    /* GOOD: how many of them … */
	struct view cert[PATH_DEPTH];  /* … leaf first (which stands there in any case); each is issued by the next, the last by … */
	struct view anchor;            /* … this one; or it is this one, then n is 1 */
};

/*
 * The path from the first of `sent` to one of anchors. All others of `sent` are candidates for issuers, in any order, each used once in
 * a path (duplicates, strangers and roots among them do no harm; what is no SEQUENCE ends the list); anchors are tried first, and who has
 * the wanted key identifier before who has only the name. Checked of each: signature, dates, basic constraints, path length (self-issued
 * ones not counted), key usage, EKU, critical extensions, kind and size of keys, and name constraints: DNS, IP, e-mail (of the subject,
 * too, when it has no others), URI and directory names, critical or not, self-issued intermediates excepted; critical ones on another
 * kind refuse names of that kind. An anchor is checked as any issuer, but for its own signature: it need not be self-signed. Names are
 * compared by name_same. A leaf that is one of the anchors, octet for octet, is good by itself as by path_leaf (self-signed, CA:FALSE).
 * Views in out point into sent and anchors. Takes some 16 KiB of stack at most.
 */
enum path_result path_find(const struct path_rules *r, struct view sent, struct view anchors, struct path *out);

/*
 * A certificate that is believed as it is (a stored leaf, renewed with the same key): all of the above that concerns it alone, so name,
 * dates, purpose, key and critical extensions, but no signature. r->verify is not asked. out as of a path of one.
 */
enum path_result path_leaf(const struct path_rules *r, struct view cert, struct path *out);

/*
 * Has the certificate this name? Subject alternative names only, never the CN; DNS without case; a wildcard is the whole left label and
 * stands for one label, of names with at least three (RFC 6125 6.4.3); IP by octets.
 */
bool path_names(const struct cert_view *c, const struct san *name);

/*
 * What is wrong, for people: "expired 2026-01-02", "not yet valid, from 2027-…", "of a.example, b.example +3, not of c.example",
 * "unknown issuer CN=…", "signed with RSA-PSS, which certbox does not check", with the subject of the certificate it is about before it
 * when that is not the leaf ("CN=…: not a CA"). r and p are path_find's, and what it was given is still there.
 */
void path_add_text(struct text *t, const struct path_rules *r, const struct path *p);

#endif
