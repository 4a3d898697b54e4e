/* SPDX-License-Identifier: MIT */
/*
 * tls.h - one end of a TLS 1.2 connection (RFC 5246): bytes in, bytes out, and what it waits for.
 *
 * It knows no descriptor, clock or heap: the caller moves the bytes, keeps the time, and owns the connection and its
 * buffer. tls_server_init or tls_client_init begins (tls_server.h, tls_client.h); then, until tls_want says TLS_CLOSED:
 *
 *   TLS_DRAIN  bytes wait for the network:        p = tls_drain(t, &len), send some,      tls_drain_done(t, sent)
 *   TLS_FEED   there is room for network bytes:   p = tls_feed(t, &len), receive some,    tls_feed_done(t, received)
 *   TLS_READ   plain bytes are here:              p = tls_read(t, &len), look at them,    tls_read_done(t, used)
 *   TLS_WRITE  there is room for plain bytes:     p = tls_write(t, &len), put some there, tls_write_done(t, put); tls_flush
 *
 * Every view lies in the buffer and holds until the next call with the same t, but that tls_read's stays until
 * tls_read_done takes it away: a request is parsed where it was decrypted. The buffer serves both directions: while a
 * record comes in, or part of one was not read yet, nothing can be written. A peer's last record is whole, or its last
 * words don't matter.
 *
 * ECDHE on X25519 or P-256 (a client: P-384 and P-521, too, where the box has them), signed by ECDSA or RSA PKCS#1 with
 * SHA-256, 384 or 512; AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305, AES first where the processor has it. No static RSA, no
 * compression, no renegotiation, ALPN http/1.1.
 *
 * Sizes on x86-64: struct tls 4264 bytes (BearSSL's server context 4128, its client's 3720; 32 bits: less), buffer 16709, a
 * remembered session 88. Code beyond a box that signs and verifies: server 32.1 KB, client 31.8 KB, both 42.8 KB (-Os).
 */
#ifndef BEARSSL_GLUE_TLS_H
#define BEARSSL_GLUE_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bearssl-glue/rng.h"
#include "lib/err.h"
#include "x509/der.h"
#include "x509/spki.h"

#define TLS_BUFFER_LEN 16709 /* bytes: a record of any size (RFC 5246 6.2.3) */
#define TLS_SEED_LEN RNG_SEED_LEN
#define TLS_ROOM 4264

/* A connection in the caller's memory; secret. */
struct tls {
	uint64_t room[TLS_ROOM / 8];
};

enum tls_want {
	TLS_CLOSED = 1,   /* alone: over, well or not (tls_error) */
	TLS_DRAIN = 2,
	TLS_FEED = 4,
	TLS_WRITE = 8,    /* first seen when the handshake is done */
	TLS_READ = 16
};

/*
 * Sign digest, the hash of algorithm a; at most cap octets into out, which may not be digest's. a fits the identity's kind.
 * Called from within tls_feed_done; generation is the identity's. 0, or anything else: the handshake ends (TLS_NO_SIGNATURE).
 */
struct tls_signer {
	int (*sign)(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len);
	void *ctx;
};

/*
 * Who we are: a chain of certificates, the leaf first, and the kind of its key. A connection keeps the identity it began
 * with: it and what it points to must stay until the connection is closed or has wanted TLS_WRITE once, however often the
 * owner has changed to another one since.
 */
struct tls_identity {
	uint32_t generation;      /* for the signer: which of the owner's keys */
	enum key_kind kind;       /* KEY_P256, KEY_P384 or KEY_RSA */
	const struct view *chain; /* DER */
	size_t chain_len;
	const struct tls_signer *signer;
};

/* Any of enum tls_want, or'ed. */
unsigned tls_want(const struct tls *t);

/* NULL and *len = 0 when tls_want does not say so. _done: len at most what the view had; 0 is none. */
uint8_t *tls_drain(const struct tls *t, size_t *len);
void tls_drain_done(struct tls *t, size_t len);
uint8_t *tls_feed(const struct tls *t, size_t *len);
void tls_feed_done(struct tls *t, size_t len);
uint8_t *tls_read(const struct tls *t, size_t *len);
void tls_read_done(struct tls *t, size_t len);
uint8_t *tls_write(const struct tls *t, size_t *len);
void tls_write_done(struct tls *t, size_t len);
/* Make a record of what was written; nothing when there is none. A full record goes by itself. */
void tls_flush(struct tls *t);

/*
 * Say goodbye (close_notify, RFC 5246 7.2.1) after all that was written. Plain bytes not read yet, and those that still come,
 * are dropped. TLS_CLOSED follows when the peer has answered; who does not wait for it goes when TLS_DRAIN is gone.
 */
void tls_close(struct tls *t);

/* The cipher suite (IANA's number) and protocol ("http/1.1" or NULL) of a finished handshake. */
unsigned tls_suite(const struct tls *t);
const char *tls_protocol(const struct tls *t);

/* Forget keys; then t is no connection until it is begun again. */
void tls_wipe(struct tls *t);

#endif
