/* SPDX-License-Identifier: MIT */
/* tls_client.h - the client's end of a TLS connection (tls.h); who is trusted is decided elsewhere. */
#ifndef BEARSSL_GLUE_TLS_CLIENT_H
#define BEARSSL_GLUE_TLS_CLIENT_H

#include "bearssl-glue/tls.h"

enum tls_verdict {
	TLS_DISTRUSTED,           /* the handshake ends here (TLS_UNTRUSTED) */
	TLS_ACCEPTED,             /* it goes on, but our own certificate is not sent */
	TLS_TRUSTED
};

/*
 * The server's certificates, as they come: start_chain, then certificate for each piece of each (last: its end, perhaps
 * without a byte), the leaf first; then end_chain judges, once a handshake. It fills key with the leaf's public key, P-256, P-384,
 * P-521 or RSA up to 4096 bits, whose octets stay until the handshake is done: that the server has the private half is
 * checked after that. Lengths and number are the server's choice; the callee bounds them and remembers.
 */
struct tls_trust {
	void (*start_chain)(void *ctx, const char *host);
	void (*certificate)(void *ctx, struct view piece, bool last);
	enum tls_verdict (*end_chain)(void *ctx, struct spki *key);
	void *ctx;
};

/*
 * Begin with a host, a name or an address; a name is sent to the server (RFC 6066 3: no address, no dot at its end). identity
 * is shown when the server asks, can use it, and is trusted; NULL for none. buffer, seed: as tls_server_init's.
 * host, trust and identity stay the caller's until the handshake is done. A name of over 255 characters is an error at once.
 */
void tls_client_init(struct tls *t, const char *host, const struct tls_trust *trust, const struct tls_identity *identity,
    uint8_t buffer[static TLS_BUFFER_LEN], const uint8_t seed[static TLS_SEED_LEN]);

#endif
