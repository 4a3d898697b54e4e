/* SPDX-License-Identifier: MIT */
/* tls_server.c - what the server agrees to, whom it refuses, and the sessions it remembers. */
#include "bearssl-glue/tls_server.h"

#include "tests/unit/tap.h"
#include "tests/unit/bearssl-glue/wire.h"

static br_ssl_engine_context *engine_of(struct end *x)
{
	return &tls_state(&x->tls)->br.engine;
}

/* The suite of a handshake whose client offers all of ours, in this order. */
static unsigned chosen(const struct owner *o, bool aes_last)
{
	static const uint16_t aes_first[] = { 0xC030, 0xC02C, 0xC02F, 0xC02B, 0xCCA8, 0xCCA9 };
	static const uint16_t chacha_first[] = { 0xCCA8, 0xCCA9, 0xC030, 0xC02C, 0xC02F, 0xC02B };

	begin(o);
	br_ssl_engine_set_suites(engine_of(&client), aes_last ? chacha_first : aes_first, 6);
	again(false);
	run(SIZE_MAX);
	return tls_suite(&server.tls);
}

static void preference(void)
{
	bool aes = br_aes_x86ni_ctr_get_vtable();

	is_int(chosen(&owners[0], false), aes ? 0xC02B : 0xCCA9, "the server's first suite, whatever the client's");
	is_int(chosen(&owners[0], true), aes ? 0xC02B : 0xCCA9, "in any order");
	is_int(chosen(&owners[2], true), aes ? 0xC02F : 0xCCA8, "RSA's for an RSA key");
}

/* The client sees the alert as `got`, the server knows why it was. */
static void refused(enum tls_failure sees, const char *got, const char *knows, enum tls_failure why, const char *name)
{
	run(SIZE_MAX);
	ok(tls_want(&server.tls) == TLS_CLOSED && tls_want(&client.tls) == TLS_CLOSED, name);
	is_int(error_of(&server), why, "the server knows why");
	is_str(server.e.text, knows, "and says so");
	is_int(error_of(&client), sees, "the client is told");
	is_str(client.e.text, got, "by an alert");
}

#define NOTHING_HERE "no cipher suite, curve or signature in common with the peer; perhaps it speaks only TLS 1.3"
#define NOTHING_THERE "the peer sent an alert: handshake failure: no cipher suite, curve or signature in common, or it wants a client certificate"

static void nothing_common(const char *name)
{
	refused(TLS_NOTHING_COMMON, NOTHING_THERE, NOTHING_HERE, TLS_NOTHING_COMMON, name);
}

static void refusals(void)
{
	static const uint16_t static_rsa[] = { 0x009C, 0x009D, 0x003C, 0x002F, 0x000A };
	static const uint16_t cbc[] = { 0xC023, 0xC027, 0xC009, 0xC013 };
	static const char *h2[] = { "h2" };
	br_ec_impl curves = tls_more_curves;

	begin(&owners[2]);
	br_ssl_engine_set_suites(engine_of(&client), static_rsa, 5);
	again(false);
	nothing_common("static RSA is refused");
	begin(&owners[2]);
	br_ssl_engine_set_suites(engine_of(&client), cbc, 4);
	again(false);
	nothing_common("CBC is refused");
	begin(&owners[0]);
	br_ssl_engine_set_suites(engine_of(&client), static_rsa, 1);
	again(false);
	nothing_common("so is a suite for another type of key");
	begin(&owners[0]);
	curves.supported_curves = (uint32_t)1 << BR_EC_secp521r1;
	br_ssl_engine_set_ec(engine_of(&client), &curves);
	again(false);
	nothing_common("P-521 alone is refused");
	begin(&owners[0]);
	for (int i = br_sha256_ID; i <= br_sha512_ID; i++)
		br_ssl_engine_set_hash(engine_of(&client), i, NULL);
	br_ssl_engine_set_hash(engine_of(&client), br_sha1_ID, &br_sha1_vtable);
	again(false);
	nothing_common("SHA-1 alone is refused");
	begin(&owners[0]);
	br_ssl_engine_set_protocol_names(engine_of(&client), h2, 1);
	again(false);
	refused(TLS_NOTHING_COMMON, "the peer sent an alert: no application protocol: it does not speak HTTP/1.1",
		"the peer wants another protocol than HTTP/1.1", TLS_NOTHING_COMMON, "HTTP/2 alone is refused");
	begin(&owners[0]);
	br_ssl_engine_set_protocol_names(engine_of(&client), NULL, 0);
	again(false);
	ok(talk(SIZE_MAX), "a client without ALPN is not");
	ok(!tls_protocol(&server.tls), "no protocol is agreed on then");
}

