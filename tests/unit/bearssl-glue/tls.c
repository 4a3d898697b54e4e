/* SPDX-License-Identifier: MIT */
/* tls.c - two ends of TLS in memory: suites, bytes, closing, and what happens to bytes that change on their way. */
#include "bearssl-glue/tls.h"

#include "tests/unit/tap.h"
#include "tests/unit/bearssl-glue/wire.h"

static const struct {
	const char *name;
	int owner;
	uint16_t suite;
} suites[] = {
	{ "P-256, AES-128-GCM", 0, 0xC02B }, { "P-256, AES-256-GCM", 0, 0xC02C }, { "P-256, ChaCha20", 0, 0xCCA9 },
	{ "P-384, AES-128-GCM", 1, 0xC02B }, { "P-384, AES-256-GCM", 1, 0xC02C }, { "P-384, ChaCha20", 1, 0xCCA9 },
	{ "RSA, AES-128-GCM", 2, 0xC02F }, { "RSA, AES-256-GCM", 2, 0xC030 }, { "RSA, ChaCha20", 2, 0xCCA8 },
};

/* The processor's AES, or the portable one, whatever machine this is; half of both ends. */
static void portable(struct end *x)
{
	br_ssl_engine_set_aes_ctr(&tls_state(&x->tls)->br.engine, &br_aes_ct_ctr_vtable);
	br_ssl_engine_set_ghash(&tls_state(&x->tls)->br.engine, br_ghash_ctmul64);
}

/* ChaCha20 by bignum against BearSSL's own at the other end. */
static void other(struct end *x)
{
	br_ssl_engine_set_chacha20(&tls_state(&x->tls)->br.engine, br_chacha20_ct_run);
}

static void every_suite(void)
{
	for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
		begin(&owners[suites[i].owner]);
		br_ssl_engine_set_suites(&tls_state(&client.tls)->br.engine, &suites[i].suite, 1);
		portable(&server);
		other(&server);
		again(false);
		if (!ok(talk(SIZE_MAX), suites[i].name))
			diag("client: %s; server: %s", client.e.text, server.e.text);
		ok(tls_suite(&client.tls) == suites[i].suite && tls_suite(&server.tls) == suites[i].suite, "both ends name this suite");
		is_int(owners[suites[i].owner].generation, owners[suites[i].owner].identity.generation, "signed by this generation");
	}
}

static void curve(int id, const char *name)
{
	br_ec_impl one = tls_curves;

	one.supported_curves = (uint32_t)1 << id;
	begin(&owners[2]);
	br_ssl_engine_set_ec(&tls_state(&client.tls)->br.engine, &one);
	again(false);
	ok(talk(SIZE_MAX), name);
}

static void one_by_one(void)
{
	begin(&owners[0]);
	ok(talk(1), "byte by byte");
	begin(&owners[2]);
	ok(talk(7), "seven bytes at a time");
}

static void fields(void)
{
	begin(&owners[0]);
	run(SIZE_MAX);
	ok(tls_want(&client.tls) == (TLS_FEED | TLS_WRITE) && tls_want(&server.tls) == (TLS_FEED | TLS_WRITE), "after the handshake both may speak");
	is_str(tls_protocol(&client.tls), "http/1.1", "the protocol is agreed on");
	is_str(tls_protocol(&server.tls), "http/1.1", "at both ends");
	is_str(tls_server_name(&server.tls), "board.local", "the server knows its name");
	is_int(trust.judged, 1, "the chain is judged once");
	is_int(trust.ends, 2, "all its certificates are shown");
	is_mem(trust.leaf, trust.leaf_len, owners[0].chain[0].p, owners[0].chain[0].len, "the leaf is the server's");
	is_int(error_of(&client), TLS_CUT, "a network that ends now has cut it");
	is_str(client.e.text, "the connection was cut: not all may have come", "in these words");
	tls_wipe(&client.tls);
	is_int(tls_engine(&client.tls)->session.master_secret[0] | tls_engine(&client.tls)->session.master_secret[47], 0, "wiped");
}

