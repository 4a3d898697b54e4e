/* SPDX-License-Identifier: MIT */
/* tls_client.c - what the client asks for, whom it believes, and when it shows its own certificate. */
#include "bearssl-glue/tls_client.h"

#include "tests/unit/tap.h"
#include "tests/unit/bearssl-glue/wire.h"

static const struct {
	const char *host, *name, *sentence;
} hosts[] = {
	{ "board.local", "board.local", "a name is sent" },
	{ "board.local.", "board.local", "without the dot at its end" },
	{ "localhost", "localhost", "one label is a name" },
	{ "1.2.3.4.example", "1.2.3.4.example", "so is one that begins like an address" },
	{ "192.168.7.20", "", "an IPv4 address is not sent" },
	{ "fd00::1", "", "nor is IPv6" },
	{ "fe80::1%eth0", "", "nor one with a zone" },
	{ ".", "", "nor the root" },
	{ "", "", "nor nothing" },
};

static void names(void)
{
	char longest[257];

	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
		begin_server(&owners[0].identity, NULL);
		begin_client(hosts[i].host, NULL);
		ok(talk(SIZE_MAX), hosts[i].sentence);
		is_str(tls_server_name(&server.tls), hosts[i].name, "the server has it so");
		is_str(trust.host, hosts[i].host, "who judges gets it as it was");
	}
	memset(longest, 'a', 256);
	longest[256] = '\0';
	begin_client(longest, NULL);
	ok(tls_want(&client.tls) == TLS_CLOSED, "a name of 256 characters is refused");
	is_int(error_of(&client), TLS_DAMAGED, "before anything is sent");
	longest[255] = '\0';
	begin_server(&owners[0].identity, NULL);
	begin_client(longest, NULL);
	ok(talk(SIZE_MAX), "one of 255 is not");
	is_str(tls_server_name(&server.tls), longest, "and arrives");
}

static void ends(enum tls_failure why, enum err_kind kind, const char *words, const char *name)
{
	run(SIZE_MAX);
	is_int(error_of(&client), why, name);
	is_str(client.e.text, words, "in words");
	is_int(client.e.kind, kind, "of this kind");
	is_int(error_of(&server), TLS_CUT, "the server sees it cut");
	is_int(server.heard, 0, "and gets no request");
}

static void believing(void)
{
	begin(&owners[0]);
	trust.verdict = TLS_ACCEPTED;
	ok(talk(SIZE_MAX), "who is accepted is talked to");
	begin(&owners[0]);
	trust.verdict = TLS_DISTRUSTED;
	ends(TLS_UNTRUSTED, ERR_UNTRUSTED, "the server's certificate is not trusted", "who is not trusted is left");
	begin(&owners[0]);
	trust.instead = &owners[1];
	ends(TLS_DAMAGED, ERR_MALFORMED, "the server does not have the key of its certificate, or the handshake was changed",
		"who does not have the key is left");
	begin(&owners[2]);
	trust.instead = &owners[0];
	ends(TLS_DAMAGED, ERR_MALFORMED, "the server's certificate has another type of key than it agreed to", "so is who has another type of key");
}

/* Keys as the judge should not, but could give them. */
static enum tls_verdict odd(void *ctx, struct spki *key)
{
	*key = *(const struct spki *)ctx;
	return TLS_TRUSTED;
}

static void odd_key(struct spki key, const char *name)
{
	static struct tls_trust careless;

	careless = (struct tls_trust){ start_chain, certificate, odd, &key };
	begin(&owners[2]);
	tls_state(&client.tls)->side.client.trust = &careless;
	run(SIZE_MAX);
	if (!ok(error_of(&client) != TLS_FINE && tls_want(&client.tls) == TLS_CLOSED, name))
		diag("%s", client.e.text);
}

static void odd_keys(void)
{
	static uint8_t n[1100];
	struct view e = view_of((const uint8_t *)"\1\0\1", 3);

	memset(n, 0xA5, sizeof n);
	odd_key((struct spki){ .kind = KEY_OTHER }, "a key of another kind is refused");
	odd_key((struct spki){ .kind = KEY_NONE }, "so is none");
	odd_key((struct spki){ .kind = KEY_RSA, .n = view_of(n, sizeof n), .e = e }, "and 8800 bits of RSA");
	odd_key((struct spki){ .kind = KEY_RSA, .n = view_of(n, 256), .e = view_of(n, 5) }, "and an exponent of 40 bits");
	odd_key((struct spki){ .kind = KEY_RSA }, "and RSA without numbers");
	odd_key((struct spki){ .kind = KEY_RSA, .n = view_of(n, 256), .e = e }, "and a key that has not signed");
	odd_key((struct spki){ .kind = KEY_P256, .point = view_of(n, 97) }, "and a point of another length");
	odd_key((struct spki){ .kind = KEY_P256, .point = view_of(n, 65) }, "and a point off the curve");
}

