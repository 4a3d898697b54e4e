/* SPDX-License-Identifier: MIT */
/* sign.c - sign with a private key. */
#include "bearssl-glue/sign.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_type.h"
#include "lib/wipe.h"

/* RFC 6979 3.2: the nonce comes from the key and the hash. */
static size_t sign_ecdsa(const struct key *k, const struct sig_hash *h, uint8_t *out)
{
	const struct curve *c = curve_of(k->kind);
	uint8_t seed[2 * sizeof(k->d)], nonce[sizeof(k->d)], *z = seed + c->len;
	br_hmac_drbg_context stream;
	struct der d;

	if (!ecdsa_in_range(c->numbers, k->d))
		return 0;
	memcpy(seed, k->d, c->len);
	ecdsa_number(c->numbers, z, h->value, h->len);
	br_hmac_drbg_init(&stream, h->class, seed, 2 * c->len);
	do
		br_hmac_drbg_generate(&stream, nonce, c->len);
	while (!ecdsa_sign(&curve_room, c->numbers, k->d, z, nonce, out));
	memcpy(seed, out, 2 * c->len);
	der_init(&d, out, SIGNATURE_MAX);
	der_integer(&d, z, c->len);
	der_integer(&d, seed, c->len);
	der_wrap(&d, DER_SEQUENCE, 0);
	memmove(out, der_bytes(&d), d.len);
	wipe(nonce, sizeof(nonce));
	wipe(&stream, sizeof(stream));
	return d.len;
}

static int sign_hash(const struct key *k, const struct sig_hash *h, uint8_t *out, size_t *len)
{
	*len = h->rsa ? rsa_type()->sign(k, h, out) : sign_ecdsa(k, h, out);
	return *len > 0 ? 0 : -1;
}

static bool signs(const struct key *k)
{
	return k->kind == KEY_P256 || k->kind == KEY_P384 || k->kind == KEY_RSA;
}

int sign_bytes(const struct key *k, struct view data, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	return !signs(k) || sig_hash(sig_for(k->kind), data, &h) ? -1 : sign_hash(k, &h, out, len);
}

int sign_digest(const struct key *k, enum sig_algorithm a, struct view digest, uint8_t out[static SIGNATURE_MAX], size_t *len)
{
	struct sig_hash h;

	*len = 0;
	if (!signs(k) || sig_hash_of(a, &h) || h.rsa != (k->kind == KEY_RSA) || digest.len != h.len)
		return -1;
	memcpy(h.value, digest.p, h.len);
	return sign_hash(k, &h, out, len);
}