static void old_versions(void)
{
	for (unsigned version = BR_TLS10; version <= BR_TLS11; version++) {
		begin(&owners[0]);
		br_ssl_engine_set_versions(engine_of(&client), version, version);
		again(false);
		refused(TLS_NEW, "the peer sent an alert: protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3",
			"the peer speaks nothing newer than TLS 1.1", TLS_OLD, version == BR_TLS10 ? "TLS 1.0 is refused" : "TLS 1.1 is refused");
	}
}

static void foreign(const void *p, size_t len, const char *name)
{
	begin_server(&owners[0].identity, NULL);
	feed(&server, p, len);
	is_int(error_of(&server), TLS_FOREIGN, name);
	is_str(server.e.text, "the peer does not speak TLS", "in words");
	is_int(server.e.kind, ERR_MALFORMED, "of kind 12");
}

static void hash(const char *name, size_t owner, int first, int last, int want)
{
	static const br_hash_class *const hashes[] = { &br_sha256_vtable, &br_sha384_vtable, &br_sha512_vtable };

	begin(&owners[owner]);
	for (int i = 0; i < 3; i++)
		br_ssl_engine_set_hash(engine_of(&client), br_sha256_ID + i, i + br_sha256_ID >= first && i + br_sha256_ID <= last ? hashes[i] : NULL);
	again(false);
	run(SIZE_MAX);
	is_int(tls_state(&server.tls)->br.server.sign_hash_id & 0xFF, want, name);
}

static void hashes(void)
{
	hash("a P-256 key signs SHA-256", 0, br_sha256_ID, br_sha512_ID, br_sha256_ID);
	hash("a P-384 key signs SHA-384", 1, br_sha256_ID, br_sha512_ID, br_sha384_ID);
	hash("an RSA key signs SHA-256", 2, br_sha256_ID, br_sha512_ID, br_sha256_ID);
	hash("SHA-384 where the client has no SHA-256", 0, br_sha384_ID, br_sha512_ID, br_sha384_ID);
	is_int(tls_choose_hash(KEY_P384, 0x1000), br_sha256_ID, "SHA-256 for P-384 where it is all there is");
	is_int(tls_choose_hash(KEY_RSA, 0x40), br_sha512_ID, "SHA-512 for RSA");
	is_int(tls_choose_hash(KEY_RSA, 0x7004), 0, "none for RSA, when they are ECDSA's");
	is_int(tls_choose_hash(KEY_P256, 0x0470), 0, "none for ECDSA, when they are RSA's or SHA-1");
}

static void broken_signer(void)
{
	begin(&owners[0]);
	owners[0].broken = true;
	run(SIZE_MAX);
	owners[0].broken = false;
	is_int(error_of(&server), TLS_NO_SIGNATURE, "a signer that fails ends the handshake");
	is_str(server.e.text, "our private key has not signed", "in words");
	is_int(server.e.kind, ERR_FAIL, "of kind 1");
	is_int(error_of(&client), TLS_CUT, "the client sees it cut");
}