/* A server's words, which are not ours. */
static void told(const char *octets, size_t len, enum tls_failure why, const char *words, const char *name)
{
	begin_client("board.local", NULL);
	leave(&client, SIZE_MAX);
	feed(&client, octets, len);
	is_int(error_of(&client), why, name);
	is_str(client.e.text, words, "in words");
}

static void strangers(void)
{
	static const char old[] = "\x16\x03\x01\x00\x2A\x02\x00\x00\x26\x03\x01" "01234567890123456789012345678901" "\x00\xC0\x09\x00";
	static const char ssl3[] = "\x16\x03\x00\x00\x2A\x02\x00\x00\x26\x03\x00" "01234567890123456789012345678901" "\x00\x00\x0A\x00";

	told(old, sizeof old - 1, TLS_OLD, "the peer speaks nothing newer than TLS 1.1", "a server of TLS 1.0 is old");
	told(ssl3, sizeof ssl3 - 1, TLS_OLD, "the peer speaks nothing newer than TLS 1.1", "so is one of SSL 3");
	told("\x15\x03\x01\x00\x02\x02\x28", 7, TLS_OLD, "the peer speaks nothing newer than TLS 1.1", "so is one that refuses all in TLS 1.0's record");
	told("\x15\x03\x03\x00\x02\x02\x46", 7, TLS_NEW,
		"the peer sent an alert: protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3", "one of TLS 1.3 alone is new");
	told("HTTP/1.1 400 Bad Request\r\n", 26, TLS_FOREIGN, "the peer does not speak TLS", "one of plain HTTP is foreign");
	told("220 mail ESMTP\r\n", 16, TLS_FOREIGN, "the peer does not speak TLS", "so is one of mail");
}

/* --- our certificate: the server asks for one, and knows the key it has to be */

static struct {
	br_x509_knownkey_context known;
	br_x500_name name;
} asks;

static void ask(const struct owner *who)
{
	br_ssl_server_context *s = &tls_state(&server.tls)->br.server;
	struct spki key;

	spki_read(who->chain[0], &key);
	if (key.kind == KEY_RSA) {
		br_rsa_public_key pk = { (unsigned char *)(uintptr_t)key.n.p, key.n.len, (unsigned char *)(uintptr_t)key.e.p, key.e.len };
		br_x509_knownkey_init_rsa(&asks.known, &pk, BR_KEYTYPE_SIGN);
	} else {
		br_ec_public_key pk = { curve_of(key.kind)->id, (unsigned char *)(uintptr_t)key.point.p, key.point.len };
		br_x509_knownkey_init_ec(&asks.known, &pk, BR_KEYTYPE_SIGN);
	}
	asks.name = (br_x500_name){ (unsigned char *)(uintptr_t)"\x30\x00", 2 };
	br_ssl_engine_set_x509(&s->eng, &asks.known.vtable);
	br_ssl_engine_set_rsavrfy(&s->eng, br_rsa_i31_pkcs1_vrfy);
	br_ssl_engine_set_ecdsa(&s->eng, br_ecdsa_vrfy_asn1_get_default());
	br_ssl_engine_set_ec(&s->eng, &br_ec_all_m31);
	br_ssl_server_set_trust_anchor_names(s, &asks.name, 1);
}

/* Signatures of the client in a handshake in which the server asks. */
static unsigned shown(struct owner *who, enum tls_verdict verdict, bool have)
{
	unsigned before = who->signatures;

	begin_server(&owners[0].identity, NULL);
	ask(who);
	begin_client("board.local", have ? &who->identity : NULL);
	trust.verdict = verdict;
	run(SIZE_MAX);
	return who->signatures - before;
}

static void own_certificate(void)
{
	static struct owner mine[3];
	static const char *const types[] = { "p256", "p384", "rsa2048" };

	for (size_t i = 0; i < 3; i++) {
		own(&mine[i], types[i], 40);
		is_int(shown(&mine[i], TLS_TRUSTED, true), 1, types[i]);
		ok(tls_want(&server.tls) & TLS_WRITE, "is shown to a server that is trusted, and proven");
	}
	is_int(mine[0].generation, 40, "the signer is told which key");
	is_int(shown(&mine[0], TLS_ACCEPTED, true), 0, "it is not shown to one that is only accepted");
	is_int(br_ssl_engine_last_error(tls_engine(&server.tls)), BR_ERR_NO_CLIENT_AUTH, "which got none");
	is_int(shown(&mine[0], TLS_DISTRUSTED, true), 0, "nor to one that is not");
	is_int(shown(&mine[0], TLS_TRUSTED, false), 0, "nor is one that we don't have");
	is_int(br_ssl_engine_last_error(tls_engine(&server.tls)), BR_ERR_NO_CLIENT_AUTH, "an empty list is sent");
	mine[0].broken = true;
	shown(&mine[0], TLS_TRUSTED, true);
	is_int(error_of(&client), TLS_NO_SIGNATURE, "a signer that fails is blamed");
	ok(!(tls_want(&server.tls) & TLS_WRITE), "and there is no connection");
}

int main(void)
{
	own_all();
	names();
	believing();
	odd_keys();
	strangers();
	own_certificate();
	return done_testing();
}
