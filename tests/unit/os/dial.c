/* SPDX-License-Identifier: MIT */
/* dial.c - os/dial: the order of families; who answers first among those that listen, refuse or say nothing. */
#include "os/dial.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/clock.h"
#include "tests/unit/tap.h"

static struct err e;

/* "646" as addresses, each with its place as port; the same as text after dial_order. */
static void order(const char *families, const char *want)
{
	union sock_address a[16];
	char got[64] = "";
	size_t n = strlen(families);

	memset(a, 0, sizeof a);
	for (size_t i = 0; i < n; i++) {
		a[i].any.sa_family = families[i] == '6' ? AF_INET6 : AF_INET;
		a[i].v4.sin_port = (in_port_t)i;
	}
	dial_order(a, n);
	for (size_t i = 0; i < n; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%d", (int)a[i].v4.sin_port);
	is_str(got, want, families[0] != '\0' ? families : "nothing");
}

static void orders(void)
{
	order("", "");
	order("6", "0");
	order("46", "01");
	order("666", "012");
	order("664", "021");
	order("66644", "03142");
	order("44466", "03142");
	order("644466", "014253");
	order("4446", "0312");
	order("6664444", "0314256");
}

static int listen_at(union sock_address *a, int backlog)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*a = (union sock_address){ .v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) } };
	if (bind(fd, &a->any, sizeof a->v4) < 0 || listen(fd, backlog) < 0 || getsockname(fd, &a->any, &(socklen_t){ sizeof *a }) < 0)
		perror("listen");
	return fd;
}

static int open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	return n;
}

static int64_t in(int64_t ms)
{
	return clock_ticks_ms() + ms;
}

/* A listener whose queue is full drops what comes then; its clients, which fill it, are left open. False where the kernel does not. */
static bool silent(union sock_address *a)
{
	listen_at(a, 0);
	for (int i = 0; i < 8; i++) {
		struct pollfd p = { .fd = sock_connect(a), .events = POLLOUT };

		if (poll(&p, 1, 200) == 0)
			return true;
	}
	return false;
}

static void dialled(const union sock_address *a, size_t n, size_t want, const char *name)
{
	int on = 0, before = open_files(), fd;
	size_t used = 77;

	fd = dial(a, n, in(20000), &used, &e);

	ok(fd >= 0 && used == want && e.kind == ERR_NONE, name);
	ok((fcntl(fd, F_GETFL) & O_NONBLOCK) && fcntl(fd, F_GETFD) == FD_CLOEXEC &&
	    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &(socklen_t){ sizeof on }) == 0 && on, "... by a socket as ours are");
	close(fd);
	is_int(open_files(), before, "... and the others are closed");
}

static void failed(const union sock_address *a, size_t n, int64_t due, const char *want, const char *name)
{
	int before = open_files();
	size_t used = 77;

	err_clear(&e);
	ok(dial(a, n, due, &used, &e) == -1 && e.kind == ERR_UNREACHABLE, name);
	is_str(e.text, want, "... in words");
	is_int(open_files(), before, "... and nothing is left open");
	err_clear(&e);
}

static void calls(void)
{
	union sock_address a[20], refusing, quiet, answering;
	int fd = listen_at(&refusing, 1);
	bool can_be_quiet = silent(&quiet);

	close(fd);
	listen_at(&answering, 64);
	a[0] = answering;
	dialled(a, 1, 0, "one that listens");
	a[0] = refusing;
	a[1] = answering;
	dialled(a, 2, 1, "the second, where the first refuses");
	for (int i = 0; i < 16; i++)
		a[i] = refusing;
	a[15] = answering;
	dialled(a, 16, 15, "the sixteenth");
	a[15] = refusing;
	a[16] = answering;
	if (getenv("EMULATED") != NULL) {
		skip("the seventeenth, one that refuses", "qemu hands SO_ERROR over in this machine's numbers");
	} else {
		failed(a, 17, in(20000), "127.0.0.1: Connection refused", "the seventeenth is not tried");
		failed(a, 1, in(20000), "Connection refused", "one that refuses");
	}
	failed(&answering, 1, in(-1), "no answer within 0 s", "none is tried when time is over");
	if (!can_be_quiet) {
		skip("silent addresses", "a full queue drops nothing here");
		return;
	}
	a[0] = quiet;
	a[1] = quiet;
	a[2] = answering;
	dialled(a, 3, 2, "the third, where two say nothing");
	failed(&quiet, 1, in(600), "no answer within 1 s", "one that says nothing");
	failed(a, 2, in(300), "127.0.0.1: no answer within 1 s", "two that say nothing: the first is named");
	a[1] = refusing;
	if (getenv("EMULATED") != NULL)
		skip("one says nothing, one refuses", "qemu, as above");
	else
		failed(a, 2, in(600), "127.0.0.1: Connection refused", "one says nothing, one refuses: that is known first");
}

int main(void)
{
	orders();
	calls();
	return done_testing();
}
