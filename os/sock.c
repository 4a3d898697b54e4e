/* SPDX-License-Identifier: MIT */
/* sock.c - TCP sockets from addresses as text, inherited ones, and what kind of address a peer has. */
#include "os/sock.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ip.h"

#define FIRST_INHERITED 3     /* SD_LISTEN_FDS_START */

static socklen_t length_of(const union sock_address *a)
{
	return a->any.sa_family == AF_INET ? sizeof a->v4 : sizeof a->v6;
}

/* --- text to address ------------------------------------------------------------------------------ */

/* An interface by name or number; 0: there is none. */
static uint32_t zone_of(const char *text)
{
	uint32_t n = if_nametoindex(text);

	return n > 0 || text_number(text, INT32_MAX, &n) == 0 ? n : 0;
}

int sock_read(const char *host, uint16_t port, const char *text, union sock_address *out, struct err *e)
{
	const char *zone = strchr(host, '%');
	uint8_t ip[16];
	size_t len = ip_parse(host, zone != NULL ? (size_t)(zone - host) : strlen(host), ip);

	memset(out, 0, sizeof *out);
	out->v4.sin_port = htons(port); /* v6's stands in the same place */
	if (len == 16) {
		out->v6.sin6_family = AF_INET6;
		memcpy(&out->v6.sin6_addr, ip, len);
		if (zone != NULL && (out->v6.sin6_scope_id = zone_of(zone + 1)) == 0)
			return err_set(e, ERR_FAIL, "%s: no interface %s", text, zone + 1);
		if (zone == NULL && IN6_IS_ADDR_LINKLOCAL(&out->v6.sin6_addr))
			return err_set(e, ERR_USAGE, "%s: which interface? [%s%%eth0]", text, host);
		return 1;
	}
	if (zone != NULL || len != 4)
		return 0;
	out->v4.sin_family = AF_INET;
	memcpy(&out->v4.sin_addr, ip, len);
	return 1;
}

int sock_parse(const char *text, union sock_address *out, bool *both, struct err *e)
{
	const char *colon = strrchr(text, ':'), *start = text;
	char host[64];
	uint32_t port;
	size_t len = colon != NULL ? (size_t)(colon - text) : 0;
	int rc;

	*both = colon == text;
	if (colon == NULL || text_number(colon + 1, UINT16_MAX, &port) < 0)
		return err_set(e, ERR_USAGE, "%s: no port from 0 to 65535 after a colon", text);
	if (*both) {
		*out = (union sock_address){ .v6 = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) } };
		return 0;
	}
	if (len >= 2 && *text == '[' && colon[-1] == ']') {
		start++;
		len -= 2;
	}
	/* a bare IPv6 address would lose its last group to the port */
	if (len >= sizeof host || (start == text && memchr(start, ':', len) != NULL))
		return err_set(e, ERR_USAGE, "%s: an IPv6 address stands in brackets", text);
	memcpy(host, start, len);
	host[len] = '\0';
	rc = sock_read(host, (uint16_t)port, text, out, e);
	if (rc == 0)
		err_set(e, ERR_USAGE, "%s: not an address and port, as 192.0.2.1:8443, [2001:db8::1]:8443 or :8443", text);
	return rc > 0 ? 0 : -1;
}

/* --- address to text ------------------------------------------------------------------------------ */

/* The IPv4 address that this is or holds, or NULL. */
static const uint8_t *as_v4(const union sock_address *a)
{
	if (a->any.sa_family == AF_INET)
		return (const uint8_t *)&a->v4.sin_addr;
	return ip_is_mapped(a->v6.sin6_addr.s6_addr) ? a->v6.sin6_addr.s6_addr + 12 : NULL;
}

void sock_text(struct text *t, const union sock_address *a, bool port)
{
	const uint8_t *v4 = as_v4(a);

	if (v4 != NULL) {
		ip_add_text(t, v4, 4);
	} else {
		text_add(t, port ? "[" : "");
		ip_add_text(t, a->v6.sin6_addr.s6_addr, 16);
		if (a->v6.sin6_scope_id != 0)
			text_format(t, "%%%u", a->v6.sin6_scope_id);
		text_add(t, port ? "]" : "");
	}
	if (port)
		text_format(t, ":%d", ntohs(a->v4.sin_port));
}

/* --- what kind ------------------------------------------------------------------------------------ */

static const struct range {
	uint8_t first[2], mask[2];
	uint8_t what;
} v4_ranges[] = {
	{ { 127, 0 }, { 255, 0 }, SOCK_LOOPBACK },
	{ { 10, 0 }, { 255, 0 }, SOCK_PRIVATE },
	{ { 172, 16 }, { 255, 240 }, SOCK_PRIVATE },
	{ { 192, 168 }, { 255, 255 }, SOCK_PRIVATE },
	{ { 169, 254 }, { 255, 255 }, SOCK_LINK_LOCAL },
	{ { 100, 64 }, { 255, 192 }, SOCK_SHARED },
}, v6_ranges[] = {
	{ { 0xFE, 0x80 }, { 0xFF, 0xC0 }, SOCK_LINK_LOCAL },
	{ { 0xFC, 0 }, { 0xFE, 0 }, SOCK_UNIQUE_LOCAL },
};

enum sock_class sock_class(const union sock_address *a)
{
	const uint8_t *p = as_v4(a);
	const struct range *r = v4_ranges, *end = v4_ranges + sizeof v4_ranges / sizeof *v4_ranges;

