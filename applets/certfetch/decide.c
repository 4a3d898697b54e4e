/* SPDX-License-Identifier: MIT */
/* decide.c - what is stored, what was wished, what was seen: the verdict. */
#include "applets/certfetch/decide.h"

/* What a rule asks about: bits of a situation. */
enum {
	PIN = 1 << 0, CA = 1 << 1, STRICT = 1 << 2, GET = 1 << 3, PEER = 1 << 4, INSTALL = 1 << 5, PLAIN = 1 << 6,
	NEW_HOST = 1 << 7, OLD_CA = 1 << 8, OLD_LEAF = 1 << 9,
	/* shown, told */
	GOOD = 1 << 10, ANOTHER = 1 << 11, KEY = 1 << 12, SAME = 1 << 13, PINNED = 1 << 14, ABOVE = 1 << 15,
	THERE = 1 << 16, ALIKE = 1 << 17, ROOT = 1 << 18, CROSSED = 1 << 19, TOLD = 1 << 20, KNOWN = 1 << 21, PROVEN = 1 << 22
};

/* The first row that fits decides: all of `all` hold, and none of `none`. */
struct row {
	unsigned all, none;
	enum decide_verdict verdict;
};

static enum decide_verdict look_up(const struct row *rows, unsigned facts)
{
	while ((facts & rows->all) != rows->all || (facts & rows->none) != 0)
		rows++;
	return rows->verdict;
}

static unsigned when(bool yes, unsigned bits)
{
	return yes ? bits : 0;
}

static unsigned wished(const struct decide_wish *w)
{
	static const unsigned stored[] = { [STORED_NONE] = NEW_HOST, [STORED_CA] = OLD_CA, [STORED_LEAF] = OLD_LEAF };

	return stored[w->stored] | when(w->pin, PIN) | when(w->ca, CA) | when(w->strict, STRICT) | when(w->get, GET) | when(w->peer, PEER)
	    | when(w->install, INSTALL) | when(w->plain, PLAIN) | when(w->proven, PROVEN);
}

/* The leaf was not issued by whom we believe: it is somebody else's. Anything else is wrong with the right one. */
static unsigned pathed(enum path_result path)
{
	bool another = path == PATH_UNKNOWN || path == PATH_SELF_SIGNED || path == PATH_SIGNATURE;

	return when(path == PATH_GOOD, GOOD) | when(another, ANOTHER);
}

enum decide_verdict decide_call(const struct decide_wish *w)
{
	static const struct row rows[] = {
		{ PLAIN, PIN, DECIDE_UNPINNED },
		{ INSTALL, PIN | CA, DECIDE_UNPINNED },
		{ NEW_HOST | GET, PIN | CA, DECIDE_UNKNOWN },
		{ NEW_HOST | STRICT, PIN | CA, DECIDE_STRICT },
		{ 0, 0, DECIDE_CALL }
	};

	return look_up(rows, wished(w));
}

enum decide_verdict decide_shown(const struct decide_wish *w, const struct decide_shown *s)
{
	static const struct row rows[] = {
		{ OLD_LEAF, KEY, DECIDE_CHANGED },
		{ OLD_CA | ANOTHER, 0, DECIDE_CHANGED },
		{ PIN | ABOVE | ANOTHER, 0, DECIDE_PIN },         /* the pinned CA is there, and did not issue it */
		{ NEW_HOST, PIN | CA | PEER, DECIDE_ASK },
		{ NEW_HOST | PIN, CA | PEER | PINNED | PROVEN, DECIDE_ASK }, /* the pin may be that of what /trust hands out */
		{ 0, GOOD, DECIDE_INVALID },
		{ PIN, PINNED, DECIDE_PIN },
		{ NEW_HOST, PIN | CA, DECIDE_ASK },               /* --peer: whoever it is */
		{ 0, 0, DECIDE_TRUST }
	};
	unsigned facts = wished(w) | pathed(s->path) | when(s->same_key, KEY) | when(s->pin == PIN_LEAF || s->pin == PIN_ABOVE, PINNED)
	    | when(s->pin == PIN_ABOVE, ABOVE);

	return look_up(rows, facts);
}

