/* SPDX-License-Identifier: MIT */
/* signed.h - a certificate signed, and that signature checked. */
#ifndef CERTGEN_SIGNED_H
#define CERTGEN_SIGNED_H

#include <stddef.h>

#include "bearssl-glue/key.h"
#include "lib/err.h"
#include "x509/cert.h"

/* A file to be: heap bytes, wiped when freed. bytes NULL: nothing to write. */
struct product {
	char *bytes;
	size_t len;
};

/*
 * Sign the fields: the Certificate in whole (der_bytes), on the heap, whole->buf the caller's to free. The signature
 * is checked before it is let out: ECDSA (RFC 6979) by signing twice, RSA with the public key. 0 or -1.
 */
int signed_cert(const struct cert *c, const struct key *signer, struct der *whole, struct err *e);

/* The same of what write makes of c: cert_tbs, or req_info for a request (x509/req.h). */
int signed_as(void (*write)(struct der *d, const struct cert *c), const struct cert *c, const struct key *signer, struct der *whole, struct err *e);

/* DER as PEM with this label, ended by a newline. 0, -1 out of memory. */
int signed_text(const char *label, const struct der *d, struct product *out, struct err *e);
/* A Certificate as PEM, ended by a newline. 0, -1 out of memory. */
int signed_pem(const struct der *d, struct product *out, struct err *e);
/* A complete key as PEM (key_pem). 0, -1 out of memory. */
int signed_key(const struct key *k, struct product *out, struct err *e);

#endif
