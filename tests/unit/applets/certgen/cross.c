/* SPDX-License-Identifier: MIT */
/* cross.c - which certificates behind a leaf still lead to the CA that signs now. */
#include <stdlib.h>
#include <string.h>
#include "applets/certgen/cross.h"
#include "tests/unit/tap.h"
#include "tests/unit/x509/sample.h"
#include "x509/pem.h"

#define NOW INT64_C(1800000000)
#define FILE_ROOM 200000

static char text[FILE_ROOM];
static struct cross kept_now;
static size_t text_len;
static uint8_t last[4096];
static size_t last_len;

static struct view name_of(const char *ca)
{
	static uint8_t names[4][NAME_MAX_DER];
	static unsigned at;
	uint8_t *buf = names[at++ % 4];
	char cn[65] = "";
	int len;

	memcpy(cn, ca, strcspn(ca, "#"));
	len = name_common(cn, buf);

	return view_of(buf, len < 0 ? 0 : (size_t)len);
}

/* "name" or "name#id": the key identifier that is meant; without # there is one for all. */
static struct view id_of(const char *ca)
{
	const char *id = strchr(ca, '#');

	return view_of((const uint8_t *)(id ? id + 1 : "same"), strlen(id ? id + 1 : "same"));
}

/* A certificate of these names; what signs it is of no interest here. */
static void make(const char *subject, const char *issuer, bool ca, int64_t not_after)
{
	static struct sample s;
	uint8_t tbs[2048];
	struct der d, w;

	sample_leaf(&s);
	s.cert.subject = name_of(subject);
	s.cert.issuer = name_of(issuer);
	s.cert.key_id = id_of(subject);
	s.cert.authority_key_id = id_of(issuer);
	s.cert.ca = ca;
	s.cert.not_before = NOW - 1000;
	s.cert.not_after = not_after;
	der_init(&d, tbs, sizeof tbs);
	cert_tbs(&d, &s.cert);
	der_init(&w, last, sizeof last);
	cert_wrap(&w, view_of(der_bytes(&d), d.len), s.cert.signature, SAMPLE_SIGNATURE, sizeof SAMPLE_SIGNATURE);
	last_len = der_finish(&w);
	if (last_len == 0)
		abort();
}

/* It, as PEM behind what stands there. */
static void add(const char *subject, const char *issuer, bool ca, int64_t not_after)
{
	make(subject, issuer, ca, not_after);
	text_len += pem_encode("CERTIFICATE", last, last_len, text + text_len);
}

static void add_text(const char *s)
{
	while (*s)
		text[text_len++] = *s++;
}

static void begin(void)
{
	text_len = 0;
	add("leaf", "new", false, NOW + 1000);
}

static size_t keep_for(const char *ca)
{
	struct file f = {.facts.there = true, .bytes = (uint8_t *)text, .size = text_len};

	cross_free(&kept_now);
	kept_now = (struct cross){.pem.len = 0};
	if (cross_keep(&f, name_of(ca), id_of(ca), CROSS_MOST, NOW, &kept_now, NULL))
		abort();
	return kept_now.pem.len;
}

/* How many certificates are kept? */
static int kept(const char *ca)
{
	struct view at = {0};
	struct pem_object o;
	int count = 0;

	if (keep_for(ca) > 0)
		at = view_of((const uint8_t *)kept_now.pem.bytes, kept_now.pem.len);
	while (pem_next(&at, &o) == 1)
		count++;
	return count;
}

static void chains(void)
{
	size_t first;

	begin();
	is_int((intmax_t)keep_for("new"), 0, "a leaf alone has nothing behind it");
	first = text_len;
	add("new", "old", true, NOW + 10);
	is_int((intmax_t)keep_for("new"), (intmax_t)(text_len - first), "a cross-certificate of the CA is kept");
	is_mem(kept_now.pem.bytes, kept_now.pem.len, text + first, text_len - first, "… octet for octet");
	is_int(kept("other"), 0, "another CA's is not");
	add("old", "older", true, NOW + 10);
	is_int(kept("new"), 2, "… and the one that leads on from it");
	is_mem(kept_now.issuer.p, kept_now.issuer.len, name_of("old").p, name_of("old").len, "… the first one's issuer is told");
	is_int(kept("old"), 0, "a chain is read from its start alone");
	add("strange", "older", true, NOW + 10);
	add("older", "oldest", true, NOW + 10);
	is_int(kept("new"), 2, "what stands behind a break leads nowhere");
}