/* Signatures of a handshake that tries to resume the client's last session. */
static unsigned resumed(const struct tls_identity *who, struct tls_cache *cache, struct owner *o)
{
	unsigned before = o->signatures;

	begin_server(who, cache);
	client.sent = client.heard = client.wire_len = 0;
	again(true);
	return talk(SIZE_MAX) ? o->signatures - before : 99;
}

static void sessions(void)
{
	static struct tls_session slots[2];
	struct tls_cache cache = { slots, 2, 0, 0 };
	struct owner *o = &owners[0];
	struct tls_identity next = o->identity;
	static struct tls first, second;

	next.generation++;
	tls_cache_flush(&cache, o->identity.generation);
	begin_client("board.local", NULL);
	is_int(resumed(&o->identity, &cache, o), 1, "a first handshake signs");
	is_int(resumed(&o->identity, &cache, o), 0, "a second does not");
	is_int(resumed(&o->identity, NULL, o), 1, "without a cache it does");
	is_int(resumed(&o->identity, &cache, o), 1, "what another server gave is not known");
	is_int(resumed(&o->identity, &cache, o), 0, "until it is");
	tls_cache_flush(&cache, next.generation);
	is_int(slots[0].master[0] | slots[1].master[47], 0, "a flush leaves no secret");
	is_int(resumed(&next, &cache, o), 1, "and no session to resume");
	is_int(o->generation, next.generation, "the new key has signed");
	is_int(resumed(&o->identity, &cache, o), 0, "a session may outlive the identity of its connection");
	first = client.tls;
	begin_client("board.local", NULL);
	resumed(&next, &cache, o);
	second = client.tls;
	client.tls = first;
	is_int(resumed(&next, &cache, o), 0, "two slots know two sessions");
	begin_client("board.local", NULL);
	resumed(&next, &cache, o);
	client.tls = first;
	is_int(resumed(&next, &cache, o), 0, "of three, the one just used is known");
	client.tls = second;
	is_int(resumed(&next, &cache, o), 1, "the one not used for longest is forgotten");
}

/* The handshake was under way when the identity changed. */
static void reload(void)
{
	static struct tls_session slots[4];
	struct tls_cache cache = { slots, 4, 0, owners[0].identity.generation };

	begin_server(&owners[0].identity, &cache);
	begin_client("board.local", NULL);
	carry(&client, &server, SIZE_MAX);
	tls_cache_flush(&cache, 1000);
	ok(talk(SIZE_MAX), "a handshake that a reload has met goes on");
	is_int(owners[0].generation, owners[0].identity.generation, "with its own key");
	is_int(resumed(&owners[0].identity, &cache, &owners[0]), 1, "but is not remembered");
}

/* Hello with a key share of small order: zero is everybody's secret. */
static void small_order(void)
{
	unsigned char point[32] = { 0 }, one[32] = { 1 };
	unsigned char k[32] = { 0x40, 7 };

	is_int(tls_curves.mul(point, sizeof point, k, sizeof k, BR_EC_curve25519), 0, "the point 0 of X25519 is refused");
	is_int(tls_curves.mul(one, sizeof one, k, sizeof k, BR_EC_curve25519), 0, "the point 1, too");
	point[0] = 9;
	is_int(tls_curves.mul(point, sizeof point, k, sizeof k, BR_EC_curve25519), 1, "the point 9 is not");
}

int main(void)
{
	static const uint8_t ssl2[] = { 0x80, 0x2E, 0x01, 0x00, 0x02, 0x00, 0x15, 0x00, 0x00, 0x00, 0x10 };

	own_all();
	preference();
	refusals();
	old_versions();
	foreign("GET / HTTP/1.1\r\nHost: board.local\r\n\r\n", 37, "plain HTTP is not TLS");
	foreign(ssl2, sizeof ssl2, "nor is an SSLv2 hello");
	hashes();
	broken_signer();
	sessions();
	reload();
	small_order();
	return done_testing();
}
