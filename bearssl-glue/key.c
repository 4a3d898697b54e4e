/* SPDX-License-Identifier: MIT */
/* key.c - private keys: generate, complete, write, name, wipe. */
#include "bearssl-glue/key.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/rsa_number.h"
#include "bearssl-glue/rsa_type.h"
#include "lib/wipe.h"
#include "with.inc"
#include "x509/oid.h"
#include "x509/pem.h"

#define PKCS8_MAX 2400    /* octets: RSA-4096 needs 2377 */

static const struct {
	const char *name;
	enum key_kind kind;
	unsigned bits;
	const struct rsa_type *rsa;
} types[] = {
	{ "p256", KEY_P256, 256, NULL },
	WITH_p384({ "p384", KEY_P384, 384, NULL },)
	WITH_rsa({ "rsa2048", KEY_RSA, 2048, &rsa_methods },)
	WITH_rsa({ "rsa3072", KEY_RSA, 3072, &rsa_methods },)
	WITH_rsa({ "rsa4096", KEY_RSA, 4096, &rsa_methods },)
};

#define TYPES (sizeof(types) / sizeof(types[0]))

const char *key_name(enum key_kind kind, unsigned bits)
{
	for (size_t i = 0; i < TYPES; i++)
		if (types[i].kind == kind && types[i].bits == bits)
			return types[i].name;
	return kind == KEY_RSA ? "rsa" : "none";
}

int key_type_parse(const char *s, enum key_kind *kind, unsigned *bits)
{
	for (size_t i = 0; i < TYPES; i++)
		if (strcmp(types[i].name, s) == 0) {
			*kind = types[i].kind;
			*bits = types[i].bits;
			return 0;
		}
	return -1;
}

const struct rsa_type *rsa_type(void)
{
	return types[TYPES - 1].rsa; /* a row that is the last when it is there */
}

/* FIPS 186-4 B.4.2; once in 2^32 a number is thrown away. */
static void draw(struct rng *r, const struct curve *c, struct key *k)
{
	do
		rng_fill(r, k->d, c->len);
	while (!ecdsa_public(&curve_room, c->numbers, k->d, k->point));
}

int key_generate(enum key_kind kind, unsigned bits, struct rng *r, const struct key_primes *primes, struct key *out, struct err *e)
{
	const struct curve *c = curve_of(kind);
	int made = 0;

	key_wipe(out);
	if (strcmp(key_name(kind, bits), "rsa") == 0 || strcmp(key_name(kind, bits), "none") == 0)
		return err_set(e, ERR_FAIL, "no generator for keys of this kind and %u bits", bits);
	out->kind = kind;
	out->bits = bits;
	if (!c)
		made = primes ? rsa_type()->make(bits, r, primes, out) : -1;
	else
		draw(r, c, out);
	out->has_public = true;
	if (made == 0)
		return 0;
	key_wipe(out);
	return err_set(e, ERR_FAIL, "the %s key could not be made", key_name(kind, bits));
}

int key_complete(struct key *k)
{
	const struct curve *c = curve_of(k->kind);
	uint8_t claimed[sizeof(k->point)];

	if (k->has_public)
		return 0;
	memcpy(claimed, k->point, sizeof(claimed));
	if (!c || 1 + 2 * c->len > sizeof(k->point))
		return -1;
	if (!ecdsa_public(&curve_room, c->numbers, k->d, k->point))
		return -1;
	if (k->claims_public && memcmp(claimed, k->point, 1 + 2 * c->len) != 0)
		return -1;
	k->has_public = true;
	return 0;
}

bool key_denies(const struct key *k, struct view spki)
{
	const struct curve *c = curve_of(k->kind);
	struct spki public;

	if (!c || !k->claims_public)
		return false;
	return spki_read(spki, &public) != 0 || !view_is(public.point, k->point, 1 + 2 * c->len);
}

size_t key_spki(const struct key *k, uint8_t out[static SPKI_MAX])
{
	const struct curve *c = curve_of(k->kind);
	uint8_t e[4];
	struct der d;

	der_init(&d, out, SPKI_MAX);
	if (c) {
		spki_write_ec(&d, k->kind, k->point, 1 + 2 * c->len);
	} else {
		rsa_exponent(k, e);
		spki_write_rsa(&d, k->n, k->n_len, e, sizeof(e));
	}
	return der_finish(&d);
}

/* ECPrivateKey (RFC 5915 3), without the curve: it stands outside. */
static void write_ec(struct der *d, const struct key *k, const struct curve *c)
{
	size_t mark = d->len;

	der_bits(d, k->point, 1 + 2 * c->len);
	der_wrap(d, DER_CONTEXT_CONSTRUCTED | 1, mark);
	der_value(d, DER_OCTET_STRING, k->d, c->len);
	der_small(d, 1);
	der_wrap(d, DER_SEQUENCE, mark);
	der_wrap(d, DER_OCTET_STRING, mark);
	mark = d->len;
	der_oid(d, c->oid);
	der_oid(d, OID_EC_PUBLIC_KEY);
	der_wrap(d, DER_SEQUENCE, mark);
}

size_t key_pem_room(const struct key *k)
{
	return curve_of(k->kind) ? KEY_PEM_EC_MAX : KEY_PEM_MAX;
}

size_t key_pem(const struct key *k, char *out)
{
	const struct curve *c = curve_of(k->kind);
	uint8_t room[PKCS8_MAX];
	struct der d;
	size_t len = 0;

	der_init(&d, room, sizeof(room));
	if (c)
		write_ec(&d, k, c);
	else
		rsa_type()->write(&d, k);
	der_small(&d, 0);
	der_wrap(&d, DER_SEQUENCE, 0);
	if (k->has_public && !d.overflow)
		len = pem_encode("PRIVATE KEY", der_bytes(&d), d.len, out);
	out[len] = '\0';
	wipe(room, sizeof(room));
	return len;
}

void key_wipe(struct key *k)
{
	wipe(k, sizeof(*k));
}
