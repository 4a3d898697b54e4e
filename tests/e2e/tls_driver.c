/* SPDX-License-Identifier: MIT */
/*
 * tls_driver.c - TLS by hand over loopback, for tls.t.
 *
 *   serve KEY CHAIN BYTES                     prints "port N", then a line a connection: suite, name asked for, protocol, "new"
 *                                             or "resumed", and how it ended; its answer is BYTES long. One at a time, until killed
 *   get HOST PORT VERDICT [KEY CHAIN]         from 127.0.0.1; VERDICT trust, accept or distrust is passed on the server, whoever
 *                                             it is; KEY and CHAIN are shown. Prints the suite, then all that comes
 *
 * Exit: 0, or the kind of the failure (lib/err.h), which is one line of stderr; 2 usage. Nobody is waited for longer than ten seconds.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "bearssl-glue/sign.h"
#include "bearssl-glue/tls_client.h"
#include "bearssl-glue/tls_err.h"
#include "bearssl-glue/tls_server.h"
#include "x509/pem.h"
#include "x509/view.h"

#define FILE_MAX 65536
#define CHAIN_MAX 4

static uint8_t file[FILE_MAX], chain_der[FILE_MAX];
static struct view chain[CHAIN_MAX];
static struct key key;
static struct tls tls;
static uint8_t buffer[TLS_BUFFER_LEN];
static unsigned signatures;

static int die(const char *what)
{
	perror(what);
	_exit(1);
}

static size_t load(const char *path, void *room, size_t cap)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n, len = 0;

	while (fd >= 0 && len < (ssize_t)cap && (n = read(fd, (char *)room + len, cap - (size_t)len)) > 0)
		len += n;
	if (fd < 0)
		die(path);
	close(fd);
	return (size_t)len;
}

static const uint8_t *seed(void)
{
	static uint8_t room[TLS_SEED_LEN];

	load("/dev/urandom", room, sizeof room);
	return room;
}

/* --- who we are */

static int sign(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len)
{
	(void)ctx;
	signatures++;
	return generation == 1 && cap >= SIGNATURE_MAX ? sign_digest(&key, a, digest, out, len) : -1;
}

static const struct tls_signer signer = { sign, NULL };
static struct tls_identity identity = { 1, KEY_NONE, chain, 0, &signer };

static void identify(const char *key_path, const char *chain_path)
{
	struct err e = { 0 };
	struct pem_object o;
	struct view at;
	size_t used = 0;
	int64_t len;

	if (key_read(view_of(file, load(key_path, file, sizeof file)), file, sizeof file, &key, &e)) {
		fprintf(stderr, "%s\n", e.text);
		_exit(1);
	}
	at = view_of(file, load(chain_path, file, sizeof file));
	while (identity.chain_len < CHAIN_MAX && pem_next(&at, &o) == 1) {
		len = pem_decode(&o, chain_der + used, sizeof chain_der - used);
		if (len <= 0)
			break;
		chain[identity.chain_len++] = view_of(chain_der + used, (size_t)len);
		used += (size_t)len;
	}
	identity.kind = key.kind;
}

/* --- moving bytes */

/* Until there is something of this to do, or the end. false: the network has ended first. */
static bool until(int fd, unsigned what)
{
	for (;;) {
		unsigned want = tls_want(&tls);
		size_t len;
		uint8_t *p;
		ssize_t n;

		if (want & TLS_DRAIN) {
			p = tls_drain(&tls, &len);
			if ((n = send(fd, p, len, MSG_NOSIGNAL)) <= 0)
				return false;
			tls_drain_done(&tls, (size_t)n);
		} else if ((want & (what | TLS_CLOSED)) || !(want & TLS_FEED)) {
			return true;
		} else {
			p = tls_feed(&tls, &len);
			if ((n = recv(fd, p, len, 0)) <= 0)
				return false;
			tls_feed_done(&tls, (size_t)n);
		}
	}
}

static void say(int fd, const char *p, size_t len)
{
	while (len > 0 && until(fd, TLS_WRITE) && (tls_want(&tls) & TLS_WRITE)) {
		size_t room;
		uint8_t *to = tls_write(&tls, &room);
		size_t n = room < len ? room : len;

		memcpy(to, p, n);
		tls_write_done(&tls, n);
		tls_flush(&tls);
		p += n;
		len -= n;
	}
}

static void patience(int fd)
{
	struct timeval ten = { 10, 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &ten, sizeof ten);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &ten, sizeof ten);
}

/* --- server */

static struct tls_session sessions[16];
static struct tls_cache cache = { sessions, 16, 0, 1 };

