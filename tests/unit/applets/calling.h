/* SPDX-License-Identifier: MIT */
/*
 * calling.h - a server of our own on loopback, in a child, and a channel that calls it. Include it from one file only.
 *
 * Each connection of the child runs `script`, which says and hears plain or by TLS; what it has heard is in shared memory.
 */
#ifndef TESTS_UNIT_APPLETS_CALLING_H
#define TESTS_UNIT_APPLETS_CALLING_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "applets/channel.h"
#include "os/clock.h"
#include "tests/unit/bearssl-glue/wire.h"
#include "x509/cert.h"
#include "x509/name.h"

static struct channel channel = { .fd = -1 };
static struct url place;
static struct channel_wish wish;
static struct err e;

/* What the child has seen. */
static struct {
	unsigned connections;
	unsigned handshakes;  /* that came to an end */
	char text[40000];     /* all that was said to it, decrypted */
	size_t len;
	char name[300];       /* asked for in the last hello */
} *told;

/* --- the child ------------------------------------------------------------------------------------ */

static int peer; /* its connection */
static size_t cut_at; /* it closes when it has sent so many octets; 0: never */
static bool secure;

static void leave_all(void)
{
	size_t len;
	const uint8_t *p;

	while ((p = tls_drain(&server.tls, &len)) != NULL) {
		if (cut_at > 0 && server.sent + len >= cut_at)
			len = cut_at - server.sent;
		server.sent += len;
		if (send(peer, p, len, MSG_NOSIGNAL) != (ssize_t)len || server.sent == cut_at)
			return;
		tls_drain_done(&server.tls, len);
	}
}

/* Until TLS wants one of these. false: it is over. */
static bool serve_until(unsigned what)
{
	for (;;) {
		size_t len;
		uint8_t *p;
		ssize_t n;

		leave_all();
		if (tls_want(&server.tls) & what)
			return true;
		p = tls_feed(&server.tls, &len);
		n = p != NULL && (cut_at == 0 || server.sent < cut_at) ? recv(peer, p, len, 0) : 0;
		if (n <= 0)
			return false;
		tls_feed_done(&server.tls, (size_t)n);
	}
}

TAP_USED static void put(const void *p, size_t len)
{
	const char *at = p;

	if (!secure) {
		(void)!send(peer, p, len, MSG_NOSIGNAL);
		return;
	}
	while (len > 0 && serve_until(TLS_WRITE)) {
		size_t n = say_octets(&server, at, len);

		at += n;
		len -= n;
		leave_all();
	}
}

TAP_USED static void put_text(const char *s)
{
	put(s, strlen(s));
}

/* Some octets more. false: there are none. */
static bool listen_once(void)
{
	size_t len = sizeof told->text - 1 - told->len;

	if (!secure) {
		ssize_t n = recv(peer, told->text + told->len, len, 0);

		told->len += n > 0 ? (size_t)n : 0;
		return n > 0;
	}
	if (!serve_until(TLS_READ))
		return false;
	size_t n;
	const uint8_t *p = tls_read(&server.tls, &n);

	n = n < len ? n : len;
	memcpy(told->text + told->len, p, n);
	told->len += n;
	tls_read_done(&server.tls, n);
	return true;
}

/* Up to the next empty line. */
TAP_USED static bool hear_request(void)
{
	size_t from = told->len;

	do {
		if (!listen_once())
			return false;
	} while (strstr(told->text + from, "\r\n\r\n") == NULL);
	return true;
}

static bool meet(const struct tls_identity *who)
{
	secure = true;
	begin_server(who, NULL);
	if (!serve_until(TLS_WRITE))
		return false;
	told->handshakes++;
	snprintf(told->name, sizeof told->name, "%s", tls_server_name(&server.tls));
	return true;
}

/* Well-behaved: close_notify, and the other's end is waited for. */
TAP_USED static void goodbye(void)
{
	char room[1000];

	if (secure) {
		tls_close(&server.tls);
		leave_all();
	}
	shutdown(peer, SHUT_WR);
	while (recv(peer, room, sizeof room, 0) > 0)
		;
}

