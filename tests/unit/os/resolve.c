/* SPDX-License-Identifier: MIT */
/* resolve.c - os/resolve: files of every kind, and a name server on loopback that answers by chance. What is right, tests/e2e/resolve.t says. */
#include "os/resolve.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "tests/unit/tap.h"

static struct err e;
static union sock_address out[RESOLVE_MAX];
static char hosts[] = "/tmp/certbox-hosts.XXXXXX", conf[] = "/tmp/certbox-conf.XXXXXX";
static struct resolve_where where = { hosts, conf, 9, 9 };

static void write_file(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(name, "w");

	if (f == NULL || fwrite(text, 1, len, f) != len || fclose(f) != 0)
		perror(name);
}

/* Addresses with one blank between, without ports. */
static const char *find(const char *host)
{
	static char room[RESOLVE_MAX * SOCK_TEXT];
	struct text t;
	int n;

	err_clear(&e);
	n = resolve(&where, host, 8443, clock_ticks_ms() + 20000, out, &e);
	text_init(&t, room, sizeof room);
	for (int i = 0; i < n; i++) {
		sock_text(&t, &out[i], false);
		text_add(&t, i + 1 < n ? " " : "");
	}
	return room;
}

static void files(void)
{
	static const char odd[] = "\n\n#\n 192.0.2.1\tboard\r\n192.0.2.2 x board#y\n192.0.2.3board\n192.0.2.4 board\0 192.0.2.5 board\n";
	char many[4096] = "";

	write_file(hosts, odd, sizeof odd - 1);
	is_str(find("board"), "192.0.2.1 192.0.2.2 192.0.2.4", "hosts: blanks, comments, ends of lines; up to a NUL");
	write_file(hosts, "192.0.2.1 board", 15);
	is_str(find("board"), "192.0.2.1", "... no end of line");
	for (int i = 1; i <= 20; i++)
		snprintf(many + strlen(many), sizeof many - strlen(many), "192.0.2.%d board\nfd00::%d board\n2001:db8::%d board\n", i, i, i);
	write_file(hosts, many, strlen(many));
	ok(strcmp(find("board"), "") != 0 && resolve(&where, "board", 1, 0, out, &e) == RESOLVE_MAX, "... more than there is room for");
	ok(out[0].any.sa_family == AF_INET6 && out[0].v6.sin6_port == htons(1), "... IPv6 first, with the port");
	write_file(hosts, "", 0);
	write_file(conf, "nameserver\noptions\nsearch\nnameserver 127.0.0.1\noptions ndots: ndots:x ndots:16 timeout:1 attempts:0 y\nsearch a b c d e f g h\n", 124);
	is_str(find("board"), "", "resolv.conf: all that is not understood");
	ok(e.kind == ERR_UNREACHABLE && strcmp(e.text, "no address for board (no name server answers)") == 0, "... and nobody at its server");
	where.hosts = where.conf = "/tmp";
	is_str(find("board"), "", "folders in place of both");
	is_str(find("localhost"), "::1 127.0.0.1", "... localhost needs none");
	is_str(find("xlocalhost"), "", "... but what only ends so does");
	is_str(find("a.LOCALHOST."), "::1 127.0.0.1", "... what is below it");
	is_str(find(""), "", "nothing");
	is_str(find("."), "", "a dot");
	is_str(find("fe80::1%1"), "fe80::1%1", "an address, with a zone");
	err_clear(&e);
	ok(resolve(&where, "fe80::1", 1, 0, out, &e) == -1 && e.kind == ERR_USAGE, "... without");
	where.hosts = hosts;
	where.conf = conf;
}

/* Answers a question twenty times, each time with other octets changed; the last one is right. */
static void answer(int fd)
{
	static const uint8_t tail[] = { 0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, 'x', 0xC0, 12, /* an alias: x.NAME */
	    1, 'x', 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 7 };
	static uint32_t random = 1;
	uint8_t m[600], was[600];
	union sock_address from;
	socklen_t from_len = sizeof from;
	ssize_t n = recvfrom(fd, m, 500, 0, &from.any, &from_len);

	if (n < 12)
		return;
	m[2] = 0x81;
	m[3] = 0x80;
	m[7] = 2;
	memcpy(m + n, tail, sizeof tail);
	n += (ssize_t)sizeof tail;
	memcpy(was, m, sizeof m);
	for (int i = 0; i < 20; i++) {
		for (int k = 0; k < 3 && i < 19; k++) {
			random = random * 1664525 + 1013904223;
			m[(random >> 8) % (size_t)n] = (uint8_t)(random >> 24);
		}
		m[2] &= 0xFD; /* not cut: TCP is for tests/e2e/resolve.t */
		(void)sendto(fd, m, (size_t)n - (i < 19 ? random % 9 : 0), 0, &from.any, from_len);
		memcpy(m, was, sizeof m);
	}
}

static void by_chance(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), held = 0;
	union sock_address a = { .v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) } };
	pid_t child;

	if (bind(fd, &a.any, sizeof a.v4) < 0 || getsockname(fd, &a.any, &(socklen_t){ sizeof a }) < 0)
		perror("bind");
	child = fork();
	if (child == 0) {
		for (;;)
			answer(fd);
	}
	close(fd);
	where.port = ntohs(a.v4.sin_port);
	write_file(conf, "nameserver 127.0.0.1\n", 21);
	for (int i = 0; i < 200; i++) {
		const char *found = find("board.test");

		/* a broken answer may be a true one: another address, none, a failure */
		held += found[0] != '\0' || e.kind == ERR_UNREACHABLE;
	}
	is_int(held, 200, "200 names of a server that answers by chance");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

int main(void)
{
	if (mkstemp(hosts) < 0 || mkstemp(conf) < 0)
		perror("mkstemp");
	files();
	by_chance();
	unlink(hosts);
	unlink(conf);
	return done_testing();
}