/* 100 KB each way, in pieces of any size. */
static void much(void)
{
	static uint8_t octets[100000];
	struct end *ends[] = { &client, &server };

	begin(&owners[0]);
	run(SIZE_MAX);
	for (size_t i = 0; i < sizeof octets; i++)
		octets[i] = (uint8_t)(i * i);
	for (int d = 0; d < 2; d++) {
		size_t said = 0;

		for (size_t step = 1; said < sizeof octets; step = step * 3 + 1) {
			size_t left = sizeof octets - said, n = say_octets(ends[d], octets + said, step < left ? step : left);

			if (n == 0)
				break;
			said += n;
			run(5000);
		}
		is_int(ends[1 - d]->heard, sizeof octets, "100 KB arrive");
		is_mem(ends[1 - d]->last, 256, octets, 256, "as they were sent");
	}
}

/* What was decrypted stays in place while it is looked at, and keeps the other direction waiting. */
static void views(void)
{
	size_t len, room;
	uint8_t *p;

	begin(&owners[0]);
	run(SIZE_MAX);
	say(&client, "first second");
	while (carry(&client, &server, SIZE_MAX))
		;
	p = tls_read(&server.tls, &len);
	ok(len == 12 && p > server.buffer && p + len < server.buffer + sizeof server.buffer, "plain bytes lie in the buffer");
	ok(!(tls_want(&server.tls) & (TLS_WRITE | TLS_FEED)) && !tls_write(&server.tls, &room) && room == 0, "they keep it for themselves");
	tls_read_done(&server.tls, 6);
	tls_read_done(&server.tls, 0);
	is_mem(tls_read(&server.tls, &len), 6, "second", 6, "they are taken bit by bit");
	tls_read_done(&server.tls, 6);
	ok((tls_want(&server.tls) & TLS_WRITE) && tls_write(&server.tls, &room) && room >= 16000, "then there is room for an answer");
	tls_feed_done(&server.tls, 0);
	tls_drain_done(&server.tls, 0);
	tls_flush(&server.tls);
	ok(!(tls_want(&server.tls) & TLS_DRAIN), "of nothing no record is made");
}

static void closing(void)
{
	begin(&owners[0]);
	run(SIZE_MAX);
	say(&client, "never read");
	while (carry(&client, &server, SIZE_MAX))
		;
	tls_close(&server.tls);
	run(SIZE_MAX);
	is_int(error_of(&client) | error_of(&server), TLS_FINE, "the server may close before it has read all");
	begin(&owners[0]);
	run(SIZE_MAX);
	tls_close(&client.tls);
	ok(tls_want(&client.tls) & TLS_DRAIN, "a goodbye has to be sent");
	run(SIZE_MAX);
	is_int(error_of(&client) | error_of(&server), TLS_FINE, "the client may close");
	begin(&owners[0]);
	run(SIZE_MAX);
	tls_close(&client.tls);
	tls_close(&server.tls);
	run(SIZE_MAX);
	is_int(error_of(&client) | error_of(&server), TLS_FINE, "both may close at once");
	ok(tls_want(&client.tls) == TLS_CLOSED && tls_want(&server.tls) == TLS_CLOSED, "and are closed");
	begin(&owners[0]);
	carry(&client, &server, 20);
	is_int(error_of(&server), TLS_CUT, "half a hello is no connection");
	is_str(server.e.text, "the connection was cut during the TLS handshake", "in these words");
}

