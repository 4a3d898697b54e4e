/* SPDX-License-Identifier: MIT */
/* fetch.c - GET: ask, follow, hand on. */
#include "applets/fetch.h"

#include <string.h>

enum { FAILED = -1, WHOLE, ELSEWHERE };

static int ask(struct fetch *f, struct err *e)
{
	char room[3072];
	struct text t;

	text_init(&t, room, sizeof room);
	text_format(&t, "GET %s HTTP/1.1\r\nHost: ", f->url.path[0] != '\0' ? f->url.path : "/");
	url_add_host(&t, &f->url);
	text_format(&t, "\r\nUser-Agent: certbox/" CERTBOX_VERSION "\r\nAccept: */*\r\nConnection: keep-alive\r\n");
	if (f->from > 0)
		text_format(&t, "Range: bytes=%l-\r\n", (int64_t)f->from);
	if (f->from > 0 && f->if_range != NULL)
		text_format(&t, "If-Range: %s\r\n", f->if_range);
	text_add(&t, "\r\n");
	return channel_send(f->channel, room, t.len, e);
}

static bool is_redirect(const struct reply *r)
{
	return r->status - 301 < 3 || r->status - 307 < 2;
}

static int refuse(const struct reply *r, struct err *e)
{
	return err_set(e, r->status - 503 < 2 ? ERR_UNREACHABLE : ERR_FAIL, "%u%s%s", r->status, r->reason[0] != '\0' ? " " : "", r->reason);
}

/* The head is here. */
static int judge(struct fetch *f, struct err *e)
{
	const struct reply *r = &f->reply;

	if (is_redirect(r) && r->location[0] != '\0')
		return url_follow(&f->url, r->location, &f->url, e) == 0 ? ELSEWHERE : FAILED;
	if (r->status != 200 && r->status != 206)
		return refuse(r, e);
	if (r->ranged && (f->from == 0 || r->from != f->from))
		return err_set(e, ERR_MALFORMED, "sent octets from %l on, not from %l", (int64_t)r->from, (int64_t)f->from);
	return f->head(f->ctx, r, e) == 0 ? WHOLE : FAILED;
}

/* These octets have come. What is done with those of the body. */
static int hear(struct fetch *f, int what, const uint8_t *p, size_t len, struct err *e)
{
	struct reply *r = &f->reply;
	const uint8_t *body;
	size_t used, body_len;

	do {
		bool head = r->state == REPLY_HEAD;

		/* of a redirect's body nothing matters */
		if (reply_feed(r, p, len, &used, &body, &body_len, what == ELSEWHERE ? NULL : e) == REPLY_BROKEN)
			return what == ELSEWHERE ? what : FAILED;
		if (head && r->state != REPLY_HEAD)
			what = judge(f, e);
		if (what == WHOLE && body_len > 0 && f->body(f->ctx, body, body_len, e) != 0)
			return FAILED;
		p += used;
		len -= used;
	} while (what != FAILED && len > 0 && r->state < REPLY_DONE);
	/* what nobody has asked for is not the next answer */
	r->keep &= len == 0;
	return what;
}

static int listen_to(struct fetch *f, struct err *e)
{
	const struct reply *r = &f->reply;
	int what = WHOLE;
	const uint8_t *p;
	size_t len;

	while (what != FAILED && r->state < REPLY_DONE && (what == WHOLE || r->got <= FETCH_PASSED)) {
		f->channel->one_wait = r->state == REPLY_HEAD || what == ELSEWHERE;
		if (channel_receive(f->channel, &p, &len, what == ELSEWHERE ? NULL : e) != 0)
			return what == ELSEWHERE ? what : FAILED;
		what = hear(f, what, p, len, e);
	}
	return what;
}

/* One request. */
static int exchange(struct fetch *f, struct err *e)
{
	struct reply *r = &f->reply;

	for (;;) {
		bool old = channel_is_open(f->channel);
		int what;

		memset(r, 0, sizeof *r);
		if (!old && channel_open(f->channel, f->wish, e) != 0)
			return FAILED;
		what = ask(f, e) == 0 ? listen_to(f, e) : FAILED;
		if (what == FAILED || r->state != REPLY_DONE || !r->keep)
			channel_close(f->channel);
		if (what != FAILED || !old || r->status != 0 || r->head_len > 0)
			return what;
		/* the server had closed it meanwhile */
		err_clear(e);
	}
}

int fetch_get(struct fetch *f, struct err *e)
{
	for (int i = 0; i <= FETCH_REDIRECTS; i++) {
		int what = exchange(f, e);

		if (what != ELSEWHERE)
			return what;
	}
	channel_close(f->channel);
	return err_set(e, ERR_FAIL, "redirected more than %d times", FETCH_REDIRECTS);
}
