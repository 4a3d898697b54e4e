/* SPDX-License-Identifier: MIT */
/* make.c - make the keys and certificates of a plan, in memory. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/cross.h"
#include "applets/certgen/generate.h"
#include "applets/certgen/has.h"
#include "applets/certgen/make.h"
#include "applets/certgen/mark.h"
#include "applets/room.h"
#include "applets/certgen/subject.h"
#include "applets/release.h"
#include "bearssl-glue/digest.h"
#include "lib/wipe.h"
#include "x509/cert.h"
#include "x509/pem.h"

#define DAY INT64_C(86400)

/* A subject's key as a certificate shows it. */
struct identity {
	uint8_t spki[SPKI_MAX];
	size_t spki_len;
	uint8_t key_id[CERT_KEY_ID_LEN];
	uint8_t name[NAME_MAX_DER];
	size_t name_len;
	uint8_t serial[MARK_SERIAL_LEN];
};

/* What several steps share. */
struct maker {
	struct set *s;
	const struct wishes *w;
	const struct plan *p;
	const struct found *f;
	struct names *names;
	struct rng *r;
	void (*progress)(void *ctx);
	void *ctx;
	struct product *out;
	struct product cross; /* PEM behind the leaf: the new CA by the old one */
	struct cross kept;    /* … and older ones */
	struct err *e;
};

/* RFC 7093 2 (1): the leftmost 160 bits of SHA-256 of the subjectPublicKey's bits. */
static void key_identifier(struct view spki, uint8_t out[static CERT_KEY_ID_LEN])
{
	uint8_t hash[SHA256_LEN];
	struct view content = {0}, bits = {0}, skipped;

	if (view_read(&spki, DER_SEQUENCE, &content) == 0 && view_read(&content, DER_SEQUENCE, &skipped) == 0)
		view_bits(&content, &bits);
	digest_sha256(bits.p, bits.len, hash);
	memcpy(out, hash, CERT_KEY_ID_LEN);
}

static void identify(const struct maker *m, const struct key *k, enum mark mark, struct identity *id)
{
	uint8_t random[MARK_RANDOM_LEN];
	struct view spki;

	id->spki_len = key_spki(k, id->spki);
	spki = view_of(id->spki, id->spki_len);
	key_identifier(spki, id->key_id);
	rng_fill(m->r, random, sizeof random);
	mark_serial(mark, random, spki, id->serial);
}

/* The certificate becomes the set's: what follows (issuing, reporting) reads it from there, as a later run will from the file. */
static int adopt(struct maker *m, enum set_pair pair, struct der *d)
{
	free(m->s->der[pair]);
	m->s->der[pair] = d->buf;
	m->s->cert_found[pair] = CERT_FILE_OURS;
	m->s->mark[pair] = MARK_NONE;
	if (cert_read(view_of(der_bytes(d), d->len), &m->s->cert[pair], m->e))
		return err_prefix(m->e, "a certificate just made");
	m->s->mark[pair] = mark_of(m->s->cert[pair].serial, m->s->cert[pair].spki);
	return 0;
}

static int issue(struct maker *m, enum set_pair pair, const struct cert *c, const struct key *signer)
{
	struct der whole;

	if (signed_cert(c, signer, &whole, m->e) || adopt(m, pair, &whole))
		return -1;
	return signed_pem(&whole, &m->out[SET_CERT_OF(pair)], m->e);
}

static void common_fields(struct cert *c, const struct identity *id, const struct key *signer)
{
	memset(c, 0, sizeof *c);
	c->serial = view_of(id->serial, sizeof id->serial);
	c->signature = sig_for(signer->kind);
	c->issuer = c->subject = view_of(id->name, id->name_len);
	c->spki = view_of(id->spki, id->spki_len);
	c->key_id = view_of(id->key_id, sizeof id->key_id);
}

/*
 * Same key, same name: what the leaf it signed says of its issuer. The name of the CA before the one that goes, while clients of it
 * are led on: GnuTLS (3.8.13, too) looks up a chain's anchor by the last certificate's two names alone, so two must do for all. Else a new one.
 */
