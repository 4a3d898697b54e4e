/* SPDX-License-Identifier: MIT */
/* plan.c - the table of SPEC 2 as data: facts about a pair, and rows that need some and forbid others. */
#include "applets/certgen/has.h"
#include "applets/certgen/plan.h"

#define DAY INT64_C(86400)

/* Facts about one pair; a row matches when all it needs are there and none it forbids. */
enum {
	KEY_NONE_ = 1 << 0, KEY_TORN_ = 1 << 1, KEY_GOOD_ = 1 << 2, KEY_LINK = 1 << 3,
	CERT_NONE_ = 1 << 4, CERT_TORN_ = 1 << 5, OURS = 1 << 6, FOREIGN = 1 << 7,
	FITS = 1 << 8, FORCE = 1 << 9, KNOWN = 1 << 10, CLONE = 1 << 11, BELIEVED = 1 << 12,
	SIGNS = 1 << 13,        /* CA rows */
	PROVISIONAL = 1 << 14,  /* leaf rows */
	LEAF_FOREIGN = 1 << 15, /* CA rows */
	/* None of these is ever forbidden. */
	IN_DATE = 1 << 16, EXPIRED = 1 << 17, NOT_YET = 1 << 18, ROTATE = 1 << 19, UNNEEDED = 1 << 20,
	/* CA rows */
	LEAF_LIVES = 1 << 21, LEAF_OURS = 1 << 22,
	LEAF_NONE = 1 << 23,    /* --seal's */
	/* leaf rows */
	KIND = 1 << 21, ISSUER = 1 << 22, LACKS = 1 << 23, SUBJECT = 1 << 24,
	RENEWS = 1 << 25, LATER = 1 << 26, LONGER = 1 << 27, EARLIER = 1 << 28
};

struct row {
	unsigned needs;
	uint16_t forbids;
	uint16_t why : 6, steps : 6, failure : 4; /* enum why, STEP_ bits, enum err_kind */
};
_Static_assert(WHY_COUNT <= 1 << 6, "a reason has 6 bits");

#define BOTH_ASIDE (STEP_ASIDE_KEY | STEP_ASIDE_CERT)
#define NEW_PAIR (STEP_NEW_KEY | STEP_NEW_CERT)
#define ANEW (BOTH_ASIDE | NEW_PAIR)

/* In SPEC's order; the first row that fits. Steps on files that are not there are dropped. */
static const struct row ca_rows[] = {
	{UNNEEDED, 0, WHY_NOT_NEEDED, 0, 0},
	{KNOWN, 0, WHY_KNOWN, ANEW, 0},
	{FOREIGN | FORCE, 0, WHY_FORCED, ANEW, 0},
	{FOREIGN | KEY_GOOD_ | FITS, SIGNS, WHY_FOREIGN_NOT_CA, 0, ERR_MISMATCH},
	{FOREIGN | KEY_GOOD_ | FITS | IN_DATE, 0, WHY_KEPT, 0, 0},
	{FOREIGN | KEY_GOOD_ | FITS, 0, WHY_FOREIGN_DATE, 0, ERR_UNTRUSTED},
	{FOREIGN | KEY_NONE_ | LEAF_LIVES, 0, WHY_CA_OFFLINE, 0, 0},
	{FOREIGN | KEY_NONE_ | LEAF_FOREIGN, 0, WHY_CA_OFFLINE, 0, 0},
	{FOREIGN | KEY_GOOD_, 0, WHY_FOREIGN_MISFIT, 0, ERR_MISMATCH},
	{FOREIGN, 0, WHY_FOREIGN_NO_KEY, 0, ERR_MISMATCH},
	{CLONE, 0, WHY_CLONE, ANEW, 0},
	{KEY_TORN_ | KEY_LINK, 0, WHY_LINKED_KEY, 0, ERR_MALFORMED},
	WITH_rotate({ROTATE | KEY_LINK, 0, WHY_LINKED_KEY, 0, ERR_MALFORMED},)
	WITH_rotate({ROTATE, 0, WHY_ROTATED, ANEW, 0},)
	{OURS | KEY_GOOD_, FITS, WHY_CA_MISFIT, 0, ERR_MISMATCH},
	{OURS | EXPIRED, 0, WHY_CA_EXPIRED, 0, ERR_UNTRUSTED},
	{OURS | KEY_GOOD_, 0, WHY_FINE, 0, 0},
	{OURS | LEAF_LIVES, 0, WHY_CA_OFFLINE, STEP_ASIDE_KEY, 0},
	{OURS, 0, WHY_CA_KEY_LOST, 0, ERR_FAIL},
	{KEY_GOOD_ | CERT_TORN_, 0, WHY_TORN_CERT, STEP_ASIDE_CERT | STEP_NEW_CERT, 0},
	{KEY_GOOD_, 0, WHY_NO_CERT, STEP_NEW_CERT, 0},
	{LEAF_OURS | LEAF_LIVES, FORCE, WHY_CA_GONE, BOTH_ASIDE, 0},
	{LEAF_OURS, FORCE, WHY_CA_LOST, 0, ERR_UNTRUSTED},
	{KEY_NONE_ | CERT_NONE_, 0, WHY_MISSING, NEW_PAIR, 0},
	{KEY_TORN_, 0, WHY_TORN_KEY, ANEW, 0},
	{0, 0, WHY_TORN_CERT, ANEW, 0},
};