/* Up to the blank line behind a request's head. */
static bool asked(int fd)
{
	char last[4] = "";
	size_t len;

	while (until(fd, TLS_READ) && (tls_want(&tls) & TLS_READ)) {
		const uint8_t *p = tls_read(&tls, &len);

		for (size_t i = 0; i < len; i++) {
			memmove(last, last + 1, 3);
			last[3] = (char)p[i];
		}
		tls_read_done(&tls, len);
		if (memcmp(last, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static void answer(int fd, size_t bytes)
{
	static char lines[64 * 256];
	char head[128];

	snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", bytes);
	say(fd, head, strlen(head));
	for (size_t i = 0; i < sizeof lines; i++)
		lines[i] = i % 64 == 63 ? '\n' : 'x';
	for (size_t n; bytes > 0; bytes -= n) {
		n = bytes < sizeof lines ? bytes : sizeof lines;
		say(fd, lines, n);
	}
	tls_close(&tls);
	until(fd, TLS_CLOSED);
}

static void serve_one(int fd, size_t bytes)
{
	struct err e = { 0 };

	signatures = 0;
	tls_server_init(&tls, &identity, &cache, buffer, seed());
	if (until(fd, TLS_WRITE) && (tls_want(&tls) & TLS_WRITE)) {
		printf("%04x %s %s %s; ", tls_suite(&tls), tls_server_name(&tls), tls_protocol(&tls) ? tls_protocol(&tls) : "-",
			signatures ? "new" : "resumed");
		if (asked(fd))
			answer(fd, bytes);
	}
	printf("%s\n", tls_error(&tls, &e) == TLS_FINE ? "fine" : e.text);
	fflush(stdout);
}

static int serve(char **arg)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0), fd;

	identify(arg[0], arg[1]);
	if (bind(s, (struct sockaddr *)&a, len) || listen(s, 16) || getsockname(s, (struct sockaddr *)&a, &len))
		return die("listen");
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	while ((fd = accept(s, NULL, NULL)) >= 0) {
		patience(fd);
		serve_one(fd, strtoul(arg[2], NULL, 10));
		close(fd);
	}
	return die("accept");
}

/* --- client */

static struct {
	enum tls_verdict verdict;
	uint8_t leaf[4096];
	size_t len;
	bool whole;
} judge;

static void start_chain(void *ctx, const char *host)
{
	(void)ctx;
	(void)host;
	judge.len = 0;
	judge.whole = false;
}

static void certificate(void *ctx, struct view piece, bool last)
{
	(void)ctx;
	if (!judge.whole && piece.len > 0 && judge.len + piece.len <= sizeof judge.leaf) {
		memcpy(judge.leaf + judge.len, piece.p, piece.len);
		judge.len += piece.len;
	}
	judge.whole |= last;
}

static enum tls_verdict end_chain(void *ctx, struct spki *out)
{
	static struct cert_view leaf;

	(void)ctx;
	if (cert_read(view_of(judge.leaf, judge.len), &leaf, NULL))
		return TLS_DISTRUSTED;
	*out = leaf.key;
	return judge.verdict;
}

static void fetch(int fd)
{
	static const char request[] = "GET / HTTP/1.0\r\n\r\n";
	size_t len;

	if (!until(fd, TLS_WRITE) || !(tls_want(&tls) & TLS_WRITE))
		return;
	printf("%04x\n", tls_suite(&tls));
	say(fd, request, sizeof request - 1);
	while (until(fd, TLS_READ) && (tls_want(&tls) & TLS_READ)) {
		const uint8_t *p = tls_read(&tls, &len);

		fwrite(p, 1, len, stdout);
		tls_read_done(&tls, len);
	}
}

/* HOST PORT VERDICT [KEY CHAIN] */
static int get(char **arg)
{
	static const struct tls_trust trust = { start_chain, certificate, end_chain, NULL };
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)strtoul(arg[1], NULL, 10)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct err e = { 0 };

	judge.verdict = arg[2][0] == 't' ? TLS_TRUSTED : arg[2][0] == 'a' ? TLS_ACCEPTED : TLS_DISTRUSTED;
	if (arg[3])
		identify(arg[3], arg[4]);
	patience(fd);
	if (connect(fd, (struct sockaddr *)&a, sizeof a))
		return die("connect");
	tls_client_init(&tls, arg[0], &trust, arg[3] ? &identity : NULL, buffer, seed());
	fetch(fd);
	if (fflush(stdout) == 0 && tls_error(&tls, &e) == TLS_FINE)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return (int)e.kind;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc == 5 && strcmp(argv[1], "serve") == 0)
		return serve(argv + 2);
	if ((argc == 5 || argc == 7) && strcmp(argv[1], "get") == 0)
		return get(argv + 2);
	return 2;
}
