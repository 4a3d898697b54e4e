/* SPDX-License-Identifier: MIT */
/* text.c - bounded text: joining, numbers, hex. */
#include "lib/text.h"

#include <string.h>

#include "lib/err.h"
#include "lib/pairs.h"

void text_init(struct text *t, char *buf, size_t cap)
{
	t->buf = buf;
	t->cap = cap;
	t->len = 0;
	t->cut = false;
	if (cap > 0)
		buf[0] = '\0';
}

void text_add_bytes(struct text *t, const char *s, size_t len)
{
	size_t room = t->cap > 0 ? t->cap - 1 - t->len : 0;

	if (len > room) {
		t->cut = true;
		len = room;
	}
	if (t->cap == 0)
		return;
	if (len > 0)
		memcpy(t->buf + t->len, s, len);
	t->len += len;
	t->buf[t->len] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_add_bytes(t, s, strlen(s));
}

void text_add_char(struct text *t, char c)
{
	text_add_bytes(t, &c, 1);
}

static void add_number(struct text *t, uint64_t n, unsigned base)
{
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + n % base);
		n /= base;
	} while (n > 0);
	text_add_bytes(t, digits + at, sizeof digits - at);
}

void text_add_int(struct text *t, int64_t n)
{
	if (n < 0)
		text_add_char(t, '-');
	add_number(t, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 10);
}

void text_add_padded(struct text *t, const char *s, size_t width)
{
	size_t len = strlen(s);

	text_add_bytes(t, s, len);
	for (; len < width; len++)
		text_add_char(t, ' ');
}

static const unsigned char pairs[TEXT_PAIRS][2] = PAIRS_TABLE;

static void unpack(unsigned char c, void (*put)(void *ctx, char c), void *ctx)
{
	for (; c >= 0x80; c = pairs[c - 0x80][1])
		unpack(pairs[c - 0x80][0], put, ctx);
	put(ctx, (char)c);
}

void text_unpack(const char *s, void (*put)(void *ctx, char c), void *ctx)
{
	for (; *s != '\0'; s++)
		unpack((unsigned char)*s, put, ctx);
}

static void put_plain(void *ctx, char c)
{
	text_add_char(ctx, c);
}

void text_add_text(struct text *t, const char *s)
{
	text_unpack(s, put_plain, t);
}

/* A line that is looked for, so many lines from here. */
struct line {
	struct text *t;
	unsigned ahead;
};

static void put_line(void *ctx, char c)
{
	struct line *l = ctx;

	if (c == '\n')
		l->ahead--;
	else if (l->ahead == 0)
		text_add_char(l->t, c);
}

void text_add_line(struct text *t, const char *lines, unsigned n)
{
	struct line l = { t, n };

	text_unpack(lines, put_line, &l);
}

void (text_format)(struct text *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	text_vformat(t, format, ap);
	va_end(ap);
}

/* A format that is read: arguments that are left, and whether a '%' came last. */
struct reading {
	struct text *t;
	va_list *ap;
	bool percent;
};

// The analyzer loses sight of va_copy behind a pointer. NOLINTBEGIN(clang-analyzer-valist.Uninitialized)
static void convert(struct reading *r, char c)
{
	struct text *t = r->t;
	const char *s;

	switch (c) {
	case 's':
		s = va_arg(*r->ap, const char *);
		text_add(t, s != NULL ? s : "(null)");
		break;
	case 't':
		text_add_text(t, va_arg(*r->ap, const char *));
		break;
	case 'd':
		text_add_int(t, va_arg(*r->ap, int));
		break;
	case 'u':
	case 'o':
		add_number(t, va_arg(*r->ap, unsigned), c == 'u' ? 10 : 8);
		break;
	case 'z':
		add_number(t, va_arg(*r->ap, size_t), 10);
		break;
	case 'l':
		text_add_int(t, va_arg(*r->ap, int64_t));
		break;
	case 'e':
		err_add_errno(t, va_arg(*r->ap, int));
		break;
	default:
		if (c != '%')
			text_add_char(t, '%');
		text_add_char(t, c);
	}
}
// NOLINTEND(clang-analyzer-valist.Uninitialized)

static void put_format(void *ctx, char c)
{
	struct reading *r = ctx;
	bool percent = r->percent;

	r->percent = !percent && c == '%';
	if (percent)
		convert(r, c);
	else if (c != '%')
		text_add_char(r->t, c);
}

void text_vformat(struct text *t, const char *format, va_list ap)
{
	va_list copy;

	va_copy(copy, ap);
	struct reading r = { .t = t, .ap = &copy, .percent = false };

	text_unpack(format, put_format, &r);
	if (r.percent)
		text_add_char(t, '%');
	va_end(copy);
}

int text_number(const char *s, uint32_t max, uint32_t *n)
{
	uint64_t value = 0;

	if (*s == '\0')
		return -1;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		value = value * 10 + (uint64_t)(*s - '0');
		if (value > max)
			return -1;
	}
	*n = (uint32_t)value;
	return 0;
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool text_same_case(const char *a, const char *b)
{
	for (; *a != '\0' && lower(*a) == lower(*b); a++)
		b++;
	return lower(*a) == lower(*b);
}

void text_add_hex(struct text *t, const uint8_t *p, size_t len, char sep)
{
	const char *digits = sep != '\0' ? "0123456789ABCDEF" : "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		if (sep != '\0' && i > 0)
			text_add_char(t, sep);
		text_add_char(t, digits[p[i] >> 4]);
		text_add_char(t, digits[p[i] & 15]);
	}
}

static int digit(int c)
{
	c = lower(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int text_unhex(const char *s, size_t s_len, uint8_t *out, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < s_len; i += 2) {
		if (n > 0 && s[i] == ':')
			i++;
		if (s_len - i < 2 || n == cap || digit(s[i]) < 0 || digit(s[i + 1]) < 0)
			return -1;
		out[n++] = (uint8_t)(digit(s[i]) << 4 | digit(s[i + 1]));
	}
	return (int)n;
}

void text_tame(char *s)
{
	unsigned char before = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7F || (before == 0xC2 && c < 0xA0 && c >= 0x80))
			*s = '?';
		before = c;
	}
}

/* RFC 3629 4: the octets that may follow the first, and the bounds of the second. */
static size_t sequence(const unsigned char *s, size_t len)
{
	unsigned char c = s[0], low = 0x80, high = 0xBF;
	size_t n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	if (c < 0xC2 || c > 0xF4 || len < n)
		return 0;
	if (c == 0xC2)
		low = 0xA0;       /* U+0080 to U+009F are controls */
	if (c == 0xE0)
		low = 0xA0;
	if (c == 0xED)
		high = 0x9F;
	if (c == 0xF0)
		low = 0x90;
	if (c == 0xF4)
		high = 0x8F;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	return n;
}

bool text_is_clean_utf8(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;

	for (size_t i = 0, n; i < len; i += n) {
		n = 1;
		if (p[i] < 0x20 || p[i] == 0x7F)
			return false;
		if (p[i] >= 0x80 && (n = sequence(p + i, len - i)) == 0)
			return false;
	}
	return true;
}
