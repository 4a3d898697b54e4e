/* SPDX-License-Identifier: MIT */
/* url.h - what a person names a server by: HOST[:PORT][/PATH], or a URL (RFC 3986). Pure. */
#ifndef APPLETS_URL_H
#define APPLETS_URL_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/text.h"
#include "x509/san.h"

#define URL_PORT 8443      /* of a bare host: certserve's */
#define URL_HOST 300       /* characters of a host with its zone, and NUL */
#define URL_PATH 2048      /* characters of a path with its query, and NUL */

struct url {
	bool plain;            /* http:// */
	uint16_t port;
	char host[URL_HOST];   /* lower case, no dot at its end; an address as RFC 5952 has it, without brackets; "%zone" behind it */
	struct san name;       /* the same as a certificate has it, no zone: DNS or IP */
	char path[URL_PATH];   /* begins with '/', with its query, without its fragment; "" when none was given */
};

/*
 * Bare HOST: https at URL_PORT; https:// 443 and http:// 80 unless they say otherwise; schemes and hosts of any case. HOST is
 * a DNS name (san_parse's rules, no wildcard), IPv4, [IPv6], [IPv6%zone] (in brackets also %25, RFC 6874), or bare IPv6, which then has
 * no port; a zone is at most 15 letters, digits, "-._~". user@, other schemes, port 0 or above 65535, none behind its colon, blanks,
 * controls, non-ASCII, ".." as a part of the path, over-long: ERR_USAGE naming what was seen. Escapes are left as they are.
 */
int url_parse(const char *text, struct url *out, struct err *e);
/*
 * Where an answer's Location leads (RFC 3986 5.2: a whole URL, "//host/…", "/path", "path", "?query"; no ".."). 0; -1 ERR_MALFORMED when it
 * is none, ERR_UNTRUSTED when it leaves the host, its port, or TLS: "redirected to …, which is not this server". A zone is from's. out may
 * be from, and stays as it was when this fails.
 */
int url_follow(const struct url *from, const char *location, struct url *out, struct err *e);

/* "board.local:8443", "[fe80::1%eth0]:8443": for lines about it. */
void url_add_text(struct text *t, const struct url *u);
/* The Host field (RFC 9110 7.2): no zone; the port only when it is not the scheme's own. */
void url_add_host(struct text *t, const struct url *u);

#endif
