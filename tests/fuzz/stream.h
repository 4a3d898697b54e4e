/* SPDX-License-Identifier: MIT */
/* stream.h - answers as they leave an exchange: each is what was said of it, to the octet. Include it from one file only. */
#ifndef TESTS_FUZZ_STREAM_H
#define TESTS_FUZZ_STREAM_H

#include "tests/fuzz/fuzz.h"
#include "tests/unit/applets/certserve/exchanging.h"

#define ANSWERS 2048

/* What was said, in order; what has come so far. */
static struct stream {
	struct {
		size_t status, len;
	} said[ANSWERS];
	unsigned n_said, n_come;
	char head[1100];
	size_t head_len, left; /* of the head that comes; octets of the body still to come */
	bool alert;            /* a TLS alert has come */
} stream;

static void stream_said(void *ctx, const struct exchange_line *line)
{
	(void)ctx;
	fuzz_must(stream.n_said < ANSWERS);
	fuzz_must(line->status >= 200 && line->status < 600);
	stream.said[stream.n_said].status = line->status;
	stream.said[stream.n_said++].len = line->len;
}

/* The head is whole. */
static void stream_head(void)
{
	char want[40];

	fuzz_must(stream.n_come < stream.n_said);
	snprintf(want, sizeof want, "HTTP/1.1 %zu ", stream.said[stream.n_come].status);
	fuzz_must(strncmp(stream.head, want, strlen(want)) == 0);
	stream.left = stream.said[stream.n_come].len;
	snprintf(want, sizeof want, "\r\nContent-Length: %zu\r\n", stream.left);
	fuzz_must(stream.left == 0 || strstr(stream.head, want) != NULL);
	stream.n_come++;
	stream.head_len = 0;
}

/* One octet of what leaves. */
static void stream_octet(char c)
{
	if (stream.left > 0) {
		stream.left--;
		return;
	}
	fuzz_must(stream.head_len < sizeof stream.head - 1);
	stream.head[stream.head_len++] = c;
	stream.head[stream.head_len] = '\0';
	stream.alert = stream.alert || (stream.head_len == 7 && stream.head[0] == 0x15);
	if (stream.head_len > 4 && strcmp(stream.head + stream.head_len - 4, "\r\n\r\n") == 0)
		stream_head();
}

static void stream_octets(const void *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		stream_octet(((const char *)p)[i]);
}

/* All that was said has come. */
static void stream_end(void)
{
	fuzz_must(stream.left == 0 && stream.n_come == stream.n_said);
	fuzz_must(stream.head_len == 0 || stream.alert);
}

/* Exactly one of three, and room or octets for it. */
static unsigned stream_want(void)
{
	unsigned want = exchange_want(&x);
	size_t len;

	fuzz_must(want == EXCHANGE_DRAIN || want == EXCHANGE_FEED || want == EXCHANGE_OVER);
	fuzz_must(want != EXCHANGE_DRAIN || (exchange_drain(&x, &len) != NULL && len > 0));
	fuzz_must(want != EXCHANGE_FEED || (exchange_feed(&x, &len) != NULL && len > 0));
	return want;
}

/* A fresh exchange at a site that is always the same. */
static void stream_begin(bool secure)
{
	memset(site.values, 0, sizeof site.values);
	tls_cache_flush(&cache, site.generation);
	memset(&stream, 0, sizeof stream);
	fresh(secure);
	site.said = stream_said;
}

/* No side buffer is lost. */
static void stream_wipe(void)
{
	exchange_wipe(&x);
	for (int i = 0; i < EXCHANGE_SIDES; i++)
		fuzz_must(!site.sides[i].taken);
}

#endif
