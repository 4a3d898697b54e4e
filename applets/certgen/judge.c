/* SPDX-License-Identifier: MIT */
/* judge.c - from files read and names wanted to the facts that plan decides by. */
#include <string.h>

#include "applets/certgen/has.h"
#include "applets/certgen/judge.h"
#include "applets/certgen/subject.h"
#include "applets/release.h"
#include "bearssl-glue/digest.h"
#include "bearssl-glue/sign.h"
#include "bearssl-glue/verify.h"

bool judge_clock(int64_t clock, enum clock_trust trust, bool is_set)
{
	if (trust == CLOCK_OK)
		return true;
	if (!release_covers(clock))
		return false;
	return trust == CLOCK_AUTO || is_set;
}

bool judge_constrained(const struct wishes *w)
{
	return w->constrain != CONSTRAIN_OFF && !w->plan.self_signed && !has_csr(&w->plan);
}

/* Was this certificate signed by this key? Signing again costs half of verifying, and proves the same. */
static bool made_by(const struct cert_view *c, const struct key *k)
{
	uint8_t again[SIGNATURE_MAX];
	size_t len;

	if (k->kind == KEY_RSA || c->signature != sig_for(k->kind) || sign_bytes(k, c->tbs, again, &len))
		return false;
	return view_is(c->signature_value, again, len);
}

static bool signed_by_spki(const struct cert_view *c, struct view spki)
{
	struct spki key;

	return spki_read(spki, &key) == 0 && verify_bytes(&key, c->signature, c->tbs, c->signature_value);
}

static bool signed_by_key(const struct cert_view *c, struct key *k)
{
	uint8_t spki[SPKI_MAX];

	if (made_by(c, k))
		return true;
	return key_complete(k) == 0 && signed_by_spki(c, view_of(spki, key_spki(k, spki)));
}

static bool fits(const struct cert_view *c, struct key *k)
{
	uint8_t spki[SPKI_MAX];

	return key_complete(k) == 0 && view_is(c->spki, spki, key_spki(k, spki));
}

/* A key whose file contradicts itself is torn: a bit of it has changed. */
static void judge_key(struct set *s, enum set_pair pair)
{
	if (s->key_found[pair] == KEY_FILE_GOOD && key_complete(&s->key[pair]))
		s->key_found[pair] = KEY_FILE_TORN;
}

/*
 * Another's certificate is never touched; but one of ours with a changed bit bears no mark either. It is known by
 * what is left: a serial of our form, an issuer that is itself (or our CA, whose name no other has), and a signature that fails.
 */
static bool is_ours_damaged(const struct set *s, enum set_pair pair)
{
	const struct cert_view *c = &s->cert[pair], *ca = &s->cert[SET_CA];

	if (s->cert_found[pair] != CERT_FILE_FOREIGN || s->entry[SET_CERT_OF(pair)].file.facts.link
	    || c->serial.len != MARK_SERIAL_LEN || (c->serial.p[0] & 0xC0) != 0x40)
		return false;
	if (cert_self_issued(c))
		return !signed_by_spki(c, c->spki);
	return pair == SET_LEAF && s->cert_found[SET_CA] == CERT_FILE_OURS && view_same(c->issuer, ca->subject) && !signed_by_spki(c, ca->spki);
}

static void judge_ca(struct set *s, struct found_pair *p)
{
	struct cert_view *c = &s->cert[SET_CA];
	bool key = s->key_found[SET_CA] == KEY_FILE_GOOD;

	if (is_ours_damaged(s, SET_CA))
		s->cert_found[SET_CA] = CERT_FILE_TORN;
	if (!set_has_cert(s, SET_CA)) {
		judge_key(s, SET_CA);
		return;
	}
	p->can_sign = c->ca && (!c->has_key_usage || (c->key_usage & KU_KEY_CERT_SIGN));
	/* Only our key could make our certificate again, so this proves that they fit, and spares a multiplication. */
	if (key && s->cert_found[SET_CA] == CERT_FILE_OURS && made_by(c, &s->key[SET_CA])) {
		p->fits = true;
		if (key_denies(&s->key[SET_CA], c->spki))
			s->key_found[SET_CA] = KEY_FILE_TORN;
		return;
	}
	judge_key(s, SET_CA);
	key = s->key_found[SET_CA] == KEY_FILE_GOOD;
	p->fits = key && fits(c, &s->key[SET_CA]);
	if (s->cert_found[SET_CA] == CERT_FILE_OURS && (p->fits || !key) && !signed_by_spki(c, c->spki))
		s->cert_found[SET_CA] = CERT_FILE_TORN;
}

static bool issued_by_ca(const struct set *s, const struct cert_view *leaf, struct key *ca_key, bool *broken)
{
	const struct cert_view *ca = &s->cert[SET_CA];
	bool key = s->key_found[SET_CA] == KEY_FILE_GOOD;

	*broken = false;
	if (!set_has_cert(s, SET_CA))
		return key && signed_by_key(leaf, ca_key);
	if (!view_same(leaf->issuer, ca->subject))
		return false;
	if ((key && made_by(leaf, ca_key)) || signed_by_spki(leaf, ca->spki))
		return true;
	*broken = view_same(leaf->authority_key_id, ca->key_id);
	return false;
}

static bool use_differs(const struct wishes *w, const struct cert_view *c)
{
	return c->eku != w->eku || c->key_usage != wishes_key_usage(w, c->key.kind);
}

