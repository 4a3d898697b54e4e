/* SPDX-License-Identifier: MIT */
/* fetch.c - GET from servers that answer in many ways. */
#include "applets/fetch.h"

#include "tests/unit/applets/calling.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define CLOSE 1 /* the server closes behind its answer */
#define LATER 2 /* … but says that it does not */

/* What the child answers, request by request; behind the last: it closes. */
static struct {
	const char *text;
	int flags;
} answers[8];

static unsigned asked(void)
{
	unsigned n = 0;

	for (const char *at = told->text; (at = strstr(at, "\r\n\r\n")) != NULL; at++)
		n++;
	return n;
}

static void answer_all(void)
{
	while (hear_request()) {
		unsigned n = asked() - 1;

		if (n >= 8 || answers[n].text == NULL)
			break;
		put_text(answers[n].text);
		if (answers[n].flags & CLOSE)
			break;
	}
}

static void plain(unsigned nth)
{
	(void)nth;
	answer_all();
	goodbye();
}

static void by_tls(unsigned nth)
{
	(void)nth;
	if (meet(&shown)) {
		answer_all();
		goodbye();
	}
}

/* --- who asks -------------------------------------------------------------------------------------- */

static struct fetch fetch;

static struct {
	unsigned heads;
	char body[200000];
	size_t len;
	bool refuse_head, refuse_body;
} came;

static int on_head(void *ctx, const struct reply *r, struct err *why)
{
	(void)ctx;
	(void)r;
	came.heads++;
	return came.refuse_head ? err_set(why, ERR_FAIL, "no head") : 0;
}

static int on_body(void *ctx, const uint8_t *p, size_t len, struct err *why)
{
	(void)ctx;
	memcpy(came.body + came.len, p, len);
	came.len += len;
	return came.refuse_body ? -err_set(why, ERR_FAIL, "no room") : 0;
}

static void serve_answers(const char *scheme, void (*script)(unsigned nth), const char *first, int flags, const char *second, const char *third)
{
	memset(answers, 0, sizeof answers);
	answers[0].text = first;
	answers[0].flags = flags;
	answers[1].text = second;
	answers[2].text = third;
	memset(&came, 0, sizeof came);
	serve(scheme, script);
	fetch = (struct fetch){ .channel = &channel, .wish = &wish, .url = place, .head = on_head, .body = on_body };
}

static void gets(const char *path, const char *body, const char *name)
{
	came.len = 0;
	snprintf(fetch.url.path, sizeof fetch.url.path, "%s", path);
	if (!is_int(fetch_get(&fetch, &e), 0, name))
		diag("%s", e.text);
	is_mem(came.body, came.len, body, strlen(body), "all of it");
	is_int(e.kind, ERR_NONE, "without a word");
}

static void fails(enum err_kind kind, const char *words, const char *name)
{
	is_int(fetch_get(&fetch, &e), -1, name);
	is_int(e.kind, kind, "of this kind");
	is_str(e.text, words, "in words");
	ok(!channel_is_open(&channel), "the channel is closed");
}

/* --- what goes well ---------------------------------------------------------------------------------- */

static void asking(void)
{
	char want[600];

	serve_answers("http://", plain, OK "Content-Length: 5\r\n\r\nhello", 0, OK "Transfer-Encoding: chunked\r\n\r\n3\r\nhey\r\n0\r\n\r\n", OK "\r\nbye");
	answers[2].flags = CLOSE;
	hang_up();
	serve("http://", plain);
	fetch.url = place;
	gets("/a?b", "hello", "an answer");
	ok(channel_is_open(&channel), "the connection stays");
	snprintf(want, sizeof want, "GET /a?b HTTP/1.1\r\nUser-Agent: certbox/" CERTBOX_VERSION "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nHost: 127.0.0.1:%u\r\n\r\n",
		place.port);
	is_str(told->text, want, "that was asked for");
	gets("", "hey", "a second one");
	ok(strstr(told->text + strlen(want), "GET / HTTP/1.1\r\n") != NULL, "of the root");
	gets("/", "bye", "a third one, until the end");
	ok(!channel_is_open(&channel), "then it is closed");
	is_int(told->connections, 1, "all by one connection");
	is_int(came.heads, 3, "each head was told");
	serve_answers("https://", by_tls, OK "Content-Length: 5\r\n\r\nhello", 0, OK "\r\nbye", NULL);
	answers[1].flags = CLOSE;
	hang_up();
	serve("https://", by_tls);
	fetch.url = place;
	verdict.asked = 0;
	gets("/", "hello", "by TLS");
	gets("/", "bye", "twice");
	is_int(told->handshakes, 1, "by one handshake");
	is_int(verdict.asked, 1, "that was judged");
}

