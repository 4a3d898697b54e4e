/* SPDX-License-Identifier: MIT */
/* tls_err.h - why a TLS connection has failed, in words with their likely cause. */
#ifndef BEARSSL_GLUE_TLS_ERR_H
#define BEARSSL_GLUE_TLS_ERR_H

#include "bearssl-glue/tls.h"

/* What can be told apart; behind each the kind of struct err that is suggested. */
enum tls_failure {
	TLS_FINE,                 /* ERR_NONE: none, and both have said goodbye */
	TLS_CUT,                  /* ERR_UNREACHABLE: the network ended before that */
	TLS_FOREIGN,              /* ERR_MALFORMED: the peer does not speak TLS at all */
	TLS_OLD,                  /* ERR_FAIL: it speaks nothing newer than TLS 1.1 */
	TLS_NEW,                  /* ERR_FAIL: it does not speak TLS 1.2, perhaps only TLS 1.3 */
	TLS_NOTHING_COMMON,       /* ERR_FAIL: no suite, curve, signature algorithm or protocol that both have */
	TLS_UNTRUSTED,            /* ERR_UNTRUSTED: we don't trust the peer (struct tls_trust) */
	TLS_REFUSED,              /* ERR_UNTRUSTED: it does not trust or want us */
	TLS_DAMAGED,              /* ERR_MALFORMED: bytes have changed on their way, or the peer is broken or lies; a name over 255 octets */
	TLS_BUSY,                 /* ERR_UNREACHABLE: it is in trouble, or has changed its mind */
	TLS_NO_SIGNATURE,         /* ERR_FAIL: our signer has failed */
	TLS_OURS                  /* ERR_FAIL: a mistake of the caller's */
};

/*
 * To be asked when tls_want says TLS_CLOSED, or the network has ended (TLS_CUT, unless it was over). Words it in e (may be
 * NULL), without the peer's name. A handshake that BearSSL finds wrong ends without an alert, but for those that
 * tls_server_init names.
 */
enum tls_failure tls_error(const struct tls *t, struct err *e);

#endif