static void judge_leaf(struct set *s, const struct wishes *w, const struct names *names, struct found_pair *p)
{
	struct cert_view *c = &s->cert[SET_LEAF];
	struct key *key = &s->key[SET_LEAF];
	bool broken;

	judge_key(s, SET_LEAF);
	if (is_ours_damaged(s, SET_LEAF))
		s->cert_found[SET_LEAF] = CERT_FILE_TORN;
	if (!set_has_cert(s, SET_LEAF))
		return;
	p->fits = s->key_found[SET_LEAF] == KEY_FILE_GOOD && fits(c, key);
	p->lacks = names_lacking(names, c);
	if (s->cert_found[SET_LEAF] == CERT_FILE_FOREIGN)
		return;
	p->provisional = s->mark[SET_LEAF] == MARK_PROVISIONAL;
	p->self_issued = cert_self_issued(c);
	if (p->self_issued)
		broken = !((p->fits && made_by(c, key)) || signed_by_spki(c, c->spki));
	else
		p->issued = issued_by_ca(s, c, &s->key[SET_CA], &broken);
	if (broken)
		s->cert_found[SET_LEAF] = CERT_FILE_TORN;
	p->other_use = use_differs(w, c);
	p->other_subject = !subject_as_wished(w, c->subject);
}

mode_t judge_mode(const struct set *s, enum set_file file, const struct leaf_owner *owner)
{
	mode_t mode = s->entry[file].file.facts.mode & 0777;

	if (file == SET_LEAF_KEY && owner->mode)
		return owner->mode;
	if (file == SET_CA_KEY || file == SET_LEAF_KEY)
		return mode & (mode_t)~0037;
	return mode & (mode_t)~0022;
}

static bool too_open(const struct set *s, enum set_file file, const struct leaf_owner *owner)
{
	const struct file_facts *facts = &s->entry[file].file.facts;

	if (!facts->there || facts->link)
		return false;
	if (file == SET_LEAF_KEY && owner->mode
	    && ((owner->uid != (uid_t)-1 && owner->uid != facts->uid) || (owner->gid != (gid_t)-1 && owner->gid != facts->gid)))
		return true;
	return judge_mode(s, file, owner) != (facts->mode & 0777);
}

static bool listed(const struct wishes *w, struct view bytes, bool spki)
{
	uint8_t hash[SHA256_LEN];

	if (!w->n_known || !bytes.len)
		return false;
	digest_sha256(bytes.p, bytes.len, hash);
	for (size_t i = 0; i < w->n_known; i++) {
		if ((spki || !w->known[i].spki) && memcmp(hash, w->known[i].sha256, sizeof hash) == 0)
			return true;
	}
	return false;
}

/* A default shipped in an image is known by its certificate or by its key. */
static bool is_known(const struct set *s, enum set_pair pair, const struct wishes *w)
{
	uint8_t spki[SPKI_MAX];

	if (set_has_cert(s, pair))
		return listed(w, s->cert[pair].whole, false) || listed(w, s->cert[pair].spki, true);
	if (s->key_found[pair] != KEY_FILE_GOOD || !s->key[pair].has_public)
		return false;
	return listed(w, view_of(spki, key_spki(&s->key[pair], spki)), true);
}

static void gather(const struct set *s, enum set_pair pair, const struct wishes *w, const struct leaf_owner *owner, struct found_pair *p)
{
	const struct key *key = &s->key[pair];
	const struct wished_type *type = &w->type[pair];

	p->key = s->key_found[pair];
	p->cert = s->cert_found[pair];
	p->key_link = s->entry[SET_KEY_OF(pair)].file.facts.link;
	p->known = is_known(s, pair, w);
	p->open_key = too_open(s, SET_KEY_OF(pair), owner);
	p->open_cert = too_open(s, SET_CERT_OF(pair), owner);
	p->other_type = type->given && p->key == KEY_FILE_GOOD && (key->kind != type->kind || key->bits != type->bits);
	if (set_has_cert(s, pair)) {
		p->not_before = s->cert[pair].not_before;
		p->not_after = s->cert[pair].not_after;
	}
}

/* Time as far as anything here vouches for it: never file times, which travel with the clock. */
static int64_t floor_time(const struct set *s)
{
	int64_t floor = release_date;

	for (int pair = 0; pair < SET_PAIRS; pair++) {
		int64_t made = s->cert[pair].not_before;

		if (s->cert_found[pair] == CERT_FILE_OURS && made > floor && release_covers(made))
			floor = made;
	}
	return floor;
}

void judge_set(struct set *s, const struct wishes *w, struct names *names, const struct leaf_owner *owner, int64_t clock, bool believed, struct found *f)
{
	const struct cert_view *ca;

	f->ca = f->leaf = (struct found_pair){0};
	f->believed = believed;
	for (int pair = 0; pair < SET_PAIRS && w->n_known; pair++) {
		if (s->key_found[pair] == KEY_FILE_GOOD)
			key_complete(&s->key[pair]);
	}
	judge_ca(s, &f->ca);
	ca = set_has_cert(s, SET_CA) && !w->plan.self_signed && !has_seal(&w->plan) && !has_rotate(&w->plan, ROTATE_CA) ? &s->cert[SET_CA] : NULL;
	names_judge(names, ca, judge_constrained(w), &f->outside);
	if (!w->plan.ca_only)
		judge_leaf(s, w, names, &f->leaf);
	gather(s, SET_CA, w, owner, &f->ca);
	gather(s, SET_LEAF, w, owner, &f->leaf);
	f->now = believed ? clock : floor_time(s);
}