static void renegotiation(void)
{
	begin(&owners[0]);
	run(SIZE_MAX);
	tls_state(&client.tls)->br.engine.flags = 0;
	ok(br_ssl_engine_renegotiate(&tls_state(&client.tls)->br.engine), "a client wants to renegotiate");
	run(SIZE_MAX);
	is_int(error_of(&client), TLS_DAMAGED, "it is told no");
	is_str(client.e.text, "the peer sent an alert: number 100", "by a warning");
	is_int(trust.judged, 1, "no second handshake");
	ok(tls_want(&server.tls) & TLS_WRITE, "the server goes on");
	begin(&owners[0]);
	run(SIZE_MAX);
	tls_state(&server.tls)->br.engine.flags = 0;
	ok(br_ssl_engine_renegotiate(&tls_state(&server.tls)->br.engine), "a server wants to renegotiate");
	run(SIZE_MAX);
	is_int(error_of(&server), TLS_DAMAGED, "it is told no, too");
	ok(trust.judged == 1 && (tls_want(&client.tls) & TLS_WRITE), "and the client goes on");
}

static bool lies(const struct end *x, const char *truth)
{
	return x->heard && !heard(x, truth);
}

/* Flip one bit in each octet that `from` sends: nothing but the truth arrives, and who did not see it is cut off. */
static void flips(const struct owner *o, struct end *from, size_t step, const char *name)
{
	size_t total, harmless = 0, wrong = 0;

	begin(o);
	talk(SIZE_MAX);
	total = from->sent;
	for (size_t at = 0; at < total; at += step) {
		harm.from = from;
		harm.at = at;
		harm.mask = (uint8_t)(1 << at % 8);
		begin(o);
		if (talk(SIZE_MAX))
			harmless++;
		else
			wrong += (error_of(&client) == TLS_FINE && error_of(&server) == TLS_FINE) || lies(&server, "GET / HTTP/1.1\r\n\r\n") ||
			         lies(&client, "HTTP/1.1 200 OK\r\n\r\n");
	}
	harm.from = NULL;
	is_int(wrong, 0, name);
	/* A minor version in the header of the hello's record, which says nothing. */
	if (!ok(harmless <= 1, "hardly one of them does no harm"))
		diag("%zu of %zu", harmless, total);
}

/* What it sends goes nowhere. */
static void drop(struct end *x)
{
	size_t len;

	tls_drain(&x->tls, &len);
	tls_drain_done(&x->tls, len);
}

/* Any octets, at each end, in each state. */
static void garbage(void)
{
	uint8_t octets[600];
	struct rng r;
	uint8_t s[RNG_SEED_LEN] = { 0 };
	size_t closed = 0;

	rng_init(&r, s);
	for (int i = 0; i < 1500; i++) {
		struct end *x = i & 1 ? &client : &server;

		rng_fill(&r, octets, sizeof octets);
		begin(&owners[2]);
		if (i % 5 == 0)
			run(SIZE_MAX);
		if (i & 2) { /* a record at least, of a type and a length that can be */
			octets[0] = (uint8_t)(20 + octets[0] % 4);
			octets[1] = octets[2] = 3;
			octets[3] %= 2;
		}
		if (i & 4)
			octets[5] = (uint8_t)(octets[5] % 17); /* a handshake message */
		if (i & 8)
			octets[6] = 0;
		drop(x);
		feed(x, octets, sizeof octets);
		closed += tls_want(&x->tls) == TLS_CLOSED && error_of(x) != TLS_FINE;
	}
	diag("%zu of 1500 ended with an error", closed);
	ok(closed > 1200, "garbage ends in an error, or waits for more of it");
}

int main(void)
{
	own_all();
	every_suite();
	curve(BR_EC_curve25519, "X25519 alone");
	curve(BR_EC_secp256r1, "P-256 alone");
	one_by_one();
	fields();
	much();
	views();
	closing();
	renegotiation();
	flips(&owners[2], &client, 1, "a bit flipped in any octet of the client's is noticed");
	flips(&owners[2], &server, 1, "a bit flipped in any octet of the server's is noticed");
	flips(&owners[0], &server, 9, "with ECDSA, too");
	garbage();
	return done_testing();
}
