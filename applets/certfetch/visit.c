/* SPDX-License-Identifier: MIT */
/* visit.c - one visit to a server. */
#include "applets/certfetch/visit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/anchor.h"
#include "applets/bundle.h"
#include "applets/certfetch/download.h"
#include "applets/certfetch/install.h"
#include "applets/certfetch/refuse.h"
#include "applets/sha256.h"

static struct channel channel;

/* --- the server is judged before a word is said ----------------------------------------------------- */

static enum tls_verdict judge(void *ctx, struct view sent, struct err *e)
{
	struct visit *v = ctx;

	judge_shown(&v->judge, sent);
	v->verdict = decide_shown(&v->judge.wish, &v->judge.shown);
	if (v->verdict == DECIDE_ASK)
		return TLS_ACCEPTED;
	if (v->verdict == DECIDE_TRUST)
		return TLS_TRUSTED;
	refuse(v, e);
	return TLS_DISTRUSTED;
}

/* told: empty when there is none. */
static int ask(struct visit *v, struct view *told, struct err *e)
{
	static struct fetch f;

	f = (struct fetch){ .channel = &channel, .wish = &v->wish };
	return anchor_fetch(&f, v->trust, told, e) < 0 ? -1 : 0;
}

/* --- what is done ----------------------------------------------------------------------------------- */

/* -o of an anchor; "-" is standard output. */
static int put(const struct visit *v, struct view ders, struct err *e)
{
	static const struct say aloud;
	size_t len;
	char *pem;

	if (strcmp(v->out, "-") != 0)
		return install_out(v->out, ders, e);
	pem = bundle_pem(ders, &len, e);
	if (pem == NULL)
		return -1;
	say_bytes(&aloud, pem, len);
	free(pem);
	return 0;
}

/* What else was wished for the anchor. */
static int hand_on(const struct visit *v, struct view anchor, struct err *e)
{
	if (v->out != NULL && put(v, anchor, e) != 0)
		return -1;
	if (v->bundle != NULL && install_bundle(&v->say, v->bundle, anchor, e) != 0)
		return -1;
	return v->install ? install_system(&v->say, v->root, v->peer.name, anchor, e) : 0;
}

static void report(const struct visit *v, struct view anchor, struct view old)
{
	const struct decide_wish *w = &v->judge.wish;
	char line[400];
	struct text t;

	text_init(&t, line, sizeof line);
	sha256_add(&t, anchor);
	if (v->verdict == DECIDE_UNCHANGED) {
		say_state(&v->say, "unchanged", v->where, line);
		return;
	}
	if (v->verdict == DECIDE_ROTATED) {
		text_add(&t, "  signed by ");
		sha256_add_digits(&t, old);
	} else
		text_format(&t, "  stored %s", v->peer.name);
	if (v->verdict == DECIDE_NEW && !w->pin && !w->ca)
		text_add_text(&t, TEXT("; compare with its console"));
	say_change(&v->say, v->verdict == DECIDE_NEW ? "new" : v->verdict == DECIDE_ROTATED ? "rotated" : "renewed", v->where, line);
}

/* A proven server that hands out another CA than the stored one, which did not take its place. */
static void warn(const struct visit *v, struct view told)
{
	const struct decide_told *t = &v->judge.told;
	char fp[SHA256_TEXT];
	struct text x;

	if (v->verdict != DECIDE_UNCHANGED || !t->there || t->same || v->judge.wish.stored != STORED_CA)
		return;
	text_init(&x, fp, sizeof fp);
	sha256_add(&x, told);
	if (v->judge.wish.pin)
		say_warning(&v->say, "%s: hands out another CA, %s: not taken over under --pin", v->where, fp);
	else
		say_warning(&v->say, "%s: hands out another CA, %s: not taken over, since the stored one has not signed it as its successor", v->where, fp);
}

static int settle(struct visit *v, struct view told, struct err *e)
{
	struct view stored = v->judge.stored, old = judge_next(&stored), anchor = v->anchor;

	if (v->verdict != DECIDE_UNCHANGED && peers_store(&v->peer, anchor, v->judge.wish.stored == STORED_CA, e) != 0)
		return -1;
	report(v, judge_next(&anchor), old);
	warn(v, told);
	return hand_on(v, v->anchor, e);
}

/* --- the visit -------------------------------------------------------------------------------------- */

/* --get: what the server is has been settled; a new connection will be judged as strictly. */
static int get(struct visit *v, struct err *e)
{
	static struct fetch f;
	struct progress p = { .shown = false };
	struct download d = { .fetch = &f, .out = v->out, .sha256 = v->sha256, .patience = &v->patience };
	char line[32];
	struct text t;

	v->judge.wish.proven = true;
	f = (struct fetch){ .channel = &channel, .wish = &v->wish, .url = v->url };
	if (v->say.level != SAY_QUIET && isatty(STDERR_FILENO))
		d.progress = &p;
	if (download(&d, e) != 0)
		return -1;
	text_init(&t, line, sizeof line);
	text_format(&t, "%l octets", (int64_t)d.octets);
	say_change(&v->say, "created", v->out, line);
	return 0;
}

/* Until it is known what the server is: v->verdict; *told is what it handed out. */
static int meet(struct visit *v, struct view *told, struct err *e)
{
	struct judge *j = &v->judge;
	const struct decide_wish *w = &j->wish;
	struct view sent = view_of(NULL, 0);
	bool leaf = !w->plain && (w->peer || w->stored == STORED_LEAF);

	v->verdict = DECIDE_ASK;
	*told = sent;
	if (!w->plain && channel_open(&channel, &v->wish, e) != 0)
		return -1;
	if (v->verdict == DECIDE_TRUST && w->get)
		return 0;
	if (!leaf && ask(v, told, e) != 0)
		return -1;
	if (!w->plain)
		sent = view_of(channel.sent, channel.sent_len);
	judge_told(j, sent, *told);
	v->verdict = decide_told(w, &j->shown, &j->told);
	v->anchor = v->verdict == DECIDE_UNCHANGED ? j->stored : leaf ? j->leaf : *told;
	v->verdict = decide_keep(w, v->verdict, judge_vouched(j, v->anchor));
	if (v->verdict == DECIDE_TRUST) {
		j->wish.ca = true;
		j->ca = *told;
	}
	return decide_kind(v->verdict, j->told.path) == ERR_NONE ? 0 : refuse(v, e);
}

static int with_patience(struct visit *v, struct view *told, struct err *e)
{
	while (meet(v, told, e) != 0) {
		channel_close(&channel);
		if (!patience_left(&v->patience, e))
			return -1;
	}
	return 0;
}

int visit(struct visit *v, struct err *e)
{
	struct view told;
	int result = -1;

	v->patience.say = &v->say;
	v->wish.url = &v->url;
	v->wish.judge = judge;
	v->wish.ctx = v;
	channel.fd = -1;
	v->verdict = decide_call(&v->judge.wish);
	if (v->verdict != DECIDE_CALL)
		refuse(v, e);
	else if (with_patience(v, &told, e) == 0)
		result = v->verdict == DECIDE_TRUST ? get(v, e) : settle(v, told, e);
	channel_close(&channel);
	return result == 0 ? 0 : err_prefix(e, v->where);
}