static void dropped(void)
{
	static const struct {
		const char *name, *subject, *issuer;
		int64_t not_after;
		int want;
		bool ca;
	} rows[] = {
		{"one that is good a second longer is kept", "new", "old", NOW + 1, 1, true},
		{"one that ends now is over", "new", "old", NOW, 0, true},
		{"one that ended is over", "new", "old", NOW - 1, 0, true},
		{"one that is no CA's leads nowhere", "new", "old", NOW + 10, 0, false},
		{"a self-issued one is an anchor, and stays out", "new", "new", NOW + 10, 0, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		begin();
		add(rows[i].subject, rows[i].issuer, rows[i].ca, rows[i].not_after);
		is_int(kept("new"), rows[i].want, rows[i].name);
	}
}

/* A given name stays the same when the CA is rotated. */
static void one_name(void)
{
	begin();
	add("x#3", "x#2", true, NOW + 10);
	add("x#2", "x#1", true, NOW + 10);
	is_int(kept("x#3"), 2, "of one name, certificates are told apart by their keys' identifiers");
	is_int(kept("x#2"), 0, "… another key's do not lead from here");
	add("x#2", "x#2", true, NOW + 10);
	is_int(kept("x#3"), 2, "… nor does another's of that name behind them");
	begin();
	add("x#3", "x#3", true, NOW + 10);
	is_int(kept("x#3"), 0, "… one that names its own key is an anchor");
}

static void many(void)
{
	begin();
	for (int i = 0; i < CROSS_MOST + 4; i++)
		add(i % 2 ? "old" : "new", i % 2 ? "new" : "old", true, NOW + 10);
	is_int(kept("new"), CROSS_MOST, "no more are kept than every client takes");
}

static void odd(void)
{
	struct file f = {.bytes = NULL};
	struct cross none = {.pem.len = 0};

	is_int(cross_keep(&f, name_of("new"), id_of("new"), CROSS_MOST, NOW, &none, NULL), 0, "no file, nothing behind");
	make("leaf", "new", false, NOW + 10);
	f = (struct file){.facts.there = true, .bytes = last, .size = last_len};
	is_int(cross_keep(&f, name_of("new"), id_of("new"), CROSS_MOST, NOW, &none, NULL), 0, "DER has nothing behind it");
	ok(!none.pem.bytes && !none.der, "… and nothing to free");
	begin();
	add_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n# words\n");
	add("new", "old", true, NOW + 10);
	is_int(kept("new"), 1, "other objects and words are passed over");
	begin();
	add_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
	add("new", "old", true, NOW + 10);
	is_int(kept("new"), 0, "behind one that does not parse nothing is kept");
	begin();
	add("new", "old", true, NOW + 10);
	text_len -= 30;
	is_int(kept("new"), 0, "one that is cut off is not kept");
}

/* What is written has lines of 64; a file may have them longer, and so fewer: there must be room all the same (the sanitizer sees to it). */
static void long_lines(void)
{
	struct text t;

	begin();
	for (int i = 0; i < CROSS_MOST; i++) {
		make(i % 2 ? "old" : "new", i % 2 ? "new" : "old", true, NOW + 10);
		add_text("-----BEGIN CERTIFICATE-----\n");
		text_init(&t, text + text_len, sizeof text - text_len);
		text_add_base64(&t, last, last_len);
		text_len += t.len;
		add_text("\n-----END CERTIFICATE-----\n");
	}
	is_int(kept("new"), CROSS_MOST, "many, each on one line, grow and still fit");
	ok(kept_now.pem.len > text_len - text_len / 9, "… by a line's end a line");
}

int main(void)
{
	(void)sample_ca;
	(void)sample_write;
	chains();
	dropped();
	one_name();
	many();
	odd();
	long_lines();
	cross_free(&kept_now);
	return done_testing();
}
