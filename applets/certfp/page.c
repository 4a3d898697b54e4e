/* SPDX-License-Identifier: MIT */
/* page.c - a certificate as a page to read (--text), at most 79 columns wide. */
#include <string.h>

#include "applets/certfp/wish.h"
#include "lib/art.h"
#include "lib/words.h"
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/time.h"

#define WIDTH 79
#define INDENT 15             /* where values start */
#define VALUE 1024            /* bytes of a value that is put together; longer ones end in "..." */
#define GAP 2                 /* between things of a list */

struct page {
	const struct wish *w;
	size_t column;        /* 0: no line has begun */
	char room[VALUE];
	struct text t;        /* in room */
};

static void put(const struct page *p, const char *s, size_t len)
{
	say_bytes(&p->w->say, s, len);
}

static void put_text(const struct page *p, const char *s)
{
	put(p, s, strlen(s));
}

static void blanks(struct page *p, size_t to)
{
	for (; p->column < to; p->column++)
		put(p, " ", 1);
}

static void newline(struct page *p)
{
	put(p, "\n", 1);
	p->column = 0;
}

/* Columns of text: its characters, since UTF-8's later octets take none. */
static size_t columns(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80;
	return n;
}

/* Octets of s that fit into room columns. */
static size_t fitting(const char *s, size_t len, size_t room)
{
	size_t n = 0;

	while (n < len && (columns(s, n + 1) <= room))
		n++;
	return n;
}

/* A word goes behind what stands there, or on a line of its own; one longer than that is cut into several. */
static void word(struct page *p, const char *s, size_t len, size_t gap)
{
	size_t at = p->column > INDENT ? p->column + gap : INDENT;

	if (at > INDENT && at + columns(s, len) > WIDTH) {
		newline(p);
		at = INDENT;
	}
	for (;;) {
		size_t n = fitting(s, len, WIDTH - INDENT);

		blanks(p, at);
		put(p, s, n);
		p->column += columns(s, n);
		s += n;
		len -= n;
		if (len == 0)
			return;
		newline(p);
	}
}

/* Nothing is put together yet. */
static void begin(struct page *p)
{
	text_init(&p->t, p->room, sizeof p->room - sizeof "...");
}

static void label(struct page *p, const char *s)
{
	if (p->column > 0)
		newline(p);
	put(p, "  ", 2);
	put_text(p, s);
	p->column = strlen(s) + 2;
	blanks(p, INDENT);
	begin(p);
}

/* What was put together, word by word. */
static void value(struct page *p)
{
	if (p->t.cut)
		memcpy(p->room + p->t.len, "...", sizeof "...");
	for (const char *s = p->room; *s != '\0';) {
		size_t n = strcspn(s, " ");

		if (n > 0)
			word(p, s, n, 1);
		s += n + (s[n] == ' ');
	}
	begin(p);
}

/* A serial number or key identifier stands on one line, a hash on two. */
static void hex(struct page *p, const char *name, const uint8_t *s, size_t len)
{
	size_t per_line = len <= 20 ? 20 : 16;

	label(p, name);
	for (size_t i = 0; i < len; i += per_line) {
		bool last = len - i <= per_line;

		text_add_hex(&p->t, s + i, last ? len - i : per_line, ':');
		if (!last)
			text_add_char(&p->t, ':');
		value(p);
		if (!last)
			newline(p);
	}
}

static void name(struct page *p, const struct san *san)
{
	san_add_text(&p->t, san);
	word(p, p->room, p->t.len, GAP);
	begin(p);
}

static void names(struct page *p, const struct cert_view *c)
{
	struct view at = c->sans;
	struct san san;

	label(p, "names");
	while (cert_next_san(&at, &san))
		name(p, &san);
}

static void validity(struct page *p, const struct seen *s)
{
	const struct cert_view *c = &s->look.cert;
	int64_t days = seen_days(s, p->w);

	label(p, "valid");
	time_add_date(&p->t, c->not_before);
	text_add(&p->t, " until ");
	time_add_date(&p->t, c->not_after);
	if (c->not_before > p->w->now)
		text_add_text(&p->t, TEXT(": NOT YET VALID"));
	else if (days < 0)
		text_format(&p->t, ": EXPIRED %l days ago", (p->w->now - c->not_after) / TIME_DAY);
	else
		text_format(&p->t, ", %l days left", days);
	value(p);
}

static void key(struct page *p, const struct seen *s)
{
	static const char signatures[][21] = {
		"an unknown algorithm", "ECDSA and SHA-256", "ECDSA and SHA-384", "ECDSA and SHA-512", "RSA and SHA-256",
		"RSA and SHA-384", "RSA and SHA-512", "RSA and SHA-1",
	};

	label(p, "key");
	spki_add_text(&p->t, &s->look.cert.key);
	text_format(&p->t, ", signed with %s", signatures[s->look.cert.signature]);
	value(p);
}