/* --- both ----------------------------------------------------------------------------------------- */

static pid_t child;

static void hang_up(void)
{
	channel_close(&channel);
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	child = 0;
}

/* A child whose every connection runs this; `place` is where. */
static void serve(const char *scheme, void (*script)(unsigned nth))
{
	int fds[2] = { -1, -1 };
	struct sockaddr_in at = { 0 };
	socklen_t len = sizeof at;
	char text[80];

	hang_up();
	err_clear(&e);
	if (told == NULL)
		told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || sock_listen("127.0.0.1:0", fds, NULL) != 1 || getsockname(fds[0], (struct sockaddr *)&at, &len) != 0)
		abort();
	memset(told, 0, sizeof *told);
	snprintf(text, sizeof text, "%s127.0.0.1:%u", scheme, ntohs(at.sin_port));
	url_parse(text, &place, NULL);
	child = fork();
	if (child != 0) {
		close(fds[0]);
		return;
	}
	alarm(60);
	signal(SIGPIPE, SIG_IGN);
	fcntl(fds[0], F_SETFL, 0);
	for (;;) {
		peer = accept(fds[0], NULL, NULL);
		secure = false;
		script(told->connections++);
		close(peer);
	}
}

/* --- who calls ------------------------------------------------------------------------------------ */

static struct {
	enum tls_verdict verdict;
	const char *words;
	enum err_kind kind;
	unsigned asked;
	uint8_t sent[CHANNEL_CHAIN];
	size_t len;
} verdict;

static enum tls_verdict on_judge(void *ctx, struct view sent, struct err *why)
{
	(void)ctx;
	verdict.asked++;
	memcpy(verdict.sent, sent.p, sent.len);
	verdict.len = sent.len;
	if (verdict.words != NULL)
		err_set(why, verdict.kind, "%s", verdict.words);
	return verdict.verdict;
}

static int on_fill(void *p, size_t len, struct err *why)
{
	(void)why;
	memset(p, 0, len);
	memcpy(p, seed(), len < TLS_SEED_LEN ? len : TLS_SEED_LEN);
	return 0;
}

static void wish_all(void)
{
	memset(&verdict, 0, sizeof verdict);
	verdict.verdict = TLS_TRUSTED;
	wish = (struct channel_wish){ .url = &place, .timeout_ms = 20000, .judge = on_judge, .fill = on_fill };
}

/* A certificate for a key, by nobody. Octets. */
static size_t certify(const struct owner *o, uint8_t *room, size_t cap)
{
	static uint8_t tbs[1024], name[NAME_MAX_DER];
	static const uint8_t one[] = { 1 };
	struct san san;
	struct der d;
	struct cert c = {
		.serial = view_of(one, 1), .signature = SIG_ECDSA_SHA256, .not_before = 1795305600, .not_after = 1829606400,
		.spki = o->chain[0], .sans = &san, .n_sans = 1,
	};

	san_parse("board.local", &san, NULL);
	c.issuer = c.subject = view_of(name, (size_t)name_parse("/CN=board.local", name, NULL));
	der_init(&d, tbs, sizeof tbs);
	cert_tbs(&d, &c);
	struct view v = view_of(tbs, der_finish(&d));

	der_init(&d, room, cap);
	cert_wrap(&d, v, SIG_ECDSA_SHA256, one, 1);
	return der_finish(&d);
}

static uint8_t leaf[1024];
static size_t leaf_len;
static struct tls_identity shown; /* by the child: owners[0]'s, with leaf */
static struct view shown_chain[80];

static void show(size_t n)
{
	shown_chain[0] = view_of(leaf, leaf_len);
	shown = owners[0].identity;
	shown.chain = shown_chain;
	shown.chain_len = n;
}

static void call_begin(void)
{
	own_all();
	leaf_len = certify(&owners[0], leaf, sizeof leaf);
	show(1);
	wish_all();
}

#endif
