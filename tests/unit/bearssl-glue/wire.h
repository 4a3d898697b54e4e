/* SPDX-License-Identifier: MIT */
/*
 * wire.h - two ends of TLS in memory, and what carries bytes between them; for the tests of bearssl-glue/tls*.
 *
 * A "certificate" here is the SubjectPublicKeyInfo alone: who reads certificates is not what is tested. Include it from one
 * file only, after tap.h.
 */
#ifndef TESTS_UNIT_BEARSSL_GLUE_WIRE_H
#define TESTS_UNIT_BEARSSL_GLUE_WIRE_H

#include "bearssl-glue/curve.h"
#include "bearssl-glue/key.h"
#include "bearssl-glue/rsa_number.h"
#include "bearssl-glue/tls_client.h"
#include "bearssl-glue/tls_err.h"
#include "bearssl-glue/tls_server.h"
#include "bearssl-glue/tls_state.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/tap.h"

/* One end, and what has come out of it. */
struct end {
	struct tls tls;
	uint8_t buffer[TLS_BUFFER_LEN];
	uint8_t wire[20000];      /* what the network has of it, and not yet given to the other */
	size_t wire_len;
	size_t sent;              /* octets for the network so far */
	size_t heard;             /* plain octets so far */
	uint8_t last[256];        /* of them, the first */
	struct err e;
};

/* A key of each kind, and its public half. */
struct owner {
	struct key key;
	uint8_t spki[SPKI_MAX];
	struct view chain[2];
	struct tls_signer signer;
	struct tls_identity identity;
	unsigned signatures;
	uint32_t generation;      /* last asked for */
	bool broken;              /* does not sign */
};

static struct end client, server;
static struct owner owners[3]; /* p256, p384, rsa2048 */

/* What the client was told, and what it says. */
static struct {
	enum tls_verdict verdict;
	const struct owner *instead; /* its key, whatever came */
	char host[300];
	unsigned starts, ends, judged;
	uint8_t leaf[SPKI_MAX];
	size_t leaf_len;
} trust;

/* --- keys */

static int sign_ec(const struct key *k, const br_hash_class *class, struct view digest, uint8_t *out, size_t *len)
{
	uint8_t d[48];
	br_ec_private_key sk = { curve_of(k->kind)->id, d, curve_of(k->kind)->len };

	memcpy(d, k->d, sizeof d);
	*len = br_ecdsa_sign_asn1_get_default()(&curve_arithmetic, class, digest.p, &sk, out);
	return *len > 0 ? 0 : -1;
}

/* DigestInfo's OID of SHA-256, 384, 512. */
static int sign_rsa(const struct key *k, unsigned which, struct view digest, uint8_t *out, size_t *len)
{
	uint8_t oid[] = { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, (uint8_t)(1 + which) };
	br_rsa_private_key sk;

	rsa_view(k, &sk);
	*len = k->n_len;
	return br_rsa_i31_pkcs1_sign(oid, digest.p, digest.len, &sk, out) == 1 ? 0 : -1;
}

static int sign(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len)
{
	static const br_hash_class *const hashes[] = { &br_sha256_vtable, &br_sha384_vtable, &br_sha512_vtable };
	struct owner *o = ctx;
	unsigned which = (unsigned)a - (o->key.kind == KEY_RSA ? SIG_RSA_SHA256 : SIG_ECDSA_SHA256);

	o->signatures++;
	o->generation = generation;
	if (o->broken || cap < 512 || which > 2 || digest.len != 32 + 16 * (size_t)which)
		return -1;
	return o->key.kind == KEY_RSA ? sign_rsa(&o->key, which, digest, out, len) : sign_ec(&o->key, hashes[which], digest, out, len);
}

static void own(struct owner *o, const char *type, uint32_t generation)
{
	static uint8_t work[8192];
	size_t i = 0;

	while (strcmp(good_keys[i].type, type) != 0)
		i++;
	key_read(view_of((const uint8_t *)good_keys[i].text, strlen(good_keys[i].text)), work, sizeof work, &o->key, NULL);
	key_complete(&o->key);
	o->chain[0] = o->chain[1] = view_of(o->spki, key_spki(&o->key, o->spki));
	o->signer = (struct tls_signer){ sign, o };
	o->identity = (struct tls_identity){ generation, o->key.kind, o->chain, 2, &o->signer };
}

TAP_USED static void own_all(void)
{
	own(&owners[0], "p256", 7);
	own(&owners[1], "p384", 8);
	own(&owners[2], "rsa2048", 9);
}

/* --- trust */

static void start_chain(void *ctx, const char *host)
{
	(void)ctx;
	snprintf(trust.host, sizeof trust.host, "%s", host);
	trust.starts++;
	trust.ends = 0;
	trust.leaf_len = 0;
}

static void certificate(void *ctx, struct view piece, bool last)
{
	(void)ctx;
	if (trust.ends == 0 && piece.len > 0 && trust.leaf_len + piece.len <= sizeof trust.leaf) {
		memcpy(trust.leaf + trust.leaf_len, piece.p, piece.len);
		trust.leaf_len += piece.len;
	}
	trust.ends += last;
}

static enum tls_verdict end_chain(void *ctx, struct spki *key)
{
	(void)ctx;
	trust.judged++;
	if (trust.instead)
		spki_read(trust.instead->chain[0], key);
	else if (spki_read(view_of(trust.leaf, trust.leaf_len), key))
		return TLS_DISTRUSTED;
	return trust.verdict;
}

