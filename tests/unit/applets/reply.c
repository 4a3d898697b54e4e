/* SPDX-License-Identifier: MIT */
/* reply.c - HTTP answers: whole, octet by octet, and cut in two anywhere: always the same. */
#include "applets/reply.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define CLOSED 1 /* the other end closes behind it */

/* All that is seen of an answer. */
struct seen {
	struct reply r;
	struct err e;
	char body[20000];
	size_t body_len, rest; /* octets behind the answer */
};

/* One piece, in memory of its own size. */
static void feed(struct seen *s, const char *p, size_t len)
{
	uint8_t *piece = malloc(len + (len == 0));
	const uint8_t *at = piece, *body;
	size_t used, body_len;

	if (len > 0)
		memcpy(piece, p, len);
	do {
		reply_feed(&s->r, at, len, &used, &body, &body_len, &s->e);
		memcpy(s->body + s->body_len, body, body_len);
		s->body_len += body_len;
		at += used;
		len -= used;
	} while (len > 0 && s->r.state < REPLY_DONE);
	s->rest += s->r.state == REPLY_DONE ? len : 0;
	free(piece);
}

/* In pieces of `piece` octets, the first of `first`. */
static void feed_all(struct seen *s, const char *p, size_t len, size_t first, size_t piece, int flags)
{
	memset(s, 0, offsetof(struct seen, body));
	s->body_len = s->rest = 0;
	for (size_t n = first < len ? first : len; len > 0; n = piece < len ? piece : len) {
		feed(s, p, n);
		p += n;
		len -= n;
		if (s->r.state == REPLY_DONE) {
			s->rest += len;
			break;
		}
	}
	if (flags & CLOSED)
		feed(s, NULL, 0);
}

static bool same(const struct seen *a, const struct seen *b)
{
	return a->r.state == b->r.state && a->r.status == b->r.status && a->r.keep == b->r.keep && a->r.sized == b->r.sized &&
	       a->r.length == b->r.length && a->r.got == b->r.got && a->r.ranged == b->r.ranged && a->r.from == b->r.from &&
	       a->r.whole == b->r.whole && strcmp(a->r.location, b->r.location) == 0 && strcmp(a->r.etag, b->r.etag) == 0 &&
	       strcmp(a->r.modified, b->r.modified) == 0 && strcmp(a->r.words, b->r.words) == 0 && a->e.kind == b->e.kind &&
	       strcmp(a->e.text, b->e.text) == 0 && a->rest == b->rest && a->body_len == b->body_len && memcmp(a->body, b->body, a->body_len) == 0;
}

static struct seen seen;

/* Whole, to seen; then in pieces. */
static void hear_octets(const char *p, size_t len, int flags, const char *name)
{
	static struct seen other;
	size_t cut = 0, step = len > 3000 ? 97 : 1;

	feed_all(&seen, p, len, len, len, flags);
	feed_all(&other, p, len, 1, 1, flags);
	if (!ok(same(&seen, &other), name))
		diag("octet by octet: %d %d %s | %d %d %s", (int)seen.r.state, (int)seen.r.status, seen.e.text, (int)other.r.state, (int)other.r.status, other.e.text);
	while (cut < len) {
		feed_all(&other, p, len, cut + 1, len, flags);
		if (!same(&seen, &other))
			break;
		cut += step;
	}
	if (cut < len) {
		ok(false, name);
		diag("cut behind %zu: %s | %s", cut + 1, seen.e.text, other.e.text);
	}
}

#define hear(text, flags, name) hear_octets((text), sizeof (text) - 1, (flags), (name))

