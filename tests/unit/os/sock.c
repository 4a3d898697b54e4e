/* SPDX-License-Identifier: MIT */
/* sock.c - os/sock: addresses as text, their kinds, sockets that listen, are inherited, accepted, connected. */
#include "os/sock.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

static int lacking; /* a family that the kernel has not */
static struct err e;
static char room[SOCK_TEXT];

int socket(int family, int type, int protocol)
{
	if (family == lacking) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	return (int)syscall(SYS_socket, family, type, protocol);
}

static const char *text_of(const union sock_address *a, bool port)
{
	struct text t;

	text_init(&t, room, sizeof room);
	sock_text(&t, a, port);
	return room;
}

static void texts(void)
{
	static const char *const all[][2] = {
		{ "192.0.2.1:8443", "192.0.2.1:8443" }, { "[192.0.2.1]:0", "192.0.2.1:0" }, { ":8443", "[::]:8443" },
		{ "[::1]:443", "[::1]:443" }, { "[::]:1", "[::]:1" }, { "[1::]:1", "[1::]:1" },
		{ "[2001:DB8:0:0:1:0:0:1]:65535", "[2001:db8::1:0:0:1]:65535" }, { "[2001:db8:0:1:1:1:1:1]:80", "[2001:db8:0:1:1:1:1:1]:80" },
		{ "[1:0:0:2:0:0:0:3]:80", "[1:0:0:2::3]:80" }, { "[::ffff:10.1.2.3]:80", "10.1.2.3:80" },
		{ "[fe80::1%lo]:80", "[fe80::1%1]:80" }, { "[fe80::a0b:1%77]:80", "[fe80::a0b:1%77]:80" },
	};
	union sock_address a;
	bool both, right = true;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		err_clear(&e);
		is_int(sock_parse(all[i][0], &a, &both, &e), 0, all[i][0]);
		is_str(text_of(&a, true), all[i][1], "... written again");
		right = right && both == (all[i][0][0] == ':');
	}
	ok(right, "a port alone means both families, an address one");
	sock_parse("[fe80::1%1]:80", &a, &both, &e);
	is_str(text_of(&a, false), "fe80::1%1", "a peer without its port");
}

static void refused(void)
{
	static const char *const all[] = { "", "8443", ":", ":65536", ":-1", ":8443 ", "localhost:8443", "::1:8443", "[::1]", "[::1:8443",
	    "::1]:8443", "[]:8443", "[:8443", "]:8443", "1.2.3:80", "1.2.3.4.5:80", "[fe80::1]:80", "192.0.2.1%lo:80", "[::g]:80", "[::1%]]:80",
	    "[1111:2222:3333:4444:5555:6666:7777:8888%an-interface-with-a-long-name]:80" };
	union sock_address a;
	bool both;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		err_clear(&e);
		ok(sock_parse(all[i], &a, &both, &e) == -1 && e.kind != ERR_NONE && strstr(e.text, all[i]) != NULL, all[i]);
	}
	err_clear(&e);
	ok(sock_parse("[fe80::1%none0]:80", &a, &both, &e) == -1 && e.kind == ERR_FAIL && strstr(e.text, "none0") != NULL,
	    "an interface that is not there is named");
}

static void hosts(void)
{
	static const struct {
		const char *text;
		int rc;
		enum err_kind kind;
	} all[] = {
		{ "192.0.2.1", 1, ERR_NONE }, { "2001:db8::1", 1, ERR_NONE }, { "fe80::1%lo", 1, ERR_NONE }, { "fe80::1%1", 1, ERR_NONE },
		{ "board.local", 0, ERR_NONE }, { "", 0, ERR_NONE }, { "192.0.2.1%lo", 0, ERR_NONE }, { "[::1]", 0, ERR_NONE }, { "1.2.3", 0, ERR_NONE },
		{ "fe80::1", -1, ERR_USAGE }, { "fe80::1%none0", -1, ERR_FAIL }, { "fe80::1%", -1, ERR_FAIL },
	};
	union sock_address a, b;
	bool both;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		err_clear(&e);
		ok(sock_read(all[i].text, 80, "the host", &a, &e) == all[i].rc && e.kind == all[i].kind &&
		    (all[i].rc >= 0 || strncmp(e.text, "the host: ", 10) == 0), all[i].text);
	}
	sock_read("fe80::1%1", 80, "", &a, NULL);
	sock_parse("[fe80::1%1]:80", &b, &both, &e);
	is_mem(&a, sizeof a, &b, sizeof b, "an address alone is what it is with brackets and port");
}