/*
 * --seal: of both pairs together. Here KEY_LINK is the leaf's, EXPIRED and KNOWN are either's. The set is kept, and the
 * leaf's rows say what waits; or all of it is made anew.
 */
static const struct row seal_rows[] = {
	{KEY_NONE_ | IN_DATE | LEAF_LIVES, FORCE | KNOWN | CLONE, WHY_CA_OFFLINE, 0, 0},
	{KEY_NONE_ | LEAF_FOREIGN, 0, WHY_NOT_NEEDED, 0, 0},
	{KEY_NONE_ | FOREIGN, FORCE | KNOWN, WHY_FOREIGN_NO_KEY, 0, ERR_MISMATCH},
	{KEY_LINK, FORCE, WHY_LINKED_KEY, 0, ERR_MALFORMED},
	{0, BELIEVED, WHY_NO_CLOCK, 0, ERR_FAIL},
	{KEY_NONE_ | CERT_NONE_ | LEAF_NONE, 0, WHY_MISSING, NEW_PAIR, 0},
	{KNOWN, LEAF_FOREIGN, WHY_KNOWN, ANEW, 0},
	{FORCE, 0, WHY_FORCED, ANEW, 0},
	{CLONE, FOREIGN | LEAF_FOREIGN, WHY_CLONE, ANEW, 0},
	{0, KEY_NONE_, WHY_KEY_WAS_HERE, 0, ERR_FAIL},
	{EXPIRED, 0, WHY_EXPIRED, ANEW, 0},
	{0, 0, WHY_UNSEALED, ANEW, 0},
};

