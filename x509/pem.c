/* SPDX-License-Identifier: MIT */
/* pem.c - textual encodings (RFC 7468), found line by line. */
#include <string.h>

#include "lib/text.h"
#include "x509/pem.h"

static const struct {
	const char *label;
	enum pem_kind kind;
} LABELS[] = {
	{ "CERTIFICATE", PEM_CERTIFICATE },
	{ "X509 CERTIFICATE", PEM_CERTIFICATE },
	{ "PRIVATE KEY", PEM_PKCS8 },
	{ "ENCRYPTED PRIVATE KEY", PEM_PKCS8_ENCRYPTED },
	{ "RSA PRIVATE KEY", PEM_PKCS1 },
	{ "EC PRIVATE KEY", PEM_SEC1 },
	{ "OPENSSH PRIVATE KEY", PEM_OPENSSH },
	{ "CERTIFICATE REQUEST", PEM_REQUEST },
	{ "NEW CERTIFICATE REQUEST", PEM_REQUEST },
	{ "PUBLIC KEY", PEM_PUBLIC_KEY },
};

static enum pem_kind kind_of(struct view label)
{
	for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
		if (view_is(label, (const uint8_t *)LABELS[i].label, strlen(LABELS[i].label)))
			return LABELS[i].kind;
	return PEM_OTHER;
}

/* The next line without its end and the blanks before that; false at the end. */
static bool next_line(struct view *v, struct view *line)
{
	size_t n = 0;

	if (!v->len)
		return false;
	while (n < v->len && v->p[n] != '\n' && v->p[n] != '\r')
		n++;
	*line = view_of(v->p, n);
	if (n + 1 < v->len && v->p[n] == '\r' && v->p[n + 1] == '\n')
		n++;
	if (n < v->len)
		n++;
	*v = view_of(v->p + n, v->len - n);
	while (line->len && (line->p[line->len - 1] == ' ' || line->p[line->len - 1] == '\t'))
		line->len--;
	return true;
}

static const char BEGIN[] = "-----BEGIN ", END[] = "-----END ";

/* Does the line start so, and end with "-----"? 1 and what stands between, 2 when it is cut, else 0. */
static int boundary(struct view line, const char *word, struct view *label)
{
	size_t n = strlen(word);

	if (line.len < n || memcmp(line.p, word, n) != 0)
		return 0;
	if (line.len < n + 5 || memcmp(line.p + line.len - 5, "-----", 5) != 0)
		return 2;
	*label = view_of(line.p + n, line.len - n - 5);
	return 1;
}

/* Pass over headers (RFC 1421 4.6): lines with a ':', their continuations, and the empty line behind them. */
static void skip_headers(struct view *v, struct pem_object *o)
{
	static const char encrypted[] = "Proc-Type: 4,ENCRYPTED";
	struct view at = *v, line;

	if (!next_line(&at, &line) || !line.len || !memchr(line.p, ':', line.len))
		return;
	do {
		o->encrypted |= view_is(line, (const uint8_t *)encrypted, sizeof encrypted - 1);
		*v = at;
	} while (next_line(&at, &line) && line.len && line.p[0] != '-');
}

/* From behind the BEGIN line to behind its END line. */
static int read_object(struct view *at, struct view label, struct pem_object *o)
{
	struct view line, start, here, other;

	*o = (struct pem_object){ .kind = kind_of(label) };
	skip_headers(at, o);
	start = here = *at;
	while (next_line(at, &line)) {
		if (boundary(line, BEGIN, &other))
			return -1;
		if (boundary(line, END, &other) == 1) {
			o->text = (const char *)start.p;
			o->text_len = start.len - here.len;
			return view_same(label, other) ? 1 : -1;
		}
		here = *at;
	}
	return -1;
}

int pem_next(struct view *at, struct pem_object *o)
{
	struct view v = *at, line, label;

	while (next_line(&v, &line)) {
		int seen = boundary(line, BEGIN, &label);

		if (!seen || (seen == 2 && v.len))
			continue;
		if (seen == 2 || read_object(&v, label, o) < 0)
			return -1;
		*at = v;
		return 1;
	}
	return 0;
}

bool pem_is_text(struct view v)
{
	struct pem_object o;

	return pem_next(&v, &o) != 0;
}

int64_t pem_decode(const struct pem_object *o, uint8_t *out, size_t cap)
{
	return text_unbase64(o->text, o->text_len, out, cap);
}

static size_t put(char *out, size_t at, const char *s)
{
	for (; *s; s++, at++)
		if (out)
			out[at] = *s;
	return at;
}

static size_t put_line(char *out, size_t at, const char *start, const char *label)
{
	return put(out, put(out, put(out, at, start), label), "-----\n");
}

size_t pem_encode(const char *label, const uint8_t *der, size_t len, char *out)
{
	size_t n = put_line(out, 0, BEGIN, label);

	n += text_base64_lines(der, len, out ? out + n : NULL);
	return put_line(out, n, END, label);
}