static void ca_name(const struct maker *m, struct identity *id)
{
	struct view name = m->kept.issuer;

	if (!(m->p->ca.steps & STEP_NEW_KEY))
		name = m->f->leaf.cert == CERT_FILE_OURS && m->f->leaf.issued ? m->s->cert[SET_LEAF].issuer : (struct view){0};
	else if (!(HAS_ROTATE && m->p->cross) || m->w->subject[SET_CA].len || view_same(name, m->s->cert[SET_CA].subject))
		name.len = 0;
	id->name_len = name.len;
	if (name.len > 0 && name.len <= NAME_MAX_DER)
		memcpy(id->name, name.p, name.len);
	else
		id->name_len = subject_ca(m->w, m->names, view_of(id->spki, id->spki_len), id->name);
}

/* What a CA's certificate says, whoever signs it. *subtrees is the caller's to free. */
static int ca_fields(const struct maker *m, struct identity *id, const struct key *signer, struct cert *c, struct san **subtrees)
{
	size_t n = 0;

	*subtrees = NULL;
	identify(m, &m->s->key[SET_CA], MARK_CA, id);
	ca_name(m, id);
	if (judge_constrained(m->w) && names_subtrees(m->names, subtrees, &n, m->e))
		return -1;
	common_fields(c, id, signer);
	c->not_before = release_date < m->f->now ? release_date : m->f->now;
	c->not_after = m->f->now + m->w->plan.ca_days * DAY;
	c->ca = true;
	c->key_usage = KU_KEY_CERT_SIGN | KU_CRL_SIGN;
	c->permitted = *subtrees;
	c->n_permitted = n;
	c->constraints_critical = m->w->constrain == CONSTRAIN_CRITICAL;
	return 0;
}

static int make_ca(struct maker *m)
{
	struct identity id;
	struct cert c;
	struct san *subtrees;
	int result;

	if (ca_fields(m, &id, &m->s->key[SET_CA], &c, &subtrees))
		return -1;
	result = issue(m, SET_CA, &c, &m->s->key[SET_CA]);
	free(subtrees);
	return result;
}

/* The new CA as the old one signs it: inside the old one's dates, by its name. */
static int make_cross(struct maker *m)
{
	const struct cert_view *old = &m->s->cert[SET_CA];
	struct identity id;
	struct der whole;
	struct cert c;
	struct san *subtrees;
	int result;

	if (key_complete(&m->s->retired) || ca_fields(m, &id, &m->s->retired, &c, &subtrees))
		return err_set(m->e, ERR_FAIL, "the old CA key cannot sign");
	c.issuer = old->subject;
	c.authority_key_id = old->key_id;
	c.not_before = c.not_before < old->not_before ? old->not_before : c.not_before;
	c.not_after = c.not_after > old->not_after ? old->not_after : c.not_after;
	result = signed_cert(&c, &m->s->retired, &whole, m->e);
	free(subtrees);
	if (result == 0)
		result = signed_pem(&whole, &m->cross, m->e);
	free(whole.buf);
	return result;
}

/* Where nobody makes them, cross-certificates of our leaf's CA stay behind it as they are. */
static int keep_chain(struct maker *m)
{
	const struct file *f = &m->s->entry[SET_LEAF_CERT].file;
	struct view at = view_of(f->bytes, f->size);
	struct pem_object leaf;

	if (!m->f->leaf.issued || pem_next(&at, &leaf) != 1 || at.len == 0)
		return 0;
	m->kept.pem.bytes = room_make(at.len, m->e);
	if (!m->kept.pem.bytes)
		return -1;
	memcpy(m->kept.pem.bytes, at.p, at.len);
	m->kept.pem.len = at.len;
	return 0;
}

