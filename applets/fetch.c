/* SPDX-License-Identifier: MIT */
/* fetch.c - GET: ask, follow, hand on. */
#include "applets/fetch.h"

#include <string.h>

#include "os/clock.h"

enum { FAILED = -1, WHOLE, ELSEWHERE };

static int ask(struct fetch *f, struct err *e)
{
	char room[3072];
	struct text t;

	text_init(&t, room, sizeof room);
	text_format(&t, "GET %s HTTP/1.1\r\nUser-Agent: certbox/" CERTBOX_VERSION "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nHost: ",
	    f->url.path[0] != '\0' ? f->url.path : "/");
	url_add_host(&t, &f->url);
	if (f->from > 0) {
		text_format(&t, "\r\nRange: bytes=%l-", (int64_t)f->from);
		if (f->if_range != NULL)
			text_format(&t, "\r\nIf-Range: %s", f->if_range);
	}
	text_add(&t, "\r\n\r\n");
	return channel_send(f->channel, room, t.len, e);
}

/* The head is here. */
static int judge(struct fetch *f, struct err *e)
{
	const struct reply *r = &f->reply;

	if ((r->status - 301 < 3 || r->status - 307 < 2) && r->location[0] != '\0')
		return url_follow(&f->url, r->location, &f->url, e) == 0 ? ELSEWHERE : FAILED;
	if (r->status != 200 && r->status != 206)
		return err_set(e, r->status - 503 < 2 ? ERR_UNREACHABLE : ERR_FAIL, "%s", r->words);
	if (r->ranged && (f->from == 0 || r->from != f->from))
		return err_set(e, ERR_MALFORMED, "sent octets from %l on", (int64_t)r->from);
	return f->head(f->ctx, r, e) == 0 ? WHOLE : FAILED;
}

static int listen_to(struct fetch *f, struct err *e)
{
	struct reply *r = &f->reply;
	const uint8_t *p, *body;
	size_t len = 0, used, body_len;

	do {
		bool head = r->state == REPLY_HEAD;
		int what = WHOLE;

		f->channel->one_wait = head || f->brief;
		if (len == 0 && channel_receive(f->channel, &p, &len, e) != 0)
			return FAILED;
		if (reply_feed(r, p, len, &used, &body, &body_len, e) == REPLY_BROKEN)
			return FAILED;
		p += used;
		len -= used;
		/* what nobody has asked for is not the next answer */
		r->keep &= len == 0;
		if (head && r->state != REPLY_HEAD)
			what = judge(f, e);
		if (what != WHOLE)
			return what;
		if (body_len > 0 && f->body(f->ctx, body, body_len, e) != 0)
			return FAILED;
	} while (r->state != REPLY_DONE);
	return WHOLE;
}

/* One request. */
static int exchange(struct fetch *f, struct err *e)
{
	struct reply *r = &f->reply;

	for (;;) {
		bool open = channel_is_open(f->channel), old = open && f->channel->answered;
		int what = FAILED;

		memset(r, 0, sizeof *r);
		if ((open || channel_open(f->channel, f->wish, e) == 0) && ask(f, e) == 0)
			what = listen_to(f, e);
		if (what == FAILED || !r->keep)
			channel_close(f->channel);
		f->channel->answered = true;
		if (what != FAILED || !old || r->status != 0 || r->head_len > 0 || clock_ticks_ms() >= f->channel->due)
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
