/* SPDX-License-Identifier: MIT */
/*
 * resolve_driver.c - the box's resolver and connector, for resolve.t.
 *
 *   resolve find CONF HOSTS MS HOST [PORT]   its addresses, a line each ('-': /etc's); PORT is the name servers'
 *   resolve dial MS ADDR:PORT...             connects to the first that answers: its number
 *
 * A failure: its kind and words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/dial.h"
#include "os/resolve.h"

static struct err e;
static union sock_address all[RESOLVE_MAX];

static const char *or_null(const char *s)
{
	return strcmp(s, "-") == 0 ? NULL : s;
}

static void find(int argc, char **argv, int64_t due)
{
	struct resolve_where w = { or_null(argv[3]), or_null(argv[2]), argc > 6 ? (uint16_t)strtol(argv[6], NULL, 10) : 0, 0 };
	int n = resolve(&w, argv[5], 8443, due, all, &e);

	for (int i = 0; i < n; i++) {
		char room[SOCK_TEXT];
		struct text t;

		text_init(&t, room, sizeof room);
		sock_text(&t, &all[i], true);
		puts(room);
	}
}

static void call(int argc, char **argv, int64_t due)
{
	size_t used = 99, n = 0;
	bool both;
	int fd;

	for (int i = 3; i < argc; i++)
		if (sock_parse(argv[i], &all[n++], &both, &e) < 0)
			return;
	fd = dial(all, n, due, &used, &e);
	if (fd >= 0)
		printf("%zu\n", used);
}

int main(int argc, char **argv)
{
	int64_t start = clock_ticks_ms();

	if (argc > 5 && strcmp(argv[1], "find") == 0)
		find(argc, argv, start + strtol(argv[4], NULL, 10));
	else if (argc > 3)
		call(argc, argv, start + strtol(argv[2], NULL, 10));
	if (e.kind != ERR_NONE)
		printf("%d %s\n", (int)e.kind, e.text);
	return (int)e.kind;
}
