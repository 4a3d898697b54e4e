/* SPDX-License-Identifier: MIT */
/* view.h - read a certificate (RFC 5280) without copying it. */
#ifndef X509_VIEW_H
#define X509_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "x509/cert.h"
#include "x509/der.h"
#include "x509/san.h"
#include "x509/spki.h"

/* Views into the certificate's own bytes, which must outlive it. */
struct cert_view {
	struct view whole;            /* the Certificate, header included */
	struct view tbs;              /* header included: what is signed */
	struct view serial;           /* content octets as they stand */
	enum sig_algorithm signature; /* inner and outer agree */
	struct view signature_oid;    /* content, to name what is not known */
	struct view signature_value;  /* bits */
	struct view issuer, subject;  /* Names, header included */
	int64_t not_before, not_after;
	struct view spki;             /* header included */
	struct spki key;
	bool has_basic, ca;
	bool has_path_len;
	uint32_t path_len;
	bool has_key_usage;
	uint16_t key_usage;
	bool has_eku;
	unsigned eku;                 /* EKU_ bits known here */
	struct view key_id, authority_key_id; /* len 0: absent */
	struct view sans;             /* content of the GeneralNames SEQUENCE; len 0: absent */
	bool san_critical;
	struct view constraints;      /* content of NameConstraints; len 0: absent */
	bool constraints_critical;
	bool unknown_critical;        /* a critical extension not listed above */
};

/*
 * Read one DER certificate that fills whole exactly. Strict: version 3 (1 and 2 accepted without
 * extensions), inner and outer algorithm equal, each extension once, times well-formed. 0, or -1 with ERR_MALFORMED and what was wrong.
 * Any key or signature algorithm is accepted (KEY_OTHER, SIG_OTHER).
 */
int cert_read(struct view whole, struct cert_view *out, struct err *e);

/*
 * Extensions (RFC 5280 4.1; a request's, too): list is what their SEQUENCE holds. Into c, which starts empty. 0, or -1 with ERR_MALFORMED and
 * which it was.
 */
int cert_read_extensions(struct cert_view *c, struct view list, struct err *e);

/* The i-th SAN: false at the end. Kinds without use are skipped (they do not count). Start with *at = c->sans. */
bool cert_next_san(struct view *at, struct san *out);
/* Has this name among its SANs (byte equality of the DER content, DNS without case)? */
bool cert_has_san(const struct cert_view *c, const struct san *name);
/* Number of usable SANs. */
size_t cert_count_sans(const struct cert_view *c);
/* Is the name inside c's permitted subtrees and outside its excluded ones? Without constraints: true. */
bool cert_permits(const struct cert_view *c, const struct san *name);
/*
 * The same for the content of a GeneralName of any kind (its tag's number; a directory name's is the Name). Critical constraints on
 * a kind not known here permit none of it, others say nothing.
 */
bool cert_permits_name(const struct cert_view *c, unsigned kind, struct view name);
/* Subject and issuer alike? (Says nothing about the signature.) */
bool cert_self_issued(const struct cert_view *c);

#endif