static void classes(void)
{
	static const struct {
		const char *text;
		enum sock_class what;
	} all[] = {
		{ "127.0.0.1", SOCK_LOOPBACK }, { "127.255.255.255", SOCK_LOOPBACK }, { "126.255.255.255", SOCK_PUBLIC }, { "128.0.0.0", SOCK_PUBLIC },
		{ "9.255.255.255", SOCK_PUBLIC }, { "10.0.0.0", SOCK_PRIVATE }, { "10.255.255.255", SOCK_PRIVATE }, { "11.0.0.0", SOCK_PUBLIC },
		{ "172.15.255.255", SOCK_PUBLIC }, { "172.16.0.0", SOCK_PRIVATE }, { "172.31.255.255", SOCK_PRIVATE }, { "172.32.0.0", SOCK_PUBLIC },
		{ "192.167.255.255", SOCK_PUBLIC }, { "192.168.0.0", SOCK_PRIVATE }, { "192.168.255.255", SOCK_PRIVATE }, { "192.169.0.0", SOCK_PUBLIC },
		{ "169.253.255.255", SOCK_PUBLIC }, { "169.254.0.0", SOCK_LINK_LOCAL }, { "169.255.0.0", SOCK_PUBLIC },
		{ "100.63.255.255", SOCK_PUBLIC }, { "100.64.0.0", SOCK_SHARED }, { "100.127.255.255", SOCK_SHARED }, { "100.128.0.0", SOCK_PUBLIC },
		{ "0.0.0.0", SOCK_PUBLIC }, { "8.8.8.8", SOCK_PUBLIC }, { "255.255.255.255", SOCK_PUBLIC },
		{ "::1", SOCK_LOOPBACK }, { "::", SOCK_PUBLIC }, { "::2", SOCK_PUBLIC }, { "2001:db8::1", SOCK_PUBLIC },
		{ "fe7f::1", SOCK_PUBLIC }, { "fe80::1%1", SOCK_LINK_LOCAL }, { "febf::1%1", SOCK_LINK_LOCAL }, { "fec0::1", SOCK_PUBLIC },
		{ "fbff::1", SOCK_PUBLIC }, { "fc00::1", SOCK_UNIQUE_LOCAL }, { "fdff::1", SOCK_UNIQUE_LOCAL }, { "fe00::1", SOCK_PUBLIC },
		{ "::ffff:127.0.0.1", SOCK_LOOPBACK }, { "::ffff:10.0.0.1", SOCK_PRIVATE }, { "::ffff:8.8.8.8", SOCK_PUBLIC },
		{ "::fffe:127.0.0.1", SOCK_PUBLIC }, { "::127.0.0.1", SOCK_PUBLIC }, { "64:ff9b::10.0.0.1", SOCK_PUBLIC },
	};
	union sock_address a;
	char text[80];
	bool both;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		snprintf(text, sizeof text, "[%s]:1", all[i].text);
		err_clear(&e);
		if (sock_parse(text, &a, &both, &e) < 0)
			diag("%s", e.text);
		is_int(sock_class(&a), all[i].what, all[i].text);
	}
}

static int port_of(int fd)
{
	union sock_address a = { .any.sa_family = AF_UNSPEC };
	socklen_t len = sizeof a;

	return getsockname(fd, &a.any, &len) == 0 ? ntohs(a.v4.sin_port) : -1;
}

/* Non-blocking, close-on-exec, TCP_NODELAY. */
static bool is_ours(int fd)
{
	int on = 0;
	socklen_t len = sizeof on;

	return (fcntl(fd, F_GETFL) & O_NONBLOCK) && fcntl(fd, F_GETFD) == FD_CLOEXEC &&
	    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &len) == 0 && on;
}

static void talk(const char *address, const char *name)
{
	char text[80];
	union sock_address a, peer;
	struct pollfd p = { .events = POLLOUT };
	int fds[2], in;
	bool both;

	err_clear(&e);
	snprintf(text, sizeof text, "%s:0", address);
	is_int(sock_listen(text, fds, &e), 1, name);
	ok(sock_accept(fds[0], &peer) == -1 && errno == EAGAIN, "... and nobody is there at first");
	snprintf(text, sizeof text, "%s:%d", address, port_of(fds[0]));
	sock_parse(text, &a, &both, &e);
	p.fd = sock_connect(&a);
	ok(is_ours(fds[0]) && is_ours(p.fd) && poll(&p, 1, 5000) == 1 && sock_connected(p.fd) == 0, "... then somebody connects");
	poll(&(struct pollfd){ .fd = fds[0], .events = POLLIN }, 1, 5000);
	in = sock_accept(fds[0], &peer);
	ok(in > 2 && is_ours(in) && sock_class(&peer) == SOCK_LOOPBACK, "... whose socket is as ours are, and who is known");
	close(fds[0]);
	close(p.fd);
	close(in);
}