static const struct tls_trust judge = { start_chain, certificate, end_chain, NULL };

/* --- beginning */

static const uint8_t *seed(void)
{
	static uint8_t room[TLS_SEED_LEN];

	if (++room[0] == 0)
		room[1]++;
	return room;
}

static void begin_server(const struct tls_identity *who, struct tls_cache *cache)
{
	memset(&server, 0, sizeof server);
	tls_server_init(&server.tls, who, cache, server.buffer, seed());
}

static void begin_client(const char *host, const struct tls_identity *who)
{
	memset(&client, 0, sizeof client);
	memset(&trust, 0, sizeof trust);
	trust.verdict = TLS_TRUSTED;
	tls_client_init(&client.tls, host, &judge, who, client.buffer, seed());
}

TAP_USED static void begin(const struct owner *o)
{
	begin_server(&o->identity, NULL);
	begin_client("board.local", NULL);
}

/* Begin the client again, as changed by hand. */
TAP_USED static void again(bool resume)
{
	br_ssl_client_reset(&tls_state(&client.tls)->br.client, "board.local", resume);
}

/* --- the wire */

/* A bit to flip: of the octet at `at` of what `from` sends. */
static struct {
	const struct end *from;
	size_t at;
	uint8_t mask;
} harm;

static void leave(struct end *x, size_t most)
{
	size_t len, room = sizeof x->wire - x->wire_len;
	const uint8_t *p = tls_drain(&x->tls, &len);

	len = len < most ? len : most;
	len = len < room ? len : room;
	if (len > 0)
		memcpy(x->wire + x->wire_len, p, len);
	if (harm.from == x && harm.at >= x->sent && harm.at < x->sent + len)
		x->wire[x->wire_len + harm.at - x->sent] ^= harm.mask;
	x->wire_len += len;
	x->sent += len;
	tls_drain_done(&x->tls, len);
}

/* Something has arrived. */
static bool arrive(struct end *x, struct end *from, size_t most)
{
	size_t len;
	uint8_t *p = tls_feed(&x->tls, &len);

	len = len < most ? len : most;
	len = len < from->wire_len ? len : from->wire_len;
	if (len == 0)
		return false;
	memcpy(p, from->wire, len);
	from->wire_len -= len;
	memmove(from->wire, from->wire + len, from->wire_len);
	tls_feed_done(&x->tls, len);
	return true;
}

TAP_USED static bool carry(struct end *from, struct end *to, size_t most)
{
	leave(from, most);
	return arrive(to, from, most);
}

static bool hear(struct end *x)
{
	size_t len;
	const uint8_t *p = tls_read(&x->tls, &len);

	for (size_t i = 0; i < len; i++)
		if (x->heard + i < sizeof x->last)
			x->last[x->heard + i] = p[i];
	x->heard += len;
	tls_read_done(&x->tls, len);
	return len > 0;
}

/* Both directions, at most so many octets at a time, until nothing moves. */
TAP_USED static void run(size_t most)
{
	bool moved = true;

	while (moved) {
		leave(&client, most);
		leave(&server, most);
		moved = arrive(&server, &client, most);
		moved |= arrive(&client, &server, most);
		moved |= hear(&client);
		moved |= hear(&server);
	}
}

/* len octets in hand over; how many were taken. */
static size_t say_octets(struct end *x, const void *p, size_t len)
{
	size_t room;
	uint8_t *to = tls_write(&x->tls, &room);

	len = len < room ? len : room;
	if (len > 0)
		memcpy(to, p, len);
	tls_write_done(&x->tls, len);
	tls_flush(&x->tls);
	return len;
}

static bool say(struct end *x, const char *s)
{
	return say_octets(x, s, strlen(s)) == strlen(s);
}

/* Octets of a peer that is none of ours. */
TAP_USED static void feed(struct end *x, const void *p, size_t len)
{
	const uint8_t *from = p;

	while (len > 0) {
		size_t room;
		uint8_t *to = tls_feed(&x->tls, &room);
		size_t n = room < len ? room : len;

		if (n == 0)
			return;
		memcpy(to, from, n);
		tls_feed_done(&x->tls, n);
		from += n;
		len -= n;
	}
}

static bool heard(const struct end *x, const char *s)
{
	return x->heard == strlen(s) && memcmp(x->last, s, x->heard) == 0;
}

static enum tls_failure error_of(struct end *x)
{
	err_clear(&x->e);
	return tls_error(&x->tls, &x->e);
}

/* A question and its answer, then goodbyes; all of it went well. */
TAP_USED static bool talk(size_t most)
{
	run(most);
	if (!say(&client, "GET / HTTP/1.1\r\n\r\n"))
		return false;
	run(most);
	if (!heard(&server, "GET / HTTP/1.1\r\n\r\n") || !say(&server, "HTTP/1.1 200 OK\r\n\r\n"))
		return false;
	run(most);
	tls_close(&server.tls);
	run(most);
	return heard(&client, "HTTP/1.1 200 OK\r\n\r\n") && tls_want(&client.tls) == TLS_CLOSED && tls_want(&server.tls) == TLS_CLOSED &&
	       error_of(&client) == TLS_FINE && error_of(&server) == TLS_FINE;
}

#endif
