/* SPDX-License-Identifier: MIT */
/* answer.c - what a request is answered, and the octets of it. */
#include "applets/certserve/answer.h"

#include <string.h>

#include "applets/certserve/front.h"
#include "applets/certserve/response.h"

const struct shelf *answer_shelf(const struct exchange *x, uint32_t generation)
{
	return &x->site->shelves[generation % OFFER_KEPT];
}

/* The answer is chosen. */
static void choose(struct exchange *x, unsigned status, size_t len, const char *method, struct view asked)
{
	struct exchange_site *site = x->site;
	struct exchange_line line = { method, asked, status, status < 400 || x->answer.head ? len : response_line_len(status, x->answer.why) };

	x->answer.status = (uint16_t)status;
	x->answer.len = len;
	x->answer.now = site->now;
	x->answer.generation = site->generation;
	x->phase = EXCHANGE_ANSWER;
	site->values[METRICS_ANSWERS_2XX_TOTAL + (status - 200) / 100]++;
	if (site->said != NULL)
		site->said(site->ctx, &line);
}

/* A line of it, as it came. */
static struct view first_line(const char *p, size_t len)
{
	size_t at = 0, end;

	while (at < len && (p[at] == '\r' || p[at] == '\n'))
		at++;
	for (end = at; end < len && p[end] != '\r' && p[end] != '\n';)
		end++;
	return view_of((const uint8_t *)p + at, end - at);
}

void answer_refuse(struct exchange *x, unsigned status, const char *why, const char *p, size_t len)
{
	memset(&x->answer, 0, sizeof x->answer);
	x->answer.why = why;
	x->answer.name = RESOURCES;
	x->answer.head = x->request.head;
	choose(x, status, 0, NULL, first_line(p, len));
}

void answer_request(struct exchange *x, const char *p)
{
	const struct request *q = &x->request;
	const struct shelf *s = answer_shelf(x, x->site->generation);
	struct exchange_answer *a = &x->answer;
	char etag[RESPONSE_ETAG];
	struct resource r;
	unsigned status = 200;

	memset(a, 0, sizeof *a);
	a->head = q->head;
	a->keep = q->keep && ++x->requests < FRONT_REQUESTS && !x->site->drain;
	a->name = (uint16_t)resource_find(s, p + q->path.at, q->path.len);
	if (a->name == RESOURCE_PAGE)
		resource_base(s, p + q->host.at, q->host.len, x->port, x->tls == NULL, &a->base);
	resource_get(s, a->name, &a->base, x->site->now, x->site->values, &x->site->scratch, &r);
	if (r.type == NULL)
		status = 404;
	else if (r.body.len == 0 && !r.kept)
		status = 500;
	if (status == 200 && r.kept && q->if_none_match.len > 0) {
		response_etag(etag, r.sha256);
		status = request_has(q, p, etag) ? 304 : 200;
	}
	choose(x, status, status == 200 && !q->head ? r.body.len : 0, q->head ? "HEAD" : "GET",
	    view_of((const uint8_t *)p + q->path.at, q->path.len));
}

/* The head of a 200 or 304, or a line whole. */
static void write_head(struct text *t, const struct exchange_answer *a, const struct resource *r)
{
	struct response head = { a->status, r->type, r->style, r->body.len, r->kept ? r->sha256 : NULL, a->now, a->keep };

	if (a->status == 200 || a->status == 304)
		response_head(t, &head);
	else
		response_line(t, a->status, a->why, a->now, a->keep, a->head);
}

size_t answer_fill(struct exchange *x, uint8_t *p, size_t cap)
{
	struct exchange_answer *a = &x->answer;
	struct resource r;
	struct text t;
	size_t n;

	text_init(&t, (char *)p, cap);
	resource_get(answer_shelf(x, a->generation), a->name, &a->base, a->now, x->site->values, &x->site->scratch, &r);
	if (!a->begun)
		write_head(&t, a, &r);
	/* metrics count their own answer: they have grown since it was chosen */
	if (!a->begun && a->len > 0)
		a->len = r.body.len;
	a->begun = true;
	n = a->len - a->at < cap - t.len ? a->len - a->at : cap - t.len;
	if (n > 0)
		memcpy(p + t.len, r.body.p + a->at, n);
	a->at += n;
	return t.len + n;
}
