/* SPDX-License-Identifier: MIT */
/* tls_err.c - why a TLS connection has failed: BearSSL's codes, and the alerts of RFC 5246 7.2. */
#include "bearssl-glue/tls_err.h"

#include "bearssl-glue/tls_state.h"

static const uint8_t kinds[] = {
	[TLS_FINE] = ERR_NONE, [TLS_CUT] = ERR_UNREACHABLE, [TLS_FOREIGN] = ERR_MALFORMED, [TLS_OLD] = ERR_FAIL, [TLS_NEW] = ERR_FAIL,
	[TLS_NOTHING_COMMON] = ERR_FAIL, [TLS_UNTRUSTED] = ERR_UNTRUSTED, [TLS_REFUSED] = ERR_UNTRUSTED, [TLS_DAMAGED] = ERR_MALFORMED,
	[TLS_BUSY] = ERR_UNREACHABLE, [TLS_NO_SIGNATURE] = ERR_FAIL, [TLS_OURS] = ERR_FAIL,
};

/* Codes of our own, where BearSSL has none. */
enum { CUT = 128, CUT_EARLY, FOREIGN, NO_SIGNATURE };

#define GOT BR_ERR_RECV_FATAL_ALERT
#define SENT BR_ERR_SEND_FATAL_ALERT

static const struct row {
	uint16_t code;
	uint8_t failure;
	const char *text;
} rows[] = {
	{ CUT, TLS_CUT, TEXT("the connection was cut: not all may have come") },
	{ CUT_EARLY, TLS_CUT, TEXT("the connection was cut during the TLS handshake") },
	{ FOREIGN, TLS_FOREIGN, TEXT("the peer does not speak TLS") },
	{ NO_SIGNATURE, TLS_NO_SIGNATURE, TEXT("our private key has not signed") },
	{ BR_ERR_BAD_STATE, TLS_OURS, TEXT("TLS was not set up") },
	{ BR_ERR_BAD_PARAM, TLS_DAMAGED, TEXT("the peer sent a broken TLS message") },
	{ BR_ERR_UNSUPPORTED_VERSION, TLS_OLD, TEXT("the peer speaks nothing newer than TLS 1.1") },
	{ BR_ERR_BAD_MAC, TLS_DAMAGED, TEXT("a record was changed on its way") },
	{ BR_ERR_UNEXPECTED, TLS_DAMAGED, TEXT("the peer sent a TLS message out of turn") },
	{ BR_ERR_BAD_SECRENEG, TLS_DAMAGED, TEXT("the peer renegotiates, which is not done here") },
	{ BR_ERR_LIMIT_EXCEEDED, TLS_NOTHING_COMMON, TEXT("the peer's key is larger than 4096 bits") },
	{ BR_ERR_BAD_FINISHED, TLS_DAMAGED, TEXT("the handshake was changed on its way") },
	{ BR_ERR_INVALID_ALGORITHM, TLS_DAMAGED, TEXT("the peer uses a curve or hash that was not offered") },
	{ BR_ERR_BAD_SIGNATURE, TLS_DAMAGED, TEXT("the server does not have the key of its certificate, or the handshake was changed") },
	{ BR_ERR_WRONG_KEY_USAGE, TLS_DAMAGED, TEXT("the server's certificate has another type of key than it agreed to") },
	{ BR_ERR_X509_UNSUPPORTED, TLS_NOTHING_COMMON, TEXT("the server's key is of a type not supported here") },
	{ BR_ERR_X509_NOT_TRUSTED, TLS_UNTRUSTED, TEXT("the server's certificate is not trusted") },
	{ GOT + 20, TLS_DAMAGED, TEXT("bad record MAC: a record was changed on its way") },
	{ GOT + 40, TLS_NOTHING_COMMON, TEXT("handshake failure: no cipher suite, curve or signature in common, or it wants a client certificate") },
	{ GOT + 42, TLS_REFUSED, TEXT("bad certificate") },
	{ GOT + 43, TLS_REFUSED, TEXT("unsupported certificate: it does not take this type") },
	{ GOT + 44, TLS_REFUSED, TEXT("certificate revoked") },
	{ GOT + 45, TLS_REFUSED, TEXT("certificate expired, or a clock is wrong") },
	{ GOT + 46, TLS_REFUSED, TEXT("certificate unknown: it does not accept this certificate") },
	{ GOT + 48, TLS_REFUSED, TEXT("unknown CA: it does not trust this certificate") },
	{ GOT + 49, TLS_REFUSED, TEXT("access denied") },
	{ GOT + 51, TLS_DAMAGED, TEXT("decrypt error: a signature or the handshake's end did not fit") },
	{ GOT + 70, TLS_NEW, TEXT("protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3") },
	{ GOT + 71, TLS_NOTHING_COMMON, TEXT("insufficient security: it wants stronger ciphers or keys") },
	{ GOT + 80, TLS_BUSY, TEXT("internal error") },
	{ GOT + 90, TLS_BUSY, TEXT("cancelled by its user") },
	{ GOT + 112, TLS_REFUSED, TEXT("unrecognized name: it does not serve this name") },
	{ GOT + 116, TLS_REFUSED, TEXT("certificate required: it wants a client certificate") },
	{ GOT + 120, TLS_NOTHING_COMMON, TEXT("no application protocol: it does not speak HTTP/1.1") },
	{ SENT + 40, TLS_NOTHING_COMMON, TEXT("no cipher suite, curve or signature in common with the peer; perhaps it speaks only TLS 1.3") },
	{ SENT + 70, TLS_OLD, TEXT("the peer speaks nothing newer than TLS 1.1") },
	{ SENT + 120, TLS_NOTHING_COMMON, TEXT("the peer wants another protocol than HTTP/1.1") },
};

static const struct row *find(int code)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}

/* BearSSL's code, or ours. */
static int code_of(const struct tls *t)
{
	const br_ssl_engine_context *e = tls_engine(t);
	int code = br_ssl_engine_last_error(e);

	if (code == BR_ERR_OK && tls_want(t) != TLS_CLOSED)
		return e->application_data ? CUT : CUT_EARLY;
	/* BearSSL says the same of a first byte that is no record's as of an old version. */
	if (code == BR_ERR_UNSUPPORTED_VERSION && (e->record_type_in < 20 || e->record_type_in > 23))
		return FOREIGN;
	/* A server that has no suite of ours for want of TLS 1.2 says so in a record of its version. */
	if (code == GOT + 40 && e->version_in < BR_TLS12)
		return BR_ERR_UNSUPPORTED_VERSION;
	return ((const struct tls_state *)(const void *)t->room)->unsigned_ ? NO_SIGNATURE : code;
}

enum tls_failure tls_error(const struct tls *t, struct err *e)
{
	int code = code_of(t);
	bool alert = code >= GOT && code < SENT;
	const struct row *r = find(code);

	if (code == BR_ERR_OK)
		return TLS_FINE;
	if (r)
		err_set(e, kinds[r->failure], "%s%t", alert ? "the peer sent an alert: " : "", r->text);
	else
		(err_set)(e, ERR_MALFORMED, alert ? TEXT("the peer sent an alert: number %d") : TEXT("the peer breaks the TLS protocol (%d)"), code % GOT);
	return r ? (enum tls_failure)r->failure : TLS_DAMAGED;
}