static const struct row leaf_rows[] = {
	{UNNEEDED, 0, WHY_NOT_NEEDED, 0, 0},
	{KNOWN, 0, WHY_KNOWN, ANEW, 0},
	{FOREIGN | FORCE, 0, WHY_FORCED, ANEW, 0},
	{FOREIGN | KEY_GOOD_ | FITS | IN_DATE, 0, WHY_KEPT, 0, 0},
	{FOREIGN | KEY_GOOD_ | FITS, 0, WHY_FOREIGN_DATE, 0, ERR_UNTRUSTED},
	{FOREIGN | KEY_GOOD_, 0, WHY_FOREIGN_MISFIT, 0, ERR_MISMATCH},
	{FOREIGN, 0, WHY_FOREIGN_NO_KEY, 0, ERR_MISMATCH},
	{CLONE, 0, WHY_CLONE, ANEW, 0},
	{KEY_TORN_ | KEY_LINK, 0, WHY_LINKED_KEY, 0, ERR_MALFORMED},
	{KEY_NONE_ | CERT_NONE_, 0, WHY_MISSING, NEW_PAIR, 0},
	WITH_rotate({ROTATE | KEY_LINK, 0, WHY_LINKED_KEY, 0, ERR_MALFORMED},)
	WITH_rotate({ROTATE, 0, WHY_ROTATED, ANEW, 0},)
	{KEY_TORN_, 0, WHY_TORN_KEY, ANEW, 0},
	{KEY_NONE_, 0, WHY_NO_KEY, ANEW, 0},
	{CERT_NONE_, 0, WHY_NO_CERT, STEP_NEW_CERT, 0},
	{CERT_TORN_, 0, WHY_TORN_CERT, STEP_ASIDE_CERT | STEP_NEW_CERT, 0},
	{OURS, FITS, WHY_MISFIT, STEP_ASIDE_CERT | STEP_NEW_CERT, 0},
	{OURS | KIND, 0, WHY_OTHER_KIND, STEP_NEW_CERT, 0},
	{OURS | ISSUER, 0, WHY_OTHER_ISSUER, STEP_NEW_CERT, 0},
	{OURS | EXPIRED, 0, WHY_EXPIRED, STEP_NEW_CERT, 0},
	{OURS | NOT_YET | EARLIER, 0, WHY_NOT_YET, STEP_NEW_CERT, 0},
	{OURS | LACKS, 0, WHY_NAMES, STEP_NEW_CERT, 0},
	{OURS | SUBJECT, 0, WHY_SUBJECT, STEP_NEW_CERT, 0},
	{OURS | PROVISIONAL | BELIEVED, 0, WHY_CLOCK_CAME, STEP_NEW_CERT, 0},
	{OURS | RENEWS | LATER, 0, WHY_RENEWAL, STEP_NEW_CERT, 0},
	{OURS | LONGER | LATER, PROVISIONAL, WHY_DAYS, STEP_NEW_CERT, 0},
	{0, 0, WHY_FINE, 0, 0},
};

/* --csr: no certificate is asked, made or touched. */
static const struct row key_rows[] = {
	{KNOWN, 0, WHY_KNOWN, STEP_ASIDE_KEY | STEP_NEW_KEY, 0},
	{CLONE, 0, WHY_CLONE, STEP_ASIDE_KEY | STEP_NEW_KEY, 0},
	{KEY_TORN_ | KEY_LINK, 0, WHY_LINKED_KEY, 0, ERR_MALFORMED},
	{KEY_TORN_, 0, WHY_TORN_KEY, STEP_ASIDE_KEY | STEP_NEW_KEY, 0},
	{KEY_NONE_, 0, WHY_MISSING, STEP_NEW_KEY, 0},
	{0, 0, WHY_FINE, 0, 0},
};

static const struct row *first_row(const struct row *rows, unsigned facts)
{
	while ((facts & rows->needs) != rows->needs || (facts & rows->forbids))
		rows++;
	return rows;
}

static unsigned when(bool condition, unsigned fact)
{
	return condition ? fact : 0;
}

static unsigned pair_facts(const struct found *f, const struct found_pair *p, const struct plan_wishes *w)
{
	bool cert = p->cert == CERT_FILE_OURS || p->cert == CERT_FILE_FOREIGN;
	bool early = cert && f->believed && f->now < p->not_before;
	bool late = cert && f->now > p->not_after;

	return 1u << p->key | when(p->key_link, KEY_LINK) | 1u << (4 + p->cert)
	    | when(p->fits, FITS) | when(early, NOT_YET) | when(late, EXPIRED)
	    | when(cert && !early && !late, IN_DATE) | when(w->force, FORCE) | when(p->known, KNOWN)
	    | when(f->other_machine && w->new_on_clone, CLONE) | when(f->believed, BELIEVED);
}

