/* SPDX-License-Identifier: MIT */
/* resolve.h - the addresses of a host: hosts(5), the servers of resolv.conf(5), multicast DNS. Without libc's resolver, which is 45 KB. */
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
 * host as text, without brackets: an IPv4 or IPv6 address, that with a zone (RFC 4007 11: an interface's name or number after '%'),
 * which a link-local one needs (else ERR_USAGE; ERR_FAIL when it is not there). Else a name:
 * - "localhost" and what is below it is loopback without asking (RFC 6761 6.3).
 * - /etc/hosts: every line that has it, aliases too; case does not matter.
 * - The name servers of /etc/resolv.conf, up to three, or this machine; search, domain, ndots, timeout, attempts; A and AAAA
 *   at once; a server that does not answer, or fails, is followed by the next; what is cut is asked again by TCP (at most 1500
 *   octets are read). A dot at the name's end: it is asked as it is, alone. So is a name below .local.
 * - NAME.local, when no server has known it within a second: one-shot multicast DNS on all interfaces that are up.
 * Files that cannot be read are as if they were not there. Each address once, in the order of RFC 6724 as far as it matters here:
 * IPv6, IPv4, then unique-local and at last link-local ones; those without a known zone are left out.
 * due by clock_ticks_ms. How many (1 to RESOLVE_MAX); or -1: ERR_UNREACHABLE "no address for NAME (no such name|it has
 * none|name servers fail|no name server answers)". Not for two at once: its buffers are static.
 */
int resolve(const struct resolve_where *w, const char *host, uint16_t port, int64_t due, union sock_address out[static RESOLVE_MAX],
    struct err *e);

#endif
