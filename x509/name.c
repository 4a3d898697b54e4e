/* SPDX-License-Identifier: MIT */
/* name.c - distinguished names: from two forms of text to DER, and back to text. */
#include <string.h>

#include "x509/name.h"
#include "x509/oid.h"

#define VALUE_MAX 512     /* octets: 128 characters of UTF-8 */
#define ATTRIBUTE_MAX (VALUE_MAX + 24)
#define COMMON_MAX 64     /* ub-common-name, RFC 5280 A.1 */

/* The first row of an OID is the one that text is made with. Bounds in characters, RFC 5280 A.1 where it has one. */
static const struct attribute {
	const uint8_t *oid;
	const char *word;
	uint8_t tag, max;
} ATTRIBUTES[] = {
	{ OID_COMMON_NAME, "CN", DER_UTF8_STRING, COMMON_MAX },
	{ OID_COUNTRY, "C", DER_PRINTABLE_STRING, 2 },
	{ OID_LOCALITY, "L", DER_UTF8_STRING, 128 },
	{ OID_STATE, "ST", DER_UTF8_STRING, 128 },
	{ OID_STREET, "STREET", DER_UTF8_STRING, 128 },
	{ OID_ORGANIZATION, "O", DER_UTF8_STRING, 64 },
	{ OID_ORGANIZATIONAL_UNIT, "OU", DER_UTF8_STRING, 64 },
	{ OID_SERIAL_NUMBER, "serialNumber", DER_PRINTABLE_STRING, 64 },
	{ OID_TITLE, "title", DER_UTF8_STRING, 64 },
	{ OID_GIVEN_NAME, "GN", DER_UTF8_STRING, 128 },
	{ OID_GIVEN_NAME, "givenName", DER_UTF8_STRING, 128 },
	{ OID_SURNAME, "SN", DER_UTF8_STRING, 128 },
	{ OID_SURNAME, "surname", DER_UTF8_STRING, 128 },
	{ OID_UID, "UID", DER_UTF8_STRING, 128 },
	{ OID_DOMAIN_COMPONENT, "DC", DER_IA5_STRING, 63 },
	{ OID_EMAIL_ADDRESS, "emailAddress", DER_IA5_STRING, 255 },
};
#define END_OF_ATTRIBUTES (ATTRIBUTES + sizeof ATTRIBUTES / sizeof *ATTRIBUTES)

/* C1 controls, and the marks that turn a line of text around or hide in it (U+200B-F, U+2028-E, U+2060-F). */
static bool hidden(const uint8_t *p, size_t n)
{
	if (n == 2)
		return p[0] == 0xC2 && p[1] < 0xA0;
	if (n != 3 || p[0] != 0xE2)
		return false;
	if (p[1] == 0x80)
		return (p[2] >= 0x8B && p[2] <= 0x8F) || (p[2] >= 0xA8 && p[2] <= 0xAE);
	return p[1] == 0x81 && p[2] >= 0xA0 && p[2] <= 0xAF;
}

/* Octets of the character at p that can be shown as it is, or 0. */
static size_t character(const uint8_t *p, size_t len)
{
	for (size_t n = 1; n <= 4 && n <= len; n++)
		if (text_is_clean_utf8((const char *)p, n))
			return hidden(p, n) ? 0 : n;
	return 0;
}

/* Characters, or 0 when there are none or one cannot be shown. */
static size_t count(const uint8_t *p, size_t len)
{
	size_t characters = 0;

	for (size_t i = 0, n; i < len; i += n, characters++) {
		n = character(p + i, len - i);
		if (!n)
			return 0;
	}
	return characters;
}

/* --- from text ------------------------------------------------------------------------------- */

struct parser {
	const char *at;
	bool slash;           /* openssl's form */
	const struct attribute *type;
	uint8_t value[VALUE_MAX];
	size_t len;
	struct err *e;
};

