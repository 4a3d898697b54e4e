/* SPDX-License-Identifier: MIT */
/* cross.h - cross-certificates behind a leaf: what leads clients of an older CA to the one that signs now. */
#ifndef CERTGEN_CROSS_H
#define CERTGEN_CROSS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "applets/certgen/signed.h"
#include "lib/err.h"
#include "os/file.h"
#include "x509/der.h"

/*
 * The most of them in a server.crt. With the leaf that is 9 certificates: wolfSSL takes no more (MAX_CHAIN_DEPTH), nor Mbed TLS
 * (MBEDTLS_X509_MAX_INTERMEDIATE_CA); Java refuses more than 10 whomever it trusts (jdk.tls.maxCertificateChainLength). NSS follows 20.
 */
#define CROSS_MOST 8

struct cross {
	struct product pem;  /* one after the other; len 0: none */
	struct view issuer;  /* of the first: a Name, header included; in der */
	uint8_t *der;
};

/*
 * Of the certificates behind the first in file (a server.crt as it stood), the first most that still lead from the CA of this subject
 * (a Name, header included) and key_id (len 0: any) downwards in age: CA:TRUE, no root, not over at now, each naming the subject and
 * key of the next as its issuer's (clients judge the signatures). -1 out of memory. out starts empty; cross_free it in any case.
 */
int cross_keep(const struct file *file, struct view subject, struct view key_id, size_t most, int64_t now, struct cross *out, struct err *e);
/* Here because every run that makes something comes by, and cross.c stands among what is rare (applets/cold.ld). */
static inline void cross_free(struct cross *c)
{
	free(c->pem.bytes);
	free(c->der);
}

#endif