enum decide_verdict decide_told(const struct decide_wish *w, const struct decide_shown *s, const struct decide_told *t)
{
	static const struct row rows[] = {
		/* nothing is asked of a server that is known by its leaf */
		{ OLD_LEAF | SAME, PLAIN, DECIDE_UNCHANGED },
		{ OLD_LEAF, PLAIN, DECIDE_RENEWED },
		{ PEER | OLD_CA, PLAIN, DECIDE_UNCHANGED },
		{ PEER, PLAIN, DECIDE_NEW },
		{ PLAIN, THERE, DECIDE_NO_TRUST },
		/* a pin that nothing has matched; or what it names did not issue the leaf */
		{ PIN, PINNED, DECIDE_PIN },
		{ PIN | TOLD | ANOTHER, OLD_CA | PLAIN, DECIDE_PIN },
		{ OLD_CA, THERE, DECIDE_UNCHANGED },
		{ 0, THERE, DECIDE_NO_TRUST },
		/* nobody has proven anything: the pin alone speaks for it */
		{ PLAIN, GOOD, DECIDE_INVALID },
		{ PLAIN | NEW_HOST, 0, DECIDE_NEW },
		{ PLAIN, SAME | ALIKE, DECIDE_CHANGED },
		{ PLAIN, 0, DECIDE_UNCHANGED },
		/* the stored CA has been proven already; what /trust says can only add to it */
		{ OLD_CA | SAME, 0, DECIDE_UNCHANGED },
		{ OLD_CA | PIN, 0, DECIDE_UNCHANGED },
		{ OLD_CA | ALIKE | ROOT | GOOD, 0, DECIDE_RENEWED },
		{ OLD_CA | CROSSED | KNOWN | ROOT | GOOD, ALIKE, DECIDE_ROTATED },
		{ OLD_CA, 0, DECIDE_UNCHANGED },
		/* first contact */
		{ ANOTHER, 0, DECIDE_FOREIGN },
		{ 0, GOOD, DECIDE_INVALID },
		/* a leaf can be made to verify under many a CA by who has its key */
		{ CA, KNOWN, DECIDE_STRANGER },
		{ ABOVE, KNOWN | TOLD, DECIDE_STRANGER },
		{ GET, 0, DECIDE_TRUST },
		{ 0, 0, DECIDE_NEW }
	};
	bool pinned = s->pin == PIN_LEAF || s->pin == PIN_ABOVE || t->pin == PIN_ANCHOR;
	unsigned facts = wished(w) | when(t->there, THERE | pathed(t->path)) | when(pinned, PINNED) | when(w->stored == STORED_LEAF ? s->same : t->same, SAME)
	    | when(t->alike, ALIKE) | when(t->ca && t->self_signed, ROOT) | when(s->crossed, CROSSED)
	    | when(t->known, KNOWN) | when(s->pin == PIN_ABOVE, ABOVE) | when(t->pin == PIN_ANCHOR, TOLD);

	return look_up(rows, facts);
}

enum decide_verdict decide_keep(const struct decide_wish *w, enum decide_verdict v, bool vouched)
{
	return w->install && !vouched && decide_kind(v, PATH_GOOD) == ERR_NONE ? DECIDE_STRANGER : v;
}

enum err_kind decide_kind(enum decide_verdict v, enum path_result path)
{
	static const uint8_t kinds[] = {
		[DECIDE_STRICT] = ERR_UNTRUSTED, [DECIDE_UNKNOWN] = ERR_UNTRUSTED, [DECIDE_UNPINNED] = ERR_USAGE, [DECIDE_CHANGED] = ERR_MISMATCH,
		[DECIDE_PIN] = ERR_MISMATCH, [DECIDE_INVALID] = ERR_UNTRUSTED, [DECIDE_NO_TRUST] = ERR_UNTRUSTED, [DECIDE_FOREIGN] = ERR_UNTRUSTED, [DECIDE_STRANGER] = ERR_UNTRUSTED
	};

	if (v == DECIDE_INVALID && path == PATH_NAME)
		return ERR_MISMATCH;
	if (v == DECIDE_INVALID && path == PATH_MALFORMED)
		return ERR_MALFORMED;
	return (enum err_kind)kinds[v];
}
