/* SPDX-License-Identifier: MIT */
/* resolve.h - the addresses of a host: /etc/hosts, the servers of /etc/resolv.conf, multicast DNS. Without libc's resolver, which is 45 KB. */
#ifndef OS_RESOLVE_H
#define OS_RESOLVE_H

#include "lib/err.h"
#include "os/ask.h"
#include "os/sock.h"

#define RESOLVE_MAX ASK_MAX /* addresses of a host that are looked at */

/* Where things are read, for tests. All zero: /etc/hosts, /etc/resolv.conf, port 53, and 5353 for multicast. */
struct resolve_where {
	const char *hosts, *conf;
	uint16_t port, multicast_port;
};

/*
 * host as text: an IPv4 or IPv6 address, that with a zone (RFC 4007 11: an interface's name or number after '%'), without brackets; else a
 * name: /etc/hosts (also its aliases; case does not matter); then the name servers (up to three; search and ndots of resolv.conf; A and AAAA asked
 * at once, a server that does not answer is followed by the next, attempts as resolv.conf has them; a cut answer is asked again by TCP);
 * NAME.local by one-shot multicast DNS (RFC 6762 5.1) on all interfaces that are up, IPv4 and IPv6, when no server knows it: then servers get no longer than
 * a second before that. "localhost" and what is below it is loopback without asking (RFC 6761 6.3). A link-local IPv6 answer of mDNS gets
 * the zone it came from. Each address once, in the order of RFC 6724 as far as it matters here: IPv6 first, link-local and site-internal last.
 * due by clock_ticks_ms. How many (1 to RESOLVE_MAX); or -1: ERR_UNREACHABLE "no address for NAME (no such name|…)".
 */
int resolve(const struct resolve_where *w, const char *host, uint16_t port, int64_t due, union sock_address out[static RESOLVE_MAX],
    struct err *e);

#endif
