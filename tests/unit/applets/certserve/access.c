/* SPDX-License-Identifier: MIT */
/* access.c - lines of the log: what strangers send stays on its line. */
#include "applets/certserve/access.h"

#include "tests/unit/tap.h"

static char room[1024];

static const char *line_of(const char *method, const char *asked, size_t len)
{
	struct exchange_line line = { method, view_of((const uint8_t *)asked, len), 200, 612 };
	struct text t;

	text_init(&t, room, sizeof room);
	access_line(&t, "192.168.7.9", &line);
	return room;
}

static void lines(void)
{
	char many[300];

	is_str(line_of("GET", "/ca.crt", 7), "192.168.7.9 GET /ca.crt 200 612", "a line");
	is_str(line_of(NULL, "", 0), "192.168.7.9 - - 200 612", "nothing was asked");
	is_str(line_of(NULL, "POST /\" HTTP\\1\r\n\033[2J\0\xff~", 23), "192.168.7.9 - POST\\x20/\\x22\\x20HTTP\\x5c1\\x0d\\x0a\\x1b[2J\\x00\\xff~ 200 612",
		"octets that would leave the line or fool a terminal");
	memset(many, 'a', sizeof many);
	is_int(strlen(line_of("GET", many, sizeof many)), 16 + ACCESS_QUOTED + 3 + 8, "a long one is cut");
	memset(many, '\n', sizeof many);
	ok(strlen(line_of("GET", many, sizeof many)) < 512, "one that is all escapes fits a message");
}

static void rate(void)
{
	struct access_rate r = { 0 };
	uint32_t missed = 9;

	for (int i = 0; i < ACCESS_RATE; i++)
		ok(access_may(&r, 7, &missed) && missed == 0, "some a second");
	ok(!access_may(&r, 7, &missed) && !access_may(&r, 7, &missed), "no more");
	ok(access_may(&r, 8, &missed) && missed == 2, "in the next it is said how many were not");
	ok(access_may(&r, 8, &missed) && missed == 0, "once");
	ok(access_may(&r, 3, &missed), "a clock that goes back is no harm");
}

int main(void)
{
	lines();
	rate();
	return done_testing();
}
