/* SPDX-License-Identifier: MIT */
/* sign.c - the CA here signs a request of another's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/csr.h"
#include "applets/certgen/options.h"
#include "applets/certgen/place.h"
#include "applets/certgen/report.h"
#include "applets/certgen/sign.h"
#include "applets/operand.h"
#include "bearssl-glue/verify.h"
#include "x509/attribute.h"
#include "x509/oid.h"

#define DAY INT64_C(86400)
#define RSA_LEAST_EXPONENT 65537 /* as of our own keys (key.h) */

/* One request on its way; static, for its size. The wishes are the run's, and what the request adds. */
static struct signing {
	struct wishes w;
	struct say say;
	const char *from, *to;
	struct file file;
	uint8_t *der;
	struct cert_view req;
	struct set_entry out;
	struct plan p;
	struct found f;
	struct product made[SET_FILES];
} job;

/* --- what is asked ------------------------------------------------------------------------------ */

static int refuse(struct err *e, const char *what)
{
	return err_set(e, ERR_MALFORMED, "%t; not signed", what);
}

/* The name of a key that is none of ours: what people call it, or its algorithm's OID. */
static void add_key_name(struct text *t, const struct cert_view *r)
{
	static const struct {
		const uint8_t *oid;
		char name[8];
	} others[] = {{OID_P224, "p224"}, {OID_ED25519, "ed25519"}, {OID_ED448, "ed448"}, {OID_RSA_PSS, "rsa-pss"}};
	struct view spki, algorithm, oid;

	if (r->key.kind == KEY_OTHER && view_only(r->spki, DER_SEQUENCE, &spki) == 0 && view_read(&spki, DER_SEQUENCE, &algorithm) == 0) {
		while (view_read(&algorithm, DER_OID, &oid) == 0) {
			for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
				if (oid_is(oid, others[i].oid)) {
					text_add(t, others[i].name);
					return;
				}
			}
		}
	}
	spki_add_text(t, &r->key);
}

static int check_key(const struct cert_view *r, struct err *e)
{
	const struct spki *k = &r->key;
	uint64_t exponent = 0;
	char name[128];
	struct text t;

	if (k->kind == KEY_P256 || k->kind == KEY_P384)
		return 0;
	for (size_t i = 0; i < k->e.len && i < 5; i++)
		exponent = exponent << 8 | k->e.p[i];
	text_init(&t, name, sizeof name);
	text_add_text(&t, TEXT("its key is "));
	add_key_name(&t, r);
	if (k->kind == KEY_RSA && k->bits >= KEY_RSA_MIN_BITS && k->bits <= KEY_RSA_MAX_BITS) {
		if (exponent >= RSA_LEAST_EXPONENT && exponent <= UINT32_MAX && (exponent & 1))
			return 0;
		text_format(&t, " with the exponent %l", (int64_t)exponent);
	}
	return refuse(e, name);
}

static int check_signature(const struct cert_view *r, struct err *e)
{
	struct view v, part, oid;
	char name[128];
	struct text t;

	if (verify_bytes(&r->key, r->signature, r->tbs, r->signature_value))
		return 0;
	if (r->signature != SIG_OTHER && r->signature != SIG_RSA_SHA1)
		return refuse(e, TEXT("its signature does not hold"));
	text_init(&t, name, sizeof name);
	text_add_text(&t, TEXT("its signature algorithm is "));
	if (view_only(r->whole, DER_SEQUENCE, &v) == 0 && view_read(&v, DER_SEQUENCE, &part) == 0 && view_read(&v, DER_SEQUENCE, &part) == 0
	    && view_read(&part, DER_OID, &oid) == 0)
		oid_add_text(&t, oid);
	text_add_text(&t, TEXT(", not RSA or ECDSA with SHA-256, 384 or 512"));
	return refuse(e, name);
}

static int check_request(const struct cert_view *r, struct err *e)
{
	if (check_key(r, e) || check_signature(r, e))
		return -1;
	if (r->unknown_critical || r->constraints_critical)
		return refuse(e, TEXT("it asks for a critical extension that is not known here"));
	if (r->ca || (r->key_usage & KU_KEY_CERT_SIGN))
		return refuse(e, TEXT("it asks for a CA"));
	return 0;
}

static int read_request(struct run *r, struct err *e)
{
	if (operand_read(job.from, &job.file, e))
		return -1;
	if (csr_read(&job.file, &job.der, &job.req, e) || check_request(&job.req, e))
		return err_prefix(e, job.from);
	if (job.req.eku & ~r->w->eku)
		say_warning(r->say, "%s: asks for another use than --use gives", job.from);
	return 0;
}

