/* SPDX-License-Identifier: MIT */
/* tls_err.c - every alert and every code has its words. */
#include "bearssl-glue/tls_err.h"

#include "tests/unit/tap.h"
#include "tests/unit/bearssl-glue/wire.h"

static const struct {
	uint8_t alert;
	enum tls_failure why;
	enum err_kind kind;
	const char *words;
} alerts[] = {
	{ 40, TLS_NOTHING_COMMON, ERR_FAIL, "handshake failure: no cipher suite, curve or signature in common, or it wants a client certificate" },
	{ 42, TLS_REFUSED, ERR_UNTRUSTED, "bad certificate" },
	{ 45, TLS_REFUSED, ERR_UNTRUSTED, "certificate expired, or a clock is wrong" },
	{ 46, TLS_REFUSED, ERR_UNTRUSTED, "certificate unknown: it does not accept this certificate" },
	{ 48, TLS_REFUSED, ERR_UNTRUSTED, "unknown CA: it does not trust this certificate" },
	{ 70, TLS_NEW, ERR_FAIL, "protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3" },
	{ 80, TLS_BUSY, ERR_UNREACHABLE, "internal error" },
	{ 116, TLS_REFUSED, ERR_UNTRUSTED, "certificate required: it wants a client certificate" },
	{ 47, TLS_DAMAGED, ERR_MALFORMED, "number 47" },
	{ 255, TLS_DAMAGED, ERR_MALFORMED, "number 255" },
};

static void alert(uint8_t level, uint8_t number)
{
	uint8_t record[] = { 21, 3, 3, 0, 2, level, number };

	begin_client("board.local", NULL);
	leave(&client, SIZE_MAX);
	feed(&client, record, sizeof record);
}

static void known_alerts(void)
{
	char words[ERR_TEXT];

	for (size_t i = 0; i < sizeof alerts / sizeof alerts[0]; i++) {
		alert(2, alerts[i].alert);
		snprintf(words, sizeof words, "the peer sent an alert: %s", alerts[i].words);
		is_int(error_of(&client), alerts[i].why, alerts[i].words);
		is_str(client.e.text, words, "so in full");
		is_int(client.e.kind, alerts[i].kind, "of this kind");
	}
}

static void all_alerts(void)
{
	unsigned good = 0;

	for (unsigned i = 0; i < 256; i++) {
		alert(2, (uint8_t)i);
		good += error_of(&client) != TLS_FINE && strncmp(client.e.text, "the peer sent an alert: ", 24) == 0 && client.e.text[24];
	}
	is_int(good, 256, "every fatal alert is worded");
	alert(1, 112);
	is_int(error_of(&client), TLS_CUT, "a warning is none");
	is_int(tls_error(&client.tls, NULL), TLS_CUT, "without words, too");
}

static void all_codes(void)
{
	unsigned good = 0;

	begin_client("board.local", NULL);
	for (int code = 1; code < 64; code++) {
		tls_state(&client.tls)->br.engine.iomode = 0;
		tls_state(&client.tls)->br.engine.err = code;
		tls_state(&client.tls)->br.engine.record_type_in = 22;
		good += error_of(&client) != TLS_FINE && client.e.kind != ERR_NONE && client.e.text[0];
	}
	is_int(good, 63, "every code of BearSSL's is worded");
	tls_state(&client.tls)->br.engine.err = BR_ERR_BAD_HANDSHAKE;
	is_int(error_of(&client), TLS_DAMAGED, "one without a row breaks the protocol");
	is_str(client.e.text, "the peer breaks the TLS protocol (14)", "by number");
}

int main(void)
{
	own_all();
	known_alerts();
	all_alerts();
	all_codes();
	return done_testing();
}