static int refuse(struct parser *p, const char *what, const char *why)
{
	return err_set(p->e, ERR_USAGE, "distinguished name: '%s': %s", what, why);
}

static int refuse_value(struct parser *p, const char *why)
{
	return refuse(p, p->type->word, why);
}

static void skip_blanks(struct parser *p)
{
	while (*p->at == ' ')
		p->at++;
}

static int read_type(struct parser *p)
{
	char buf[40];
	struct text word;
	size_t n;

	if (!p->slash)
		skip_blanks(p);
	n = strcspn(p->at, p->slash ? "=/+" : "=,+");
	text_init(&word, buf, sizeof buf);
	text_add_bytes(&word, p->at, n);
	if (p->at[n] != '=')
		return refuse(p, buf, "a part without '='");
	for (; !p->slash && word.len && buf[word.len - 1] == ' '; word.len--)
		buf[word.len - 1] = 0;
	for (p->type = ATTRIBUTES; p->type < END_OF_ATTRIBUTES; p->type++) {
		if (text_same_case(buf, p->type->word)) {
			p->at += n + 1;
			return 0;
		}
	}
	return refuse(p, buf, "not a type of attribute that is known here");
}

/* What a backslash at p->at stands for. */
static int read_escape(struct parser *p, uint8_t *octet)
{
	const char *s = p->at + 1;

	if (*s && (p->slash || strchr(",+\"\\<>;#= ", *s))) {
		*octet = (uint8_t)*s;
		p->at += 2;
		return 0;
	}
	if (!*s || !s[1] || text_unhex(s, 2, octet, 1) != 1)
		return refuse_value(p, "a backslash before nothing that it escapes");
	p->at += 3;
	return 0;
}

static int read_octets(struct parser *p)
{
	const char *ends = p->slash ? "/+" : ",+";
	size_t kept = 0;      /* blanks up to here are meant */

	for (p->len = 0; *p->at && !strchr(ends, *p->at);) {
		bool escaped = *p->at == '\\';

		if (p->len == sizeof p->value)
			return refuse_value(p, "too long");
		if (!p->slash && strchr("\"<>;", *p->at))
			return refuse_value(p, "a special character without a backslash");
		if (!escaped)
			p->value[p->len] = (uint8_t)*p->at++;
		else if (read_escape(p, &p->value[p->len]))
			return -1;
		if (p->value[p->len++] != ' ' || escaped)
			kept = p->len;
	}
	if (!p->slash)
		p->len = kept;
	return 0;
}

static bool alphabet_fits(const struct parser *p)
{
	for (size_t i = 0; i < p->len; i++) {
		uint8_t c = p->value[i], letter = c | 0x20;
		bool is_letter = letter >= 'a' && letter <= 'z';

		if (c >= 0x80)
			return false;
		if (p->type->tag == DER_IA5_STRING || is_letter)
			continue;
		if (p->type->max == 2 || !strchr("0123456789 '()+,-./:=?", c))
			return false;
	}
	return true;
}

static int read_value(struct parser *p)
{
	size_t characters;

	if (!p->slash)
		skip_blanks(p);
	if (!p->slash && *p->at == '#')
		return refuse_value(p, "values in hex are not read");
	if (read_octets(p))
		return -1;
	if (!p->len)
		return refuse_value(p, "an empty value");
	characters = count(p->value, p->len);
	if (!characters)
		return refuse_value(p, "a control character, or not UTF-8");
	if (p->type->tag != DER_UTF8_STRING && !alphabet_fits(p))
		return refuse_value(p, "a character that this attribute cannot have");
	if (characters > p->type->max)
		return refuse_value(p, "too long");
	if (p->type->max == 2 && characters != 2)
		return refuse_value(p, "not the two letters of a country");
	return 0;
}

/* --- DER in a buffer of NAME_MAX_DER ---------------------------------------------------------- */

