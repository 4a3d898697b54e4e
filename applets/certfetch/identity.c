/* SPDX-License-Identifier: MIT */
/* identity.c - who we are, for a server that asks. */
#include "applets/certfetch/identity.h"

#include "applets/operand.h"
#include "bearssl-glue/key.h"
#include "bearssl-glue/sign.h"
#include "os/harden.h"
#include "x509/pem.h"
#include "x509/view.h"

static struct key secret;
static struct view chain[IDENTITY_CHAIN];
static struct file certificates;

static int sign(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len)
{
	uint8_t room[SIGNATURE_MAX];

	(void)ctx;
	(void)generation;
	if (sign_digest(&secret, a, digest, room, len) != 0 || *len > cap)
		return -1;
	for (size_t i = 0; i < *len; i++)
		out[i] = room[i];
	return 0;
}

static const struct tls_signer signer = { .sign = sign };
static struct tls_identity identity = { .chain = chain, .signer = &signer };

/* Decoded where it stands. */
static int read_chain(const char *name, struct err *e)
{
	struct view at;
	struct pem_object o;

	if (operand_read(name, &certificates, e) != 0)
		return -1;
	at = view_of(certificates.bytes, certificates.size);
	while (pem_next(&at, &o) == 1) {
		uint8_t *to = certificates.bytes + ((const uint8_t *)o.text - certificates.bytes);
		int64_t len = o.kind == PEM_CERTIFICATE ? pem_decode(&o, to, o.text_len) : 0;

		if (len > 0 && identity.chain_len == IDENTITY_CHAIN)
			return err_set(e, ERR_MALFORMED, "%s: over %d certificates", name, IDENTITY_CHAIN);
		if (len > 0)
			chain[identity.chain_len++] = view_of(to, (size_t)len);
	}
	return identity.chain_len > 0 ? 0 : err_set(e, ERR_MALFORMED, "%s: no certificate in it", name);
}

static int read_key(const char *name, struct err *e)
{
	struct file f = { .bytes = NULL };
	int result = -1;

	harden_lock(&secret, sizeof secret);
	if (operand_read(name, &f, e) != 0)
		return -1;
	if (key_read(view_of(f.bytes, f.size), f.bytes, f.size, &secret, e) == KEY_READ)
		result = 0;
	else
		err_prefix(e, name);
	file_wipe(&f);
	return result;
}

const struct tls_identity *identity_load(const char *cert, const char *key, struct err *e)
{
	uint8_t spki[SPKI_MAX];
	struct cert_view c;

	if (read_chain(cert, e) != 0 || read_key(key, e) != 0)
		return NULL;
	if (cert_read(chain[0], &c, e) != 0)
		return err_prefix(e, cert), NULL;
	if (key_complete(&secret) != 0 || !view_is(c.spki, spki, key_spki(&secret, spki)))
		return err_set(e, ERR_MISMATCH, "%s is not the key of %s", key, cert), NULL;
	identity.kind = secret.kind;
	return &identity;
}

void identity_wipe(void)
{
	key_wipe(&secret);
	file_wipe(&certificates); /* its key may stand beside it */
}
