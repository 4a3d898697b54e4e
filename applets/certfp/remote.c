/* SPDX-License-Identifier: MIT */
/* remote.c - what a server shows. */
#include "applets/certfp/remote.h"

#include <fcntl.h>
#include <string.h>

#include "applets/anchor.h"
#include "applets/bundle.h"
#include "bearssl-glue/verify.h"
#include "x509/path.h"

#define TIMEOUT_MS 20000

static struct channel channel;
static struct fetch fetch;

/* Whoever it is: he is looked at, nothing more. */
static enum tls_verdict accept_any(void *ctx, struct view sent, struct err *e)
{
	(void)ctx;
	(void)sent;
	(void)e;
	return TLS_ACCEPTED;
}

/* What it hands out, if that issued the leaf; when, and for whom, is not the question here. */
static int find_anchor(struct view *out, struct err *e)
{
	struct path_rules r = { .verify = verify_bytes, .purpose = EKU_SERVER, .now = INT64_MIN, .unsure = true };
	struct path p;
	int got = anchor_fetch(&fetch, ANCHOR_PATH, out, e);

	if (got > 0)
		return err_set(e, ERR_UNTRUSTED, "no trust anchor at " ANCHOR_PATH);
	/* of the handshake it came by, which need not be the first */
	if (got < 0 || path_find(&r, view_of(channel.sent, channel.sent_len), *out, &p) == PATH_GOOD)
		return got;
	return err_set(e, ERR_UNTRUSTED, "what it hands out did not issue its own certificate");
}

static int look(const struct url *u, bool anchor, struct file *f, struct err *e)
{
	const struct channel_wish w = { .url = u, .timeout_ms = TIMEOUT_MS, .judge = accept_any, .fill = channel_fill };
	struct view out;
	int result = -1;

	channel.fd = -1;
	fetch = (struct fetch){ .channel = &channel, .wish = &w };
	if (channel_open(&channel, &w, e) == 0) {
		out = view_of(channel.sent, channel.sent_len);
		if (!anchor || find_anchor(&out, e) == 0)
			f->bytes = (uint8_t *)bundle_pem(out, &f->size, e);
		result = f->bytes != NULL ? 0 : -1;
	}
	channel_close(&channel);
	return result;
}

int remote_read(const char *name, bool anchor, struct file *f, struct err *e)
{
	struct file_facts facts = { .there = false };
	static struct url u;

	if (!anchor && (strchr(name, ':') == NULL || file_look(AT_FDCWD, name, &facts, NULL) != 0 || facts.there))
		return 1;
	if (url_parse(name, &u, e) == 0 && u.plain)
		err_set(e, ERR_USAGE, "a server shows certificates by https");
	return e->kind == ERR_NONE && look(&u, anchor, f, e) == 0 ? 0 : err_prefix(e, name);
}
