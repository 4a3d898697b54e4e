/* SPDX-License-Identifier: MIT */
/* fetch.h - GET something over a channel (RFC 9110), octets handed on as they come. */
#ifndef APPLETS_FETCH_H
#define APPLETS_FETCH_H

#include "applets/channel.h"
#include "applets/reply.h"

#define FETCH_REDIRECTS 5

struct fetch {
	struct channel *channel;           /* opened by `wish` when it is not open */
	const struct channel_wish *wish;
	uint64_t from;                     /* Range: from this octet on; 0: all */
	const char *if_range;              /* ETag or date that makes the rest fit what is there (RFC 9110 13.1.5); NULL: none */
	/* The head of the final answer: 200 (all of it, from 0 on), or 206 of octets from `from` on. Non-zero: stop, with e filled. */
	int (*head)(void *ctx, const struct reply *r, struct err *e);
	int (*body)(void *ctx, const uint8_t *p, size_t len, struct err *e);
	void *ctx;
	bool brief;                        /* the whole answer within timeout_ms: a certificate, nothing that takes long */
	struct url url;                    /* what is asked for ("": "/"); follows redirects (301, 302, 303, 307, 308) on this server */
	struct reply reply;                /* as far as it came; status 404 and the like are told by it, too */
};

/*
 * Ask, follow, read. 0: all of it was handed on; the channel is closed unless it may be used again. -1, and it is closed: the channel's
 * failures; ERR_FAIL "404 Not Found" and the like for another status (503 and 504: ERR_UNREACHABLE); ERR_MALFORMED for another part than
 * was asked for; reply_feed's, url_follow's, head's and body's. The head has the wish's timeout_ms as a whole, then each wait. A redirect
 * whose body comes with its head leaves the channel open; any other body is not waited for, the channel is opened anew (and the server
 * judged again). So is, once a request, a channel that an answer has come over before, and that ends without an octet of this one. e is
 * empty before.
 */
int fetch_get(struct fetch *f, struct err *e);

#endif
