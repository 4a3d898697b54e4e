/* SPDX-License-Identifier: MIT */
/* judge.c - from certificates to facts. */
#include "applets/certfetch/judge.h"

struct view judge_next(struct view *list)
{
	struct view one;

	if (view_whole(list, DER_SEQUENCE, &one) != 0)
		one = *list = view_of(NULL, 0);
	return one;
}

/* A certificate and, of what does not parse, nothing. */
static bool look(struct view der, struct cert_view *out)
{
	return der.len > 0 && cert_read(der, out, NULL) == 0;
}

static bool has_pin(const struct judge *j, struct view der)
{
	struct fingerprint f = { .algorithm = DIGEST_SHA256 };
	struct cert_view c;
	struct view what = der;

	if (!j->wish.pin || der.len == 0)
		return false;
	if (j->pin->spki) {
		if (!look(der, &c))
			return false;
		what = c.spki;
	}
	fingerprint_of(&f, what.p, what.len);
	return view_is(view_of(f.sha256, SHA256_LEN), j->pin->sha256, SHA256_LEN);
}

/* The same name and key. */
static bool alike(struct view a, struct view b)
{
	struct cert_view x, y;

	return look(a, &x) && look(b, &y) && view_same(x.subject, y.subject) && view_same(x.spki, y.spki);
}

static bool same_key(struct view a, struct view b)
{
	struct cert_view x, y;

	return look(a, &x) && look(b, &y) && view_same(x.spki, y.spki);
}

/* The first of a list that bears the pin. */
static struct view pinned_in(const struct judge *j, struct view list)
{
	struct view one;

	do
		one = judge_next(&list);
	while (one.len > 0 && !has_pin(j, one));
	return one;
}

/* A CA the path led over, or its anchor. */
static bool pinned_path(const struct judge *j)
{
	for (unsigned i = 1; i < j->path.n; i++)
		if (has_pin(j, j->path.cert[i]))
			return true;
	return has_pin(j, j->path.anchor);
}

/* Whom we believe for this host. Empty: nobody but, perhaps, the leaf. */
static struct view anchors_of(const struct judge *j)
{
	return j->wish.stored == STORED_CA ? j->stored : j->wish.stored == STORED_NONE && j->wish.ca ? j->ca : view_of(NULL, 0);
}

void judge_shown(struct judge *j, struct view sent)
{
	struct decide_shown *s = &j->shown;
	struct view rest = sent, anchors = anchors_of(j);

	*s = (struct decide_shown){ .pin = j->wish.pin ? PIN_OTHER : PIN_NONE };
	j->leaf = judge_next(&rest);
	s->same = view_same(j->leaf, j->stored);
	s->same_key = same_key(j->leaf, j->stored);
	if (has_pin(j, j->leaf))
		s->pin = PIN_LEAF;
	if (anchors.len == 0 && j->wish.stored == STORED_NONE && s->pin == PIN_OTHER) {
		anchors = pinned_in(j, rest);
		if (anchors.len > 0)
			s->pin = PIN_ABOVE;
	}
	if (anchors.len == 0) {
		s->path = path_leaf(&j->rules, j->leaf, &j->path);
		return;
	}
	s->path = path_find(&j->rules, sent, anchors, &j->path);
	if (s->path != PATH_GOOD)
		return;
	s->crossed = j->path.n > 1;
	if (s->pin == PIN_OTHER && pinned_path(j))
		s->pin = PIN_ABOVE;
}

/* Its own issuer, and signed so. */
static bool signs_itself(const struct judge *j, const struct cert_view *c)
{
	return cert_self_issued(c) && j->rules.verify(&c->key, c->signature, c->tbs, c->signature_value);
}

/* One of a path above its leaf; self_signed: or made again by the owner of its key. */
static bool leads_over(const struct path *p, struct view told, bool self_signed)
{
	bool found = false;

	for (unsigned i = 1; i <= p->n; i++) {
		struct view one = i < p->n ? p->cert[i] : p->anchor;

		found |= view_same(one, told) || (self_signed && alike(one, told));
	}
	return found;
}

/* Of what nobody has shown to be his: http:// hands it out, a pin vouches for it. */
static enum path_result judge_dates(const struct path_rules *r, const struct cert_view *c)
{
	if (!r->unsure && r->now < c->not_before)
		return PATH_EARLY;
	return r->now > c->not_after ? PATH_EXPIRED : PATH_GOOD;
}

bool judge_vouched(const struct judge *j, struct view list)
{
	struct view one;

	while ((one = judge_next(&list)).len > 0) {
		if ((j->pin->spki || !has_pin(j, one)) && !view_holds(j->ca, one))
			return false;
	}
	return true;
}

void judge_told(struct judge *j, struct view sent, struct view told)
{
	struct decide_told *t = &j->told;
	struct path shown = j->path;
	struct view rest = j->stored, one;
	struct cert_view c;

	*t = (struct decide_told){ .there = told.len > 0, .path = PATH_MALFORMED, .pin = j->wish.pin ? PIN_OTHER : PIN_NONE };
	if (!t->there)
		return;
	t->same = view_holds(rest, told);
	while ((one = judge_next(&rest)).len > 0)
		t->alike = t->alike || alike(told, one);
	if (!look(told, &c))
		return;
	t->ca = c.ca;
	t->self_signed = signs_itself(j, &c);
	t->known = j->shown.path == PATH_GOOD && leads_over(&shown, told, t->self_signed);
	/* the pin of a key says nothing about what others write around it */
	if (has_pin(j, told) && (t->self_signed || !j->pin->spki))
		t->pin = PIN_ANCHOR;
	if (sent.len > 0) {
		path_find(&j->rules, sent, told, &j->path);
	} else {
		j->leaf = told;
		j->path = (struct path){ .result = judge_dates(&j->rules, &c), .at = told, .cert = { told } };
	}
	t->path = j->path.result;
}
