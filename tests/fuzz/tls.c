/* SPDX-License-Identifier: MIT */
/*
 * tls.c - a target: TLS. The first octet says what the rest is: a stranger's octets for the server; those of a server for a client; changes of
 * what a good client sends; a good client's requests, in records of odd sizes: the answers are those of whole ones.
 */
#include "tests/fuzz/stream.h"

const unsigned fuzz_runs = 3000;
const char *const fuzz_folders[] = { "tls-server", "tls-client", NULL };
const char *const fuzz_seeds[] = {
	"\x10\x16\x03\x01\x01\x05\x01\x01\x01\x01\x03\x03", "\x10GET / HTTP/1.1\r\n", "\x10\x80\x2e\x01\x03\x01", "\x11\x16\x03\x03\x01\x3d\x02\x01\x01\x39\x03\x03",
	"\x12\x01\x01\x01", "\x12\x05\x02\x40\x01\x30\x01\x04", "\x12\x01\xa0\x01\x02\xff\x01", "\x13\x07\x03GET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"\x13\x01\x40GET /ca.crt HTTP/1.1\r\nHost: a\r\n\r\nHEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.0\r\n\r\nGET ", NULL,
};
const char *const fuzz_words[] = {
	"\x16\x03\x03", "\x15\x03\x03\x01\x02\x02\x28", "\x14\x03\x03\x01\x01\x01", "\x17\x03\x03", "\x01\x01\x01", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\xff\xff", "\x13", "\x10", "\x11", "\x12", NULL,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	set_up();
	return 0;
}

/* What the exchange sends goes nowhere. */
static void out_to_nobody(void)
{
	size_t len;

	while (stream_want() == EXCHANGE_DRAIN) {
		(void)exchange_drain(&x, &len);
		exchange_drain_done(&x, len);
	}
}

static void to_server(const uint8_t *p, size_t len)
{
	size_t room;

	stream_begin(true);
	while (out_to_nobody(), stream_want() == EXCHANGE_FEED && len > 0) {
		uint8_t *in = exchange_feed(&x, &room);

		room = room < len ? room : len;
		memcpy(in, p, room);
		exchange_feed_done(&x, room);
		p += room;
		len -= room;
	}
	exchange_end(&x);
	out_to_nobody();
	fuzz_must(stream_want() == EXCHANGE_OVER);
	stream_wipe();
}

static void to_client(const uint8_t *p, size_t len)
{
	begin_client("board.local", NULL);
	client.wire_len = 0;
	leave(&client, SIZE_MAX);
	feed(&client, p, len);
	(void)error_of(&client);
	tls_wipe(&client.tls);
}

/* Between both, at most so many octets at a time, until nothing moves. */
static void between(size_t most)
{
	bool moved = true;

	while (moved) {
		size_t len, n;
		uint8_t *p;

		moved = false;
		leave(&client, most);
		if (stream_want() == EXCHANGE_FEED && client.wire_len > 0) {
			p = exchange_feed(&x, &len);
			n = client.wire_len < len ? client.wire_len : len;
			memcpy(p, client.wire, n);
			memmove(client.wire, client.wire + n, client.wire_len -= n);
			exchange_feed_done(&x, n);
			moved = true;
		}
		const uint8_t *out = stream_want() == EXCHANGE_DRAIN ? exchange_drain(&x, &len) : NULL;

		n = sizeof server.wire - server.wire_len;
		if (out != NULL && n > 0) {
			n = n < len ? n : len;
			memcpy(server.wire + server.wire_len, out, n);
			server.wire_len += n;
			exchange_drain_done(&x, n);
			moved = true;
		}
		moved |= arrive(&client, &server, most);
		p = tls_read(&client.tls, &len);
		if (p != NULL && len > 0) {
			stream_octets(p, len);
			tls_read_done(&client.tls, len);
			moved = true;
		}
	}
}

static void meet(void)
{
	stream_begin(true);
	server.wire_len = 0;
	begin_client("board.local", NULL);
	trust.instead = &owners[0];
}

/* Threes: where (two octets), and which bits. */
static void changed(const uint8_t *p, size_t len)
{
	meet();
	for (; len >= 3; p += 3, len -= 3) {
		harm.from = &client;
		harm.at = client.sent + (p[0] | (size_t)(p[1] & 3) << 8);
		harm.mask = p[2];
		between(SIZE_MAX);
	}
	harm.from = NULL;
	between(SIZE_MAX);
	exchange_end(&x);
	out_to_nobody();
	stream_wipe();
	tls_wipe(&client.tls);
}

static void requests(size_t record, size_t most, const uint8_t *p, size_t len)
{
	meet();
	between(most);
	fuzz_must(tls_want(&client.tls) & TLS_WRITE);
	while (len > 0 && exchange_want(&x) != EXCHANGE_OVER) {
		size_t n = say_octets(&client, p, len < record ? len : record);

		p += n;
		len -= n;
		between(most);
		if (n == 0)
			break;
	}
	stream_end();
	stream_wipe();
	tls_wipe(&client.tls);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static struct stream whole;

	if (len < 3 || len > FUZZ_MAX)
		return 0;
	switch (p[0] & 3) {
	case 0:
		to_server(p + 1, len - 1);
		break;
	case 1:
		to_client(p + 1, len - 1);
		break;
	case 2: /* a file of CORPORA begins so: it is for both */
		to_server(p, len);
		to_client(p, len);
		if (len < 64)
			changed(p + 1, len - 1);
		break;
	default:
		requests(16384, SIZE_MAX, p + 3, len - 3);
		whole = stream;
		requests((size_t)p[1] * 8 + 1, (size_t)p[2] * 16 + 1, p + 3, len - 3);
		fuzz_must(memcmp(stream.said, whole.said, sizeof whole.said) == 0);
	}
	return 0;
}
