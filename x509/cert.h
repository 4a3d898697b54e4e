/* SPDX-License-Identifier: MIT */
/* cert.h - write certificates (RFC 5280 4.1, 4.2) from fields that are given. */
#ifndef X509_CERT_H
#define X509_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509/der.h"
#include "x509/san.h"
#include "x509/spki.h"

/* KeyUsage bits (RFC 5280 4.2.1.3): bit n is 1 << n. */
enum { KU_DIGITAL_SIGNATURE = 1 << 0, KU_KEY_ENCIPHERMENT = 1 << 2, KU_KEY_CERT_SIGN = 1 << 5, KU_CRL_SIGN = 1 << 6 };
enum { EKU_SERVER = 1, EKU_CLIENT = 2, EKU_ANY = 4 };
/* Their OIDs (RFC 5280 4.2.1.12): that of 1 << n stands at n. */
#define CERT_PURPOSES 3
extern const uint8_t *const CERT_PURPOSE_OIDS[CERT_PURPOSES];

#define CERT_SERIAL_MAX 20
#define CERT_KEY_ID_LEN 20

/* All that a certificate says. Views and pointers stay the caller's and must outlive the call. */
struct cert {
	struct view serial;           /* 1 to 20 octets, unsigned big-endian */
	enum sig_algorithm signature;
	struct view issuer, subject;  /* Names, DER with header */
	int64_t not_before, not_after;
	struct view spki;             /* DER with header */
	bool ca;                      /* BasicConstraints CA:TRUE, critical, without pathLen; else CA:FALSE, critical */
	uint16_t key_usage;           /* critical; 0: none */
	unsigned eku;                 /* EKU_ bits; 0: none */
	struct view key_id;           /* subject key identifier; len 0: none */
	struct view authority_key_id; /* by key identifier; len 0: none */
	const struct san *sans;       /* critical only when the subject is empty */
	size_t n_sans;
	const struct san *permitted;  /* name constraints; n_permitted 0: none */
	size_t n_permitted;
	bool constraints_critical;
};

/*
 * The TBSCertificate. Extensions in the order: BasicConstraints, KeyUsage, EKU,
 * SKI, AKI, SAN, NameConstraints. With d->buf NULL it measures.
 */
void cert_tbs(struct der *d, const struct cert *c);
/* Of these all but the first, for a request (req.h). */
void cert_extensions(struct der *d, const struct cert *c);

/* The Certificate around a finished TBSCertificate and a signature value. */
void cert_wrap(struct der *d, struct view tbs, enum sig_algorithm a, const uint8_t *signature, size_t len);

#endif
