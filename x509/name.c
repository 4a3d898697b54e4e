/* SPDX-License-Identifier: MIT */
/* name.c - distinguished names: from two forms of text to DER. */
#include <string.h>

#include "x509/attribute.h"
#include "x509/name.h"

#define VALUE_MAX 512     /* octets: 128 characters of UTF-8 */
#define ATTRIBUTE_MAX (VALUE_MAX + 24)

/* Characters, or 0 when there are none or one cannot be shown. */
static size_t count(const uint8_t *p, size_t len)
{
	size_t characters = 0;

	for (size_t i = 0, n; i < len; i += n, characters++) {
		n = attribute_character(p + i, len - i);
		if (!n)
			return 0;
	}
	return characters;
}

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
	err_set(p->e, ERR_USAGE, "distinguished name: '%s': %t", what, why);
	return -1;
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
		return refuse(p, buf, TEXT("a part without '='"));
	for (; !p->slash && word.len && buf[word.len - 1] == ' '; word.len--)
		buf[word.len - 1] = 0;
	p->type = attribute_by_word(buf);
	if (!p->type)
		return refuse(p, buf, TEXT("not a type of attribute that is known here"));
	p->at += n + 1;
	return 0;
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
		return refuse_value(p, TEXT("a backslash before nothing that it escapes"));
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
			return refuse_value(p, TEXT("too long"));
		if (!p->slash && strchr("\"<>;", *p->at))
			return refuse_value(p, TEXT("a special character without a backslash"));
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
		return refuse_value(p, TEXT("values in hex are not read"));
	if (read_octets(p))
		return -1;
	if (!p->len)
		return refuse_value(p, TEXT("an empty value"));
	characters = count(p->value, p->len);
	if (!characters)
		return refuse_value(p, TEXT("a control character, or not UTF-8"));
	if (p->type->tag != DER_UTF8_STRING && !alphabet_fits(p))
		return refuse_value(p, TEXT("a character that this attribute cannot have"));
	if (characters > p->type->max)
		return refuse_value(p, TEXT("too long"));
	if (p->type->max == 2 && characters != 2)
		return refuse_value(p, TEXT("not the two letters of a country"));
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

/* --- a common name alone ------------------------------------------------------------------------- */

int name_add_common(uint8_t buf[static NAME_MAX_DER], size_t len, const char *cn)
{
	struct view name = view_of(buf, len), rdns;
	size_t n = cn ? strlen(cn) : 0, characters, rdn;

	if (name_check(name) || view_only(name, DER_SEQUENCE, &rdns))
		return -1;
	characters = n > 4u * ATTRIBUTE_COMMON_MAX ? 0 : count((const uint8_t *)cn, n);
	if (!characters || characters > ATTRIBUTE_COMMON_MAX || name_common_of(name).len)
		return (int)len;
	len = rdn = rdns.len;
	memmove(buf, rdns.p, len);
	if (add_attribute(buf, &len, rdn, 0, attribute_by_word("CN"), (const uint8_t *)cn, n) ||
	    wrap(buf, &len, rdn, DER_SET, len - rdn))
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
