/* SPDX-License-Identifier: MIT */
/* reply.h - read an HTTP/1.0 or 1.1 answer to a GET, as it comes (RFC 9110, 9112). Pure. */
#ifndef APPLETS_REPLY_H
#define APPLETS_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define REPLY_HEAD_MAX 8192    /* octets of status line and fields, 1xx answers before it counted too; of a chunk's line; of trailers */
#define REPLY_FIELD 512        /* characters of a field that is kept, with NUL */

enum reply_state {
	REPLY_HEAD,            /* not all of the head is here */
	REPLY_BODY,            /* the head is; octets of the body are handed out as they come */
	REPLY_DONE,            /* all of it is here; what follows is not of it */
	REPLY_BROKEN
};

/* All zero before the first octet. What is small stands first: code that reaches it is shorter. */
struct reply {
	enum reply_state state;
	unsigned status;           /* 200 … 599 once the head is here; 1xx are passed over */
	bool keep;                 /* the connection may be used again; only when DONE */
	bool sized;                /* length is known */
	bool ranged;               /* 206, which has one Content-Range: */
	uint64_t from, whole;      /* … its first octet; all there are, UINT64_MAX when it does not say ("*") */
	uint64_t length;           /* octets of the body, when sized */
	uint64_t got;              /* … handed out so far */
	/* reply.c's own */
	bool chunked, close, stays, old, cr;
	uint8_t at;
	uint16_t line_len, head_len;
	uint64_t left;
	char line[REPLY_FIELD + 32];
	/* anybody's */
	char words[40];            /* "404 Not Found": the status and what the server calls it, cut off; not tame */
	char modified[64];         /* Last-Modified, as it is; else, or when it is longer, "" */
	char etag[128];            /* a strong one, quotes included; else, or when it is longer, "" */
	char location[REPLY_FIELD];/* "" when there was none */
};

/*
 * Feed len octets (len 0: the other end has closed, which ends a body without length, and breaks all others). *used of them were looked
 * at: those before *body are head or framing, *body and *body_len are octets of the content within p. Called until *used is len and nothing
 * was handed out, or DONE. Bodies: Content-Length, chunked (extensions and trailers passed over), until the end. Answers without body: 204,
 * 304. Both lengths given, two different ones, not digits, 2^59 or more; other transfer codings, or any from HTTP/1.0; a
 * 206 without Content-Range, or with one that does not fit; folded lines, NUL, CR alone in a line; a head over
 * REPLY_HEAD_MAX; no HTTP/1 at all: REPLY_BROKEN, ERR_MALFORMED in e with the line that is wrong, or that it is TLS. Closed before its end:
 * ERR_UNREACHABLE "cut after N of M octets". LF alone ends a line, too. A field over REPLY_FIELD is passed over, unless it is one that
 * matters. However it is cut into pieces, the outcome is the same. BROKEN stays so. A
 * content coding is part of the content: none was asked for.
 */
enum reply_state reply_feed(struct reply *r, const uint8_t *p, size_t len, size_t *used, const uint8_t **body, size_t *body_len, struct err *e);

#endif
