/* SPDX-License-Identifier: MIT */
/* exchange.c - whole connections in memory: plain, in pieces of any size, pipelined, wrong, cut off. */
#include <stdlib.h>

#include "applets/certserve/front.h"
#include "applets/certserve/response.h"
#include "tests/unit/applets/certserve/exchanging.h"

static const char *ask(const char *request, size_t most)
{
	fresh(false);
	plain_in(request, strlen(request), most);
	return answer;
}


static void plain(void)
{
	const char *whole;

	ask(GET("/healthz"), SIZE_MAX);
	ok(begins("HTTP/1.1 200 OK\r\n") && ends("\r\n\r\nok\n") && count("Connection: keep-alive"), "a request is answered");
	ok(exchange_want(&x) == EXCHANGE_FEED && exchange_phase(&x) == EXCHANGE_IDLE, "and another may come");
	ok(said.lines == 1 && said.status == 200 && said.len == 3 && strcmp(said.method, "GET") == 0 && strcmp(said.asked, "/healthz") == 0, "it was said");
	ask(GET("/ca.crt"), SIZE_MAX);
	ok(ends(offered_ca), "the anchor");
	ask(GET("/"), SIZE_MAX);
	whole = kept();
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
	ok(ends("404 Not Found\n") && said.status == 404 && said.len == 14, "what is not there");
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

/* An answer is counted, and may so become longer than when it was chosen. */
static void counted(void)
{
	const char *body;

	site.values[METRICS_ANSWERS_2XX_TOTAL] = 9;
	ask(GET("/metrics"), SIZE_MAX);
	body = strstr(answer, "\r\n\r\n");
	ok(count("{code=\"2xx\"} 10\n") == 1, "the metrics count themselves");
	is_int(body ? strlen(body + 4) : 0, strtol(strstr(answer, "Content-Length: ") + 16, NULL, 10), "and are as long as they say");
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
	char want[40];

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		snprintf(want, sizeof want, "HTTP/1.1 %u ", wrong[i].status);
		ask(wrong[i].request, 7);
		ok(begins(want) && count("HTTP/1.1 ") == 1 && count("Connection: close") == 1 && exchange_want(&x) == EXCHANGE_OVER, wrong[i].request);
		ok(said.status == wrong[i].status && strcmp(said.method, "-") == 0, "and it is said");
	}
	ask(endless("GET /"), SIZE_MAX);
	ok(begins("HTTP/1.1 414 "), "a line too long");
	ask(endless("GET / HTTP/1.1\r\nA: "), SIZE_MAX);
	ok(begins("HTTP/1.1 431 "), "a head too long");
	ask("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", SIZE_MAX);
	is_mem(answer, answer_len, response_alert, RESPONSE_ALERT, "a TLS hello gets an alert");
	ok(exchange_want(&x) == EXCHANGE_OVER && said.lines == 0, "and that is all");
	ask(GET("/ca.crt") "\x16\x03\x01\x02\x01", SIZE_MAX);
	ok(count(offered_ca) == 1 && count("HTTP/1.1 400 ") == 1, "behind a request it is refused as any other");
	ask(GET("/"), SIZE_MAX);
	answer_len = 0;
	plain_in("\x16\x03\x01\x02\x01", 5, SIZE_MAX);
	ok(begins("HTTP/1.1 400 "), "and so it is later");
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

int main(void)
{
	set_up();
	plain();
	tags();
	counted();
	pipelined();
	refusals();
	time_up();
	return done_testing();
}
