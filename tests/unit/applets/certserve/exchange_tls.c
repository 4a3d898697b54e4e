/* SPDX-License-Identifier: MIT */
/* exchange_tls.c - whole connections by TLS in memory: handshakes, records of any size, side buffers, sessions, reloads. */
#include "tests/unit/applets/certserve/exchanging.h"

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
	const char *whole;

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
	ask_tls(GET("/"), SIZE_MAX, SIZE_MAX);
	whole = kept();
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
	const char *long_one = endless("GET / HTTP/1.1\r\nA: ");
	int64_t failed = site.values[METRICS_HANDSHAKES_FAILED_TOTAL];

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
	secure();
	ends_of_tls();
	crowd();
	sessions();
	reloads();
	return done_testing();
}