/* Is there a certificate that can go on serving without its CA's key? */
static bool leaf_lives(const struct found *f, unsigned leaf_facts)
{
	const struct found_pair *l = &f->leaf;
	const unsigned whole = KEY_GOOD_ | FITS | IN_DATE;

	if ((leaf_facts & whole) != whole)
		return false;
	return l->cert == CERT_FILE_FOREIGN || l->issued || f->ca.cert == CERT_FILE_NONE || f->ca.cert == CERT_FILE_TORN;
}

static unsigned ca_facts(const struct found *f, const struct plan_wishes *w)
{
	const struct found_pair *l = &f->leaf;
	unsigned leaf = pair_facts(f, l, w);
	bool empty = f->ca.key == KEY_FILE_NONE && f->ca.cert == CERT_FILE_NONE;
	bool user_leaf = l->cert == CERT_FILE_FOREIGN && !w->force && !l->known;
	bool ours = l->cert == CERT_FILE_OURS && !l->self_issued && !(leaf & (KNOWN | CLONE));

	return pair_facts(f, &f->ca, w) | when(f->ca.can_sign, SIGNS)
	    | when(w->self_signed || has_csr(w) || (empty && user_leaf && !w->ca_only), UNNEEDED)
	    | when(has_rotate(w, ROTATE_CA), ROTATE)
	    | when(!w->ca_only && leaf_lives(f, leaf), LEAF_LIVES) | when(ours && !w->ca_only, LEAF_OURS)
	    | when(user_leaf && !w->ca_only, LEAF_FOREIGN);
}

static unsigned seal_facts(const struct found *f, const struct plan_wishes *w)
{
	unsigned leaf = pair_facts(f, &f->leaf, w), ca = ca_facts(f, w) & ~(unsigned)KEY_LINK;
	bool known = f->leaf.known && f->ca.cert != CERT_FILE_FOREIGN;

	return ca | (leaf & (KEY_LINK | EXPIRED)) | when(known, KNOWN) | when((leaf & (KEY_NONE_ | CERT_NONE_)) == (KEY_NONE_ | CERT_NONE_), LEAF_NONE);
}

static void ca_dates(const struct found *f, const struct plan_wishes *w, const struct plan *p, int64_t *from, int64_t *to)
{
	bool made = (p->ca.steps & STEP_NEW_CERT) != 0;

	*from = made ? INT64_MIN : f->ca.not_before;
	*to = made ? f->now + w->ca_days * DAY : f->ca.not_after;
	if (p->signer != SIGNER_CA)
		*from = *to = 0;
}

void plan_leaf_dates(const struct found *f, const struct plan_wishes *w, int64_t ca_not_before, int64_t ca_not_after, int64_t *not_before, int64_t *not_after)
{
	*not_before = f->now - DAY;
	if (f->believed)
		*not_after = f->now + w->days * DAY;
	else
		*not_after = *not_before + w->provisional_days * DAY;
	if (ca_not_before == 0 && ca_not_after == 0)
		return;
	if (*not_before < ca_not_before) {
		if (!f->believed)
			*not_after += ca_not_before - *not_before;
		*not_before = ca_not_before;
	}
	if (*not_after > ca_not_after)
		*not_after = ca_not_after;
}

int64_t plan_renews_at(int64_t not_before, int64_t not_after, uint32_t renew_before_days)
{
	if (renew_before_days)
		return not_after - renew_before_days * DAY;
	return not_after - (not_after - not_before) / 3;
}

