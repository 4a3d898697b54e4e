/* SPDX-License-Identifier: MIT */
/* request.h - HTTP/1.1 requests without a body (RFC 9110, 9112), read in the caller's buffer. */
#ifndef APPLETS_CERTSERVE_REQUEST_H
#define APPLETS_CERTSERVE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

#define REQUEST_LINE_MAX 2048 /* octets of the request line with its end; more: 414 */
#define REQUEST_HEAD_MAX 8192 /* octets of all up to the blank line's end, empty lines before it too; more: 431 */

enum request_state { REQUEST_MORE, REQUEST_WHOLE, REQUEST_REFUSED };

/* Why a REFUSED one is no HTTP/1.x: a TLS or SSL hello (status 400) or HTTP/2's preface (505; RFC 9113 3.4). */
enum request_alien { REQUEST_NATIVE, REQUEST_TLS, REQUEST_HTTP2 };

/* Octets of the caller's buffer, counted from its start: it may move between two calls. len 0: there is none. */
struct request_part {
	uint16_t at, len;
};

/* All zero before the first octet of each request. */
struct request {
	struct request_part path;          /* decoded once, in place; begins with '/', no query; no NUL or control in it */
	struct request_part host;          /* name or address, in brackets when IPv6, with the port when one was sent */
	struct request_part if_none_match; /* of the first such field, as sent */
	uint16_t status;                   /* of a REFUSED one: 400, 404, 405, 413, 414, 431, 501, 505 */
	uint16_t used;                     /* of a WHOLE one: octets of it; what follows is the next request */
	enum request_alien alien;
	bool head;                         /* HEAD: the answer has no body, a refusal neither */
	bool range;                        /* wants a part; it may have the whole (RFC 9110 14.2) */
	bool keep;                         /* the connection may go on; false when REFUSED */
	/* request.c's own */
	bool old, close, has_line, has_host, absolute, has_length, has_coding;
	uint16_t line, seen;               /* start of the line that is being read; octets looked at */
};

/*
 * Go on with the len octets that are in buf by now, those of earlier calls before them, as they were left (an octet of
 * the path may have been decoded). Nothing beyond len is read. A request line and each field are judged when their end
 * (CR LF, or LF alone) has come; the first that is wrong decides, and the answer is the same however the octets were parted.
 *
 * REFUSED, after which the connection ends: other methods (405 those of RFC 9110 and PATCH, else 501), other versions than
 * 1.x (505), a target that is neither a path nor an http or https URL, or with '.' or '..' segments, a bad escape, NUL or
 * control, non-ASCII (400), with '//' or an escaped slash (404); a Host that is missing from 1.1, twice there, empty or not
 * of letters, digits and "-._~", or an address in brackets, and a port (RFC 9112 3.2: 400); a URL's authority counts, but
 * Host is needed all the same; line folding, blanks before a colon, CR alone, NUL, controls (400); a body (413), its length
 * given twice, not in digits, or beside Transfer-Encoding, and that in HTTP/1.0 (400).
 * HTTP/1.0 keeps the connection only where it asks.
 */
enum request_state request_feed(struct request *r, char *buf, size_t len);

/* Does If-None-Match name etag, quotes included, in weak comparison, or "*"? (RFC 9110 13.1.2) Then the answer is 304. */
bool request_has(const struct request *r, const char *buf, const char *etag);

#endif