/* Names of set bits, in one list; words: one after the other, and an empty one. */
static void bits(struct page *p, unsigned set, const char *words)
{
	for (; *words != '\0'; words += strlen(words) + 1, set >>= 1)
		if ((set & 1) != 0)
			text_format(&p->t, "%s%s", p->t.len > 0 ? ", " : "", words);
}

static void uses(struct page *p, const struct cert_view *c)
{
	label(p, "is");
	text_add(&p->t, c->ca ? "a certificate authority" : "no certificate authority");
	if (c->ca && c->has_path_len)
		text_format(&p->t, ", path length %u", c->path_len);
	value(p);
	if (!c->has_key_usage && !c->has_eku)
		return;
	label(p, "for");
	bits(p, c->key_usage, "digital signature\0non-repudiation\0key encipherment\0data encipherment\0key agreement\0"
	    "certificate signing\0CRL signing\0encipher only\0decipher only\0");
	bits(p, c->eku, "TLS server\0TLS client\0any purpose\0");
	if (c->has_eku && c->eku == 0)
		bits(p, 1, "another purpose\0");
	value(p);
}

/* Permitted and excluded subtrees (RFC 5280 4.2.1.10). */
static void constraints(struct page *p, const struct cert_view *c)
{
	struct view at = c->constraints, trees;
	struct san san;

	for (unsigned i = 0; i < 2; i++) {
		if (view_maybe(&at, (uint8_t)(DER_CONTEXT_CONSTRUCTED | i), &trees) != 1)
			continue;
		label(p, i == 0 ? "only for" : "never for");
		while (trees.len > 0) {
			int r = san_read_subtree(&trees, &san);

			if (r < 0)
				break;
			if (r == 0)
				name(p, &san);
		}
	}
}

/* Four of the words, in columns: those of two syllables have at most 9 letters, those of three 11. */
static const char *four(struct page *p, const char *s)
{
	for (unsigned i = 0; i < 4 && *s != '\0'; i++) {
		size_t n = strcspn(s, " \n");

		put(p, s, n);
		p->column += n;
		if (s[n] == ' ')
			blanks(p, p->column + (i % 2 ? 12 : 10) - n);
		s += n + (s[n] != '\0');
	}
	return s;
}

/* The picture, and beside it the words: eight lines of four below what they are of. */
static void compare(struct page *p, const struct seen *s, const struct fingerprint *f)
{
	char art[ART_LINES * (ART_WIDTH + 3) + 1], words[SHA256_LEN * 12 + 1], title[FINGERPRINT_TITLE];
	const char *a = art, *v = words;
	struct text t;

	fingerprint_title(s->look.key, s->look.bits, title);
	text_init(&t, art, sizeof art);
	art_add(&t, f->sha256, SHA256_LEN, title, "SHA256");
	text_init(&t, words, sizeof words);
	words_add(&t, f->sha256, SHA256_LEN, 4);
	for (unsigned line = 0; line < ART_LINES; line++, a += ART_WIDTH + 3) {
		blanks(p, 2);
		put(p, a, ART_WIDTH + 2);
		p->column += ART_WIDTH + 2;
		if (line == 0) {
			put(p, "   ", 3);
			put_text(p, cert_self_issued(&s->look.cert) ? "The trust anchor's sha256, to compare:" :
			    "Its sha256 (what people compare is its issuer's):");
		} else if (line >= 2 && *v != '\0') {
			blanks(p, 2 + ART_WIDTH + 2 + 3);
			v = four(p, v);
		}
		newline(p);
	}
}

static void head(struct page *p, const struct seen *s)
{
	const struct cert_view *c = &s->look.cert;

	label(p, "subject");
	name_add_text(&p->t, c->subject);
	value(p);
	label(p, "issuer");
	if (cert_self_issued(c))
		text_add(&p->t, "itself");
	else
		name_add_text(&p->t, c->issuer);
	value(p);
}

void page_print(const struct wish *w, const struct seen *s)
{
	struct fingerprint f = { .algorithm = DIGEST_SHA256 }, k = f;
	const struct cert_view *c = &s->look.cert;
	struct page p = { .w = w };
	static unsigned pages;

	fingerprint_of(&f, c->whole.p, c->whole.len);
	fingerprint_of(&k, c->spki.p, c->spki.len);
	if (pages++ > 0)
		newline(&p);
	put_text(&p, s->name);
	newline(&p);
	head(&p, s);
	if (cert_count_sans(c) > 0)
		names(&p, c);
	validity(&p, s);
	key(&p, s);
	uses(&p, c);
	constraints(&p, c);
	hex(&p, "serial", c->serial.p, c->serial.len);
	if (c->key_id.len > 0)
		hex(&p, "key id", c->key_id.p, c->key_id.len);
	if (c->authority_key_id.len > 0 && !view_same(c->key_id, c->authority_key_id))
		hex(&p, "issuer's", c->authority_key_id.p, c->authority_key_id.len);
	hex(&p, "sha256", f.sha256, SHA256_LEN);
	hex(&p, "key's sha256", k.sha256, SHA256_LEN);
	newline(&p);
	newline(&p);
	compare(&p, s, &f);
}
