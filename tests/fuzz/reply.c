/* SPDX-License-Identifier: MIT */
/* reply.c - a target: what a server answers, in pieces and whole: the outcome is the same; where a redirect leads is on the server, or nowhere. */
#include <string.h>

#include "applets/reply.h"
#include "applets/url.h"
#include "tests/fuzz/fuzz.h"

const unsigned fuzz_runs = 60000;
const char *const fuzz_folders[] = { NULL };
#define SEED(s) "\x01\x02\x03\x04" s
const char *const fuzz_seeds[] = {
	SEED("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"a\"\r\nLast-Modified: Mon, 23 Nov 2026 00:00:00 GMT\r\n\r\nhello"),
	SEED("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nA: b\r\n\r\n"),
	SEED("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nhello"), SEED("HTTP/1.1 206 \r\nContent-Range: bytes 3-4/5\r\nContent-Length: 2\r\n\r\nlo"),
	SEED("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: https://board.local:8443/x/y?z#f\r\nContent-Length: 0\r\n\r\n"),
	SEED("HTTP/1.1 404 Not Found\nConnection: close\n\ngone"), SEED("HTTP/1.1 304 \r\n\r\n"), SEED("SSH-2.0-x\r\n"), SEED("\x15\x03\x01\xff\x02\x02\x46"),
	SEED("https://[fe80::1%25eth0]:8443/x?y#z"), SEED("board.local:443/x"), SEED("fd00::1"), NULL,
};
const char *const fuzz_words[] = {
	"HTTP/1.1 ", "HTTP/1.0 ", "200 OK\r\n", "206 \r\n", "302 \r\n", "100 \r\n\r\n", "\r\n", "\r\n\r\n", "\n\n", "\r", "Content-Length: ", "Content-Length: 5\r\n",
	"Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Content-Encoding: gzip\r\n", "Content-Range: bytes ", "0-0/1", "-", "/*",
	"Location: ", "//", "../", "?", "#", "%25", "[::1]", "http://", "https://board.local:8443", "@", "ETag: \"", "W/\"", "Last-Modified: ", "0\r\n\r\n", "fffffffffffffff",
	"4611686018427387904", "18446744073709551616", ";", "\t",
	"A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", NULL,
};

static struct url from;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_must(url_parse("board.local/a/b?c", &from, NULL) == 0);
	return 0;
}

struct seen {
	struct reply r;
	struct err e;
	uint8_t body[FUZZ_MAX];
	size_t body_len, used;
};

/* One piece. false: no more is wanted. */
static int hear(struct seen *s, const uint8_t *p, size_t len)
{
	const uint8_t *body;
	size_t used, body_len, left = len;

	do {
		enum reply_state state = reply_feed(&s->r, p, left, &used, &body, &body_len, &s->e);

		fuzz_must(state == s->r.state && used <= left && body >= p && body_len <= used && (size_t)(body - p) + body_len <= used);
		fuzz_must(used == left || body_len > 0 || state >= REPLY_DONE);
		fuzz_must((state == REPLY_BROKEN) == (s->e.kind != ERR_NONE));
		if (body_len > 0)
			memcpy(s->body + s->body_len, body, body_len);
		s->body_len += body_len;
		s->used += used;
		p += used;
		left -= used;
	} while (left > 0 && s->r.state < REPLY_DONE);
	return s->r.state < REPLY_DONE;
}

static void hear_in(struct seen *s, const uint8_t *pieces, size_t n_pieces, const uint8_t *p, size_t len)
{
	size_t n, turn = 0;

	memset(s, 0, offsetof(struct seen, body));
	s->body_len = s->used = 0;
	for (; len > 0; p += n, len -= n) {
		n = n_pieces > 0 && pieces[turn % n_pieces] > 0 && pieces[turn % n_pieces] < len ? pieces[turn % n_pieces] : len;
		turn++;
		if (!hear(s, p, n))
			break;
	}
	if (s->r.state < REPLY_DONE)
		hear(s, NULL, 0);
	fuzz_must(s->r.state >= REPLY_DONE);
}

static void check(const struct reply *r, const struct seen *s)
{
	struct url to;
	struct err e = { 0 };

	fuzz_must(r->got == s->body_len);
	fuzz_must(r->state != REPLY_DONE || (r->status >= 200 && r->status < 600));
	fuzz_must(r->state != REPLY_DONE || !r->sized || r->got == r->length);
	fuzz_must(!r->ranged || r->status == 206);
	fuzz_must(strlen(r->location) < sizeof r->location && strlen(r->etag) < sizeof r->etag && strlen(r->modified) < sizeof r->modified);
	fuzz_must(strpbrk(r->etag, "\r\n") == NULL && strpbrk(r->modified, "\r\n") == NULL);
	if (url_follow(&from, r->location, &to, &e) != 0) {
		fuzz_must(e.kind == ERR_MALFORMED || e.kind == ERR_UNTRUSTED);
		return;
	}
	fuzz_must(!to.plain && to.port == from.port && strcmp(to.host, from.host) == 0 && strlen(to.path) < sizeof to.path);
	fuzz_must(to.path[0] == '/' || to.path[0] == '\0');
	for (const char *at = to.path; *at != '\0'; at++)
		fuzz_must(*at > ' ' && *at < 0x7F);
}

/* The input as what a person has typed. */
static void parse(const uint8_t *p, size_t len)
{
	static char text[FUZZ_MAX + 1];
	struct err e = { 0 };
	struct url u;

	memcpy(text, p, len);
	text[len] = '\0';
	if (url_parse(text, &u, &e) != 0)
		fuzz_must(e.kind == ERR_USAGE);
	else
		fuzz_must(u.port != 0 && u.host[0] != '\0' && (u.path[0] == '/' || u.path[0] == '\0') && (u.name.kind == SAN_DNS || u.name.kind == SAN_IP));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static struct seen whole, pieces;

	if (len < 4 || len > FUZZ_MAX)
		return 0;
	parse(p + 4, len - 4);
	hear_in(&whole, NULL, 0, p + 4, len - 4);
	check(&whole.r, &whole);
	hear_in(&pieces, p, 4, p + 4, len - 4);
	fuzz_must(whole.r.state == pieces.r.state && whole.r.status == pieces.r.status && whole.r.keep == pieces.r.keep);
	fuzz_must(whole.e.kind == pieces.e.kind && strcmp(whole.e.text, pieces.e.text) == 0);
	fuzz_must(whole.used == pieces.used && whole.body_len == pieces.body_len && memcmp(whole.body, pieces.body, whole.body_len) == 0);
	return 0;
}
