/* SPDX-License-Identifier: MIT */
/* exchange.c - whole connections in memory: plain and TLS, in pieces of any size, pipelined, wrong, cut off. */
#include "applets/certserve/exchange.h"

#include <stdlib.h>

#include "applets/certserve/front.h"
#include "applets/certserve/response.h"
#include "tests/unit/bearssl-glue/wire.h"
/* behind wire.h */
#include "tests/unit/applets/certserve/offered.h"

static struct exchange_site site;
static struct exchange x;
static struct tls tls;
static uint8_t buffer[TLS_BUFFER_LEN];
static struct tls_session slots[4];
static struct tls_cache cache = { slots, 4, 0, 0 };
static struct tls_signer signer;

/* What was said of the last request. */
static struct {
	unsigned lines, status;
	size_t len;
	char method[8], asked[200];
} said;

static char answer[1 << 20]; /* all that came out, decrypted */
static size_t answer_len;

static void on_said(void *ctx, const struct exchange_line *line)
{
	(void)ctx;
	said.lines++;
	said.status = line->status;
	said.len = line->len;
	snprintf(said.method, sizeof said.method, "%s", line->method ? line->method : "-");
	snprintf(said.asked, sizeof said.asked, "%.*s", (int)line->asked.len, (const char *)line->asked.p);
}

static int sign_and_count(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len)
{
	site.signatures++;
	return sign(ctx, generation, a, digest, out, cap, len);
}

static void take(uint32_t generation)
{
	offered_make(generation, OFFERED_CA);
	offered_shelf(generation)->identity.signer = &signer;
	site.generation = generation;
	tls_cache_flush(&cache, generation);
}

static void set_up(void)
{
	own_all();
	signer = (struct tls_signer){ sign_and_count, &owners[0] };
	site.shelves = shelves;
	site.cache = &cache;
	site.said = on_said;
	site.now = 1793491200;
	take(1);
}

static void fresh(bool secure)
{
	exchange_wipe(&x);
	memset(&said, 0, sizeof said);
	answer_len = 0;
	answer[0] = '\0';
	exchange_begin(&x, &site, secure ? &tls : NULL, buffer, secure ? 8443 : 8080, secure ? seed() : NULL);
}

/* --- plain ------------------------------------------------------------------------------------------ */

/* At most `most` octets leave. */
static bool plain_out(size_t most)
{
	size_t len;
	const uint8_t *p = exchange_drain(&x, &len);

	len = len < most ? len : most;
	if (exchange_want(&x) != EXCHANGE_DRAIN || len == 0)
		return false;
	memcpy(answer + answer_len, p, len);
	answer_len += len;
	answer[answer_len] = '\0';
	exchange_drain_done(&x, len);
	return true;
}

/* These octets arrive, at most `most` at a time; how many were taken. */
static size_t plain_in(const char *s, size_t len, size_t most)
{
	size_t taken = 0, room, n;
	uint8_t *p;

	for (;;) {
		while (plain_out(most))
			;
		if (taken == len || (p = exchange_feed(&x, &room)) == NULL)
			return taken;
		n = len - taken < room ? len - taken : room;
		n = n < most ? n : most;
		memcpy(p, s + taken, n);
		exchange_feed_done(&x, n);
		taken += n;
	}
}

static const char *ask(const char *request, size_t most)
{
	fresh(false);
	plain_in(request, strlen(request), most);
	return answer;
}

static unsigned count(const char *s)
{
	unsigned n = 0;

	for (const char *at = answer; (at = strstr(at, s)) != NULL; at++)
		n++;
	return n;
}

static bool begins(const char *s)
{
	return strncmp(answer, s, strlen(s)) == 0;
}

static bool ends(const char *s)
{
	return answer_len >= strlen(s) && strcmp(answer + answer_len - strlen(s), s) == 0;
}

#define HOST "Host: board.local:8080\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

