/* SPDX-License-Identifier: MIT */
/* http.c - a target: what a stranger sends to the plain port, in pieces and whole: the answers are the same. */
#include "tests/fuzz/stream.h"

const unsigned fuzz_runs = 30000;
const char *const fuzz_folders[] = { NULL };
#define SEED(s) "\x01\x02\x03\x04" s
const char *const fuzz_seeds[] = {
	SEED("GET / HTTP/1.1\r\nHost: board.local:8443\r\n\r\n"),
	SEED("GET /ca.crt HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", *\r\nRange: bytes=0-9\r\n\r\nHEAD /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
	SEED("GET http://a.b/%66ingerprint?q HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /metrics HTTP/1.0\n\n"),
	SEED("POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\nhello"),
	SEED("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), SEED("OPTIONS * HTTP/1.1\r\nHost:\r\n folded\r\n\r\n"), SEED("\x16\x03\x01\x02\x01\x01\x01\x02\xfc\x03\x03"),
	SEED("\x80\x2e\x01\x03\x01"), NULL,
};
const char *const fuzz_words[] = {
	"GET ", "HEAD ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "\r\n", "\r\n\r\n", "\n\n", "Host: a\r\n", "Host: ", "Content-Length: ", "Transfer-Encoding: chunked\r\n",
	"Connection: close\r\n", "Connection: keep-alive\r\n", "If-None-Match: ", "W/\"", "http://", "https://a/", "%2e%2e", "%2f", "//", "/../", "/ca.crt", "/metrics",
	"/ca.mobileconfig", "0", "18446744073709551616", ", ", "[::1]", "\t", "\r",
	"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
	"A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", NULL,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	set_up();
	return 0;
}

/* Pieces in turn of so many octets, both ways; 0: as many as fit. */
static void run_in(const uint8_t *pieces, size_t n_pieces, const uint8_t *p, size_t len)
{
	unsigned want, turn = 0;
	size_t room;

	stream_begin(false);
	while ((want = stream_want()) != EXCHANGE_OVER && (want == EXCHANGE_DRAIN || len > 0)) {
		size_t most = n_pieces > 0 && pieces[turn % n_pieces] > 0 ? pieces[turn % n_pieces] : SIZE_MAX;

		turn++;
		if (want == EXCHANGE_DRAIN) {
			const uint8_t *out = exchange_drain(&x, &room);

			room = room < most * 100 || most == SIZE_MAX ? room : most * 100;
			stream_octets(out, room);
			exchange_drain_done(&x, room);
			continue;
		}
		uint8_t *in = exchange_feed(&x, &room);

		room = room < most ? room : most;
		room = room < len ? room : len;
		memcpy(in, p, room);
		exchange_feed_done(&x, room);
		p += room;
		len -= room;
	}
	if (stream_want() == EXCHANGE_FEED)
		exchange_end(&x);
	while (stream_want() == EXCHANGE_DRAIN) {
		const uint8_t *out = exchange_drain(&x, &room);

		stream_octets(out, room);
		exchange_drain_done(&x, room);
	}
	fuzz_must(stream_want() == EXCHANGE_OVER);
	stream_end();
	stream_wipe();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static struct stream whole;

	if (len < 4 || len > FUZZ_MAX)
		return 0;
	run_in(NULL, 0, p + 4, len - 4);
	whole = stream;
	run_in(p, 4, p + 4, len - 4);
	fuzz_must(stream.n_said == whole.n_said && stream.alert == whole.alert);
	fuzz_must(memcmp(stream.said, whole.said, sizeof whole.said) == 0);
	return 0;
}
