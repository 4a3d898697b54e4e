/* SPDX-License-Identifier: MIT */
/* refuse.c - what a refusal says. */
#include "applets/certfetch/refuse.h"

void refuse_add_digits(struct text *t, struct view der)
{
	uint8_t fp[SHA256_LEN];

	digest_sha256(der.p, der.len, fp);
	text_add_hex(t, fp, sizeof fp, ':');
}

void refuse_add_sha256(struct text *t, struct view der)
{
	text_add(t, "sha256 ");
	refuse_add_digits(t, der);
}

/* How to begin anew, if it was the user's own doing. */
static void add_way_out(struct text *t, const struct visit *v)
{
	text_format(t, "; nothing stored (if you did this: certfetch --forget %s)", v->where);
}

int refuse(const struct visit *v, struct err *e)
{
	static const char *const words[] = {
		[DECIDE_STRICT] = TEXT("nothing is stored of it, and --strict was given"),
		[DECIDE_UNKNOWN] = TEXT("nothing is stored of it: --get needs --pin, --ca, or a visit without --get before"),
		[DECIDE_UNPINNED] = TEXT("--install, --bundle and http:// need --pin, the first two at least --ca"),
		[DECIDE_CHANGED] = TEXT("CHANGED: stored "),
		[DECIDE_PIN] = TEXT("not what --pin says: seen leaf "),
		[DECIDE_INVALID] = TEXT("not trusted: "),
		[DECIDE_NO_TRUST] = TEXT("hands out no trust anchor at "),
		[DECIDE_FOREIGN] = TEXT("what it hands out did not issue its own certificate: ")
	};
	const struct judge *j = &v->judge;
	struct view stored = j->stored;
	char line[ERR_TEXT];
	struct text t;

	text_init(&t, line, sizeof line);
	text_add_text(&t, words[v->verdict]);
	switch (v->verdict) {
	case DECIDE_CHANGED:
		refuse_add_sha256(&t, judge_next(&stored));
		text_add(&t, ", seen leaf ");
		refuse_add_digits(&t, j->leaf);
		add_way_out(&t, v);
		break;
	case DECIDE_PIN:
		refuse_add_sha256(&t, j->leaf);
		if (j->shown.pin == PIN_ABOVE || j->told.pin == PIN_ANCHOR)
			text_add_text(&t, TEXT(", which the pinned CA did not issue"));
		text_add(&t, "; nothing stored");
		break;
	case DECIDE_INVALID:
	case DECIDE_FOREIGN:
		path_add_text(&t, &j->rules, &j->path);
		text_add(&t, "; nothing stored");
		break;
	case DECIDE_NO_TRUST:
		text_format(&t, "%s; nothing stored (--peer takes the certificate it shows)", v->trust);
		break;
	default:
		break;
	}
	return err_set(e, decide_kind(v->verdict, j->path.result), "%s", line);
}
