/* SPDX-License-Identifier: MIT */
/* exchanging.h - a site, one exchange at it, and what it says, in memory. Include it from one file only. */
#ifndef TESTS_UNIT_APPLETS_CERTSERVE_EXCHANGING_H
#define TESTS_UNIT_APPLETS_CERTSERVE_EXCHANGING_H

#include "applets/certserve/exchange.h"


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

TAP_USED static void fresh(bool secure)
{
	exchange_wipe(&x);
	memset(&said, 0, sizeof said);
	answer_len = 0;
	answer[0] = '\0';
	exchange_begin(&x, &site, secure ? &tls : NULL, buffer, secure ? 8443 : 8080, secure ? seed() : NULL);
}

/* At most `most` octets leave. */
TAP_USED static bool plain_out(size_t most)
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
TAP_USED static size_t plain_in(const char *s, size_t len, size_t most)
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

TAP_USED static unsigned count(const char *s)
{
	unsigned n = 0;

	for (const char *at = answer; (at = strstr(at, s)) != NULL; at++)
		n++;
	return n;
}

TAP_USED static bool begins(const char *s)
{
	return strncmp(answer, s, strlen(s)) == 0;
}

TAP_USED static bool ends(const char *s)
{
	return answer_len >= strlen(s) && strcmp(answer + answer_len - strlen(s), s) == 0;
}

#define HOST "Host: board.local:8080\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

/* A request that begins so and does not end. */
TAP_USED static const char *endless(const char *start)
{
	static char room[20000];

	memset(room, 'a', sizeof room - 1);
	for (size_t i = 0; start[i] != '\0'; i++)
		room[i] = start[i];
	return room;
}

/* All that came, kept. */
TAP_USED static const char *kept(void)
{
	static char room[100000];

	memcpy(room, answer, answer_len + 1);
	return room;
}

#endif
