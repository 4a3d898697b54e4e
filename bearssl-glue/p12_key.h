/* SPDX-License-Identifier: MIT */
/* p12_key.h - a private key as PKCS#12 holds it, for this room only. */
#ifndef BEARSSL_GLUE_P12_KEY_H
#define BEARSSL_GLUE_P12_KEY_H

#include "bearssl-glue/key.h"
#include "x509/der.h"

/* Write k as PrivateKeyInfo (RFC 5208 5). 0, or -1 when it is not complete. */
int p12_key_write(struct der *d, const struct key *k);

#endif
