/* SPDX-License-Identifier: MIT */
/* csr.h - a request (PKCS#10) of the leaf's key: --csr, a row of derived.h; and those of others, read. */
#ifndef CERTGEN_CSR_H
#define CERTGEN_CSR_H

#include "applets/certgen/derived.h"

/*
 * The request of the set's leaf key, with the names of d->r, --subject and --use, as PEM: the same for the same wishes. Where `auto` sees
 * no host or no address, those of an earlier request (d->at.file) stay. make and ours of a derived_row.
 */
int csr_make(struct derived *d, struct product *out, struct err *e);
bool csr_ours(struct derived *d);

/* A request out of a file, PEM or DER, in heap memory that *der owns, on failure too. Its signature is not checked. */
int csr_read(const struct file *f, uint8_t **der, struct cert_view *out, struct err *e);

#endif
