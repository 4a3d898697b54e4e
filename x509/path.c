/* SPDX-License-Identifier: MIT */
/* path.c - certification paths: from a leaf to an anchor, depth first. */
#include <string.h>

#include "x509/name.h"
#include "x509/name_hash.h"
#include "x509/oid.h"
#include "x509/path.h"

/* Bits of RSA moduli: of servers' keys BearSSL checks no longer signatures. */
#define RSA_MIN 2048
#define RSA_MAX_LEAF 4096
#define RSA_MAX_ISSUER 8192

struct walk {
	const struct path_rules *r;
	struct view lists[2];         /* anchors, sent */
	struct path *out;
	unsigned signatures;          /* that may still be checked */
};

/* What is wrong with a path so far: the first of all, in path_result's order. */
struct fault {
	enum path_result result;
	struct view at;
};

static struct fault worse(struct fault f, enum path_result result, struct view at)
{
	return result && (!f.result || result < f.result) ? (struct fault){ result, at } : f;
}

/* Of all that was tried what came furthest. */
static void note(struct path *out, struct fault f)
{
	if (f.result <= out->result)
		return;
	out->result = f.result;
	out->at = f.at;
}

/* --- a certificate alone ------------------------------------------------------------------------ */

/* "*.x.y" is a whole label before the rest. */
static bool wildcard_fits(const struct san *pattern, const struct san *name)
{
	const uint8_t *dot = memchr(name->value, '.', name->len);
	size_t rest = pattern->len - 1u;

	return pattern->len > 2 && pattern->value[0] == '*' && pattern->value[1] == '.' && memchr(pattern->value + 2, '.', rest - 1) && dot &&
	       dot > name->value && rest == (size_t)(name->value + name->len - dot) && !memcmp(pattern->value + 1, dot, rest);
}

bool path_names(const struct cert_view *c, const struct san *name)
{
	struct view at = c->sans;
	struct san s;

	while (cert_next_san(&at, &s))
		if (san_same(&s, name) || (name->kind == SAN_DNS && s.kind == SAN_DNS && wildcard_fits(&s, name)))
			return true;
	return false;
}

static enum path_result judge_key(const struct spki *k, unsigned max)
{
	if (k->kind != KEY_RSA)
		return k->kind == KEY_OTHER ? PATH_ALGORITHM : PATH_GOOD;
	return k->bits > max ? PATH_ALGORITHM : k->bits < RSA_MIN ? PATH_WEAK : PATH_GOOD;
}

static enum path_result judge_signature(const struct cert_view *c)
{
	if (c->signature == SIG_RSA_SHA1 || oid_is(c->signature_oid, OID_MD5_WITH_RSA) || oid_is(c->signature_oid, OID_ECDSA_SHA1))
		return PATH_WEAK;
	return c->signature == SIG_OTHER ? PATH_ALGORITHM : PATH_GOOD;
}

/* What is wrong with a certificate by itself, as a leaf or an issuer: the first in path_result's order. below: climb's. */
static enum path_result judge(const struct path_rules *r, const struct cert_view *c, bool leaf, unsigned below)
{
	uint16_t usage = leaf ? KU_DIGITAL_SIGNATURE : KU_KEY_CERT_SIGN;
	bool unusable = c->has_key_usage && !(c->key_usage & usage);
	enum path_result key = judge_key(&c->key, leaf ? RSA_MAX_LEAF : RSA_MAX_ISSUER);

	if (!leaf && !c->ca)
		return PATH_NO_CA;
	if (!leaf && unusable)
		return PATH_NO_SIGNER;
	if (!leaf && c->has_path_len && below > c->path_len)
		return PATH_LENGTH;
	if (c->unknown_critical)
		return PATH_CRITICAL;
	if (key)
		return key;
	if (unusable || (c->has_eku && !(c->eku & (r->purpose | EKU_ANY))))
		return PATH_PURPOSE;
	if (!r->unsure && r->now < c->not_before)
		return PATH_EARLY;
	if (r->now > c->not_after)
		return PATH_EXPIRED;
	return leaf && r->name && !path_names(c, r->name) ? PATH_NAME : PATH_GOOD;
}

/* --- issuers ------------------------------------------------------------------------------------- */

static bool is_self_issued(const struct cert_view *c)
{
	return name_same(c->issuer, c->subject);
}

/* All of its names; mail addresses of its subject, when it has no others (RFC 5280 4.2.1.10). */
static bool is_permitted(const struct cert_view *issuer, const struct cert_view *c)
{
	struct view at = c->sans, v;
	bool mail = false;
	uint8_t tag;

	if (c->subject.len > 2 && !cert_permits_name(issuer, SAN_DIRECTORY, c->subject))
		return false;
	while (!view_any(&at, &tag, &v, NULL)) {
		tag &= 0x1F;
		mail |= tag == SAN_EMAIL;
		if (!cert_permits_name(issuer, tag, v))
			return false;
	}
	for (unsigned i = 0; !mail && (v = name_value(c->subject, OID_EMAIL_ADDRESS, i)).p; i++)
		if (!cert_permits_name(issuer, SAN_EMAIL, v))
			return false;
	return true;
}