/* Only what could have been given: the same text gives the same name. */
static int copy_name(struct run *r, const struct san *s, struct err *e)
{
	char name[SAN_MAX + 1];
	struct san same;
	struct text t;

	text_init(&t, name, sizeof name);
	san_add_text(&t, s);
	if (san_parse(name, &same, NULL) == 0 && san_same(s, &same))
		return names_add_san(&r->names, s, true, e);
	return err_set(e, ERR_MALFORMED, "it asks for the name %s, which cannot be given; not signed", name);
}

/* What --subject would refuse: controls, broken UTF-8, marks that hide or turn text. req_read has seen to the structure. */
static bool is_clean(struct view name)
{
	struct view list, set, pair, oid, value;
	uint8_t tag;

	if (view_only(name, DER_SEQUENCE, &list))
		return false;
	while (view_read(&list, DER_SET, &set) == 0) {
		while (view_read(&set, DER_SEQUENCE, &pair) == 0 && view_read(&pair, DER_OID, &oid) == 0 && view_any(&pair, &tag, &value, NULL) == 0) {
			while (value.len) {
				size_t n = attribute_character(value.p, value.len);

				if (!n)
					return false;
				value = view_of(value.p + n, value.len - n);
			}
		}
	}
	return true;
}

static int copy(struct run *r, struct err *e)
{
	struct wished_name *subject = &job.w.subject[SET_LEAF];
	struct view at = job.req.sans;
	struct san s;

	while (at.len) {
		if (san_read(&at, &s))
			return refuse(e, TEXT("it asks for a name that is neither DNS, address, mail nor URI"));
		if (copy_name(r, &s, e))
			return -1;
	}
	if (subject->len || job.req.subject.len <= 2)
		return 0;
	if (job.req.subject.len > sizeof subject->der || !is_clean(job.req.subject))
		return refuse(e, TEXT("its subject could not be given"));
	subject->len = job.req.subject.len;
	memcpy(subject->der, job.req.subject.p, subject->len);
	return 0;
}

static int choose_names(struct run *r, struct err *e)
{
	bool copies = args_on(r->w->args, OPT_COPY_NAMES);

	if (copies && copy(r, e))
		return err_prefix(e, job.from);
	if (r->names.n || (job.w.eku == EKU_CLIENT && job.w.subject[SET_LEAF].len))
		return 0;
	return (err_set)(e, ERR_USAGE, copies ? TEXT("--copy-names: %s holds no names; give them") :
	    TEXT("--sign: give the names, or --copy-names for those in %s"), job.from);
}

/* --- who signs ---------------------------------------------------------------------------------- */

/* The CA and what stands behind our own leaf. */
static int find_ca(struct run *r, int *lock, struct err *e)
{
	struct set_entry *own = &r->set.entry[SET_LEAF_CERT];
	bool unfinished;

	if (ensure_open(r, r->w->dir, false, lock, e) || ensure_read(r, NULL, &job.f, &unfinished, e))
		return -1;
	plan_make(&job.f, &r->w->plan, &job.p);
	if (job.p.failure == ERR_NONE && job.f.outside) {
		job.p.failure = ERR_FAIL;
		job.p.because = WHY_OUTSIDE;
	}
	if (job.p.failure)
		return report_failure(&r->set, &job.p, &r->names, e);
	if (unfinished || (job.p.ca.steps & (STEP_NEW_KEY | STEP_NEW_CERT)))
		return err_set(e, ERR_FAIL, "%s: there is no CA in order here: run certgen (--ca-only: the CA alone) first", r->w->dir);
	if (view_is(r->set.cert[SET_CA].subject, r->w->subject[SET_LEAF].der, r->w->subject[SET_LEAF].len))
		return refuse(e, TEXT("the subject is the CA's own name"));
	/* A server.crt that cannot be read has nothing to add. */
	if (own->dirfd >= 0)
		file_read(own->dirfd, own->base, FILE_MAX, &own->file, NULL);
	return 0;
}

/* The request's key where a set's own would be: its public half is all that a certificate is made of. */
static void take_key(struct key *k)
{
	const struct spki *from = &job.req.key;

	*k = (struct key){.kind = from->kind, .bits = from->bits, .has_public = true, .n_len = (uint16_t)from->n.len};
	for (size_t i = 0; i < from->e.len; i++)
		k->e = k->e << 8 | from->e.p[i];
	if (from->kind == KEY_RSA)
		memcpy(k->n, from->n.p, from->n.len);
	else
		memcpy(k->point, from->point.p, from->point.len);
}

