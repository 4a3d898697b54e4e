/* SPDX-License-Identifier: MIT */
/* spki.h - SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 5480, RFC 3279): public keys and signature algorithms. */
#ifndef X509_SPKI_H
#define X509_SPKI_H

#include <stdint.h>

#include "lib/text.h"
#include "x509/der.h"

enum key_kind { KEY_NONE, KEY_P256, KEY_P384, KEY_P521, KEY_RSA, KEY_OTHER };

#define SPKI_MAX 600      /* bytes of DER: RSA-4096 with e = 65537 needs 550 */

/* A public key as it stands in DER; views into the input. */
struct spki {
	enum key_kind kind;
	unsigned bits;        /* 256, 384, 521, modulus bits; 0 for KEY_OTHER */
	struct view point;    /* EC: uncompressed point 04 x y of the curve's exact length */
	struct view n, e;     /* RSA: magnitudes without leading zeros */
	struct view algorithm; /* OID content, to name what is not known */
};

/* EC point (04 x y) of kind KEY_P256, KEY_P384 or KEY_P521; another kind sets d->overflow. */
void spki_write_ec(struct der *d, enum key_kind kind, const uint8_t *point, size_t len);
void spki_write_rsa(struct der *d, const uint8_t *n, size_t n_len, const uint8_t *e, size_t e_len);
/*
 * A whole SPKI element (with its SEQUENCE header), nothing after it. 0, or -1 when broken. Unknown algorithms, other curves,
 * explicit parameters and compressed points are KEY_OTHER. RSA: NULL parameters (RFC 3279 2.3.1), n odd; e is not judged.
 */
int spki_read(struct view whole, struct spki *out);
/* "p256" "p384" "p521" "rsa2048" … (actual bits), or the algorithm's dotted OID. */
void spki_add_text(struct text *t, const struct spki *k);

enum sig_algorithm { SIG_OTHER, SIG_ECDSA_SHA256, SIG_ECDSA_SHA384, SIG_ECDSA_SHA512, SIG_RSA_SHA256, SIG_RSA_SHA384, SIG_RSA_SHA512, SIG_RSA_SHA1 };

/*
 * AlgorithmIdentifier: RSA ones with NULL parameters (RFC 4055 5), ECDSA ones without (RFC 5758 3.2). SIG_OTHER sets
 * d->overflow.
 */
void sig_write(struct der *d, enum sig_algorithm a);
/*
 * content: inside the AlgorithmIdentifier's SEQUENCE; RSA's parameters may be absent (RFC 4055 5). Anything else is
 * SIG_OTHER.
 */
enum sig_algorithm sig_read(struct view content);
/* What a key of this kind signs with here: P-256 SHA-256, P-384 SHA-384, RSA SHA-256; else SIG_OTHER. */
enum sig_algorithm sig_for(enum key_kind kind);

#endif