static void listening(void)
{
	int fds[2], again[2], only = 0;
	char text[80];
	socklen_t len = sizeof only;

	talk("127.0.0.1", "IPv4 listens");
	talk("[::1]", "IPv6 listens");
	err_clear(&e);
	is_int(sock_listen(":0", fds, &e), 2, "without an address both do");
	ok(port_of(fds[0]) == port_of(fds[1]) && port_of(fds[0]) > 0, "... at one port");
	ok(getsockopt(fds[0], IPPROTO_IPV6, IPV6_V6ONLY, &only, &len) == 0 && only, "... IPv6 for itself");
	snprintf(text, sizeof text, "127.0.0.1:%d", port_of(fds[0]));
	ok(sock_listen(text, again, &e) == -1 && strstr(e.text, text) != NULL && e.number == EADDRINUSE, "a port that is taken is named");
	close(fds[0]);
	snprintf(text, sizeof text, ":%d", port_of(fds[1]));
	err_clear(&e);
	ok(sock_listen(text, again, &e) == -1 && fcntl(fds[0], F_GETFD) == -1, "taken for one family: neither listens, nothing is left open");
	close(fds[1]);
	err_clear(&e);
	ok(sock_listen("192.0.2.1:0", fds, &e) == -1 && strstr(e.text, "192.0.2.1:0") != NULL, "an address that is not ours is named");
	for (int i = 0; i < 2; i++) {
		lacking = i == 0 ? AF_INET6 : AF_INET;
		err_clear(&e);
		ok(sock_listen(":0", fds, &e) == 1 && port_of(fds[0]) > 0, i == 0 ? "a kernel without IPv6" : "... or without IPv4");
		close(fds[0]);
	}
	lacking = AF_INET6;
	err_clear(&e);
	ok(sock_listen("[::1]:0", fds, &e) == -1 && e.kind == ERR_FAIL, "... but not where its address was asked for");
	lacking = 0;
}

static void unreachable(void)
{
	union sock_address a;
	struct pollfd p = { .events = POLLOUT };
	char text[80];
	int fds[2], number;
	bool both;

	err_clear(&e);
	sock_listen("127.0.0.1:0", fds, &e);
	snprintf(text, sizeof text, "127.0.0.1:%d", port_of(fds[0]));
	close(fds[0]);
	sock_parse(text, &a, &both, &e);
	p.fd = sock_connect(&a);
	/* qemu hands SO_ERROR over in this machine's numbers */
	if (p.fd >= 0)
		ok(poll(&p, 1, 5000) == 1 && (number = sock_connected(p.fd)) != 0 && (number == ECONNREFUSED || getenv("EMULATED") != NULL),
			"nobody there: refused");
	else
		ok(errno == ECONNREFUSED, "nobody there: refused at once");
	close(p.fd);
	lacking = AF_INET;
	ok(sock_connect(&a) == -1 && errno == EAFNOSUPPORT, "no way there");
	lacking = 0;
}

/* What sock_inherit says in a child with these variables: n and whether it unset them; -1 as 255. A listener is 3, and 4 with two. */
static int inherited(const char *count, bool mine, int listeners, const char *names, const char *first)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		struct sock_inherited got[SOCK_INHERIT_MAX];
		char pid[16];
		int fd[2], n;

		sock_listen(":0", fd, &e);
		snprintf(pid, sizeof pid, "%d", getpid() + !mine);
		setenv("LISTEN_PID", pid, 1);
		setenv("LISTEN_FDS", count, 1);
		if (names != NULL)
			setenv("LISTEN_FDNAMES", names, 1);
		for (int i = 0; i < 2; i++) /* dup2 leaves out close-on-exec */
			dup2(fcntl(i < listeners ? fd[i] : 0, F_DUPFD, 100), 3 + i);
		fcntl(3, F_SETFL, 0);
		err_clear(&e);
		n = sock_inherit(got, &e);
		if (getenv("LISTEN_PID") || getenv("LISTEN_FDS") || getenv("LISTEN_FDNAMES"))
			n = 99;
		if (n > 0 && (!is_ours(3) || strcmp(got[0].name, first) != 0 || got[n - 1].fd != 2 + n))
			n = 98;
		if (n < 0 && e.kind != ERR_FAIL)
			n = 97;
		_exit(n & 255);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 96;
}

static void inheriting(void)
{
	is_int(inherited("1", true, 1, NULL, ""), 1, "a socket is inherited");
	is_int(inherited("2", true, 2, "https:http", "https"), 2, "two are, with their names");
	is_int(inherited("2", true, 2, "a-name-that-is-longer", "a-name-that-is-"), 2, "a long name is cut off");
	is_int(inherited("0", true, 0, NULL, ""), 0, "none is none");
	is_int(inherited("2", false, 2, NULL, ""), 0, "those of another process are not ours");
	is_int(inherited("2", true, 1, NULL, ""), 255, "what does not listen is refused");
	is_int(inherited("17", true, 2, NULL, ""), 255, "too many are refused");
	is_int(inherited("x", true, 2, NULL, ""), 255, "so is what is no number");
}

/* Does this machine have IPv6? */
static bool has_v6(void)
{
	int fds[2];

	err_clear(&e);
	if (sock_listen("[::1]:0", fds, &e) < 0)
		return false;
	close(fds[0]);
	return true;
}

int main(void)
{
	texts();
	refused();
	hosts();
	classes();
	unreachable();
	if (has_v6()) {
		listening();
		inheriting();
	} else {
		skip("listening, inheriting", e.text);
	}
	return done_testing();
}
