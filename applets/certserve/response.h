/* SPDX-License-Identifier: MIT */
/* response.h - heads of HTTP/1.1 answers, and refusals whole (RFC 9110, 9112). */
#ifndef APPLETS_CERTSERVE_RESPONSE_H
#define APPLETS_CERTSERVE_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

#define RESPONSE_HEAD 1024 /* octets that hold any head, with a type and a CSP of up to 100 octets each */
#define RESPONSE_ETAG 67   /* a tag: 64 hex digits in quotes, and NUL */
#define RESPONSE_SHA256 32

struct response {
	unsigned status;        /* 200, or 304 without a body */
	const char *type;       /* Content-Type */
	/* The CSP source of the one style sheet in it ("'sha256-…'"): with it data: images, too, which keep browsers from asking for
	 * an icon. NULL: nothing is loaded or run. */
	const char *style;
	size_t len;             /* octets of the body */
	const uint8_t *sha256;  /* of the body: its strong ETag, to be asked for again each time; NULL: no-store */
	int64_t now;            /* unix time; before 1970 (a clock nobody believes) there is no Date (RFC 9110 6.6.1) */
	bool keep;              /* Connection: keep-alive, which HTTP/1.0 wants to hear, or close */
};

/* A tag of these octets, quotes included, for request_has and ETag. */
void response_etag(char out[static RESPONSE_ETAG], const uint8_t sha256[static RESPONSE_SHA256]);

/*
 * The head up to its blank line. With `style` it is a page: never stored, in no frame, free to post nothing. HEAD is
 * answered by the same head: a body follows a GET alone. 0, or -1 when t has no room (what is in it is worthless).
 */
int response_head(struct text *t, const struct response *r);

/*
 * A refusal or failure, head and one line of plain text ("404 Not Found", or `why` in place of the words), never stored.
 * With head_only the line is left out. 405 names what is allowed, 503 asks for patience. A status that is not in the
 * table reads "Error". 0, or -1 as above.
 */
int response_line(struct text *t, unsigned status, const char *why, int64_t now, bool keep, bool head_only);

/* Octets of that line, its end included. */
size_t response_line_len(unsigned status, const char *why);

#define RESPONSE_ALERT 7
/* For a TLS hello on a plain port: a fatal alert, unexpected_message (RFC 8446 6.2), which clients show, unlike any HTTP. */
extern const uint8_t response_alert[RESPONSE_ALERT];

#endif
