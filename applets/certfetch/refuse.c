/* SPDX-License-Identifier: MIT */
/* refuse.c - what a refusal says. */
#include "applets/certfetch/refuse.h"

#include <string.h>

#include "applets/sha256.h"

/* How to begin anew, if it was the user's own doing: as he would type it. */
static void add_way_out(struct text *t, const struct visit *v)
{
	size_t host = strlen(v->where);

	if (v->url.plain || v->url.port == URL_PORT)
		host = (size_t)(strrchr(v->where, ':') - v->where);
	text_format(t, " (if you did this: certfetch --forget ");
	text_add_bytes(t, v->where, host);
	if (v->as != NULL)
		text_format(t, " --as %s", v->as);
	if (strcmp(v->peer.dir, PEERS_DIR) != 0)
		text_format(t, " -d %s", v->peer.dir);
	text_add_char(t, ')');
}

static void add_seen(struct text *t, const struct visit *v)
{
	text_add(t, v->url.plain ? "seen sha256 " : "seen leaf ");
	sha256_add_digits(t, v->judge.leaf);
}

/* "; nothing stored", behind what had to be cut, too; and what it is good for to know, if there is room. */
static void add_end(struct text *t, const struct visit *v)
{
	size_t len;

	text_add(t, t->cut ? "...; nothing stored" : "; nothing stored");
	t->cut = false;
	len = t->len;
	if (v->verdict == DECIDE_CHANGED)
		add_way_out(t, v);
	if (v->verdict == DECIDE_NO_TRUST && !v->url.plain)
		text_format(t, " (--peer takes the certificate it shows)");
	if (t->cut)
		t->buf[len] = '\0';
}

int refuse(const struct visit *v, struct err *e)
{
	static const char *const words[] = {
		[DECIDE_STRICT] = TEXT("nothing is stored of it, and --strict was given"),
		[DECIDE_UNKNOWN] = TEXT("nothing is stored of it: --get needs --pin, --ca, or a visit without --get before"),
		[DECIDE_UNPINNED] = TEXT("--install, --bundle and http:// need --pin, the first two at least --ca"),
		[DECIDE_CHANGED] = TEXT("CHANGED: stored "),
		[DECIDE_PIN] = TEXT("not what --pin says: "),
		[DECIDE_INVALID] = TEXT("not trusted: "),
		[DECIDE_NO_TRUST] = TEXT("hands out no trust anchor at "),
		[DECIDE_FOREIGN] = TEXT("what it hands out did not issue its own certificate: "),
		[DECIDE_STRANGER] = TEXT("its CA is neither itself what --pin names nor one of --ca: ")
	};
	const struct judge *j = &v->judge;
	struct view stored = j->stored, anchor = v->anchor;
	char line[ERR_TEXT];
	size_t room = sizeof line - strlen(v->where) - 2; /* of "HOST:PORT: " */
	struct text t;

	text_init(&t, line, room - sizeof "...; nothing stored");
	text_add_text(&t, words[v->verdict]);
	switch (v->verdict) {
	case DECIDE_CHANGED:
		sha256_add(&t, judge_next(&stored));
		text_add(&t, ", ");
		add_seen(&t, v);
		break;
	case DECIDE_PIN:
		add_seen(&t, v);
		if (j->shown.pin == PIN_ABOVE || j->told.pin == PIN_ANCHOR)
			text_add_text(&t, TEXT(", which the pinned CA did not issue"));
		break;
	case DECIDE_INVALID:
	case DECIDE_FOREIGN:
		path_add_text(&t, &j->rules, &j->path);
		break;
	case DECIDE_NO_TRUST:
		text_add(&t, v->trust);
		break;
	case DECIDE_STRANGER:
		sha256_add(&t, judge_next(&anchor));
		break;
	default:
		break;
	}
	t.cap = room;
	if (v->verdict >= DECIDE_CHANGED)
		add_end(&t, v);
	return err_set(e, decide_kind(v->verdict, j->path.result), "%s", line);
}
