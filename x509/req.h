/* SPDX-License-Identifier: MIT */
/* req.h - read and write a certification request (PKCS#10, RFC 2986). */
#ifndef X509_REQ_H
#define X509_REQ_H

#include "x509/view.h"

/*
 * Read one DER request that fills whole exactly, as cert_read reads a certificate: whole, tbs (the CertificationRequestInfo), signature and its
 * value, subject, spki, key, and, from its one extensionRequest (RFC 2985 5.4.2), all that extensions say there; the rest is zero. Other
 * attributes are passed over. The signature is not checked. 0, or -1 with ERR_MALFORMED and what was wrong.
 */
int req_read(struct view whole, struct cert_view *out, struct err *e);

/*
 * The CertificationRequestInfo of c's subject, spki, and an extensionRequest of KeyUsage, EKU and SAN (cert_extensions). With
 * d->buf NULL it measures. cert_wrap puts the signature around it.
 */
void req_info(struct der *d, const struct cert *c);

#endif