static void parts(void)
{
	serve_answers("http://", plain, "HTTP/1.1 206 \r\nContent-Range: bytes 3-4/5\r\nContent-Length: 2\r\n\r\nlo", 0,
		OK "Content-Length: 5\r\n\r\nhello", "HTTP/1.1 206 \r\nContent-Range: bytes 2-4/5\r\nContent-Length: 3\r\n\r\nllo");
	fetch.from = 3;
	fetch.if_range = "\"tag\"";
	gets("/", "lo", "the rest");
	ok(strstr(told->text, "\r\nRange: bytes=3-\r\nIf-Range: \"tag\"\r\n\r\n") != NULL, "that was asked for");
	ok(fetch.reply.ranged && fetch.reply.whole == 5, "is told to be it");
	fetch.if_range = NULL;
	gets("/", "hello", "all of it in place of the rest");
	ok(!fetch.reply.ranged, "is told, too");
	ok(strstr(strstr(told->text, "\r\n\r\n") + 4, "If-Range") == NULL, "no tag, no condition");
	fails(ERR_MALFORMED, "sent octets from 2 on", "another part");
	is_int(came.heads, 2, "is not handed on");
	serve_answers("http://", plain, "HTTP/1.1 206 \r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhello", 0, NULL, NULL);
	fails(ERR_MALFORMED, "sent octets from 0 on", "a part that nobody has asked for");
	serve_answers("http://", plain, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */2\r\nContent-Length: 0\r\n\r\n", 0, NULL, NULL);
	fetch.from = (uint64_t)5 << 32;
	fails(ERR_FAIL, "416 Range Not Satisfiable", "a part behind the end");
	ok(strstr(told->text, "\r\nRange: bytes=21474836480-\r\n") != NULL, "of over 4 GiB");
	is_int(fetch.reply.status, 416, "its status is kept");
}

/* --- redirects ----------------------------------------------------------------------------------------- */

static char big[70000 + 200];

static void moving(void)
{
	static const unsigned codes[] = { 301, 302, 303, 307, 308 };
	char text[200];
	int n;

	for (size_t i = 0; i < 5; i++) {
		snprintf(text, sizeof text, "HTTP/1.1 %u \r\nLocation: b?c\r\nContent-Length: 5\r\n\r\nmoved", codes[i]);
		serve_answers("http://", plain, text, 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
		gets("/x/a", "hello", text);
		ok(strstr(told->text, "GET /x/b?c HTTP/1.1") != NULL, "is followed");
		is_str(fetch.url.path, "/x/b?c", "and known");
		is_int(told->connections, 1, "by the same connection");
		is_int(came.heads, 1, "its own head is not told");
	}
	serve_answers("http://", plain, "HTTP/1.1 302 \r\nLocation: /b\r\nConnection: close\r\n\r\nmoved", CLOSE, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "one that closes");
	is_int(told->connections, 2, "is called again");
	serve_answers("http://", plain, "HTTP/1.1 302 \r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\nnone", 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "one whose body is broken");
	is_int(told->connections, 2, "is called again");
	serve_answers("http://", plain, "HTTP/1.1 302 \r\nLocation: /b\r\nContent-Length: 50\r\n\r\ncut", CLOSE, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "or cut");
	is_int(told->connections, 2, "too");
	n = snprintf(big, sizeof big, "HTTP/1.1 302 \r\nLocation: /b\r\nContent-Length: 90000\r\n\r\n");
	memset(big + n, 'x', sizeof big - 1 - (size_t)n);
	serve_answers("http://", plain, big, 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "a long one");
	is_int(told->connections, 2, "is not heard to its end");
	serve_answers("http://", plain, "HTTP/1.1 302 \r\nLocation: /b\r\n\r\nwaits", 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "nor one that does not end");
	serve_answers("https://", by_tls, "HTTP/1.1 302 \r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "by TLS");
	is_int(told->handshakes, 1, "by one handshake");
}

static void astray(void)
{
	static const char loop[] = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";

	serve_answers("https://", by_tls, "HTTP/1.1 302 \r\nLocation: http://127.0.0.1/b\r\n\r\n", 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	fails(ERR_UNTRUSTED, "redirected to http://127.0.0.1/b, which is not this server", "down to http");
	is_int(asked(), 1, "is not gone");
	serve_answers("http://", plain, "HTTP/1.1 302 \r\nLocation: ftp://a/b\r\n\r\n", 0, NULL, NULL);
	fails(ERR_MALFORMED, "redirected to 'ftp://a/b': neither https:// nor http://", "to something else");
	serve_answers("http://", plain, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", 0, NULL, NULL);
	fails(ERR_FAIL, "302 Found", "nowhere");
	serve_answers("http://", plain, loop, 0, loop, loop);
	answers[3].text = answers[4].text = answers[5].text = answers[6].text = loop;
	hang_up();
	serve("http://", plain);
	fetch.url = place;
	fails(ERR_FAIL, "redirected more than 5 times", "in circles");
	is_int(asked(), 1 + FETCH_REDIRECTS, "for so many times");
	serve_answers("http://", plain, "HTTP/1.1 304 Not Modified\r\nLocation: /b\r\n\r\n", 0, NULL, NULL);
	fails(ERR_FAIL, "304 Not Modified", "304 leads nowhere");
}

/* --- what goes wrong ----------------------------------------------------------------------------------- */

static void statuses(void)
{
	static const struct {
		const char *text, *words;
		enum err_kind kind;
	} rows[] = {
		{ "404 Not Found", "404 Not Found", ERR_FAIL }, { "503 Busy", "503 Busy", ERR_UNREACHABLE }, { "504", "504", ERR_UNREACHABLE },
		{ "502 Bad\x1b", "502 Bad?", ERR_FAIL }, { "505 ", "505 ", ERR_FAIL }, { "204 None", "204 None", ERR_FAIL },
		{ "401 Who?", "401 Who?", ERR_FAIL }, { "203 Other", "203 Other", ERR_FAIL },
	};
	char text[200];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", rows[i].text);
		serve_answers("http://", plain, text, 0, NULL, NULL);
		fails(rows[i].kind, rows[i].words, rows[i].text);
		is_int(came.heads, 0, "nothing is handed on");
	}
}

/* The first connection drips all of it, the second only the body, for longer than one wait. */
static void dripping(unsigned nth)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nA: bbbbbbbbbbbbbbbb\r\n\r\ncccccccccccccccccccccccccccccc";
	size_t i = 0;

	hear_request();
	if (nth > 0) {
		i = sizeof text - 1 - 30;
		(void)!send(peer, text, i, MSG_NOSIGNAL);
	}
	for (; i < sizeof text - 1; i++) {
		if (send(peer, text + i, 1, MSG_NOSIGNAL) <= 0)
			return;
		clock_sleep_ms(50);
	}
}

static void wrong(void)
{
	serve_answers("http://", plain, OK "Content-Length: 9\r\n\r\nhello", CLOSE, NULL, NULL);
	fails(ERR_UNREACHABLE, "cut after 5 of 9 octets", "a body that is cut");
	serve_answers("http://", plain, "hello\r\n", 0, NULL, NULL);
	fails(ERR_MALFORMED, "this is no HTTP/1.1: 'hello'", "no HTTP");
	serve_answers("http://", plain, OK "Content-Length: 5\r\n\r\nhello", 0, NULL, NULL);
	came.refuse_head = true;
	fails(ERR_FAIL, "no head", "a head that is not wanted");
	is_int(came.len, 0, "ends it before the body");
	serve_answers("http://", plain, OK "Content-Length: 5\r\n\r\nhello", 0, NULL, NULL);
	came.refuse_body = true;
	fails(ERR_FAIL, "no room", "a body that has no room");
	serve_answers("http://", plain, OK "Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n", 0, OK "Content-Length: 5\r\n\r\nhello", NULL);
	gets("/", "hello", "more than was asked for");
	ok(!channel_is_open(&channel), "is the last that is heard of it");
	serve_answers("http://", dripping, NULL, 0, NULL, NULL);
	wish.timeout_ms = 1000;
	fails(ERR_UNREACHABLE, "no answer within 1 s", "a head that drips");
	err_clear(&e);
	gets("/", "cccccccccccccccccccccccccccccc", "a body may");
	wish_all();
}

static void early(unsigned nth)
{
	if (!meet(&shown))
		return;
	hear_request();
	put_text(nth == 0 ? OK "Content-Length: 5\r\n\r\nhello" : OK "\r\nhello");
}

static void cut_by_tls(void)
{
	serve_answers("https://", early, NULL, 0, NULL, NULL);
	gets("/", "hello", "a server that is cut behind all that it said");
	ok(channel_is_open(&channel), "has said all");
	channel_close(&channel);
	fails(ERR_UNREACHABLE, "the connection was cut: not all may have come", "unless it did not say how much that is");
}

static void one_each(unsigned nth)
{
	(void)nth;
	if (secure || hear_request())
		put_text(OK "Content-Length: 5\r\n\r\nhello");
	goodbye();
}

static void one_each_by_tls(unsigned nth)
{
	(void)nth;
	if (meet(&shown) && hear_request())
		put_text(OK "Content-Length: 5\r\n\r\nhello");
	goodbye();
}

static void quiet(unsigned nth)
{
	hear_request();
	if (nth == 0)
		put_text(OK "Content-Length: 5\r\n\r\nhello");
}

static void half(unsigned nth)
{
	(void)nth;
	hear_request();
	put_text(OK "Content-Length: 5\r\n\r\nhello");
	hear_request();
	put_text("H");
}

static void meanwhile(void)
{
	serve_answers("http://", one_each, NULL, 0, NULL, NULL);
	gets("/", "hello", "a connection");
	gets("/", "hello", "that has been closed meanwhile is opened anew");
	is_int(told->connections, 2, "once");
	serve_answers("https://", one_each_by_tls, NULL, 0, NULL, NULL);
	verdict.asked = 0;
	gets("/", "hello", "so is one");
	gets("/", "hello", "of TLS");
	is_int(verdict.asked, 2, "which is judged again");
	serve_answers("http://", quiet, NULL, 0, NULL, NULL);
	gets("/", "hello", "one that is closed meanwhile");
	fails(ERR_UNREACHABLE, "cut after 0 octets", "and then gives no answer");
	is_int(told->connections, 2, "is not called a third time");
	serve_answers("http://", half, NULL, 0, NULL, NULL);
	gets("/", "hello", "one that closes");
	fails(ERR_UNREACHABLE, "cut after 0 octets", "behind an octet");
	is_int(told->connections, 1, "is not called again");
}

int main(void)
{
	call_begin();
	asking();
	parts();
	moving();
	astray();
	statuses();
	wrong();
	cut_by_tls();
	meanwhile();
	hang_up();
	return done_testing();
}
