/* SPDX-License-Identifier: MIT */
/* pem.h - textual encodings (RFC 7468): find objects in a file, write one. */
#ifndef X509_PEM_H
#define X509_PEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "x509/der.h"

enum pem_kind {
	PEM_NONE,
	PEM_CERTIFICATE,      /* also "X509 CERTIFICATE", "TRUSTED CERTIFICATE" is PEM_OTHER */
	PEM_PKCS8,            /* PRIVATE KEY */
	PEM_PKCS8_ENCRYPTED,  /* ENCRYPTED PRIVATE KEY */
	PEM_PKCS1,            /* RSA PRIVATE KEY */
	PEM_SEC1,             /* EC PRIVATE KEY */
	PEM_OPENSSH,          /* OPENSSH PRIVATE KEY */
	PEM_REQUEST,          /* CERTIFICATE REQUEST, NEW CERTIFICATE REQUEST */
	PEM_PUBLIC_KEY,
	PEM_OTHER
};

struct pem_object {
	enum pem_kind kind;
	bool encrypted;       /* RFC 1421 header Proc-Type: 4,ENCRYPTED (old openssl keys) */
	const char *text;     /* base64 text between the lines, view into the input */
	size_t text_len;
};

/*
 * The next object of a text: lines outside are skipped; LF, CRLF and CR line ends; blanks at line ends;
 * headers (RFC 1421) passed over. 1 found and *at moved behind it; 0 none left; -1 a BEGIN without its END, or cut
 * itself at the end of the text (torn).
 */
int pem_next(struct view *at, struct pem_object *o);
/* Does the input hold an object, whole or torn? (Else it may be DER.) */
bool pem_is_text(struct view v);
/*
 * The object's octets. cap at least text_len / 4 * 3 + 3 always suffices. Octets, or -1 (bad base64). Constant time
 * for a given layout.
 */
int64_t pem_decode(const struct pem_object *o, uint8_t *out, size_t cap);
/* "-----BEGIN LABEL-----", lines of 64, END. Characters written; with out NULL counted (no final NUL either way). */
size_t pem_encode(const char *label, const uint8_t *der, size_t len, char *out);

#endif