	if (p == NULL) {
		if (IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr))
			return SOCK_LOOPBACK;
		p = a->v6.sin6_addr.s6_addr;
		r = v6_ranges;
		end = v6_ranges + sizeof v6_ranges / sizeof *v6_ranges;
	}
	for (; r < end; r++)
		if ((p[0] & r->mask[0]) == r->first[0] && (p[1] & r->mask[1]) == r->first[1])
			return (enum sock_class)r->what;
	return SOCK_PUBLIC;
}

/* --- sockets -------------------------------------------------------------------------------------- */

static int set(int fd, int level, int option)
{
	return setsockopt(fd, level, option, &(int){ 1 }, sizeof(int));
}

/* A descriptor, or -1 with errno. */
static int open_tcp(const union sock_address *a)
{
	int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);

	if (fd >= 0)
		(void)set(fd, IPPROTO_TCP, TCP_NODELAY);
	return fd;
}

/* -1, errno as it was. */
static int abandon(int fd)
{
	int number = errno;

	close(fd);
	errno = number;
	return -1;
}

/* *a gets the port the kernel chose for 0. */
static int listen_at(union sock_address *a)
{
	int fd = open_tcp(a);

	if (fd < 0)
		return -1;
	if (set(fd, SOL_SOCKET, SO_REUSEADDR) == 0 &&
	    (a->any.sa_family == AF_INET || set(fd, IPPROTO_IPV6, IPV6_V6ONLY) == 0) &&
	    bind(fd, &a->any, length_of(a)) == 0 && listen(fd, SOMAXCONN) == 0 &&
	    getsockname(fd, &a->any, &(socklen_t){ sizeof *a }) == 0)
		return fd;
	return abandon(fd);
}

/* The kernel has no such family, or no address of it. */
static bool is_lacking(int number)
{
	return number == EAFNOSUPPORT || number == EADDRNOTAVAIL || number == EPROTONOSUPPORT;
}

int sock_listen(const char *text, int fds[static 2], struct err *e)
{
	union sock_address a;
	int n = 0;
	bool both;

	if (sock_parse(text, &a, &both, e) < 0)
		return -1;
	fds[n] = listen_at(&a);
	if (fds[n] >= 0)
		n++;
	else if (!both || !is_lacking(errno))
		return err_errno(e, errno, "cannot listen on %s", text);
	if (!both)
		return n;
	a = (union sock_address){ .v4 = { .sin_family = AF_INET, .sin_port = a.v6.sin6_port } };
	fds[n] = listen_at(&a);
	if (fds[n] >= 0)
		return n + 1;
	if (n > 0 && is_lacking(errno))
		return n;
	err_errno(e, errno, "cannot listen on %s", text);
	if (n > 0)
		close(fds[0]);
	return -1;
}

/* Is it a TCP socket that listens? Then made as ours are. */
static bool adopt(int fd)
{
	union sock_address a = { .any.sa_family = AF_UNSPEC };
	int listens = 0, flags = fcntl(fd, F_GETFL);

	return flags >= 0 && getsockname(fd, &a.any, &(socklen_t){ sizeof a }) == 0 &&
	    (a.any.sa_family == AF_INET || a.any.sa_family == AF_INET6) &&
	    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &(socklen_t){ sizeof listens }) == 0 && listens &&
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	    set(fd, IPPROTO_TCP, TCP_NODELAY) == 0;
}

static int inherit(const char *count, const char *names, struct sock_inherited *out, struct err *e)
{
	uint32_t n;

	if (text_number(count, SOCK_INHERIT_MAX, &n) < 0)
		return err_set(e, ERR_FAIL, "LISTEN_FDS=%s: at most %d", count, SOCK_INHERIT_MAX);
	for (uint32_t i = 0; i < n; i++) {
		size_t len = strcspn(names, ":");
		struct text t;

		out[i].fd = FIRST_INHERITED + (int)i;
		text_init(&t, out[i].name, sizeof out[i].name);
		text_add_bytes(&t, names, len);
		names += names[len] == ':' ? len + 1 : len;
		if (!adopt(out[i].fd))
			return err_set(e, ERR_FAIL, "LISTEN_FDS: descriptor %d is no TCP socket that listens", out[i].fd);
	}
	return (int)n;
}

int sock_inherit(struct sock_inherited out[static SOCK_INHERIT_MAX], struct err *e)
{
	static const char *const all[] = { "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID" };
	const char *who = getenv(all[0]), *count = getenv(all[1]), *names = getenv(all[2]);
	uint32_t pid;
	int n = 0;

	if (who != NULL && count != NULL && text_number(who, INT32_MAX, &pid) == 0 && (pid_t)pid == getpid())
		n = inherit(count, names != NULL ? names : "", out, e);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		unsetenv(all[i]);
	return n;
}

/* Errors of the connection, not of the listener (accept(2), "Error handling"); or a signal. */
static bool is_passing(int number)
{
	static const uint8_t all[] = { EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP,
	    ENETUNREACH };

	return memchr(all, number, sizeof all) != NULL;
}

int sock_accept(int listener, union sock_address *peer)
{
	int fd;

	do {
		memset(peer, 0, sizeof *peer);
		fd = accept4(listener, &peer->any, &(socklen_t){ sizeof *peer }, SOCK_NONBLOCK | SOCK_CLOEXEC);
	} while (fd < 0 && is_passing(errno));
	return fd;
}

int sock_connect(const union sock_address *to)
{
	int fd = open_tcp(to);

	return fd < 0 || connect(fd, &to->any, length_of(to)) == 0 || errno == EINPROGRESS ? fd : abandon(fd);
}

int sock_connected(int fd)
{
	int number = 0;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &(socklen_t){ sizeof number }) == 0 ? number : errno;
}