static void plain(void)
{
	static char whole[100000];

	ask(GET("/healthz"), SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && ends("\r\n\r\nok\n") && count("Connection: keep-alive"), "a request is answered");
	ok(exchange_want(&x) == EXCHANGE_FEED && exchange_phase(&x) == EXCHANGE_IDLE, "and another may come");
	ok(said.lines == 1 && said.status == 200 && said.len == 3 && strcmp(said.method, "GET") == 0 && strcmp(said.asked, "/healthz") == 0, "it was said");
	ask(GET("/ca.crt"), SIZE_MAX);
	ok(ends(offered_ca), "the anchor");
	strcpy(whole, ask(GET("/"), SIZE_MAX));
	ok(answer_len > 9000 && ends("</footer>") && count("http://board.local:8080/") > 1, "the page, longer than the buffer has room for");
	for (size_t most = 1; most < 5; most++)
		is_str(ask(GET("/"), most), whole, "the same in small pieces");
	ask("GET / HTTP/1.0\r\n\r\n", SIZE_MAX);
	ok(count("Connection: close") && exchange_want(&x) == EXCHANGE_OVER, "HTTP/1.0 is answered once");
	ask("HEAD /ca.crt HTTP/1.1\r\n" HOST "\r\n", SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && ends("\r\n\r\n") && count("Content-Length: ") && said.len == 0 && strcmp(said.method, "HEAD") == 0, "HEAD has no body");
	ask("HEAD /nothing HTTP/1.1\r\n" HOST "\r\n", SIZE_MAX);
	ok(begins("HTTP/1.1 404 ") && ends("\r\n\r\n") && exchange_want(&x) == EXCHANGE_FEED, "nor has its refusal");
	ask(GET("/nothing"), SIZE_MAX);
	ok(ends("404 Not Found\n") && said.status == 404, "what is not there");
	ask("GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n" GET("/ca.crt"), SIZE_MAX);
	ok(count("HTTP/1.1") == 1 && exchange_want(&x) == EXCHANGE_OVER, "after a close nothing is answered");
}

static void tags(void)
{
	char etag[RESPONSE_ETAG], request[300];

	response_etag(etag, shelves[1].all[RESOURCE_CRT].sha256);
	snprintf(request, sizeof request, "GET /ca.crt HTTP/1.1\r\n" HOST "If-None-Match: %s\r\n\r\n", etag);
	ask(request, SIZE_MAX);
	ok(begins("HTTP/1.1 304 Not Modified\r\n") && ends("\r\n\r\n") && said.len == 0, "who has it gets a 304");
	snprintf(request, sizeof request, "GET /ca.cer HTTP/1.1\r\n" HOST "If-None-Match: %s\r\n\r\n", etag);
	ask(request, SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && count(etag) == 0, "another's tag is no use");
	ask("GET /metrics HTTP/1.1\r\n" HOST "If-None-Match: *\r\n\r\n", SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && count("ETag") == 0 && count("no-store"), "what is made anew has none");
}

static void pipelined(void)
{
	static char many[60 * 1100];
	size_t len = 0;

	ask(GET("/healthz") GET("/nothing") GET("/ca.crt") "HEAD /ca.crt HTTP/1.1\r\n" HOST "\r\n" GET("/healthz"), SIZE_MAX);
	ok(count("HTTP/1.1 200") == 4 && count("HTTP/1.1 404") == 1 && ends("\r\n\r\nok\n"), "five at once, in order");
	ask("\r\n" GET("/healthz") "\n\nGET /healthz HTTP/1.1\nHost: a\n\n", 3);
	ok(count("HTTP/1.1 200") == 2, "bare line ends, empty lines between");
	for (int i = 0; i < FRONT_REQUESTS + 5; i++)
		len += (size_t)snprintf(many + len, sizeof many - len, GET("/healthz"));
	ask(many, SIZE_MAX);
	is_int(count("HTTP/1.1 200"), FRONT_REQUESTS, "so many on one connection");
	ok(count("Connection: close") == 1 && exchange_want(&x) == EXCHANGE_OVER, "the last says so");
	site.drain = true;
	ask(GET("/healthz") GET("/healthz"), SIZE_MAX);
	ok(count("HTTP/1.1 200") == 1 && count("Connection: close") == 1, "while the server drains, one");
	site.drain = false;
}