/* All that stands behind the new leaf: the new cross-certificate, then older ones that it leads on to. */
static int make_chain(struct maker *m)
{
	const struct cert_view *ca = &m->s->cert[SET_CA], *leaf = &m->s->cert[SET_LEAF];
	bool stays = !(m->p->ca.steps & STEP_NEW_KEY), named = m->f->ca.cert == CERT_FILE_OURS || m->f->ca.cert == CERT_FILE_FOREIGN;

	if (!HAS_CROSS)
		return stays ? keep_chain(m) : 0;
	if ((stays || m->p->cross) && (named || m->f->leaf.cert == CERT_FILE_OURS)
	    && cross_keep(&m->s->entry[SET_LEAF_CERT].file, named ? ca->subject : leaf->issuer, named ? ca->key_id : leaf->authority_key_id,
	    CROSS_MOST - m->p->cross, m->f->now, &m->kept, m->e))
		return -1;
	return HAS_ROTATE && m->p->cross ? make_cross(m) : 0;
}

static int append(struct product *to, const struct product *from, struct err *e)
{
	char *longer;

	if (from->len == 0)
		return 0;
	longer = room_more(to->bytes, to->len + from->len, e);
	if (!longer)
		return -1;
	memcpy(longer + to->len, from->bytes, from->len);
	to->bytes = longer;
	to->len += from->len;
	return 0;
}

static void leaf_fields(const struct maker *m, const struct identity *id, const struct key *signer, uint8_t authority[static CERT_KEY_ID_LEN], struct cert *c)
{
	const struct cert_view *ca = m->p->signer == SIGNER_CA ? &m->s->cert[SET_CA] : NULL;

	common_fields(c, id, signer);
	c->key_usage = wishes_key_usage(m->w, m->s->key[SET_LEAF].kind);
	c->eku = m->w->eku;
	plan_leaf_dates(m->f, &m->w->plan, ca ? ca->not_before : 0, ca ? ca->not_after : 0, &c->not_before, &c->not_after);
	c->authority_key_id = c->key_id;
	if (!ca)
		return;
	c->issuer = ca->subject;
	c->authority_key_id = ca->key_id;
	if (ca->key_id.len == 0) {
		/* A user's CA without an identifier: RFC 5280 4.2.1.1 asks for one all the same. */
		key_identifier(ca->spki, authority);
		c->authority_key_id = view_of(authority, CERT_KEY_ID_LEN);
	}
}

static int make_leaf(struct maker *m)
{
	const struct key *signer = &m->s->key[m->p->signer == SIGNER_CA ? SET_CA : SET_LEAF];
	struct identity id;
	uint8_t authority[CERT_KEY_ID_LEN];
	struct san *sans;
	struct cert c;
	int result;

	identify(m, &m->s->key[SET_LEAF], m->f->believed ? MARK_NORMAL : MARK_PROVISIONAL, &id);
	id.name_len = subject_leaf(m->w, m->names, id.name);
	leaf_fields(m, &id, signer, authority, &c);
	if (names_sans(m->names, &sans, &c.n_sans, m->e))
		return -1;
	c.sans = sans;
	result = issue(m, SET_LEAF, &c, signer);
	free(sans);
	return result;
}

static int make_key(struct maker *m, enum set_pair pair)
{
	struct product *out = &m->out[SET_KEY_OF(pair)];
	struct key *old = &m->s->key[pair];
	struct wished_type type = m->w->type[pair];
	enum why why = pair == SET_CA ? m->p->ca.why : m->p->leaf.why;

	/* A rotation keeps the type unless another is asked for. */
	if (has_why(why, WHY_ROTATED, HAS_ROTATE) && !type.given && m->s->key_found[pair] == KEY_FILE_GOOD) {
		type.kind = old->kind;
		type.bits = old->bits;
	}
	if (HAS_ROTATE && pair == SET_CA && m->p->cross)
		m->s->retired = *old;
	if (generate_key(type.kind, type.bits, m->r, m->progress, m->ctx, &m->s->key[pair], m->e))
		return -1;
	m->s->key_found[pair] = KEY_FILE_GOOD;
	/* A sealed CA's key is never so much as written out. */
	if (pair == SET_CA && has_seal(&m->w->plan))
		return 0;
	return signed_key(&m->s->key[pair], out, m->e);
}

