/* SPDX-License-Identifier: MIT */
/* signed.c - a certificate signed, and that signature checked. */
#include "applets/room.h"
#include "applets/certgen/signed.h"

#include <stdlib.h>
#include <string.h>

#include "bearssl-glue/sign.h"
#include "x509/pem.h"

/* Sign, and sign again: ECDSA here is deterministic, so a fault in either shows. RSA is checked with the public key inside. */
static int sign_checked(const struct key *k, struct view tbs, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	uint8_t again[SIGNATURE_MAX];
	size_t n;

	if (sign_bytes(k, tbs, out, len))
		return -1;
	if (k->kind == KEY_RSA)
		return 0;
	return sign_bytes(k, tbs, again, &n) == 0 && n == *len && memcmp(again, out, n) == 0 ? 0 : -1;
}

/* A heap buffer of the size that writing was measured to need. */
static int room(struct der *d, struct err *e)
{
	size_t len = d->len;
	uint8_t *buf = room_make(len, e);

	if (!buf)
		return -1;
	der_init(d, buf, len);
	return 0;
}

int signed_text(const char *label, const struct der *d, struct product *out, struct err *e)
{
	size_t len = pem_encode(label, der_bytes(d), d->len, NULL);

	out->bytes = room_make(len + 1, e);
	if (!out->bytes)
		return -1;
	out->len = pem_encode(label, der_bytes(d), d->len, out->bytes);
	return 0;
}

int signed_pem(const struct der *d, struct product *out, struct err *e)
{
	return signed_text("CERTIFICATE", d, out, e);
}

int signed_key(const struct key *k, struct product *out, struct err *e)
{
	out->bytes = room_make(key_pem_room(k), e);
	if (!out->bytes)
		return -1;
	out->len = key_pem(k, out->bytes);
	return 0;
}

int signed_cert(const struct cert *c, const struct key *signer, struct der *whole, struct err *e)
{
	return signed_as(cert_tbs, c, signer, whole, e);
}

int signed_as(void (*write)(struct der *d, const struct cert *c), const struct cert *c, const struct key *signer, struct der *whole, struct err *e)
{
	uint8_t signature[SIGNATURE_MAX];
	struct der tbs;
	size_t len;

	der_init(&tbs, NULL, 0);
	der_init(whole, NULL, 0);
	write(&tbs, c);
	if (room(&tbs, e))
		return -1;
	write(&tbs, c);
	if (tbs.overflow || sign_checked(signer, view_of(der_bytes(&tbs), tbs.len), signature, &len)) {
		free(tbs.buf);
		return err_set(e, ERR_FAIL, "a signature just made does not hold");
	}
	cert_wrap(whole, view_of(der_bytes(&tbs), tbs.len), c->signature, signature, len);
	if (room(whole, e) == 0)
		cert_wrap(whole, view_of(der_bytes(&tbs), tbs.len), c->signature, signature, len);
	free(tbs.buf);
	return whole->buf ? 0 : -1;
}
