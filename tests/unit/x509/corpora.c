/* SPDX-License-Identifier: MIT */
/* corpora.c - every reader over a folder of hostile files (CORPORA): each is read or refused, none does harm. */
#include <ftw.h>

#include "tests/unit/x509/golden.h"
#include "x509/lint.h"
#include "x509/name.h"
#include "x509/name_hash.h"
#include "x509/path.h"
#include "x509/pem.h"
#include "x509/time.h"
#include "x509/view.h"

static struct {
	unsigned files, certificates, refused, objects, undecoded, torn, wrong;
} seen;

/* Under itself, where it is not asked for its signature; and under a copy of itself, which nobody trusts. */
static void judge(const struct cert_view *c, struct text *t)
{
	struct path_rules r = { .now = c->not_before, .purpose = EKU_SERVER };
	struct path p;
	struct san s;
	struct view at = c->sans;

	seen.wrong += name_within(c->subject, c->issuer) > 1 || !name_same(c->issuer, c->issuer);
	(void)cert_permits_name(c, SAN_DIRECTORY, c->subject);
	r.name = cert_next_san(&at, &s) ? &s : NULL;
	seen.wrong += path_find(&r, c->whole, c->whole, &p) != path_leaf(&r, c->whole, &p);
	path_add_text(t, &r, &p);
	seen.wrong += path_find(&r, c->whole, view_of(c->whole.p, 0), &p) == PATH_GOOD;
	path_add_text(t, &r, &p);
}

/* Print what was read, and ask each name of a certificate whether it is its own. */
static void look(const struct cert_view *c)
{
	char buf[4096];
	uint8_t name[NAME_MAX_DER];
	struct view at = c->sans;
	struct text t;
	struct lint l;
	struct san s;
	size_t n = 0;

	lint_cert(c, &l);
	text_init(&t, buf, sizeof buf);
	name_add_text(&t, c->subject);
	name_add_text(&t, c->issuer);
	spki_add_text(&t, &c->key);
	judge(c, &t);
	time_add_instant(&t, c->not_before);
	time_add_date(&t, c->not_after);
	for (; cert_next_san(&at, &s); n++) {
		san_add_text(&t, &s);
		(void)cert_permits(c, &s);
		seen.wrong += !cert_has_san(c, &s);
	}
	seen.wrong += n != cert_count_sans(c) || strlen(buf) != t.len;
	for (size_t i = 0; i < t.len; i++)
		seen.wrong += (unsigned char)buf[i] < ' ' || buf[i] == 0x7F;
	if (c->subject.len <= sizeof name) {
		memcpy(name, c->subject.p, c->subject.len);
		seen.wrong += name_add_common(name, c->subject.len, "added") == 0;
	}
}

/* In a room of its own, so that sanitizers see a step outside. */
static void certificate(const uint8_t *p, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);
	struct cert_view c;
	struct err e = { 0 };

	memcpy(copy, p, len);
	if (cert_read(view_of(copy, len), &c, &e) == 0) {
		seen.certificates++;
		look(&c);
	} else {
		seen.refused++;
		seen.wrong += e.kind != ERR_MALFORMED || !*e.text;
	}
	free(copy);
}

static void text_file(const uint8_t *p, size_t len)
{
	struct view at = view_of(p, len);
	struct pem_object o;
	int r;

	while ((r = pem_next(&at, &o)) == 1) {
		size_t cap = o.text_len / 4 * 3 + 3;
		uint8_t *out = malloc(cap);
		int64_t n = pem_decode(&o, out, cap);

		seen.objects++;
		if (n < 0)
			seen.undecoded++;
		else
			certificate(out, (size_t)n);
		free(out);
	}
	seen.torn += r < 0;
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	FILE *f = type == FTW_F ? fopen(path, "rb") : NULL;
	size_t len = (size_t)st->st_size;
	uint8_t *p;

	(void)at;
	if (!f)
		return 0;
	p = malloc(len ? len : 1);
	if (fread(p, 1, len, f) == len) {
		seen.files++;
		certificate(p, len);
		text_file(p, len);
	}
	fclose(f);
	free(p);
	return 0;
}

int main(void)
{
	const char *folder = getenv("CORPORA");

	if (!folder || !*folder || nftw(folder, visit, 8, FTW_PHYS)) {
		skip("hostile files are read or refused", "CORPORA names no folder");
		return done_testing();
	}
	diag("%u files: %u certificates, %u refused; %u PEM objects, %u do not decode, %u torn", seen.files, seen.certificates,
	     seen.refused, seen.objects, seen.undecoded, seen.torn);
	ok(seen.files > 0 && seen.certificates > 0 && seen.refused > 0, "hostile files are read or refused");
	is_int(seen.wrong, 0, "what was read says the same twice, what was refused says why, and nothing prints controls");
	return done_testing();
}