/* An issuer's constraints on all that stands below it; self-issued ones are excepted, but for the leaf. */
static struct fault constrain(const struct walk *w, const struct cert_view *issuer, struct fault f)
{
	struct cert_view c;

	for (unsigned i = 0; issuer->constraints.len && i < w->out->n; i++)
		if (!cert_read(w->out->cert[i], &c, NULL) && !(i && is_self_issued(&c)) && !is_permitted(issuer, &c))
			f = worse(f, PATH_CONSTRAINT, c.whole);
	return f;
}

static bool is_used(const struct path *p, struct view cert)
{
	for (unsigned i = 0; i < p->n; i++)
		if (view_same(p->cert[i], cert))
			return true;
	return false;
}

/* A key identifier that is not the one asked for says: perhaps another one. */
static bool is_hinted(const struct cert_view *child, const struct cert_view *c)
{
	return !c->key_id.len || !child->authority_key_id.len || view_same(c->key_id, child->authority_key_id);
}

/* The next of a list that may have issued child and is hinted at, or not: read into c. */
static bool next_issuer(const struct walk *w, const struct cert_view *child, bool anchors, bool hinted, struct view *at, struct cert_view *c)
{
	struct view whole;

	while (at->len) {
		if (view_whole(at, DER_SEQUENCE, &whole)) {
			whole = *at;
			at->len = 0;
		}
		if (is_used(w->out, whole))
			continue;
		if (!cert_read(whole, c, NULL)) {
			if (name_same(c->subject, child->issuer) && is_hinted(child, c) == hinted)
				return true;
		} else if (!anchors) {
			note(w->out, (struct fault){ PATH_MALFORMED, whole });
		}
	}
	return false;
}

/* Has this issuer signed it? If not, f tells why; the signature is not looked at when f tells enough already. */
static bool follows(struct walk *w, const struct cert_view *child, const struct cert_view *issuer, struct fault *f)
{
	enum path_result here = w->signatures ? PATH_SIGNATURE : PATH_LONG;

	*f = worse(*f, judge_signature(child), child->whole);
	if (f->result && f->result <= PATH_SIGNATURE)
		return false;
	if (w->signatures && w->signatures-- && w->r->verify(&issuer->key, child->signature, child->tbs, child->signature_value))
		return true;
	*f = (struct fault){ here, child->whole };
	return false;
}

/*
 * From child, the last of out->cert, to an anchor. below: how many under its issuer count for a path length. As deep as
 * PATH_DEPTH; it ends, because each certificate is used once, and each step but the first costs one of the signatures.
 */
static bool climb(struct walk *w, const struct cert_view *child, struct fault f, unsigned below)
{
	struct path *out = w->out;
	bool found = false;
	struct cert_view c;

	for (unsigned pass = 0; pass < 4; pass++) {
		bool anchors = !(pass & 1);
		struct view at = w->lists[pass & 1];

		while (next_issuer(w, child, anchors, pass < 2, &at, &c)) {
			struct fault g = constrain(w, &c, worse(f, judge(w->r, &c, false, below), c.whole));

			if (!follows(w, child, &c, &g)) {
				if (pass < 2 || !found) /* one that only has the name does not say more than one that has the key */
					note(out, g);
			} else if (anchors) {
				out->anchor = c.whole;
				if (!g.result)
					return true;
				note(out, g);
			} else if (out->n == PATH_DEPTH) {
				note(out, (struct fault){ PATH_LONG, child->whole });
			} else {
				out->cert[out->n++] = c.whole;
				if (climb(w, &c, g, below + !is_self_issued(&c)))
					return true;
				out->n--;
			}
			found = true;
		}
	}
	if (!found)
		note(out, (struct fault){ is_self_issued(child) ? PATH_SELF_SIGNED : PATH_UNKNOWN, child->whole });
	return false;
}

/* The first of out->cert, read and judged. */
static struct fault begin(const struct path_rules *r, struct view cert, struct path *out, struct cert_view *c)
{
	*out = (struct path){ .at = cert, .n = 1, .cert = { cert }, .anchor = cert };
	return cert_read(cert, c, NULL) ? (struct fault){ PATH_MALFORMED, cert } : (struct fault){ judge(r, c, true, 0), cert };
}

static enum path_result end(struct path *out, struct fault f)
{
	note(out, f);
	return out->result;
}

enum path_result path_leaf(const struct path_rules *r, struct view cert, struct path *out)
{
	struct cert_view c;

	return end(out, begin(r, cert, out, &c));
}

enum path_result path_find(const struct path_rules *r, struct view sent, struct view anchors, struct path *out)
{
	struct walk w = { r, { anchors, sent }, out, PATH_SIGNATURES };
	struct view leaf = sent, at = anchors, whole;
	struct cert_view c;
	struct fault f;

	view_whole(&w.lists[1], DER_SEQUENCE, &leaf);
	f = begin(r, leaf, out, &c);
	while (!view_whole(&at, DER_SEQUENCE, &whole))
		if (view_same(whole, leaf))
			return end(out, f);
	if (f.result == PATH_MALFORMED)
		return end(out, f);
	if (climb(&w, &c, f, 0)) {
		out->result = PATH_GOOD;
		out->at = leaf;
	}
	return out->result;
}