static unsigned leaf_facts(const struct found *f, const struct plan_wishes *w, const struct plan *p)
{
	const struct found_pair *l = &f->leaf;
	bool new_ca_key = (p->ca.steps & STEP_NEW_KEY) != 0;
	bool ca_stays = p->ca.why == WHY_CA_OFFLINE || p->ca.why == WHY_CA_GONE;
	bool other_kind = l->self_issued != w->self_signed || l->other_use;
	int64_t from, to, begin, end;

	ca_dates(f, w, p, &from, &to);
	plan_leaf_dates(f, w, from, to, &begin, &end);
	return pair_facts(f, l, w) | when(w->ca_only, UNNEEDED) | when(other_kind, KIND)
	    | when(!w->self_signed && (new_ca_key || (!l->issued && !ca_stays)), ISSUER)
	    | when(has_rotate(w, ROTATE_KEY), ROTATE) | when(l->lacks > 0, LACKS) | when(l->other_subject, SUBJECT) | when(l->provisional, PROVISIONAL)
	    | when(f->now >= plan_renews_at(l->not_before, l->not_after, w->renew_before), RENEWS)
	    | when(begin < l->not_before, EARLIER) | when(end > l->not_after + DAY, LATER)
	    | when((w->days + 1) * DAY > l->not_after - l->not_before + DAY, LONGER);
}

/* Steps on files that are not there are dropped, and a mode is mended only where the file stays. */
static void take(struct pair_plan *out, const struct row *row, const struct found_pair *p)
{
	out->why = row->why;
	out->steps = row->steps;
	if (p->key == KEY_FILE_NONE)
		out->steps &= ~(unsigned)STEP_ASIDE_KEY;
	if (p->cert == CERT_FILE_NONE)
		out->steps &= ~(unsigned)STEP_ASIDE_CERT;
	if (row->why == WHY_NOT_NEEDED || p->cert == CERT_FILE_FOREIGN)
		return;
	if (p->open_key && p->key == KEY_FILE_GOOD && !(out->steps & STEP_NEW_KEY))
		out->steps |= STEP_MEND_KEY;
	if (p->open_cert && p->cert == CERT_FILE_OURS && !(out->steps & STEP_NEW_CERT))
		out->steps |= STEP_MEND_CERT;
}

static void fail(struct plan *out, enum err_kind kind, enum why because, bool leaf)
{
	out->failure = kind;
	out->because = because;
	out->because_leaf = leaf;
}

/* Without its CA's key a leaf that is in date goes on: what only improves it waits. */
static void without_signer(struct plan *out, const struct found *f)
{
	if (!(out->leaf.steps & STEP_NEW_CERT))
		return;
	switch (out->leaf.why) {
	case WHY_NAMES:
	case WHY_SUBJECT:
	case WHY_CLOCK_CAME:
	case WHY_RENEWAL:
	case WHY_DAYS:
	case WHY_OTHER_KIND:
		out->leaf.steps &= ~(unsigned)STEP_NEW_CERT;
		out->warnings |= WARN_WAITS;
		break;
	default:
		fail(out, ERR_FAIL, f->ca.cert == CERT_FILE_NONE ? WHY_CA_LOST : WHY_CA_KEY_LOST, false);
	}
}

static const struct row *decide_ca(const struct found *f, const struct plan_wishes *w, struct plan *out)
{
	const struct row *row = has_seal(w) ? first_row(seal_rows, seal_facts(f, w)) : first_row(ca_rows, ca_facts(f, w));

	take(&out->ca, row, &f->ca);
	if (row->failure)
		fail(out, row->failure, row->why, has_seal(w) && row->why == WHY_LINKED_KEY);
	out->signer = w->self_signed ? SIGNER_SELF : SIGNER_CA;
	if (row->why == WHY_CA_OFFLINE || row->why == WHY_CA_GONE || (row->why == WHY_NOT_NEEDED && !w->self_signed))
		out->signer = SIGNER_NONE;
	return row;
}

