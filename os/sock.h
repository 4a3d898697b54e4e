/* SPDX-License-Identifier: MIT */
/* sock.h - TCP sockets from addresses as text, inherited ones, and what kind of address a peer has. No resolver. */
#ifndef OS_SOCK_H
#define OS_SOCK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "lib/err.h"
#include "lib/text.h"

#define SOCK_TEXT 80          /* bytes that hold any sock_text with its NUL */
#define SOCK_INHERIT_MAX 16   /* sockets a service manager may hand over */

union sock_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

enum sock_class {
	SOCK_PUBLIC,          /* all that none of the others names */
	SOCK_LOOPBACK,        /* 127.0.0.0/8 (RFC 1122 3.2.1.3), ::1 */
	SOCK_PRIVATE,         /* 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918) */
	SOCK_LINK_LOCAL,      /* 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291 2.5.6) */
	SOCK_UNIQUE_LOCAL,    /* fc00::/7 (RFC 4193) */
	SOCK_SHARED           /* 100.64.0.0/10, behind a carrier's NAT (RFC 6598) */
};

/*
 * "ADDR:PORT", ADDR an IPv4 address, or an IPv4 or IPv6 address in brackets, that with a zone where it has one: an interface's name
 * or number after '%' (RFC 4007 11). ":PORT" is [::], and *both is set. PORT 0 to 65535. ERR_USAGE names what was given;
 * an interface that is not there is ERR_FAIL.
 */
int sock_parse(const char *text, union sock_address *out, bool *both, struct err *e);

/*
 * The same without a port and without brackets: 1, and 0 when it is none. -1: its interface is not there, or none is named and a link-local
 * address needs one; then the failure names text.
 */
int sock_read(const char *host, uint16_t port, const char *text, union sock_address *out, struct err *e);

/*
 * Listen there; ":PORT" means IPv6 and IPv4, a socket each (IPV6_V6ONLY is always set), and one of them where the kernel lacks the
 * other; with port 0 both get the same one. Non-blocking, close-on-exec, SO_REUSEADDR, TCP_NODELAY (which those accepted inherit).
 * How many descriptors fds has got: 1 or 2, the caller's to close; or -1, nothing open, and the failure names the address.
 */
int sock_listen(const char *text, int fds[static 2], struct err *e);

/* A socket a service manager has opened, and what it calls it (FileDescriptorName=; "" when not said; cut off when too long). */
struct sock_inherited {
	int fd;
	char name[16];
};

/*
 * Sockets handed over by LISTEN_FDS (sd_listen_fds(3)): descriptors from 3 on, when LISTEN_PID is this process. They are made
 * non-blocking, close-on-exec and TCP_NODELAY. The variables are unset in any case. How many, 0 where there are none; -1 when a
 * number is none, over SOCK_INHERIT_MAX, or a descriptor is not a TCP socket that listens.
 */
int sock_inherit(struct sock_inherited out[static SOCK_INHERIT_MAX], struct err *e);

/*
 * The next connection: non-blocking, close-on-exec, the caller's to close. -1 with errno: EAGAIN when nobody waits; EMFILE, ENFILE,
 * ENOBUFS, ENOMEM when there is no room now. Connections that died in the queue are passed over (accept(2)).
 */
int sock_accept(int listener, union sock_address *peer);

/* Pure. An IPv4 address within IPv6 (::ffff:0:0/96) is what it is as IPv4. */
enum sock_class sock_class(const union sock_address *a);

/* "192.0.2.1", or "fe80::1%3" as RFC 5952 writes it, an IPv4 address within IPv6 as IPv4; with port "192.0.2.1:80", "[::1]:80". */
void sock_text(struct text *t, const union sock_address *a, bool port);

/*
 * Begin to connect; when the descriptor can be written, sock_connected says how it went. Non-blocking, close-on-exec, TCP_NODELAY;
 * the caller's to close. -1 with errno.
 */
int sock_connect(const union sock_address *to);
/* 0, or the errno that the connection failed with. */
int sock_connected(int fd);

#endif
