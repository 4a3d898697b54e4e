/* SPDX-License-Identifier: MIT */
/* tls_client.c - the client's end of a TLS connection. */
#include "bearssl-glue/tls_client.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/key.h"
#include "bearssl-glue/rsa_encode.h"
#include "bearssl-glue/tls_state.h"
#include "bearssl-glue/verify.h"
#include "lib/ip.h"

/* --- the server's certificates, handed on */

#define around(self) tls_around(self, side.client.x509)

static const struct tls_trust *trust_of(const br_x509_class **self)
{
	return around(self)->side.client.trust;
}

static void start_chain(const br_x509_class **self, const char *name)
{
	(void)name;
	trust_of(self)->start_chain(trust_of(self)->ctx, around(self)->side.client.host);
}

static void start_certificate(const br_x509_class **self, uint32_t len)
{
	(void)self;
	(void)len;
}

static void append(const br_x509_class **self, const unsigned char *p, size_t len)
{
	trust_of(self)->certificate(trust_of(self)->ctx, view_of(p, len), false);
}

static void end_certificate(const br_x509_class **self)
{
	trust_of(self)->certificate(trust_of(self)->ctx, view_of(NULL, 0), true);
}

/* BearSSL reads only, but its structures are not const. */
static unsigned char *borrow(struct view v)
{
	return (unsigned char *)(uintptr_t)(const void *)v.p;
}

static bool take_key(const struct spki *key, br_x509_pkey *out)
{
	const struct curve *c = curve_of(key->kind);

	if (c) {
		out->key_type = BR_KEYTYPE_EC;
		out->key.ec = (br_ec_public_key){ c->id, borrow(key->point), key->point.len };
		return key->point.len == 1 + 2 * c->len;
	}
	out->key_type = BR_KEYTYPE_RSA;
	out->key.rsa = (br_rsa_public_key){ borrow(key->n), key->n.len, borrow(key->e), key->e.len };
	/* Signatures beyond that have no room in BearSSL's engine. */
	return key->kind == KEY_RSA && key->n.len <= KEY_RSA_MAX_BITS / 8 && key->e.len <= 4;
}

/* A br_ecdsa_vrfy; the curve is one that take_key has let in. */
static uint32_t check_ecdsa(const br_ec_impl *curves, const void *hash, size_t hash_len, const br_ec_public_key *pk, const void *signature,
    size_t len)
{
	enum key_kind kind = pk->curve == BR_EC_secp256r1 ? KEY_P256 : pk->curve == BR_EC_secp384r1 ? KEY_P384 : KEY_P521;

	(void)curves;
	return verify_point(kind, view_of(pk->q, pk->qlen), view_of(hash, hash_len), view_of(signature, len));
}

/* A br_rsa_pkcs1_vrfy. */
static uint32_t recover_rsa(const unsigned char *signature, size_t len, const unsigned char *oid, size_t hash_len, const br_rsa_public_key *pk,
    unsigned char *hash)
{
	return rsa_recover(view_of(pk->n, pk->nlen), view_of(pk->e, pk->elen), oid, view_of(signature, len), hash, hash_len);
}

static unsigned end_chain(const br_x509_class **self)
{
	struct tls_state *s = around(self);
	struct spki key = { 0 };

	s->side.client.verdict = trust_of(self)->end_chain(trust_of(self)->ctx, &key);
	if (s->side.client.verdict == TLS_DISTRUSTED)
		return BR_ERR_X509_NOT_TRUSTED;
	return take_key(&key, &s->side.client.key) ? 0 : BR_ERR_X509_UNSUPPORTED;
}

static const br_x509_pkey *get_key(const br_x509_class *const *self, unsigned *usages)
{
	if (usages)
		*usages = BR_KEYTYPE_SIGN;
	return &around(self)->side.client.key;
}

static const br_x509_class x509 = {
	sizeof(void *), start_chain, start_certificate, append, end_certificate, end_chain, get_key,
};

/* --- our certificate */

static void ignore(const br_ssl_client_certificate_class **self)
{
	(void)self;
}

static void ignore_name(const br_ssl_client_certificate_class **self, size_t len)
{
	(void)self;
	(void)len;
}

static void ignore_piece(const br_ssl_client_certificate_class **self, const unsigned char *p, size_t len)
{
	(void)self;
	(void)p;
	(void)len;
}

/* By now the server has proven that it has the key of its certificate. */
static void choose(const br_ssl_client_certificate_class **self, const br_ssl_client_context *client, uint32_t hashes,
    br_ssl_client_certificate *choices)
{
	const struct tls_state *s = tls_around(self, side.client.certificate);
	const struct tls_identity *who = s->identity;

	(void)client;
	memset(choices, 0, sizeof(*choices));
	choices->hash_id = tls_choose_hash(who->kind, hashes);
	if (choices->hash_id == 0 || s->side.client.verdict != TLS_TRUSTED)
		return;
	choices->auth_type = who->kind == KEY_RSA ? BR_AUTH_RSA : BR_AUTH_ECDSA;
	choices->chain = tls_chain(who);
	choices->chain_len = who->chain_len;
}

static size_t sign(const br_ssl_client_certificate_class **self, int hash, size_t hash_len, unsigned char *data, size_t cap)
{
	return tls_sign(tls_around(self, side.client.certificate), hash, data, hash_len, cap);
}

static const br_ssl_client_certificate_class certificate = {
	sizeof(void *), ignore, ignore_name, ignore_piece, ignore, ignore, choose, NULL, sign,
};

/* --- the beginning */

/* The name to send, in room; NULL for an address (RFC 6066 3), also one with a zone, or for nothing. */
static const char *name_of(const char *host, char room[static 257])
{
	size_t len = strlen(host);
	uint8_t address[16];

	if (len > 0 && host[len - 1] == '.')
		len--;
	if (len == 0 || strchr(host, ':') || ip_parse(host, len, address))
		return NULL;
	if (len > 256)
		len = 256; /* BearSSL refuses it */
	memcpy(room, host, len);
	room[len] = '\0';
	return room;
}

void tls_client_init(struct tls *t, const char *host, const struct tls_trust *trust, const struct tls_identity *identity,
    uint8_t buffer[static TLS_BUFFER_LEN], const uint8_t seed[static TLS_SEED_LEN])
{
	struct tls_state *s = tls_state(t);
	char name[257];

	memset(t, 0, sizeof(*t));
	s->identity = identity;
	s->side.client.trust = trust;
	s->side.client.host = host;
	s->side.client.x509 = &x509;
	br_ssl_engine_set_x509(&s->br.engine, &s->side.client.x509);
	if (identity) {
		s->side.client.certificate = &certificate;
		br_ssl_client_set_client_certificate(&s->br.client, &s->side.client.certificate);
	}
	br_ssl_engine_set_rsavrfy(&s->br.engine, recover_rsa);
	br_ssl_engine_set_ecdsa(&s->br.engine, check_ecdsa);
	tls_begin(t, KEY_NONE, curve_of(KEY_P384) ? &tls_more_curves : &tls_curves, buffer, TLS_BUFFER_LEN, seed);
	br_ssl_client_reset(&s->br.client, name_of(host, name), 0);
}