/* What a sealed CA signs is made with it, or not at all: its row is the leaf's, too. */
static void decide_leaf(const struct found *f, const struct plan_wishes *w, const struct row *row, struct plan *out)
{
	if (!has_seal(w) || !(row->steps & STEP_NEW_KEY))
		row = first_row(has_csr(w) ? key_rows : leaf_rows, leaf_facts(f, w, out));
	take(&out->leaf, row, &f->leaf);
	if (has_csr(w))
		out->leaf.steps &= ~(unsigned)STEP_MEND_CERT;
	if (out->failure)
		return;
	if (row->failure)
		fail(out, row->failure, row->why, true);
	else if (out->signer == SIGNER_NONE)
		without_signer(out, f);
	else if (f->outside && f->leaf.cert != CERT_FILE_FOREIGN && !w->ca_only && !(out->ca.steps & STEP_NEW_CERT))
		fail(out, ERR_FAIL, WHY_OUTSIDE, true);
}

static void warn(const struct found *f, const struct plan_wishes *w, struct plan *out)
{
	/* A sealed CA has nothing left to sign: its leaf ends first. */
	bool ca_stands = out->ca.why != WHY_NOT_NEEDED && out->ca.why != WHY_CA_GONE && !has_seal(w);
	int64_t ca_ends = out->ca.steps & STEP_NEW_CERT ? f->now + w->ca_days * DAY : f->ca.not_after;
	bool leaf_made = (out->leaf.steps & STEP_NEW_CERT) != 0;
	int64_t from, to, begin, end;
	unsigned leaf = leaf_facts(f, w, out);

	ca_dates(f, w, out, &from, &to);
	plan_leaf_dates(f, w, from, to, &begin, &end);
	out->warnings |= when(out->leaf.why == WHY_KEPT && f->leaf.lacks, WARN_KEPT_NAMES)
	    | when(out->ca.why == WHY_CA_OFFLINE && f->ca.cert == CERT_FILE_OURS && !has_seal(w), WARN_CA_OFFLINE)
	    | when(out->ca.why == WHY_CA_GONE, WARN_CA_GONE)
	    | when(ca_stands && ca_ends - f->now < PLAN_CA_WARNED * DAY, WARN_CA_ENDS)
	    | when(leaf_made && f->believed && end - begin > PLAN_SPAN_WARNED * DAY, WARN_SPAN)
	    | when(f->leaf.other_type && !(out->leaf.steps & STEP_NEW_KEY) && out->leaf.why != WHY_NOT_NEEDED, WARN_TYPE)
	    | when(f->ca.other_type && !(out->ca.steps & STEP_NEW_KEY) && out->ca.why != WHY_NOT_NEEDED, WARN_CA_TYPE)
	    | when(f->other_machine, WARN_OTHER_MACHINE)
	    | when((has_why(out->ca.why, WHY_ROTATED, HAS_ROTATE) && !out->cross) || (has_seal(w) && (out->ca.steps & STEP_ASIDE_CERT)), WARN_NO_CROSS)
	    | when(out->leaf.why == WHY_FINE && !has_csr(w) && (leaf & RENEWS) && !(leaf & LATER), WARN_LEAF_SHORT);
}

void plan_make(const struct found *f, const struct plan_wishes *w, struct plan *out)
{
	unsigned aside;

	*out = (struct plan){.failure = ERR_NONE};
	decide_leaf(f, w, decide_ca(f, w, out), out);
	if (out->failure)
		return;
	/* A CA that has expired, or whose key is not here, leads nobody anywhere. */
	out->cross = has_why(out->ca.why, WHY_ROTATED, HAS_ROTATE) && !w->compromised && f->ca.fits && f->ca.can_sign && f->ca.key == KEY_FILE_GOOD
	    && f->ca.cert == CERT_FILE_OURS && f->now < f->ca.not_after;
	warn(f, w, out);
	aside = out->ca.steps | out->leaf.steps;
	out->at_once = (aside & NEW_PAIR) && (has_seal(w) || (aside & BOTH_ASIDE));
	out->mark = f->unmarked;
	out->tidy = f->leftovers > 0;
	out->work = out->ca.steps || out->leaf.steps || out->mark || out->tidy
	    || (out->warnings & (WARN_WAITS | WARN_CA_ENDS));
}
