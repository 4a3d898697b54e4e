/* SPDX-License-Identifier: MIT */
/* p12.h - PKCS#12 files (RFC 7292): a key and its chain under a password, written and read. */
#ifndef BEARSSL_GLUE_P12_H
#define BEARSSL_GLUE_P12_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/key.h"
#include "bearssl-glue/rng.h"
#include "lib/err.h"
#include "x509/der.h"

#define P12_CERTIFICATES_MAX 16
#define P12_NAME_MAX 64       /* characters */
#define P12_PASSWORD_MAX 256  /* characters */
#define P12_ITERATIONS 10000  /* of the standard kind, cipher and MAC alike */
#define P12_ITERATIONS_COMPAT 2048

/*
 * The work a file may ask for, in compressions of SHA-256 (SHA-384 and SHA-512 count double): PBKDF2 takes two an
 * iteration and block of output, the KDF of RFC 7292 appendix B one. About 1.7 s on a PC's core; NSS and GnuTLS,
 * with 600 000 iterations three times over, ask for half of it, by SHA-512 for all.
 */
#define P12_WORK_MAX 6000000

enum p12_kind {
	P12_OTHER,                 /* found only: any other choice of algorithms */
	P12_STANDARD,              /* PBES2: AES-256-CBC, PBKDF2 with HMAC-SHA-256, 10 000 iterations; MAC: SHA-256, 10 000 */
	P12_COMPAT                 /* pbeWithSHAAnd3-KeyTripleDES-CBC, 2048 iterations; MAC: SHA-1, 2048: old macOS, Java 8, Windows */
};

/* What a file is to hold. Everything is the caller's. */
struct p12 {
	enum p12_kind kind;        /* not P12_OTHER */
	const struct key *key;     /* complete */
	const struct view *certificates; /* DER; the key's own first, then its chain */
	size_t n_certificates;     /* 1 to P12_CERTIFICATES_MAX */
	const char *name;          /* friendlyName of key and first certificate: UTF-8, at most P12_NAME_MAX characters of the BMP; NULL: none */
};

/* What a file holds. The key is secret: wipe it with key_wipe. The rest are views into the work buffer, not secret. */
struct p12_found {
	enum p12_kind kind;
	struct key key;            /* kind KEY_NONE when the file has none; not completed (key_complete) */
	struct view certificates[P12_CERTIFICATES_MAX]; /* each one SEQUENCE, not read any further; in the file's order */
	size_t n_certificates;
	struct view name;          /* the key's friendlyName: content of a BMPString; len 0: none */
};

enum p12_result {
	P12_READ = 0,
	P12_PASSWORD = -1,         /* it does not fit; or the file is damaged in a way that looks the same */
	P12_DAMAGED = -2,          /* cut, changed, or no PKCS#12 at all */
	P12_REFUSED = -3           /* whole, but not for us: unknown algorithms, too much work, several keys, a kind of key not supported */
};

/*
 * Write the file into buf: *len octets. localKeyID is the SHA-1 of the first certificate, as openssl's. Salts and IVs
 * come from r. With buf NULL it only measures, exactly, and needs neither password nor r. The password: 1 to
 * P12_PASSWORD_MAX printable ASCII characters, without a line's end; readers do not agree on others.
 * 0, or -1 with buf wiped, *len = 0 and e filled: ERR_MALFORMED for password and name, ERR_FAIL when cap is too small,
 * the key is not complete or the chain is empty or too long. Costs about 25 000 compressions.
 */
int p12_write(const struct p12 *what, struct view password, struct rng *r, uint8_t *buf, size_t cap, size_t *len, struct err *e);

/*
 * Read a file as openssl, Java, GnuTLS, NSS, Windows and macOS make them: DER or BER (X.690 8: indefinite lengths, strings in
 * pieces); PBES2 (RFC 8018 6.2) of AES-128, -192, -256 or 3DES in CBC mode with PBKDF2 of HMAC-SHA-1, -256, -384, -512;
 * the PKCS#12 schemes of 3DES and RC2 (appendix C); bags that are not encrypted; MAC by SHA-1, -256, -384, -512, or none.
 * password may be empty. At most one key; CRLs and secrets are passed over. Whether key and certificates belong
 * together is the caller's to judge.
 * work: at least file.len octets, decrypted in place; it may be the file's own buffer. It holds no octet of the key
 * afterwards; unless P12_READ it is wiped as far as it was used.
 * P12_PASSWORD fills e with ERR_FAIL, the other two with ERR_MALFORMED: what was seen, without the file's name. out is then all zero.
 * Time is bounded by P12_WORK_MAX and by the file's length.
 */
enum p12_result p12_read(struct view file, struct view password, uint8_t *work, size_t work_cap, struct p12_found *out, struct err *e);

/*
 * Would p12_write change nothing that matters in this file: same key, same certificates in the same order, name and kind?
 * False for whatever does not open with the password. Salts, IVs and whoever wrote it do not count. work as above, and wiped.
 */
bool p12_same(struct view file, struct view password, uint8_t *work, size_t work_cap, const struct p12 *what);

#endif