/* --- where it goes ------------------------------------------------------------------------------ */

/* An earlier certificate of ours for this key may be written over. */
static bool is_earlier(const struct file *f, const struct cert_view *ca)
{
	struct cert_view c;
	uint8_t *der = NULL;
	bool same = set_parse_cert(f, &der, &c, NULL) == 0 && view_same(c.spki, job.req.spki) && view_same(c.issuer, ca->subject)
	    && verify_bytes(&ca->key, c.signature, c.tbs, c.signature_value);

	free(der);
	return same;
}

static int open_output(const struct cert_view *ca, struct err *e)
{
	struct set_entry *o = &job.out;
	const char *slash = strrchr(job.to, '/');
	char folder[SET_NAME_MAX];
	struct text t;

	*o = (struct set_entry){.shown = job.to, .base = slash ? slash + 1 : job.to};
	text_init(&t, folder, sizeof folder);
	text_add_bytes(&t, slash ? job.to : ".", slash ? (size_t)(o->base - job.to) : 1);
	o->dirfd = file_folder(folder);
	if (o->dirfd < 0 || t.cut)
		return err_errno(e, errno, "%s: its folder", job.to);
	if (file_read(o->dirfd, o->base, FILE_MAX, &o->file, e))
		return -1;
	if (o->file.facts.link)
		return err_set(e, ERR_FAIL, "%s: is a symbolic link; not written", job.to);
	if (o->file.facts.there && !is_earlier(&o->file, ca))
		job.p.leaf.steps |= STEP_ASIDE_CERT;
	return 0;
}

static int deliver(struct run *r, struct err *e)
{
	struct set_entry *own = &r->set.entry[SET_LEAF_CERT];
	struct product *leaf = &job.made[SET_LEAF_CERT];
	static const struct say plain;

	file_wipe(&own->file);
	if (own->dirfd != r->set.dirfd)
		close(own->dirfd);
	*own = job.out;
	if (own->dirfd != r->set.dirfd)
		return ensure_act(r, &job.p, job.made, "", e);
	say_bytes(&plain, leaf->bytes, leaf->len);
	report_made(r->say, &r->set, &job.p, SET_LEAF_CERT, NULL);
	return 0;
}

static int sign(struct run *r, int *lock, struct err *e)
{
	const struct cert_view *leaf = &r->set.cert[SET_LEAF];

	if (read_request(r, e) || choose_names(r, e) || find_ca(r, lock, e))
		return -1;
	job.p = (struct plan){.leaf = {STEP_NEW_CERT, WHY_SIGNED}, .signer = SIGNER_CA, .warnings = job.p.warnings};
	job.out = (struct set_entry){.shown = job.to, .dirfd = r->set.dirfd};
	if (strcmp(job.to, "-") != 0 && open_output(&r->set.cert[SET_CA], e))
		return -1;
	take_key(&r->set.key[SET_LEAF]);
	if (ensure_seed(r, e) || make_products(&r->set, r->w, &job.p, &job.f, &r->names, &r->rng, NULL, NULL, job.made, e) || deliver(r, e))
		return -1;
	if (job.f.believed && leaf->not_after - leaf->not_before > PLAN_SPAN_WARNED * DAY)
		job.p.warnings |= WARN_SPAN;
	report_warnings(r->say, &r->set, r->w, &job.p, &job.f, &r->names, true);
	return 0;
}

int sign_run(struct run *r, struct err *e)
{
	int lock = -1, result;

	job.w = *r->w;
	job.w.check = true;         /* DIR stays as it is, its lock, too */
	job.w.on_change = NULL;
	job.w.plan = (struct plan_wishes){.ca_only = true, .days = r->w->plan.days, .ca_days = r->w->plan.ca_days, .provisional_days = r->w->plan.provisional_days};
	job.say = *r->say;
	job.from = args_value(r->w->args, OPT_SIGN, "");
	job.to = args_value(r->w->args, OPT_OUTPUT, "");
	job.say.to_stderr = strcmp(job.to, "-") == 0;
	r->w = &job.w;
	r->say = &job.say;
	result = sign(r, &lock, e);
	if (lock >= 0)
		close(lock);
	make_free(job.made);
	file_wipe(&job.file);
	free(job.der);
	set_close(&r->set);
	return result ? (int)e->kind : 0;
}