static const struct {
	const char *name, *text;
	int flags;
	enum reply_state state;
	unsigned status;
	bool keep;
	const char *body;
	size_t rest;
} good[] = {
	{ "a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "a length, and more behind", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP", 0, REPLY_DONE, 200, true, "hello", 4 },
	{ "nothing", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nx", 0, REPLY_DONE, 200, true, "", 1 },
	{ "the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length:5\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "zeros before it", "HTTP/1.1 200 OK\r\nContent-Length: 00000000000000000000005\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "blanks around it", "HTTP/1.1 200 OK\r\nContent-Length: \t 5 \t\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "LF alone", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "until the end", "HTTP/1.1 200 OK\r\n\r\nhello", CLOSED, REPLY_DONE, 200, false, "hello", 0 },
	{ "nothing until the end", "HTTP/1.1 200 OK\r\n\r\n", CLOSED, REPLY_DONE, 200, false, "", 0 },
	{ "not yet the end", "HTTP/1.1 200 OK\r\n\r\nhello", 0, REPLY_BODY, 200, false, "hello", 0 },
	{ "any octets", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\r\n\n\xFF", 0, REPLY_DONE, 200, true, "\r\n\n\xFF", 0 },
	{ "no words for a status", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 0, REPLY_DONE, 200, true, "", 0 },
	{ "not even a blank", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 0, REPLY_DONE, 200, true, "", 0 },
	{ "HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, false, "hello", 0 },
	{ "HTTP/1.0 that stays", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: Keep-Alive\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "HTTP/1.0 until the end", "HTTP/1.0 200 OK\r\n\r\nhello", CLOSED, REPLY_DONE, 200, false, "hello", 0 },
	{ "HTTP/1.9", "HTTP/1.9 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "a server that closes", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, false, "hello", 0 },
	{ "among other words", "HTTP/1.1 200 OK\r\nConnection: te, close\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, false, "hello", 0 },
	{ "chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "chunks, and more behind", "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\nxy", 0, REPLY_DONE, 200, true, "hello", 2 },
	{ "no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, REPLY_DONE, 200, true, "", 0 },
	{ "extensions, trailers, LF alone", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n00a;x=\"y\"\n0123456789\n1 \n!\n000;z\nA: b\nnot a field\n\n", 0,
		REPLY_DONE, 200, true, "0123456789!", 0 },
	{ "hex of any case", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nA\n0123456789\nb\nabcdefghijk\n0\n\n", 0, REPLY_DONE, 200, true,
		"0123456789abcdefghijk", 0 },
	{ "no body with 204", "HTTP/1.1 204 No Content\r\n\r\nx", 0, REPLY_DONE, 204, true, "", 1 },
	{ "nor with 304, whatever it says", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nx", 0, REPLY_DONE, 304, true, "", 1 },
	{ "100 before it", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "hints before it", "HTTP/1.1 103 Early Hints\r\nContent-Length: 7\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nLocation: x\r\n\r\n"
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, REPLY_DONE, 200, true, "hello", 0 },
	{ "an error has a body", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\ngone", 0, REPLY_DONE, 404, true, "gone", 0 },
	{ "identity is a coding", "HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nContent-Length: 2\r\n\r\nab", 0, REPLY_DONE, 200, true, "ab", 0 },
	{ "no value", "HTTP/1.1 200 OK\r\nX:\r\nY: \r\nContent-Length: 2\r\n\r\nab", 0, REPLY_DONE, 200, true, "ab", 0 },
	{ "names that only begin like ours", "HTTP/1.1 200 OK\r\nContent-Length-X: 9\r\nContent-Lengt: 9\r\nContent-Length: 2\r\n\r\nab", 0, REPLY_DONE, 200, true, "ab", 0 },
	{ "closed behind a whole one", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", CLOSED, REPLY_DONE, 200, true, "ab", 0 },
	{ "not all of a head", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r", 0, REPLY_HEAD, 200, false, "", 0 },
	{ "a part", "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-4/5\r\nContent-Length: 2\r\n\r\nlo", 0, REPLY_DONE, 206, true, "lo", 0 },
	{ "a part in chunks", "HTTP/1.1 206 \r\nContent-Range: Bytes 3-4/*\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nlo\r\n0\r\n\r\n", 0, REPLY_DONE, 206, true, "lo", 0 },
	{ "a range of no part", "HTTP/1.1 416 No\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n", 0, REPLY_DONE, 416, true, "", 0 },
};

static void hearing(void)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		hear_octets(good[i].text, strlen(good[i].text), good[i].flags, good[i].name);
		if (!is_int(seen.r.state, good[i].state, "is understood"))
			diag("%s", seen.e.text);
		is_int(seen.r.status, good[i].status, "with its status");
		is_mem(seen.body, seen.body_len, good[i].body, strlen(good[i].body), "and body");
		is_int(seen.r.got, seen.body_len, "which is counted");
		is_int(seen.r.keep, good[i].keep, "and whether it stays");
		is_int(seen.rest, good[i].rest, "and no octet more is taken");
		is_int(seen.e.kind, ERR_NONE, "without a word");
	}
}

#define OK "HTTP/1.1 200 OK\r\n"
#define NO_HTTP "this is no HTTP/1.1: "
#define LENGTH NO_HTTP "'Content-Length'"
#define CODING NO_HTTP "'Transfer-Encoding'"
#define RANGE NO_HTTP "'Content-Range'"
#define EMPTY NO_HTTP "''"
#define BYTES "HTTP/1.1 206 \r\nContent-Range: "

static const struct {
	const char *name, *text, *words;
	int flags;
} bad[] = {
	{ "two lengths", OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", LENGTH, 0 },
	{ "a list of lengths", OK "Content-Length: 5, 5\r\n\r\n", LENGTH, 0 },
	{ "a length below nought", OK "Content-Length: -1\r\n\r\n", LENGTH, 0 },
	{ "a length with a sign", OK "Content-Length: +1\r\n\r\n", LENGTH, 0 },
	{ "a length in hex", OK "Content-Length: 0x5\r\n\r\n", LENGTH, 0 },
	{ "an empty length", OK "Content-Length:\r\n\r\n", LENGTH, 0 },
	{ "a length of 2^59", OK "Content-Length: 576460752303423488\r\n\r\n", LENGTH, 0 },
	{ "of over 2^64", OK "Content-Length: 18446744073709551621\r\n\r\n", LENGTH, 0 },
	{ "a length and chunks", OK "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", EMPTY, 0 },
	{ "chunks and a length", OK "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", EMPTY, 0 },
	{ "gzip on the way", OK "Transfer-Encoding: gzip, chunked\r\n\r\n", CODING, 0 },
	{ "chunks of chunks", OK "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", CODING, 0 },
	{ "chunks of HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", CODING, 0 },
	{ "a folded line", OK "A: b\r\n c\r\n\r\n", NO_HTTP "' c'", 0 },
	{ "folded by a tab", OK "A: b\r\n\tc\r\n\r\n", NO_HTTP "'?c'", 0 },
	{ "a blank before the colon", OK "Content-Length : 5\r\n\r\n", NO_HTTP "'Content-Length : 5'", 0 },
	{ "no colon", OK "Content-Length\r\n\r\n", LENGTH, 0 },
	{ "no name", OK ": x\r\n\r\n", NO_HTTP "': x'", 0 },
	{ "CR alone", OK "A: b\rContent-Length: 5\r\n\r\n", NO_HTTP "'A: b'", 0 },
	{ "two CR", OK "A: b\r\r\n\r\n", NO_HTTP "'A: b'", 0 },
	{ "no chunk length", OK "Transfer-Encoding: chunked\r\n\r\n\r\n", NO_HTTP "''", 0 },
	{ "a chunk length of other letters", OK "Transfer-Encoding: chunked\r\n\r\n5g\r\nhello\r\n", NO_HTTP "'5g'", 0 },
	{ "one below nought", OK "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", NO_HTTP "'-5'", 0 },
	{ "one with a blank before it", OK "Transfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n", NO_HTTP "' 5'", 0 },
	{ "one of 2^64 and more", OK "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n", NO_HTTP "'10000000000000005'", 0 },
	{ "a chunk that is longer", OK "Transfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n", NO_HTTP "'o'", 0 },
	{ "a part without a range", "HTTP/1.1 206 \r\nContent-Length: 5\r\n\r\n", EMPTY, 0 },
	{ "many parts", "HTTP/1.1 206 \r\nContent-Type: multipart/byteranges\r\nContent-Length: 5\r\n\r\n", EMPTY, 0 },
	{ "a part that is longer", BYTES "bytes 3-4/5\r\nContent-Length: 3\r\n\r\n", EMPTY, 0 },
	{ "a range of other things", BYTES "lines 3-4/5\r\n\r\n", RANGE, 0 },
	{ "a range that ends before it begins", BYTES "bytes 4-3/5\r\n\r\n", RANGE, 0 },
	{ "a range behind the end", BYTES "bytes 3-5/5\r\n\r\n", RANGE, 0 },
	{ "a range without a whole", BYTES "bytes 3-5\r\n\r\n", RANGE, 0 },
	{ "a range with a sum", BYTES "bytes 3+4/5\r\n\r\n", RANGE, 0 },
	{ "a range of another form", BYTES "bytes 3-4 5\r\n\r\n", RANGE, 0 },
	{ "a part without range or length", "HTTP/1.1 206 \r\n\r\n", EMPTY, 0 },
	{ "a range without a first", BYTES "bytes -5/6\r\n\r\n", RANGE, 0 },
	{ "a range without a last", BYTES "bytes 5-/6\r\n\r\n", RANGE, 0 },
	{ "a range that could not be", BYTES "bytes */6\r\n\r\n", RANGE, 0 },
	{ "a range with something behind it", BYTES "bytes 3-4/5x\r\n\r\n", RANGE, 0 },
	{ "two ranges", BYTES "bytes 3-4/5\r\nContent-Range: bytes 3-4/5\r\n\r\n", RANGE, 0 },
	{ "SSH", "SSH-2.0-OpenSSH_8.9\r\n", NO_HTTP "'SSH-2.0-OpenSSH_8.9'", 0 },
	{ "SSH that closes", "SSH-2.0-OpenSSH_8.9", NO_HTTP "'SSH-2.0-OpenSSH_8.9'", CLOSED },
	{ "mail", "220 mail ESMTP\r\n", NO_HTTP "'220 mail ESMTP'", 0 },
	{ "a page without a head", "<html>\n", NO_HTTP "'<html>'", 0 },
	{ "an empty line first", "\r\nHTTP/1.1 200 OK\r\n", NO_HTTP "''", 0 },
	{ "HTTP/2", "HTTP/2 200\r\n", NO_HTTP "'HTTP/2 200'", 0 },
	{ "HTTP/2.0", "HTTP/2.0 200 OK\r\n", NO_HTTP "'HTTP/2.0 200 OK'", 0 },
	{ "HTTP/1", "HTTP/1 200 OK\r\n", NO_HTTP "'HTTP/1 200 OK'", 0 },
	{ "HTTP/1.10", "HTTP/1.10 200 OK\r\n", NO_HTTP "'HTTP/1.10 200 OK'", 0 },
	{ "small letters", "http/1.1 200 OK\r\n", NO_HTTP "'http/1.1 200 OK'", 0 },
	{ "two digits", "HTTP/1.1 20 OK\r\n", NO_HTTP "'HTTP/1.1 20 OK'", 0 },
	{ "four digits", "HTTP/1.1 2000 OK\r\n", NO_HTTP "'HTTP/1.1 2000 OK'", 0 },
	{ "nought before it", "HTTP/1.1 0200 OK\r\n", NO_HTTP "'HTTP/1.1 0200 OK'", 0 },
	{ "no blank before it", "HTTP/1.1-200 OK\r\n", NO_HTTP "'HTTP/1.1-200 OK'", 0 },
	{ "status 600", "HTTP/1.1 600 OK\r\n", NO_HTTP "'HTTP/1.1 600 OK'", 0 },
	{ "status 099", "HTTP/1.1 099 OK\r\n", NO_HTTP "'HTTP/1.1 099 OK'", 0 },
	{ "no status", "HTTP/1.1\r\n", NO_HTTP "'HTTP/1.1'", 0 },
	{ "an answer to nobody behind 100", "HTTP/1.1 100 \r\n\r\nhello\r\n", NO_HTTP "'hello'", 0 },
	{ "closed at once", "", "cut after 0 octets", CLOSED },
	{ "closed in the status line", "HTTP/1.", "cut after 0 octets", CLOSED },
	{ "closed in its first letter", "H", "cut after 0 octets", CLOSED },
	{ "closed in the head", OK "A: b\r\n", "cut after 0 octets", CLOSED },
	{ "closed behind 100", "HTTP/1.1 100 \r\n\r\n", "cut after 0 octets", CLOSED },
	{ "closed in the body", OK "Content-Length: 5\r\n\r\nhell", "cut after 4 of 5 octets", CLOSED },
	{ "closed before the body", OK "Content-Length: 5000000000\r\n\r\n", "cut after 0 of 5000000000 octets", CLOSED },
	{ "closed in a chunk", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhell", "cut after 4 octets", CLOSED },
	{ "closed behind a chunk", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello", "cut after 5 octets", CLOSED },
	{ "closed before the last chunk", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "cut after 5 octets", CLOSED },
	{ "closed in the trailers", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "cut after 5 octets", CLOSED },
};

static void refusing(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		bool cut = strncmp(bad[i].words, "cut", 3) == 0;

		hear_octets(bad[i].text, strlen(bad[i].text), bad[i].flags, bad[i].name);
		is_int(seen.r.state, REPLY_BROKEN, "is refused");
		is_int(seen.e.kind, cut ? ERR_UNREACHABLE : ERR_MALFORMED, "of this kind");
		is_str(seen.e.text, bad[i].words, "in words");
	}
	hear("\x15\x03\x01\x00\x02\x02\x46", CLOSED, "an alert of TLS");
	is_str(seen.e.text, "it speaks TLS, not plain HTTP", "is known");
	hear("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 0, "NUL in a field");
	is_str(seen.e.text, NO_HTTP "'A: '", "is refused");
	hear("HTTP/1.1 200 \0\r\n\r\n", 0, "NUL in the status line");
	is_int(seen.r.state, REPLY_BROKEN, "is refused");
}

static void keeping(void)
{
	hear("HTTP/1.1 302 Found It\r\nLocation:  /x y \r\nETag: \"a b\"\r\nLast-Modified: Mon, 23 Nov 2026\r\nContent-Length: 0\r\n\r\n", 0, "a head");
	is_str(seen.r.words, "302 Found It", "its words are kept");
	is_str(seen.r.location, "/x y", "its location");
	is_str(seen.r.etag, "\"a b\"", "its tag");
	is_str(seen.r.modified, "Mon, 23 Nov 2026", "its date");
	hear("HTTP/1.1 200 A reason that is longer than there is room\r\nETag: W/\"a\"\r\nContent-Length: 0\r\n\r\n", 0, "another");
	is_str(seen.r.words, "200 A reason that is longer than there ", "a long reason is cut off");
	is_str(seen.r.etag, "", "a weak tag is none");
	hear("HTTP/1.1 206 \r\nContent-Range: bytes 4294967296-4294967297/5000000000\r\nContent-Length: 2\r\n\r\nab", 0, "a part beyond 4 GiB");
	ok(seen.r.ranged && seen.r.from == 4294967296 && seen.r.whole == 5000000000, "is known");
	hear("HTTP/1.1 206 \r\nContent-Range: bytes 7-8/*\r\nContent-Length: 2\r\n\r\nab", 0, "a part of something");
	ok(seen.r.ranged && seen.r.from == 7 && seen.r.whole == UINT64_MAX, "says so");
	hear("HTTP/1.1 200 \r\nContent-Range: bytes 7-8/9\r\nContent-Length: 2\r\n\r\nab", 0, "all of something");
	ok(!seen.r.ranged, "is no part");
	hear(OK "Content-Length: 576460752303423487\r\n\r\n", 0, "the largest length");
	ok(seen.r.state == REPLY_BODY && seen.r.length == 576460752303423487, "is taken");
}

/* before, n characters, behind. */
static void hear_long(const char *before, size_t n, const char *behind, int flags, const char *name)
{
	static char room[20000];
	size_t len = strlen(before);

	memset(room + len, 'a', n);
	snprintf(room + len + n, sizeof room - len - n, "%s", behind);
	for (size_t i = 0; i < len; i++)
		room[i] = before[i];
	hear_octets(room, len + n + strlen(behind), flags, name);
}

static void limits(void)
{
	static const char end[] = "\r\nContent-Length: 0\r\n\r\n";
	size_t most = REPLY_HEAD_MAX - (sizeof OK - 1) - 3 - (sizeof end - 1);

	hear_long(OK "A: ", most, end, 0, "the longest head");
	is_int(seen.r.state, REPLY_DONE, "is taken");
	hear_long(OK "A: ", most + 1, end, 0, "one more");
	is_int(seen.r.state, REPLY_BROKEN, "is not");
	hear_long("HTTP/1.1 100 \r\n\r\n" OK "A: ", most - 17, end, 0, "what was before it counts");
	is_int(seen.r.state, REPLY_DONE, "too");
	hear_long("HTTP/1.1 100 \r\n\r\n" OK "A: ", most - 16, end, 0, "so that 100 for ever");
	is_int(seen.r.state, REPLY_BROKEN, "has an end");
	hear_long("HTTP/1.1 200 ", 9000, "", 0, "a status line without end");
	is_str(seen.e.text, NO_HTTP "'HTTP/1.1 200 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "is none");
	hear_long("", 9000, "", 0, "letters without end");
	is_int(seen.e.kind, ERR_MALFORMED, "are none");
	hear_long(OK "Location: ", REPLY_FIELD - 1, end, 0, "the longest location");
	is_int(strlen(seen.r.location), REPLY_FIELD - 1, "is kept");
	hear_long(OK "Location: ", REPLY_FIELD, end, 0, "a longer one");
	is_str(seen.e.text, NO_HTTP "'Location'", "is refused");
	hear_long(OK "Location: ", 2000, end, 0, "a much longer one");
	is_str(seen.e.text, NO_HTTP "'Location'", "is refused, too");
	hear_long(OK "Content-Length: 1\r\nConnection: ", 2000, "close\r\n\r\nx", 0, "a longer Connection");
	is_str(seen.e.text, NO_HTTP "'Connection'", "is refused: it matters");
	hear_long(OK "ETag: \"", 125, "\"\r\nContent-Length: 0\r\n\r\n", 0, "the longest tag");
	is_int(strlen(seen.r.etag), 127, "is kept");
	hear_long(OK "ETag: \"", 126, "\"\r\nContent-Length: 0\r\n\r\n", 0, "a longer one");
	is_str(seen.r.etag, "", "is not");
	hear_long(OK "Last-Modified: ", 64, end, 0, "a long date");
	is_str(seen.r.modified, "", "is not kept");
	hear_long(OK "Transfer-Encoding: chunked\r\n\r\n1;", REPLY_HEAD_MAX - 4, "\r\nx\r\n0\r\n\r\n", 0, "an extension as long as a head");
	is_int(seen.r.state, REPLY_DONE, "is passed over");
	hear_long(OK "Transfer-Encoding: chunked\r\n\r\n1;", 9000, "\r\nx\r\n0\r\n\r\n", 0, "one without end");
	is_int(seen.r.state, REPLY_BROKEN, "is not");
	hear_long(OK "Transfer-Encoding: chunked\r\n\r\n0\r\nA: ", 9000, "\r\n\r\n", 0, "trailers without end");
	is_int(seen.r.state, REPLY_BROKEN, "are not");
	hear_long(OK "\r\n", 18000, "", CLOSED, "a long body");
	ok(seen.r.state == REPLY_DONE && seen.r.got == 18000, "is taken");
}

int main(void)
{
	hearing();
	refusing();
	keeping();
	limits();
	return done_testing();
}
