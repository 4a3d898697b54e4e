/* SPDX-License-Identifier: MIT */
/* san.c - subject alternative names from text, to and from DER, and as text. */
#include <string.h>

#include "lib/ip.h"
#include "x509/san.h"

/* GeneralName's tags are 0 to 8; these hold a Name or are otherwise constructed (RFC 5280 4.2.1.6, EXPLICIT for [4]). */
#define CONSTRUCTED (1u << 0 | 1u << 3 | 1u << 4 | 1u << 5)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static uint8_t lower(char c)
{
	return (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* Letters and digits, and the characters of more. */
static bool only(const char *s, size_t len, const char *more)
{
	for (; len; len--, s++)
		if (!is_alnum(*s) && !strchr(more, *s))
			return false;
	return true;
}

static const char *check_label(const char *s, size_t len)
{
	if (!len)
		return TEXT("an empty label");
	if (len > 63)
		return TEXT("a label of over 63 characters");
	if (*s == '-' || s[len - 1] == '-')
		return TEXT("a label with '-' at an end");
	if (memchr(s, '*', len))
		return TEXT("'*' only stands for a whole first label");
	return only(s, len, "-_") ? NULL : TEXT("a character that DNS names do not have");
}

/* Each of the parsers gives NULL, or what is wrong. A host fills out from out->len. */
static const char *parse_host(const char *s, size_t len, struct san *out)
{
	const char *why;
	size_t i = 0, n;

	if (s[len - 1] == '.')
		len--;
	if (len > 253)
		return TEXT("over 253 characters");
	if (out->kind == SAN_DNS && len > 2 && s[0] == '*' && s[1] == '.')
		i = 2;
	do {
		for (n = 0; i + n < len && s[i + n] != '.'; n++)
			;
		why = check_label(s + i, n);
		if (why)
			return why;
		i += n + 1;
	} while (i <= len);
	while (n && is_digit(s[len - n]))
		n--;
	if (!n)
		return TEXT("a last label of digits looks like a broken IPv4 address");
	for (i = 0; i < len; i++)
		out->value[out->len++] = lower(s[i]);
	return NULL;
}

/* RFC 5321 4.1.2: Dot-string "@" Domain. Quoted local parts are left out. */
static const char *parse_email(const char *s, size_t len, struct san *out)
{
	size_t n = (size_t)(strrchr(s, '@') - s);

	if (!n || n > 64 || *s == '.' || s[n - 1] == '.' || !only(s, n, "!#$%&'*+-/=?^_`{|}~."))
		return TEXT("not a mail address");
	for (size_t i = 1; i < n; i++)
		if (s[i] == '.' && s[i - 1] == '.')
			return TEXT("not a mail address");
	if (n + 1 == len)
		return TEXT("a mail address without a host");
	memcpy(out->value, s, n + 1);
	out->kind = SAN_EMAIL;
	out->len = (uint8_t)(n + 1);
	return parse_host(s + n + 1, len - n - 1, out);
}

/* RFC 3986 3: scheme "://" and at least one character of those that URIs have. */
static const char *parse_uri(const char *s, size_t len, struct san *out)
{
	size_t n = strcspn(s, ":");

	if (!n || is_digit(*s) || !is_alnum(*s) || !only(s, n, "+-."))
		return TEXT("not a URI scheme");
	if (len == n + 3 || !only(s + n, len - n, "-._~:/?#[]@!$&'()*+,;=%"))
		return TEXT("not a URI");
	if (strchr("/?#:", s[n + 3]))
		return TEXT("a URI without a host"); /* RFC 5280 4.2.1.6 */
	memcpy(out->value, s, len);
	out->kind = SAN_URI;
	out->len = (uint8_t)len;
	return NULL;
}

static void set_ip(struct san *out, const uint8_t *ip, size_t len)
{
	if (len == 16 && ip_is_mapped(ip)) {
		ip += 12;
		len = 4;
	}
	memcpy(out->value, ip, len);
	out->kind = SAN_IP;
	out->len = (uint8_t)len;
}

static const char *check_characters(const char *s, size_t len)
{
	if (!len)
		return TEXT("an empty name");
	if (len > SAN_MAX)
		return TEXT("over 255 characters");
	for (; *s; s++) {
		if ((unsigned char)*s >= 0x80)
			return TEXT("not ASCII: an international name is given as its A-label (xn--...)");
		if (*s <= ' ' || *s == 0x7F)
			return TEXT("a blank or control character");
	}
	return NULL;
}

static const char *parse(const char *s, size_t len, struct san *out)
{
	const char *why = check_characters(s, len), *colon = strchr(s, ':');
	bool brackets = len > 2 && s[0] == '[' && s[len - 1] == ']';
	uint8_t ip[16];
	size_t n;

	if (why)
		return why;
	if (colon && strncmp(colon, "://", 3) == 0)
		return parse_uri(s, len, out);
	if (strchr(s, '@'))
		return parse_email(s, len, out);
	n = brackets ? ip_parse(s + 1, len - 2, ip) : ip_parse(s, len, ip);
	if (n == 16 || (n && !brackets)) {
		set_ip(out, ip, n);
		return NULL;
	}
	if (colon || brackets)
		return strchr(s, '%') ? TEXT("an address with a zone is no name") : TEXT("not an IPv6 address");
	return parse_host(s, len, out);
}

int san_parse(const char *text, struct san *out, struct err *e)
{
	const char *why;

	*out = (struct san){ .kind = SAN_DNS };
	why = parse(text, strlen(text), out);
	return why ? err_set(e, ERR_USAGE, "'%s' is no name: %t", text, why) : 0;
}

/* DER's names come in any case: hosts are lowered, so that names compare as bytes. */
static void normalise(struct san *s)
{
	if (s->kind != SAN_EMAIL && s->kind != SAN_DNS)
		return;
	for (size_t i = s->len; i-- && (s->kind == SAN_DNS || s->value[i] != '@');)
		s->value[i] = lower((char)s->value[i]);
	if (s->kind == SAN_DNS && s->len && s->value[s->len - 1] == '.')
		s->len--;
}

/* A GeneralName; width is 1 for a name and 2 for a subtree, whose addresses carry a mask. */
static int read_name(struct view *v, size_t width, struct san *out)
{
	struct view at = *v, c;
	uint8_t tag;
	unsigned kind;

	if (view_any(&at, &tag, &c, NULL))
		return -1;
	kind = tag & 0x1F;
	if (kind > 8 || tag != (kind | (CONSTRUCTED >> kind & 1 ? DER_CONTEXT_CONSTRUCTED : DER_CONTEXT)))
		return -1;
	if (width == 2 && kind == SAN_IP && c.len != 8 && c.len != 32)
		return -1;
	*v = at;
	if (kind != SAN_EMAIL && kind != SAN_DNS && kind != SAN_URI && kind != SAN_IP)
		return 1;
	if (width == 1 && (!c.len || (kind == SAN_IP && c.len != 4 && c.len != 16)))
		return 1;
	if (c.len > SAN_MAX)
		return 1;
	*out = (struct san){ .kind = (uint8_t)kind, .len = (uint8_t)c.len };
	if (c.len)
		memcpy(out->value, c.p, c.len);
	normalise(out);
	return 0;
}

int san_read(struct view *v, struct san *out)
{
	return read_name(v, 1, out);
}

int san_read_subtree(struct view *v, struct san *out)
{
	struct view at = *v, base;
	int r;

	if (view_read(&at, DER_SEQUENCE, &base))
		return -1;
	r = read_name(&base, 2, out);
	if (r < 0 || base.len)
		return -1;
	*v = at;
	return r;
}

void san_write(struct der *d, const struct san *s)
{
	der_value(d, (uint8_t)(DER_CONTEXT | s->kind), s->value, s->len);
}

static void add_ip(struct text *t, const uint8_t *p, size_t len, bool masked)
{
	int n = masked ? ip_prefix(p + len, len) : 0;

	ip_add_text(t, p, len);
	if (!masked)
		return;
	text_add_char(t, '/');
	if (n < 0)
		ip_add_text(t, p + len, len);
	else
		text_add_int(t, n);
}

void san_add_text(struct text *t, const struct san *s)
{
	bool masked = s->len == 8 || s->len == 32;

	if (s->kind == SAN_IP) {
		add_ip(t, s->value, masked ? s->len / 2 : s->len, masked);
		return;
	}
	for (size_t i = 0; i < s->len; i++)
		text_add_char(t, s->value[i] > ' ' && s->value[i] < 0x7F ? (char)s->value[i] : '?');
}

void san_add_host(struct text *t, const struct san *s)
{
	bool v6 = s->kind == SAN_IP && s->len == 16;

	text_add(t, v6 ? "[" : "");
	san_add_text(t, s);
	text_add(t, v6 ? "]" : "");
}

bool san_same(const struct san *a, const struct san *b)
{
	return a->kind == b->kind && a->len == b->len && !memcmp(a->value, b->value, a->len);
}
