/* SPDX-License-Identifier: MIT */
/* fingerprint.h - a fingerprint in the forms people meet, written and read. */
#ifndef APPLETS_FINGERPRINT_H
#define APPLETS_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "bearssl-glue/digest.h"
#include "lib/err.h"
#include "lib/text.h"
#include "x509/spki.h"

struct fingerprint {
	union {
		uint8_t sha256[SHA256_LEN];
		uint8_t hash[DIGEST_MAX];
	};
	enum digest algorithm; /* 0 is SHA-256 */
	bool spki;             /* of a SubjectPublicKeyInfo; else of a whole certificate */
};

enum fingerprint_form {
	FINGERPRINT_OPENSSL,  /* sha256 Fingerprint=AA:BB:… (or sha256 SPKI=) */
	FINGERPRINT_HEX,      /* bare, lower case */
	FINGERPRINT_BASE64,   /* bare, padded (RFC 4648 4) */
	FINGERPRINT_PIN,      /* sha256//BASE64= as curl --pinnedpubkey: always an SPKI's */
	FINGERPRINT_SSH,      /* SHA256:BASE64 without a pad: OpenSSH's way of writing any digest */
	FINGERPRINT_WORDS,    /* four lines of eight (lib/words.h) */
	FINGERPRINT_ART,      /* OpenSSH's picture (lib/art.h) */
	FINGERPRINT_QR,       /* SHA256:HEX in capitals, which is what a QR code of few squares can carry */
	FINGERPRINT_FORMS
};

#define FINGERPRINT_TEXT 900 /* bytes that hold any form */
#define FINGERPRINT_TITLE 16

/* "openssl" "hex" "base64" "pin" "ssh" "words" "art" "qr". 0, or -1 with ERR_USAGE. */
int fingerprint_form(const char *name, enum fingerprint_form *form, struct err *e);
/* "sha256" "sha384" "sha512" "sha1". 0, or -1 with ERR_USAGE. */
int fingerprint_algorithm(const char *name, enum digest *algorithm, struct err *e);
/* That name. */
const char *fingerprint_word(enum digest algorithm);
/* Hash len bytes into f by f->algorithm. */
void fingerprint_of(struct fingerprint *f, const void *p, size_t len);
/* "EC 256" or "RSA 2048", "key" when the kind has no name here: what a picture is titled with. */
void fingerprint_title(enum key_kind kind, unsigned bits, char out[static FINGERPRINT_TITLE]);
/* One or more lines, the last without its end. title is the picture's. */
void fingerprint_add(struct text *t, const struct fingerprint *f, enum fingerprint_form form, const char *title);

/*
 * Read a whole SHA-256 in any form that is met: bare hex, or with ':' or blanks between octets, of any
 * case; the same or base64, padded or not, after "SHA256:"; "sha256 Fingerprint=", "sha256 SPKI=",
 * "sha256 "; a pin "sha256//" or "pin-sha256:"; 32 words. spki is set by the forms that say so.
 * Anything shorter, longer or else: ERR_USAGE.
 */
int fingerprint_parse(const char *s, struct fingerprint *out, struct err *e);

#endif
