/* SPDX-License-Identifier: MIT */
/* anchor.c - fetch a trust anchor from a server. */
#include "applets/anchor.h"

#include <string.h>

#include "applets/bundle.h"
#include "x509/view.h"

static struct bundle bundle;
static uint8_t room[ANCHOR_MAX];
static size_t len;

static int begin(void *ctx, const struct reply *r, struct err *e)
{
	(void)ctx;
	(void)r;
	(void)e;
	len = 0;
	return 0;
}

static int gather(void *ctx, const uint8_t *p, size_t n, struct err *e)
{
	(void)ctx;
	if (n > sizeof room - len)
		return err_set(e, ERR_MALFORMED, "over %z octets are no certificate", sizeof room);
	memcpy(room + len, p, n);
	len += n;
	return 0;
}

int anchor_fetch(struct fetch *f, const char *path, struct view *out, struct err *e)
{
	struct view list;
	struct cert_view c;

	if (strlen(path) >= URL_PATH)
		return err_set(e, ERR_USAGE, "a path of %z characters", strlen(path));
	f->url = *f->wish->url;
	memcpy(f->url.path, path, strlen(path) + 1);
	f->brief = true;
	f->head = begin;
	f->body = gather;
	if (fetch_get(f, e) != 0) {
		if (e->kind != ERR_FAIL || f->reply.status < 400 || f->reply.status > 499)
			return -1;
		err_clear(e);
		return 1;
	}
	bundle_free(&bundle);
	if (bundle_add(&bundle, view_of(room, len), e) != 0)
		return err_prefix(e, path);
	list = view_of(bundle.der, bundle.len);
	if (view_whole(&list, DER_SEQUENCE, out) != 0)
		*out = list;
	return cert_read(*out, &c, e) != 0 ? err_prefix(e, path) : 0;
}
