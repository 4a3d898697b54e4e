/* SPDX-License-Identifier: MIT */
/* response.c - heads of HTTP/1.1 answers. */
#include "applets/certserve/response.h"

#include <string.h>

#include "x509/time.h"

const uint8_t response_alert[RESPONSE_ALERT] = { 21, 3, 1, 0, 2, 2, 10 };

/* RFC 9110 15: a status and its words. */
static const char *const words[] = {
	"200 OK", "304 Not Modified", "400 Bad Request", "403 Forbidden", "404 Not Found", "405 Method Not Allowed",
	"408 Request Timeout", "413 Content Too Large", "414 URI Too Long", "431 Request Header Fields Too Large",
	"500 Internal Server Error", "501 Not Implemented", "503 Service Unavailable", "505 HTTP Version Not Supported",
};

static const char *words_of(unsigned status)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *w = words[i];

		if ((unsigned)(w[0] - '0') * 100 + (unsigned)(w[1] - '0') * 10 + (unsigned)(w[2] - '0') == status)
			return w + 4;
	}
	return "Error";
}

static void add_two(struct text *t, int n)
{
	text_format(t, "%d%d", n / 10, n % 10);
}

/* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 5.6.7) */
static void add_date(struct text *t, int64_t now)
{
	static const char days[] = "ThuFriSatSunMonTueWed", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int year, month, day, second;

	time_civil(now, &year, &month, &day, &second);
	text_add(t, "Date: ");
	text_add_bytes(t, days + now / TIME_DAY % 7 * 3, 3);
	text_add(t, ", ");
	add_two(t, day);
	text_add_char(t, ' ');
	text_add_bytes(t, months + (month - 1) * 3, 3);
	text_format(t, " %d ", year);
	for (int unit = 3600; unit > 0; unit /= 60) {
		add_two(t, second / unit);
		second %= unit;
		text_add(t, unit > 1 ? ":" : " GMT\r\n");
	}
}

void response_etag(char out[static RESPONSE_ETAG], const uint8_t sha256[static RESPONSE_SHA256])
{
	struct text t;

	text_init(&t, out, RESPONSE_ETAG);
	text_add_char(&t, '"');
	text_add_hex(&t, sha256, RESPONSE_SHA256, '\0');
	text_add_char(&t, '"');
}

/* What every answer has: it says only what it is, to whoever asked, once. */
static void begin(struct text *t, unsigned status, int64_t now, bool keep)
{
	text_format(t, "HTTP/1.1 %u %s\r\n", status, words_of(status));
	if (now >= 0)
		add_date(t, now);
	text_format(t, "Connection: %s\r\n", keep ? "keep-alive" : "close");
	text_add_text(t, TEXT("Accept-Ranges: none\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"
		"Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
}

int response_head(struct text *t, const struct response *r)
{
	begin(t, r->status, r->now, r->keep);
	if (r->style != NULL)
		text_format(t, "; style-src %s; img-src data:", r->style);
	if (r->sha256 != NULL) {
		char etag[RESPONSE_ETAG];

		response_etag(etag, r->sha256);
		text_format(t, "\r\nCache-Control: no-cache\r\nETag: %s", etag);
	} else {
		text_add_text(t, TEXT("\r\nCache-Control: no-store"));
	}
	if (r->status != 304)
		text_format(t, "\r\nContent-Type: %s\r\nContent-Length: %z", r->type, r->len);
	text_add(t, "\r\n\r\n");
	return t->cut ? -1 : 0;
}

size_t response_line_len(unsigned status, const char *why)
{
	return strlen(why != NULL ? why : words_of(status)) + 5;
}

int response_line(struct text *t, unsigned status, const char *why, int64_t now, bool keep, bool head_only)
{
	const char *say = why != NULL ? why : words_of(status);

	begin(t, status, now, keep);
	if (status == 405)
		text_add_text(t, TEXT("\r\nAllow: GET, HEAD"));
	if (status == 503)
		text_add_text(t, TEXT("\r\nRetry-After: 1"));
	text_format(t, "\r\nCache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %z\r\n\r\n", response_line_len(status, why));
	if (!head_only)
		text_format(t, "%u %s\n", status, say);
	return t->cut ? -1 : 0;
}
