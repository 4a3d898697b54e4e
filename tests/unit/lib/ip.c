/* SPDX-License-Identifier: MIT */
/* ip.c - tests of addresses; the C library's inet_pton and inet_ntop are oracles. */
#include "lib/ip.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "tests/unit/tap.h"

/* RFC 4291 2.2, RFC 5952 4 and 5, and what is refused. */
static const struct {
	const char *text;
	const char *back;     /* NULL: refused */
} ROWS[] = {
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "192.168.7.20", "192.168.7.20" },
	{ "1.2.3", NULL },
	{ "1.2.3.4.5", NULL },
	{ "1.2.3.", NULL },
	{ ".1.2.3", NULL },
	{ "1..2.3", NULL },
	{ "256.1.1.1", NULL },
	{ "1.1.1.256", NULL },
	{ "01.2.3.4", NULL },
	{ "1.2.3.00", NULL },
	{ "1.2.3.4 ", NULL },
	{ "1.2.3.-4", NULL },
	{ "0x1.2.3.4", NULL },
	{ "99999999999999999999.1.1.1", NULL },
	{ "", NULL },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "1::", "1::" },
	{ "fe80::1", "fe80::1" },
	{ "FE80::A", "fe80::a" },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1" },
	{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
	{ "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "0:0:1:0:0:0:0:0", "0:0:1::" },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
	{ "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
	{ "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
	{ "::ffff:192.168.7.20", "::ffff:192.168.7.20" },
	{ "::ffff:c0a8:714", "::ffff:192.168.7.20" },
	{ "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
	{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
	{ ":", NULL },
	{ ":::", NULL },
	{ ":1", NULL },
	{ "1:", NULL },
	{ "1:2:3:4:5:6:7", NULL },
	{ "1:2:3:4:5:6:7:", NULL },
	{ "1:2:3:4:5:6:7:8:", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL },
	{ "1:2:3:4:5:6:7:8::", NULL },
	{ "::1:2:3:4:5:6:7:8", NULL },
	{ "1::2::3", NULL },
	{ "1:::2", NULL },
	{ "12345::", NULL },
	{ "g::", NULL },
	{ "::1%eth0", NULL },
	{ "[::1]", NULL },
	{ "::1.2.3", NULL },
	{ "::1.2.3.4:5", NULL },
	{ "1.2.3.4::", NULL },
	{ "1:2:3:4:5:6:7:1.2.3.4", NULL },
	{ "::01.2.3.4", NULL },
	{ " ::1", NULL },
};

static size_t library(const char *s, uint8_t out[16])
{
	if (inet_pton(AF_INET, s, out) == 1)
		return 4;
	return inet_pton(AF_INET6, s, out) == 1 ? 16 : 0;
}

static const char *text_of(const uint8_t *p, size_t len)
{
	static char buf[64];
	struct text t;

	text_init(&t, buf, sizeof buf);
	ip_add_text(&t, p, len);
	return buf;
}

/* Random addresses with many zeros, printed; both libraries read what the other printed. */
static void random_addresses(void)
{
	uint64_t x = 88172645463325252u;
	unsigned wrong = 0;

	for (int i = 0; i < 200000; i++) {
		uint8_t a[16] = { 0 }, b[16], c[16];
		char s[64];

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		for (int g = 0; g < 8; g++)
			if (x >> g & 1) {
				a[2 * g] = (uint8_t)(x >> (8 + g) & 1 ? x >> 20 : 0);
				a[2 * g + 1] = (uint8_t)(x >> (28 + g));
			}
		inet_ntop(AF_INET6, a, s, sizeof s);
		wrong += ip_parse(s, strlen(s), b) != 16 || memcmp(a, b, 16) != 0;
		wrong += inet_pton(AF_INET6, text_of(a, 16), c) != 1 || memcmp(a, c, 16) != 0;
	}
	is_int(wrong, 0, "200000 random addresses pass between this and the C library, both ways");
}

/* Short random strings of the characters that addresses have: read just when the C library reads them. */
static void random_text(void)
{
	static const char alphabet[] = "01:.fA";
	uint64_t x = 1234567891234567u;
	unsigned wrong = 0, read = 0;

	for (int i = 0; i < 1000000; i++) {
		char s[24];
		uint8_t a[16], b[16];
		size_t n = 0, len;

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		len = (size_t)(x % 20);
		for (uint64_t y = x >> 5; n < len; n++, y = y / 6 + (y << 29))
			s[n] = alphabet[y % 6];
		s[n] = 0;
		len = ip_parse(s, n, a);
		read += len > 0;
		if (len != library(s, b) || memcmp(a, b, len) != 0) {
			if (!wrong++)
				diag("first: '%s' %zu", s, len);
		}
	}
	diag("%u of them are addresses", read);
	is_int(wrong, 0, "a million random texts are read just as the C library reads them");
}

static void prefixes(void)
{
	static const uint8_t all[16] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };

	is_int(ip_prefix((const uint8_t[]){ 255, 240, 0, 0 }, 4), 12, "a mask of 12 bits");
	is_int(ip_prefix((const uint8_t[]){ 0, 0, 0, 0 }, 4), 0, "of none");
	is_int(ip_prefix(all, sizeof all), 128, "of all 128");
	is_int(ip_prefix((const uint8_t[]){ 255, 0, 255, 0 }, 4), -1, "one with a gap");
	is_int(ip_prefix((const uint8_t[]){ 0, 0, 0, 1 }, 4), -1, "one that begins late");
}

int main(void)
{
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		size_t len = strlen(ROWS[i].text);
		char *copy = malloc(len ? len : 1);
		uint8_t out[16], other[16];
		size_t n;

		memcpy(copy, ROWS[i].text, len);
		n = ip_parse(copy, len, out);
		is_str(n ? text_of(out, n) : NULL, ROWS[i].back, ROWS[i].text);
		if (n)
			ok(library(ROWS[i].text, other) == n && !memcmp(out, other, n), "... as the C library reads it");
		free(copy);
	}
	prefixes();
	random_addresses();
	random_text();
	return done_testing();
}