static int insert(uint8_t *buf, size_t *len, size_t at, const uint8_t *p, size_t n)
{
	if (n > NAME_MAX_DER - *len)
		return -1;
	memmove(buf + at + n, buf + at, *len - at);
	memcpy(buf + at, p, n);
	*len += n;
	return 0;
}

/* A header before the n octets at an offset. */
static int wrap(uint8_t *buf, size_t *len, size_t at, uint8_t tag, size_t n)
{
	uint8_t header[8];
	struct der d;

	der_init(&d, header, sizeof header);
	der_header(&d, tag, n);
	return insert(buf, len, at, der_bytes(&d), d.len);
}

/* An attribute into the RDN whose content starts at an offset: a SET OF is sorted (X.690 11.6). */
static int add_attribute(uint8_t *buf, size_t *len, size_t rdn, size_t rdn_len, const struct attribute *type,
			 const uint8_t *value, size_t value_len)
{
	uint8_t made[ATTRIBUTE_MAX], tag;
	struct view rest = view_of(buf + rdn, rdn_len), content, other;
	size_t at = rdn, n;
	struct der d;

	der_init(&d, made, sizeof made);
	der_value(&d, type->tag, value, value_len);
	der_oid(&d, type->oid);
	der_wrap(&d, DER_SEQUENCE, 0);
	n = der_finish(&d);
	while (!view_any(&rest, &tag, &content, &other)) {
		if (memcmp(made, other.p, n < other.len ? n : other.len) < 0)
			break;
		at += other.len;
	}
	return insert(buf, len, at, made, n);
}

static int too_long(struct err *e)
{
	return err_set(e, ERR_USAGE, "distinguished name: over %d octets", NAME_MAX_DER);
}

/* One RDN: its content grows at an offset, then gets its header. */
static int parse_rdn(struct parser *p, uint8_t *out, size_t *len, size_t at)
{
	size_t before = *len;

	for (;;) {
		if (read_type(p) || read_value(p))
			return -1;
		if (add_attribute(out, len, at, *len - before, p->type, p->value, p->len))
			return too_long(p->e);
		if (*p->at != '+')
			break;
		p->at++;
	}
	return wrap(out, len, at, DER_SET, *len - before) ? too_long(p->e) : 0;
}

int name_parse(const char *text, uint8_t out[static NAME_MAX_DER], struct err *e)
{
	struct parser p = { .at = text, .slash = *text == '/', .e = e };
	size_t len = 0;
	bool more;

	if (p.slash)
		p.at++;
	for (more = *p.at; more;) {
		if (parse_rdn(&p, out, &len, p.slash ? len : 0))
			return -1;
		more = *p.at;
		if (more)
			p.at++;
	}
	return wrap(out, &len, 0, DER_SEQUENCE, len) ? too_long(e) : (int)len;
}

/* --- from DER -------------------------------------------------------------------------------- */

struct walk {
	struct view rdns, attributes;
	struct view type, value, whole; /* the attribute that was read: OID, content, element */
	uint8_t tag;
};

/* The next attribute: 1; 0 at the end; -1 broken. */
static int step(struct walk *w)
{
	struct view v;

	if (!w->attributes.len) {
		if (!w->rdns.len)
			return 0;
		if (view_read(&w->rdns, DER_SET, &w->attributes) || !w->attributes.len)
			return -1;
	}
	if (view_read(&w->attributes, DER_SEQUENCE, &v) || view_read(&v, DER_OID, &w->type) || !w->type.len)
		return -1;
	return view_any(&v, &w->tag, &w->value, &w->whole) || v.len ? -1 : 1;
}

static int walk_init(struct walk *w, struct view name)
{
	*w = (struct walk){ .tag = 0 };
	return view_only(name, DER_SEQUENCE, &w->rdns);
}

static bool is_text(uint8_t tag)
{
	return tag == DER_UTF8_STRING || tag == DER_PRINTABLE_STRING || tag == DER_IA5_STRING || tag == DER_TELETEX_STRING;
}

