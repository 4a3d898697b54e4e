/* SPDX-License-Identifier: MIT */
/* req.h - read a certification request (PKCS#10, RFC 2986). */
#ifndef X509_REQ_H
#define X509_REQ_H

#include "x509/der.h"
#include "x509/spki.h"

/*
 * The public key of a DER request that fills whole exactly: the SPKI, header included, a view into it, and what
 * it says. The signature is not looked at. 0, or -1 when it is no request or broken.
 */
int req_read_spki(struct view whole, struct view *spki, struct spki *key);

#endif