static const struct {
	const char *request;
	unsigned status;
} wrong[] = {
	{ "POST / HTTP/1.1\r\n" HOST "\r\n", 405 }, { "BREW / HTTP/1.1\r\n" HOST "\r\n", 501 }, { "GET / HTTP/2.0\r\n", 505 },
	{ "GET /../etc/passwd HTTP/1.1\r\n" HOST "\r\n", 400 }, { "GET /%2e%2e/x HTTP/1.1\r\n" HOST "\r\n", 400 }, { "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello", 413 },
	{ "GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413 },
	{ "GET / HTTP/1.1\r\n" HOST " folded: 1\r\n\r\n", 400 }, { "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400 },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505 },
};

static void refusals(void)
{
	static char long_one[20000];
	char want[40];

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		snprintf(want, sizeof want, "HTTP/1.1 %u ", wrong[i].status);
		ask(wrong[i].request, 7);
		ok(begins(want) && count("HTTP/1.1 ") == 1 && count("Connection: close") == 1 && exchange_want(&x) == EXCHANGE_OVER, wrong[i].request);
		ok(said.status == wrong[i].status && strcmp(said.method, "-") == 0, "and it is said");
	}
	memset(long_one, 'a', sizeof long_one - 1);
	memcpy(long_one, "GET /", 5);
	ask(long_one, SIZE_MAX);
	ok(begins("HTTP/1.1 414 "), "a line too long");
	memcpy(long_one, "GET / HTTP/1.1\r\nA: ", 19);
	ask(long_one, SIZE_MAX);
	ok(begins("HTTP/1.1 431 "), "a head too long");
	ask("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", SIZE_MAX);
	is_mem(answer, answer_len, response_alert, RESPONSE_ALERT, "a TLS hello gets an alert");
	ok(exchange_want(&x) == EXCHANGE_OVER && said.lines == 0, "and that is all");
}

static void time_up(void)
{
	ask("GET /heal", SIZE_MAX);
	is_int(exchange_phase(&x), EXCHANGE_HEAD, "half a request");
	exchange_end(&x);
	while (plain_out(SIZE_MAX))
		;
	ok(begins("HTTP/1.1 408 ") && exchange_want(&x) == EXCHANGE_OVER, "is told so when its time is up");
	ask("", SIZE_MAX);
	exchange_end(&x);
	ok(answer_len == 0 && exchange_want(&x) == EXCHANGE_OVER, "who has asked nothing is told nothing");
	fresh(false);
	is_int(exchange_uses(&x), 0, "at rest it uses no shelf");
}

/* --- TLS -------------------------------------------------------------------------------------------- */

/* Both directions until nothing moves, at most so many octets at a time; what the client hears is added to answer. */
static void pump(size_t most)
{
	bool moved = true;

	while (moved) {
		size_t len, n;
		const uint8_t *out;
		uint8_t *p;

		moved = false;
		leave(&client, most);
		if ((p = exchange_feed(&x, &len)) != NULL && client.wire_len > 0) {
			n = client.wire_len < len ? client.wire_len : len;
			n = n < most ? n : most;
			memcpy(p, client.wire, n);
			memmove(client.wire, client.wire + n, client.wire_len -= n);
			exchange_feed_done(&x, n);
			moved = true;
		}
		out = exchange_drain(&x, &len);
		n = len < most ? len : most;
		n = n < sizeof server.wire - server.wire_len ? n : sizeof server.wire - server.wire_len;
		if (exchange_want(&x) == EXCHANGE_DRAIN && n > 0) {
			memcpy(server.wire + server.wire_len, out, n);
			server.wire_len += n;
			exchange_drain_done(&x, n);
			moved = true;
		}
		moved |= arrive(&client, &server, most);
		if ((p = tls_read(&client.tls, &len)) != NULL && len > 0) {
			memcpy(answer + answer_len, p, len);
			answer_len += len;
			answer[answer_len] = '\0';
			tls_read_done(&client.tls, len);
			moved = true;
		}
	}
}

static void meet(void)
{
	fresh(true);
	server.wire_len = client.wire_len = 0;
	begin_client("board.local", NULL);
	trust.instead = &owners[0];
}

/* All of it, in records of at most `record` octets. */
static void tell(const char *s, size_t record, size_t most)
{
	for (size_t len = strlen(s); len > 0;) {
		size_t n = say_octets(&client, s, len < record ? len : record);

		s += n;
		len -= n;
		pump(most);
		if (n == 0)
			return;
	}
}

static const char *ask_tls(const char *request, size_t record, size_t most)
{
	meet();
	pump(most);
	tell(request, record, most);
	return answer;
}

static unsigned sides_taken(void)
{
	unsigned n = 0;

	for (int i = 0; i < EXCHANGE_SIDES; i++)
		n += site.sides[i].taken;
	return n;
}

static void secure(void)
{
	int64_t met = site.values[METRICS_HANDSHAKES_NEW_TOTAL];
	static char whole[100000];

	meet();
	is_int(exchange_phase(&x), EXCHANGE_HANDSHAKE, "a handshake");
	is_int(exchange_uses(&x), 1, "it uses its identity");
	pump(SIZE_MAX);
	is_int(exchange_phase(&x), EXCHANGE_IDLE, "is done");
	is_int(exchange_uses(&x), 0, "and needs it no more");
	is_int(site.values[METRICS_HANDSHAKES_NEW_TOTAL], met + 1, "it was a new one");
	tell(GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && ends("\r\n\r\nok\n"), "a request by TLS");
	ok(sides_taken() == 0, "it was read where it lay");
	answer_len = 0;
	tell(GET("/ca.crt"), SIZE_MAX, SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && ends(offered_ca), "and another");
	strcpy(whole, ask_tls(GET("/"), SIZE_MAX, SIZE_MAX));
	ok(count("https://board.local:8080/") > 1 && answer_len > 9000, "the page");
	is_str(ask_tls(GET("/"), 1, 100), whole, "in records of one octet");
	is_str(ask_tls(GET("/"), 7, 3), whole, "octets by threes");
	is_int(sides_taken(), 0, "the side buffer is given back");
	ask_tls(GET("/healthz") GET("/ca.crt") GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(count("HTTP/1.1 200") == 3 && ends("ok\n") && sides_taken() == 0, "three in a record");
	ask_tls(GET("/healthz") GET("/healthz"), 70, 1);
	ok(count("HTTP/1.1 200") == 2, "parted anywhere");
	ask_tls("GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", SIZE_MAX, SIZE_MAX);
	ok(ends("ok\n") && tls_want(&client.tls) == TLS_CLOSED && error_of(&client) == TLS_FINE, "a goodbye at the end");
	is_int(exchange_want(&x), EXCHANGE_OVER, "and it is over");
	ask_tls("POST / HTTP/1.1\r\nHost: a\r\n\r\n", SIZE_MAX, SIZE_MAX);
	ok(begins("HTTP/1.1 405 ") && error_of(&client) == TLS_FINE, "a refusal, and a goodbye");
}

static void ends_of_tls(void)
{
	static char long_one[20000];
	int64_t failed = site.values[METRICS_HANDSHAKES_FAILED_TOTAL];

	memset(long_one, 'a', sizeof long_one - 1);
	memcpy(long_one, "GET / HTTP/1.1\r\nA: ", 19);
	ask_tls(long_one, SIZE_MAX, SIZE_MAX);
	ok(begins("HTTP/1.1 431 ") && error_of(&client) == TLS_FINE, "a head too long by TLS");
	ask_tls(long_one, 500, SIZE_MAX);
	ok(begins("HTTP/1.1 431 "), "in many records");
	is_int(sides_taken(), 0, "no side buffer is lost");
	ask_tls("GET /heal", SIZE_MAX, SIZE_MAX);
	exchange_end(&x);
	pump(SIZE_MAX);
	ok(begins("HTTP/1.1 408 ") && error_of(&client) == TLS_FINE, "half a request whose time is up");
	ask_tls("", 1, SIZE_MAX);
	exchange_end(&x);
	pump(SIZE_MAX);
	ok(answer_len == 0 && error_of(&client) == TLS_FINE, "a goodbye to who is at rest");
	meet();
	leave(&client, SIZE_MAX);
	exchange_end(&x);
	is_int(exchange_want(&x), EXCHANGE_OVER, "a handshake whose time is up just ends");
	ask_tls("", 1, SIZE_MAX);
	tls_close(&client.tls);
	pump(SIZE_MAX);
	ok(exchange_want(&x) == EXCHANGE_OVER && error_of(&client) == TLS_FINE, "the client says goodbye first");
	fresh(true);
	plain_in(GET("/"), 5, SIZE_MAX);
	ok(begins("HTTP/1.1 400 ") && count("https://") == 1 && exchange_want(&x) == EXCHANGE_OVER, "plain HTTP is told to use https://");
	is_int(site.values[METRICS_HANDSHAKES_FAILED_TOTAL], failed + 1, "and counted");
	fresh(true);
	plain_in("\x80\x2e\x01\x00\x02", 5, SIZE_MAX);
	ok(answer_len == 0 && exchange_want(&x) == EXCHANGE_OVER && exchange_phase(&x) == EXCHANGE_HANDSHAKE, "SSL 2 is nobody's");
}

static void crowd(void)
{
	for (int i = 0; i < EXCHANGE_SIDES; i++)
		site.sides[i].taken = true;
	ask_tls("GET /heal", SIZE_MAX, SIZE_MAX);
	ok(begins("HTTP/1.1 503 ") && error_of(&client) == TLS_FINE, "without a side buffer half a request gets a 503");
	ask_tls(GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(ends("ok\n") && count("keep-alive") == 1, "a whole one its answer");
	ask_tls(GET("/healthz") GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(count("HTTP/1.1 200") == 1 && count("Connection: close") == 1 && error_of(&client) == TLS_FINE, "of two in a record the first is the last");
	for (int i = 0; i < EXCHANGE_SIDES; i++)
		site.sides[i].taken = false;
}

static void sessions(void)
{
	int64_t resumed;

	ask_tls(GET("/healthz"), SIZE_MAX, SIZE_MAX);
	resumed = site.values[METRICS_HANDSHAKES_RESUMED_TOTAL];
	fresh(true);
	client.wire_len = server.wire_len = 0;
	again(true);
	pump(SIZE_MAX);
	tell(GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(ends("ok\n"), "a session is resumed");
	is_int(site.values[METRICS_HANDSHAKES_RESUMED_TOTAL], resumed + 1, "without a signature");
}

/* The set changes under a handshake, and under an answer. */
static void reloads(void)
{
	size_t len;

	meet();
	leave(&client, SIZE_MAX);
	take(2);
	pump(SIZE_MAX);
	is_int(owners[0].generation, 1, "a handshake goes on with the identity it began with");
	tell(GET("/healthz"), SIZE_MAX, SIZE_MAX);
	ok(ends("ok\n"), "and then asks the newest shelf");
	fresh(false);
	memcpy(exchange_feed(&x, &len), GET("/"), strlen(GET("/")));
	exchange_feed_done(&x, strlen(GET("/")));
	is_int(exchange_uses(&x), 2, "an answer holds its shelf");
	take(3);
	is_int(exchange_uses(&x), 2, "though there is a newer one");
	while (plain_out(SIZE_MAX))
		;
	is_int(exchange_uses(&x), 0, "until it is said");
	take(1);
}

int main(void)
{
	set_up();
	plain();
	tags();
	pipelined();
	refusals();
	time_up();
	secure();
	ends_of_tls();
	crowd();
	sessions();
	reloads();
	return done_testing();
}
