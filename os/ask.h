/* SPDX-License-Identifier: MIT */
/* ask.h - a question to a name server, or to everybody on the links: DNS (RFC 1035), multicast DNS (RFC 6762 5.1). */
#ifndef OS_ASK_H
#define OS_ASK_H

#include "lib/dns.h"
#include "os/sock.h"

#define ASK_MAX 16         /* addresses of a host that are looked at */

/* Begins with out and port set, and all else zero. */
struct ask {
	union sock_address *out; /* ASK_MAX: what was found */
	int n;
	uint16_t port;        /* that they get */
	enum dns_result is[2]; /* how what is asked now was answered, for both types */
	size_t asked[2];
	uint8_t questions[2][DNS_QUESTION_MAX];
};

/* Adds an address unless it is there or there is no room: IPv6, IPv4, then what a site has for itself, and the link. */
void ask_add(struct ask *s, const union sock_address *a);

/*
 * Both types at once, by UDP, again after 1 and 3 s; what is cut by TCP. Once one has come, the other is waited for shortly.
 * due by clock_ticks_ms. DNS_FOREIGN: there was no answer. DNS_UNKNOWN also where name is none.
 */
enum dns_result ask_server(struct ask *s, const char *name, const union sock_address *server, int64_t due);

/* Everybody on all links, at port, by IPv4 and IPv6, at most 5 s. An address of the link gets the zone its answer came from. */
void ask_links(struct ask *s, const char *name, uint16_t port, int64_t due);

#endif