int name_check(struct view name)
{
	struct walk w;
	int r;

	if (walk_init(&w, name))
		return -1;
	do
		r = step(&w);
	while (r > 0);
	return r;
}

struct view name_common_of(struct view name)
{
	struct view last = { NULL, 0 };
	struct walk w;

	if (walk_init(&w, name))
		return last;
	while (step(&w) > 0)
		if (oid_is(w.type, OID_COMMON_NAME) && is_text(w.tag))
			last = w.value;
	return last;
}

int name_add_common(uint8_t buf[static NAME_MAX_DER], size_t len, const char *cn)
{
	struct view name = view_of(buf, len);
	size_t n = cn ? strlen(cn) : 0, characters, rdn;
	struct walk w;

	if (name_check(name))
		return -1;
	characters = n > 4 * COMMON_MAX ? 0 : count((const uint8_t *)cn, n);
	if (!characters || characters > COMMON_MAX || name_common_of(name).len)
		return (int)len;
	walk_init(&w, name);
	len = rdn = w.rdns.len;
	memmove(buf, w.rdns.p, len);
	if (add_attribute(buf, &len, rdn, 0, ATTRIBUTES, (const uint8_t *)cn, n) || wrap(buf, &len, rdn, DER_SET, len - rdn))
		return -1;
	return wrap(buf, &len, 0, DER_SEQUENCE, len) ? -1 : (int)len;
}

int name_common(const char *cn, uint8_t out[static NAME_MAX_DER])
{
	int n;

	out[0] = DER_SEQUENCE;
	out[1] = 0;
	n = name_add_common(out, 2, cn);
	return n > 2 ? n : -1;
}

/* RFC 4514 2.4: what is special, and blanks and '#' where they stand at an end. */
static bool is_special(struct view v, size_t i)
{
	char c = (char)v.p[i];

	if (c == ' ')
		return i == 0 || i + 1 == v.len;
	return c == '#' ? i == 0 : strchr(",+\"\\<>;", c) != NULL;
}

static void add_value(struct text *t, struct view v)
{
	for (size_t i = 0, n; i < v.len; i += n) {
		n = character(v.p + i, v.len - i);
		if (!n || is_special(v, i))
			text_add_char(t, '\\');
		if (n)
			text_add_bytes(t, (const char *)v.p + i, n);
		else
			text_add_hex(t, v.p + i, n = 1, ':');
	}
}

static void add_attribute_text(struct text *t, const struct walk *w)
{
	const struct attribute *a = ATTRIBUTES;

	while (a < END_OF_ATTRIBUTES && !oid_is(w->type, a->oid))
		a++;
	if (a < END_OF_ATTRIBUTES)
		text_add(t, a->word);
	else
		oid_add_text(t, w->type);
	text_add_char(t, '=');
	if (a < END_OF_ATTRIBUTES && is_text(w->tag)) {
		add_value(t, w->value);
	} else {
		text_add_char(t, '#');
		text_add_hex(t, w->whole.p, w->whole.len, 0);
	}
}

/* The RDNs come last first: each is sought from the start, since DER cannot be read backwards. */
void name_add_text(struct text *t, struct view name)
{
	struct walk all, w;
	size_t n = 0;

	if (name_check(name)) {
		text_add_char(t, '?');
		return;
	}
	walk_init(&all, name);
	for (struct view v = all.rdns; v.len; n++)
		view_read(&v, DER_SET, &all.attributes);
	for (; n && !t->cut; n--) {
		struct view v = all.rdns;

		w = (struct walk){ .tag = 0 };
		for (size_t i = 0; i < n; i++)
			view_read(&v, DER_SET, &w.attributes);
		for (bool first = true; w.attributes.len && step(&w) > 0; first = false) {
			if (!first)
				text_add_char(t, '+');
			add_attribute_text(t, &w);
		}
		if (n > 1)
			text_add_char(t, ',');
	}
}