/* What a leaf made anew keeps of the old one's names: all of them, but for a renewal, and nothing when it never was ours. */
static int carry_names(struct maker *m)
{
	enum why why = m->p->leaf.why;
	bool whole = why != WHY_RENEWAL && why != WHY_EXPIRED;
	bool another = (m->p->leaf.steps & STEP_NEW_KEY) && !has_why(why, WHY_ROTATED, HAS_ROTATE) && why != WHY_EXPIRED
	    && !has_why(why, WHY_UNSEALED, HAS_SEAL);
	const struct cert_view *ca = m->p->signer == SIGNER_CA && !(m->p->ca.steps & STEP_NEW_CERT) ? &m->s->cert[SET_CA] : NULL;

	if (m->f->leaf.cert != CERT_FILE_OURS || another || !(m->p->leaf.steps & STEP_NEW_CERT))
		return 0;
	return names_carry(m->names, &m->s->cert[SET_LEAF], ca, judge_constrained(m->w), whole, m->e);
}

static int make_all(struct maker *m)
{
	unsigned ca = m->p->ca.steps, leaf = m->p->leaf.steps;
	uint32_t outside;

	if ((ca & STEP_NEW_KEY) && make_key(m, SET_CA))
		return -1;
	if ((leaf & STEP_NEW_KEY) && make_key(m, SET_LEAF))
		return -1;
	if (((ca & STEP_NEW_CERT) || ((leaf & STEP_NEW_CERT) && m->p->signer == SIGNER_CA)) && key_complete(&m->s->key[SET_CA]))
		return err_set(m->e, ERR_MALFORMED, "%s: no usable key", m->s->entry[SET_CA_KEY].shown);
	if ((leaf & STEP_NEW_CERT) && key_complete(&m->s->key[SET_LEAF]))
		return err_set(m->e, ERR_MALFORMED, "%s: no usable key", m->s->entry[SET_LEAF_KEY].shown);
	/* What a CA that goes did not permit, the one that comes may. */
	if (ca & STEP_NEW_CERT)
		names_judge(m->names, NULL, judge_constrained(m->w), &outside);
	if (carry_names(m))
		return -1;
	if ((leaf & STEP_NEW_CERT) && m->p->signer == SIGNER_CA && make_chain(m))
		return -1;
	if ((ca & STEP_NEW_CERT) && make_ca(m))
		return -1;
	if (!(leaf & STEP_NEW_CERT))
		return 0;
	if (make_leaf(m) || (HAS_ROTATE && append(&m->out[SET_LEAF_CERT], &m->cross, m->e)))
		return -1;
	return append(&m->out[SET_LEAF_CERT], &m->kept.pem, m->e);
}

int make_products(struct set *s, const struct wishes *w, const struct plan *p, const struct found *f, struct names *names,
    struct rng *r, void (*progress)(void *ctx), void *ctx, struct product out[SET_FILES], struct err *e)
{
	int result;
	struct maker m = {.s = s, .w = w, .p = p, .f = f, .names = names, .r = r, .progress = progress, .ctx = ctx, .out = out, .e = e};

	memset(out, 0, SET_FILES * sizeof *out);
	result = make_all(&m);
	if (HAS_ROTATE)
		free(m.cross.bytes);
	cross_free(&m.kept);
	if (HAS_ROTATE)
		key_wipe(&s->retired);
	if (has_seal(&w->plan))
		key_wipe(&s->key[SET_CA]);
	if (result)
		make_free(out);
	return result;
}

void make_free(struct product p[SET_FILES])
{
	for (int i = 0; i < SET_FILES; i++) {
		if (p[i].bytes)
			wipe(p[i].bytes, p[i].len);
		free(p[i].bytes);
		p[i].bytes = NULL;
	}
}
