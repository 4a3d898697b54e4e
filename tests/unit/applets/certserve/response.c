/* SPDX-License-Identifier: MIT */
/* response.c - heads byte for byte, and refusals. */
#include "applets/certserve/response.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define STRICT                                                                                                       \
	"Accept-Ranges: none\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n" \
	"Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define NOW 784111777 /* RFC 9110 5.6.7: Sun, 06 Nov 1994 08:49:37 GMT */

static char room[2 * RESPONSE_HEAD];
static uint8_t sha256[RESPONSE_SHA256];

static void head_is(const struct response *r, const char *want, const char *name)
{
	bool refused = true;
	struct text t;

	text_init(&t, room, sizeof room);
	is_int(response_head(&t, r), 0, name);
	is_str(room, want, "... byte for byte");
	ok(t.len < RESPONSE_HEAD, "... and within its bound");
	for (size_t cap = 1; cap <= t.len; cap += cap < t.len - 1 ? 7 : 1) {
		char *less = malloc(cap);
		struct text small;

		if (less == NULL)
			abort();
		text_init(&small, less, cap);
		refused &= response_head(&small, r) == -1;
		free(less);
	}
	ok(refused, "... and any smaller room is seen");
}

static void heads(void)
{
	struct response r = { .status = 200, .type = "application/x-x509-ca-cert", .len = 721, .sha256 = sha256, .now = NOW, .keep = true };

	head_is(&r, "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: keep-alive\r\n" STRICT
		"\r\nCache-Control: no-cache\r\nETag: \"" HEX "\"\r\nContent-Type: application/x-x509-ca-cert\r\nContent-Length: 721\r\n\r\n",
		"a file has its tag");
	r.status = 304;
	head_is(&r, "HTTP/1.1 304 Not Modified\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: keep-alive\r\n" STRICT
		"\r\nCache-Control: no-cache\r\nETag: \"" HEX "\"\r\n\r\n", "one that is known says so, without type and length");
	r = (struct response){ .status = 200, .type = "text/html; charset=utf-8", .style = "'sha256-x='", .len = 0, .now = -1 };
	head_is(&r, "HTTP/1.1 200 OK\r\nConnection: close\r\n" STRICT "; style-src 'sha256-x='; img-src data:"
		"\r\nCache-Control: no-store\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n\r\n",
		"a page has its style, and no date when there is no clock");
}

static void date_is(int64_t now, const char *want, const char *name)
{
	struct response r = { .status = 200, .type = "text/plain", .now = now };
	struct text t;

	text_init(&t, room, sizeof room);
	response_head(&t, &r);
	ok(strstr(room, want) != NULL, name);
}

static void line_is(unsigned status, const char *words, const char *more)
{
	char name[80], want[2 * RESPONSE_HEAD], head[RESPONSE_HEAD];
	struct text t;

	snprintf(head, sizeof head, "HTTP/1.1 %u %s\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\n" STRICT
		"%s\r\nCache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n\r\n", status, words, more,
		strlen(words) + 5);
	snprintf(want, sizeof want, "%s%u %s\n", head, status, words);
	snprintf(name, sizeof name, "%u is one plain line", status);
	text_init(&t, room, sizeof room);
	ok(response_line(&t, status, NULL, NOW, false, false) == 0, name);
	is_str(room, want, "... byte for byte");
	text_init(&t, room, sizeof room);
	response_line(&t, status, NULL, NOW, false, true);
	is_str(room, head, "... and the head alone for HEAD");
}

static void lines(void)
{
	static const struct {
		unsigned status;
		const char *words, *more;
	} all[] = {
		{ 400, "Bad Request", "" }, { 403, "Forbidden", "" }, { 404, "Not Found", "" },
		{ 405, "Method Not Allowed", "\r\nAllow: GET, HEAD" }, { 408, "Request Timeout", "" }, { 413, "Content Too Large", "" },
		{ 414, "URI Too Long", "" }, { 431, "Request Header Fields Too Large", "" }, { 500, "Internal Server Error", "" },
		{ 501, "Not Implemented", "" }, { 503, "Service Unavailable", "\r\nRetry-After: 1" },
		{ 505, "HTTP Version Not Supported", "" }, { 599, "Error", "" },
	};
	struct text t;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		line_is(all[i].status, all[i].words, all[i].more);
	text_init(&t, room, sizeof room);
	response_line(&t, 400, "this port speaks HTTPS: https://b:8443/", NOW, true, false);
	ok(strncmp(room, "HTTP/1.1 400 Bad Request\r\n", 26) == 0, "a reason of one's own does not change the status line");
	ok(strstr(room, "Content-Length: 44\r\n\r\n400 this port speaks HTTPS: https://b:8443/\n") != NULL, "... it is the body");
	ok(strstr(room, "Connection: keep-alive\r\n") != NULL, "... and the connection may go on");
	text_init(&t, room, t.len);
	is_int(response_line(&t, 400, "this port speaks HTTPS: https://b:8443/", NOW, true, false), -1, "an octet of room less is seen");
}

int main(void)
{
	char etag[RESPONSE_ETAG];

	for (size_t i = 0; i < sizeof sha256; i++)
		sha256[i] = (uint8_t)i;
	heads();
	response_etag(etag, sha256);
	is_str(etag, "\"" HEX "\"", "a tag by itself");
	date_is(0, "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", "the first second");
	date_is(951868799, "Date: Tue, 29 Feb 2000 23:59:59 GMT\r\n", "the end of a leap day");
	date_is(4102444800, "Date: Fri, 01 Jan 2100 00:00:00 GMT\r\n", "the year 2100");
	lines();
	return done_testing();
}
