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

/*
 * What is wrong with a path so far: the first of all, in path_result's order, of the certificate nearest to the leaf. The issuer
 * in hand stands behind the path's n, and in out->anchor.
 */
#define FAULT(result, index) ((unsigned)(result) << 8 | (index))
#define FAULTLESS            FAULT(PATH_NAME + 1, 0)

static unsigned worse(unsigned fault, enum path_result result, unsigned index)
{
	return result && FAULT(result, index) < fault ? FAULT(result, index) : fault;
}

/* Of all that was tried what came furthest. */
static void note(struct path *out, unsigned fault)
{
	enum path_result result = (enum path_result)(fault >> 8);
	unsigned index = fault & 0xFF;

	if (result <= out->result)
		return;
	out->result = result;
	out->at = index < out->n ? out->cert[index] : out->anchor;
}

/* --- a certificate alone ------------------------------------------------------------------------ */

/* "*.x.y" is a whole label before the rest, which is two of them at least. */
static bool wildcard_fits(const struct san *pattern, const struct san *name)
{
	const uint8_t *dot = memchr(name->value, '.', name->len);
	size_t rest = dot ? (size_t)(name->value + name->len - dot) : 0;

	return rest && rest < name->len && pattern->len == rest + 1 && *pattern->value == '*' && !memcmp(pattern->value + 1, dot, rest) &&
	       memchr(dot + 1, '.', rest - 1);
}

bool path_names(const struct cert_view *c, const struct san *name)
{
	struct view at = c->sans;
	struct san s;

	while (cert_next_san(&at, &s))
		if (s.kind == name->kind && (san_same(&s, name) || (s.kind == SAN_DNS && wildcard_fits(&s, name))))
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

static __attribute__((noinline)) bool is_self_issued(const struct cert_view *c)
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

/*
 * The constraints of a whole path: of each issuer on all that stands below it; self-issued ones are excepted, but for the leaf. Not
 * before an anchor is reached: names times subtrees may be many, and strangers may send what they like. In a frame of its own: climb's
 * stands there up to ten times.
 */
static __attribute__((noinline)) unsigned constrain(const struct path *out, unsigned fault)
{
	struct cert_view issuer, c;

	for (unsigned i = out->n; i > 0; i--) {
		if (cert_read(i < out->n ? out->cert[i] : out->anchor, &issuer, NULL) || !issuer.constraints.len)
			continue;
		for (unsigned j = 0; j < i; j++)
			if (!cert_read(out->cert[j], &c, NULL) && !(j && is_self_issued(&c)) && !is_permitted(&issuer, &c))
				fault = worse(fault, PATH_CONSTRAINT, j);
	}
	return fault;
}

/* Is what stands in out->anchor among the path? */
static bool is_used(const struct path *out)
{
	for (unsigned i = 0; i < out->n; i++)
		if (view_same(out->cert[i], out->anchor))
			return true;
	return false;
}

/* The next of a list that may have issued child, whose key identifier says so or, when not hinted, does not: into c and out->anchor. */
static bool next_issuer(struct path *out, const struct cert_view *child, bool sent, bool hinted, struct view *at, struct cert_view *c)
{
	while (at->len) {
		if (view_whole(at, DER_SEQUENCE, &out->anchor)) {
			out->anchor = *at;
			at->len = 0;
		}
		if (is_used(out))
			continue;
		if (!cert_read(out->anchor, c, NULL)) {
			if (name_same(c->subject, child->issuer) && view_same(c->key_id, child->authority_key_id) == hinted)
				return true;
		} else if (sent) {
			note(out, FAULT(PATH_MALFORMED, out->n));
		}
	}
	return false;
}

/* Has this issuer signed it? The fault as it is; if not, the one that tells why. A signature is not checked where enough is wrong. */
static unsigned check(struct walk *w, const struct cert_view *child, const struct cert_view *issuer, unsigned fault)
{
	unsigned last = w->out->n - 1;

	fault = worse(fault, judge_signature(child), last);
	if (fault < FAULT(PATH_SIGNATURE, 0))
		return fault;
	if (!w->signatures)
		return FAULT(PATH_LONG, last);
	w->signatures--;
	return w->r->verify(&issuer->key, child->signature, child->tbs, child->signature_value) ? fault : FAULT(PATH_SIGNATURE, last);
}

/*
 * From child, the last of out->cert, to an anchor. below: how many under its issuer count for a path length. As deep as
 * PATH_DEPTH; it ends, because each certificate is used once, and each step but the first costs one of the signatures.
 */
static bool climb(struct walk *w, const struct cert_view *child, unsigned fault, unsigned below)
{
	struct path *out = w->out;
	bool found = false;
	struct cert_view c;

	for (unsigned pass = 0; pass < 4; pass++) {
		bool sent = pass & 1;
		struct view at = w->lists[sent];

		while (next_issuer(out, child, sent, pass < 2, &at, &c)) {
			unsigned f = check(w, child, &c, worse(fault, judge(w->r, &c, false, below), out->n));

			if (f >= FAULT(PATH_PURPOSE, 0) && !sent) {
				f = constrain(out, f);
				if (f == FAULTLESS)
					return true;
			} else if (f >= FAULT(PATH_PURPOSE, 0) && out->n < PATH_DEPTH) {
				out->cert[out->n++] = c.whole;
				if (climb(w, &c, f, below + !is_self_issued(&c)))
					return true;
				out->n--;
				f = 0;
			} else if (f >= FAULT(PATH_PURPOSE, 0)) {
				f = FAULT(PATH_LONG, out->n - 1);
			}
			if (pass < 2 || !found) /* one that only has the name does not say more than one that has the key */
				note(out, f);
			found = true;
		}
	}
	if (!found)
		note(out, FAULT(is_self_issued(child) ? PATH_SELF_SIGNED : PATH_UNKNOWN, out->n - 1));
	return false;
}

enum path_result path_leaf(const struct path_rules *r, struct view cert, struct path *out)
{
	struct cert_view c;

	*out = (struct path){ .at = cert, .n = 1, .cert = { cert }, .anchor = cert };
	out->result = cert_read(cert, &c, NULL) ? PATH_MALFORMED : judge(r, &c, true, 0);
	return out->result;
}

enum path_result path_find(const struct path_rules *r, struct view sent, struct view anchors, struct path *out)
{
	struct walk w = { r, { anchors, sent }, out, PATH_SIGNATURES };
	struct view leaf = sent;
	unsigned fault = FAULTLESS;
	struct cert_view c;

	view_whole(&w.lists[1], DER_SEQUENCE, &leaf);
	if (path_leaf(r, leaf, out) == PATH_MALFORMED || cert_read(leaf, &c, NULL))
		return out->result;
	if (view_holds(anchors, leaf))
		return out->result;
	fault = worse(fault, out->result, 0);
	out->result = PATH_GOOD;
	if (climb(&w, &c, fault, 0)) {
		out->result = PATH_GOOD;
		out->at = leaf;
	}
	return out->result;
}
