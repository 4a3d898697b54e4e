/* SPDX-License-Identifier: MIT */
/* tls_state.h - what struct tls holds, for this room only. */
#ifndef BEARSSL_GLUE_TLS_STATE_H
#define BEARSSL_GLUE_TLS_STATE_H

#include <bearssl.h>

#include "bearssl-glue/tls.h"
#include "bearssl-glue/tls_client.h"
#include "bearssl-glue/tls_server.h"

/* BearSSL's callbacks get a pointer to the vtable's pointer and find the rest around it (tls_around). */
struct tls_state {
	union {
		br_ssl_engine_context engine; /* the head of both */
		br_ssl_server_context server;
		br_ssl_client_context client;
	} br;
	const struct tls_identity *identity;
	bool unsigned_;                       /* the signer has failed */
	union {
		struct {
			const br_ssl_server_policy_class *policy;
			const br_ssl_session_cache_class *sessions;
			struct tls_cache *cache;
		} server;
		struct {
			const br_x509_class *x509;
			const br_ssl_client_certificate_class *certificate;
			const struct tls_trust *trust;
			const char *host;
			enum tls_verdict verdict;
			br_x509_pkey key;
		} client;
	} side;
};

_Static_assert(sizeof(struct tls_state) <= sizeof(struct tls), "struct tls has no room for BearSSL's contexts");
_Static_assert(_Alignof(struct tls_state) <= _Alignof(struct tls), "struct tls is not aligned for BearSSL's contexts");

static inline struct tls_state *tls_state(struct tls *t)
{
	return (struct tls_state *)(void *)t->room;
}

/* To look only. */
static inline const br_ssl_engine_context *tls_engine(const struct tls *t)
{
	return (const br_ssl_engine_context *)(const void *)t->room;
}

/* The state around a member of it; for members that BearSSL hands back as const, too, which they are not. */
#define tls_around(pointer, member) ((struct tls_state *)(void *)((uintptr_t)(const void *)(pointer) - offsetof(struct tls_state, member)))

/*
 * What both ends have in common: suites for a key of kind (KEY_NONE: any), curves, hashes, ciphers, randomness, buffer. t is
 * zeroed before.
 */
void tls_begin(struct tls *t, enum key_kind kind, const br_ec_impl *curves, uint8_t *buffer, size_t len,
    const uint8_t seed[static TLS_SEED_LEN]);

/* A hash that a key of kind signs with, of those whose bits are set; RSA's in the low octet, ECDSA's in the next. 0: none. */
int tls_choose_hash(enum key_kind kind, uint32_t hashes);

/* Have data, the hash_len octets of hash `id`, signed in place; octets of the signature, or 0. */
size_t tls_sign(struct tls_state *s, int id, uint8_t *data, size_t hash_len, size_t cap);

/* As BearSSL wants it. */
const br_x509_certificate *tls_chain(const struct tls_identity *identity);

/* X25519 and P-256; with P-384 and P-521, where the box has them. */
extern const br_ec_impl tls_curves, tls_more_curves;

#endif
