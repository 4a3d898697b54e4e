/* SPDX-License-Identifier: MIT */
/* cross.c - which certificates behind a leaf still lead to the CA that signs now. */
#include <stdlib.h>
#include "applets/certgen/cross.h"
#include "tests/unit/tap.h"
#include "tests/unit/x509/sample.h"
#include "x509/pem.h"

#define NOW INT64_C(1800000000)
#define FILE_ROOM 200000

static char text[FILE_ROOM], out[2 * FILE_ROOM];
static size_t text_len;
static uint8_t last[4096];
static size_t last_len;

static struct view name_of(const char *cn)
{
	static uint8_t names[4][NAME_MAX_DER];
	static unsigned at;
	uint8_t *buf = names[at++ % 4];
	int len = name_common(cn, buf);

	return view_of(buf, len < 0 ? 0 : (size_t)len);
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

static int64_t keep_for(const char *ca)
{
	struct file f = {.facts.there = true, .bytes = (uint8_t *)text, .size = text_len};

	return cross_keep(&f, name_of(ca), NOW, out, NULL);
}

/* How many certificates are kept, and are they those of the file, octet for octet, from the second on? */
static int kept(const char *ca)
{
	int64_t n = keep_for(ca);
	struct view at = view_of((const uint8_t *)out, n < 0 ? 0 : (size_t)n);
	struct pem_object o;
	int count = 0;

	while (pem_next(&at, &o) == 1)
		count++;
	return n < 0 ? -1 : count;
}

static void chains(void)
{
	size_t first;

	begin();
	is_int(keep_for("new"), 0, "a leaf alone has nothing behind it");
	first = text_len;
	add("new", "old", true, NOW + 10);
	is_int(keep_for("new"), (intmax_t)(text_len - first), "a cross-certificate of the CA is kept");
	is_mem(out, text_len - first, text + first, text_len - first, "… octet for octet");
	is_int(kept("other"), 0, "another CA's is not");
	add("old", "older", true, NOW + 10);
	is_int(kept("new"), 2, "… and the one that leads on from it");
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

static void odd(void)
{
	struct file f = {.bytes = NULL};

	is_int(cross_keep(&f, name_of("new"), NOW, out, NULL), 0, "no file, nothing behind");
	make("leaf", "new", false, NOW + 10);
	f = (struct file){.facts.there = true, .bytes = last, .size = last_len};
	is_int(cross_keep(&f, name_of("new"), NOW, out, NULL), 0, "DER has nothing behind it");
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

/* What is written has lines of 64; a file may have them longer, and so fewer: it must fit the room all the same. */
static void long_lines(void)
{
	size_t cap, len;
	char *exact;
	int64_t n;

	begin();
	for (int i = 0; i < 130; i++) {
		struct text t;

		make(i % 2 ? "old" : "new", i % 2 ? "new" : "old", true, NOW + 10);
		add_text("-----BEGIN CERTIFICATE-----\n");
		text_init(&t, text + text_len, sizeof text - text_len);
		text_add_base64(&t, last, last_len);
		text_len += t.len;
		add_text("\n-----END CERTIFICATE-----\n");
	}
	len = text_len;
	cap = CROSS_ROOM(len);
	exact = malloc(cap);
	if (!exact)
		abort();
	n = cross_keep(&(struct file){.facts.there = true, .bytes = (uint8_t *)text, .size = len}, name_of("new"), NOW, exact, NULL);
	ok(n > (int64_t)len && (size_t)n <= cap, "many, each on one line, grow and still fit the room that is promised");
	free(exact);
}

int main(void)
{
	(void)sample_ca;
	(void)sample_write;
	chains();
	dropped();
	odd();
	long_lines();
	return done_testing();
}
