/* SPDX-License-Identifier: MIT */
/* tls_server.h - the server's end of a TLS connection (tls.h), and the sessions it remembers (RFC 5246 7.3). */
#ifndef BEARSSL_GLUE_TLS_SERVER_H
#define BEARSSL_GLUE_TLS_SERVER_H

#include "bearssl-glue/tls.h"

/* Secret. */
struct tls_session {
	uint8_t id[32], master[48];
	uint16_t suite;           /* 0: free */
	uint32_t used;            /* the cache's clock when it was */
};

/*
 * Sessions to resume, the one not used for longest is forgotten first; n slots, zeroed by the caller, who owns all of it.
 * One for all connections. The whole is searched each time: some hundreds of slots at most.
 */
struct tls_cache {
	struct tls_session *slot;
	size_t n;
	uint32_t clock;
	uint32_t generation;      /* of the identity whose sessions are remembered; others' are not */
};

/*
 * Forget all sessions; from now on those of this generation are remembered. To be called when the identity changes, and
 * at least once a day (RFC 5246 F.1.4).
 */
void tls_cache_flush(struct tls_cache *c, uint32_t generation);

/*
 * Begin. buffer: TLS_BUFFER_LEN bytes, the caller's as long as t is used; cache may be NULL; seed: from a good generator,
 * new for each connection. Suites by our preference. A client that has no suite, curve or signature algorithm in
 * common with us, speaks nothing newer than TLS 1.1, or asks for another protocol than http/1.1, gets an alert.
 */
void tls_server_init(struct tls *t, const struct tls_identity *identity, struct tls_cache *cache, uint8_t buffer[static TLS_BUFFER_LEN],
    const uint8_t seed[static TLS_SEED_LEN]);

/* The name the client has asked for (RFC 6066 3), "" for none; as it came, up to 255 bytes. Valid when the handshake is done. */
const char *tls_server_name(const struct tls *t);

#endif
