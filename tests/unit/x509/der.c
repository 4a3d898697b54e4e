/* SPDX-License-Identifier: MIT */
/* der.c - tests of DER, written and read. */
#include "tests/unit/x509/golden.h"

/* --- writing: one row a primitive ---------------------------------------------------------------- */

struct row {
	const char *name;
	const char *want;
	const char *input;    /* hex */
	uint32_t n;
	char what;            /* which writer */
};

static const struct row WRITTEN[] = {
	{ "INTEGER 0 is one octet", "02 01 00", "", 0, 's' },
	{ "INTEGER 127 is one octet", "02 01 7F", "", 127, 's' },
	{ "INTEGER 128 gets a 00 before its top bit", "02 02 00 80", "", 128, 's' },
	{ "INTEGER 256 is two octets", "02 02 01 00", "", 256, 's' },
	{ "INTEGER 2^31 gets a 00", "02 05 00 80 00 00 00", "", 0x80000000, 's' },
	{ "INTEGER 2^32-1 is five octets", "02 05 00 FF FF FF FF", "", 0xFFFFFFFF, 's' },
	{ "a magnitude loses its leading zeros", "02 02 12 34", "00 00 12 34", 0, 'i' },
	{ "a magnitude of no octets is zero", "02 01 00", "", 0, 'i' },
	{ "a magnitude of zeros is zero", "02 01 00", "00 00 00", 0, 'i' },
	{ "zeros before a top bit leave one", "02 02 00 FF", "00 00 FF", 0, 'i' },
	{ "TRUE is FF", "01 01 FF", "", 0, 't' },
	{ "NULL is empty", "05 00", "", 0, 'n' },
	{ "an OID is its octets", "06 03 55 04 03", "03 55 04 03", 0, 'o' },
	{ "a BIT STRING without unused bits starts with 00", "03 03 00 AB CD", "AB CD", 0, 'b' },
	{ "an empty BIT STRING is 03 01 00", "03 01 00", "", 0, 'b' },
	{ "no named bits are 03 01 00", "03 01 00", "", 0, 'N' },
	{ "named bit 0 leaves seven unused", "03 02 07 80", "", 1, 'N' },
	{ "named bits 5 and 6 are keyCertSign and cRLSign, 03 02 01 06", "03 02 01 06", "", 0x60, 'N' },
	{ "named bits 0 and 2 leave five unused", "03 02 05 A0", "", 5, 'N' },
	{ "named bit 7 leaves none unused", "03 02 00 01", "", 0x80, 'N' },
	{ "named bit 8 (decipherOnly) takes a second octet", "03 03 07 00 80", "", 0x100, 'N' },
	{ "named bit 15 fills two octets", "03 03 00 00 01", "", 0x8000, 'N' },
	{ "a context tag is written as it is", "82 02 61 62", "61 62", 0x82, 'v' },
	{ "an empty SEQUENCE is 30 00", "30 00", "", 0x30, 'v' },
	{ "raw octets are untouched", "DE AD BE EF", "DE AD BE EF", 0, 'r' },
};

static void write_row(struct der *d, const void *arg)
{
	const struct row *r = arg;
	struct bytes in = hex(r->input);

	switch (r->what) {
	case 's': der_small(d, r->n); break;
	case 'i': der_integer(d, in.b, in.len); break;
	case 't': der_true(d); break;
	case 'n': der_null(d); break;
	case 'o': der_oid(d, in.b); break;
	case 'b': der_bits(d, in.b, in.len); break;
	case 'N': der_named_bits(d, (uint16_t)r->n); break;
	case 'v': der_value(d, (uint8_t)r->n, in.b, in.len); break;
	default: der_raw(d, in.b, in.len);
	}
}

static void write_nested(struct der *d, const void *arg)
{
	size_t outer = d->len, inner;

	(void)arg;
	der_null(d);
	inner = d->len;
	der_true(d);
	der_small(d, 5);
	der_wrap(d, DER_SEQUENCE, inner);
	der_wrap(d, DER_SET, outer);
}

static void write_zeros(struct der *d, const void *arg)
{
	static const uint8_t zeros[70000];

	der_value(d, DER_OCTET_STRING, zeros, *(const size_t *)arg);
}

/* The length octets of X.690 8.1.3 at each boundary: header written, and read back as it was. */
static void lengths(void)
{
	static const struct {
		const char *name;
		size_t len;
		const char *header;
	} rows[] = {
		{ "a content of 0 has a header of 2", 0, "04 00" },
		{ "a content of 127 has a header of 2", 127, "04 7F" },
		{ "a content of 128 has a header of 3", 128, "04 81 80" },
		{ "a content of 255 has a header of 3", 255, "04 81 FF" },
		{ "a content of 256 has a header of 4", 256, "04 82 01 00" },
		{ "a content of 65535 has a header of 4", 65535, "04 82 FF FF" },
		{ "a content of 65536 has a header of 5", 65536, "04 83 01 00 00" },
	};
	static uint8_t room[70008];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes want = hex(rows[i].header);
		struct der d, m;
		struct view v, c;
		size_t n;

		der_init(&d, room, sizeof room);
		write_zeros(&d, &rows[i].len);
		der_init(&m, NULL, 0);
		write_zeros(&m, &rows[i].len);
		n = der_finish(&d);
		is_mem(room, want.len, want.b, want.len, rows[i].name);
		ok(n == want.len + rows[i].len && m.len == n, join(rows[i].name, ": measured as written"));
		v = view_of(room, n);
		ok(!view_read(&v, DER_OCTET_STRING, &c) && c.len == rows[i].len && !v.len, join(rows[i].name, ": read back"));
		v = view_of(room, n - 1);
		ok(view_read(&v, DER_OCTET_STRING, &c) == -1 || n == 2, join(rows[i].name, ": one octet less is refused"));
	}
}

static void overflow_is_sticky(void)
{
	uint8_t room[4] = { 9, 9, 9, 9 };
	struct der d;

	der_init(&d, room, sizeof room);
	der_raw(&d, (const uint8_t *)"abcde", 5);
	ok(d.overflow && d.len == 0, "what does not fit is not begun");
	der_octet(&d, 1);
	ok(d.overflow && d.len == 0, "an overflow is sticky: what would fit afterwards is not written either");
	ok(room[0] == 9 && room[3] == 9, "nothing was written");
	is_int(der_finish(&d), 0, "an overflow finishes as 0");
	der_init(&d, room, 0);
	ok(!d.overflow && der_finish(&d) == 0, "a room of nothing holds nothing");
	der_octet(&d, 1);
	ok(d.overflow, "a room of nothing overflows at once");
	der_init(&d, NULL, 0);
	ok(der_bytes(&d) == NULL, "a measuring writer has no bytes");
	der_init(&d, room, sizeof room);
	der_octet(&d, 7);
	ok(der_bytes(&d) == room + 3, "the bytes end at the end of the room");
	is_int(der_finish(&d), 1, "finished, they have their length");
	is_int(room[0], 7, "finished, they start at the start of the room");
}

/* --- reading ------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	const char *input;
	bool good;
} ELEMENTS[] = {
	{ "an empty SEQUENCE is read", "30 00", true },
	{ "what follows an element is left", "02 01 05 FF", true },
	{ "the long form is read from 128", "04 81 80 @80", true },
	{ "no octets are no element", "", false },
	{ "a tag alone is none", "30", false },
	{ "a content cut by one octet is none", "04 03 01 02", false },
	{ "tag 0 is none", "00 00", false },
	{ "a tag of several octets is not read", "1F 81 01 00", false },
	{ "a constructed tag of several octets is not read", "BF 1F 00", false },
	{ "an indefinite length is refused", "30 80 00 00", false },
	{ "a long form for 127 is refused", "04 81 7F @7F", false },
	{ "a leading zero in a length is refused", "04 82 00 80 @80", false },
	{ "a length of which octets lack is refused", "04 82 01", false },
	{ "the reserved length FF is refused", "04 FF 01 01", false },
	{ "a length of five octets is refused", "04 85 01 00 00 00 00 00", false },
	{ "a length of 2^32-1 is compared, not believed", "04 84 FF FF FF FF 00", false },
	{ "a length of nothing behind 82 is refused", "04 82", false },
};

/* Hex with "@NN" for NN zeros. */
static struct bytes expand(const char *s)
{
	char front[64];
	const char *at = strchr(s, '@');
	struct bytes b;

	snprintf(front, sizeof front, "%.*s", at ? (int)(at - s) : (int)strlen(s), s);
	b = hex(front);
	if (at)
		b.len += hex(at + 1).b[0];
	return b;
}

static void elements(void)
{
	for (size_t i = 0; i < sizeof ELEMENTS / sizeof *ELEMENTS; i++) {
		struct bytes b = expand(ELEMENTS[i].input);
		uint8_t *copy = malloc(b.len ? b.len : 1), tag = 0;
		struct view v, was, c = { NULL, 0 }, whole = { NULL, 0 };
		int r;

		memcpy(copy, b.b, b.len);
		v = was = view_of(copy, b.len);
		r = view_any(&v, &tag, &c, &whole);
		ok(r == (ELEMENTS[i].good ? 0 : -1), ELEMENTS[i].name);
		if (r)
			ok(v.p == was.p && v.len == was.len, join(ELEMENTS[i].name, ": and the view stays where it was"));
		else
			ok(whole.p == copy && whole.len + v.len == b.len && c.p + c.len == v.p && tag == copy[0],
			   join(ELEMENTS[i].name, ": content, whole and rest meet"));
		free(copy);
	}
}

struct value {
	const char *name;
	const char *input;
	int64_t want;         /* -1: refused */
};

static const struct value SMALLS[] = {
	{ "INTEGER 0 is 0", "02 01 00", 0 },
	{ "INTEGER 00 80 is 128", "02 02 00 80", 128 },
	{ "INTEGER 2^32-1 is read", "02 05 00 FF FF FF FF", 0xFFFFFFFF },
	{ "INTEGER 2^32 is over", "02 05 01 00 00 00 00", -1 },
	{ "a negative INTEGER is refused", "02 01 80", -1 },
	{ "an empty INTEGER is refused", "02 00", -1 },
	{ "an INTEGER with a needless 00 is refused", "02 02 00 7F", -1 },
	{ "an INTEGER 00 00 is refused", "02 02 00 00", -1 },
	{ "an INTEGER of nine octets is over", "02 09 01 00 00 00 00 00 00 00 00", -1 },
	{ "an ENUMERATED is no INTEGER", "0A 01 00", -1 },
};

static const struct value BOOLEANS[] = {
	{ "BOOLEAN FF is true", "01 01 FF", 1 },
	{ "BOOLEAN 00 is false", "01 01 00", 0 },
	{ "BOOLEAN 01 is BER, refused", "01 01 01", -1 },
	{ "an empty BOOLEAN is refused", "01 00", -1 },
	{ "a BOOLEAN of two octets is refused", "01 02 FF FF", -1 },
};

static const struct value NAMED[] = {
	{ "named bits of nothing are none", "03 01 00", 0 },
	{ "03 02 01 06 is bits 5 and 6", "03 02 01 06", 0x60 },
	{ "03 03 07 00 80 is bit 8", "03 03 07 00 80", 0x100 },
	{ "a third octet of named bits is ignored", "03 04 00 80 00 01", 1 },
	{ "trailing zero bits are let pass", "03 02 00 80", 1 },
	{ "a set unused bit is refused", "03 02 01 07", -1 },
	{ "eight unused bits are refused", "03 02 08 00", -1 },
	{ "unused bits of no octet are refused", "03 01 01", -1 },
	{ "a BIT STRING without its first octet is refused", "03 00", -1 },
};

static const struct value BITS[] = {
	{ "a BIT STRING of two octets has length 2", "03 03 00 AB CD", 2 },
	{ "an empty BIT STRING has length 0", "03 01 00", 0 },
	{ "a BIT STRING with unused bits is refused here", "03 02 01 AA", -1 },
	{ "a BIT STRING of nothing at all is refused", "03 00", -1 },
};

static int64_t read_small(struct view *v)
{
	uint32_t n = 77;

	return view_small(v, UINT32_MAX, &n) ? -1 : (int64_t)n;
}

static int64_t read_boolean(struct view *v)
{
	bool b = true;

	return view_boolean(v, &b) ? -1 : b;
}

static int64_t read_named(struct view *v)
{
	uint16_t bits = 0;

	return view_named_bits(v, &bits) ? -1 : bits;
}

static int64_t read_bits(struct view *v)
{
	struct view c;

	return view_bits(v, &c) ? -1 : (int64_t)c.len;
}

/* Each input is cut at every length too: no cut one is ever read. */
static void values(const struct value *rows, size_t n, int64_t (*read)(struct view *))
{
	for (size_t i = 0; i < n; i++) {
		struct bytes b = hex(rows[i].input);
		struct view v = view(&b);
		bool cut = true;

		is_int(read(&v), rows[i].want, rows[i].name);
		ok(v.len == (rows[i].want < 0 ? b.len : 0), join(rows[i].name, ": the view moves only when it was read"));
		for (size_t len = 0; len < b.len; len++) {
			uint8_t *copy = malloc(len ? len : 1);

			memcpy(copy, b.b, len);
			v = view_of(copy, len);
			cut &= read(&v) == -1;
			free(copy);
		}
		ok(cut, join(rows[i].name, ": cut anywhere it is refused"));
	}
}

static void others(void)
{
	struct bytes b = hex("02 02 00 FF"), s = hex("30 03 02 01 05"), more = hex("30 00 00"), list = hex("30 03 02 01 05 30 00 02 01 05");
	struct view v = view(&b), c, empty = { NULL, 0 };
	uint32_t n;

	ok(!view_integer(&v, &c) && c.len == 1 && c.p[0] == 0xFF, "a magnitude comes without its leading 00");
	v = view(&b);
	ok(view_small(&v, 254, &n) == -1 && v.len == 4, "a small INTEGER over its bound is refused");
	ok(!view_small(&v, 255, &n) && n == 255, "a small INTEGER at its bound is read");
	v = view(&b);
	is_int(view_maybe(&v, DER_BOOLEAN, &c), 0, "another tag is passed by");
	is_int(view_maybe(&v, DER_INTEGER, &c), 1, "the tag asked for is read");
	is_int(view_maybe(&v, DER_INTEGER, &c), 0, "the end is no element");
	v = view_of(b.b, 3);
	is_int(view_maybe(&v, DER_INTEGER, &c), -1, "the tag asked for, broken, is an error");
	ok(!view_only(view(&s), DER_SEQUENCE, &c) && c.len == 3, "the one element that fills a view is read");
	v = view(&more);
	ok(!view_whole(&v, DER_SEQUENCE, &c) && c.p == more.b && c.len == 2 && v.len == 1, "an element is read with its header");
	is_int(view_whole(&v, DER_SEQUENCE, &c), -1, "another tag is not, header or no");
	is_int(view_only(view(&more), DER_SEQUENCE, &c), -1, "one with something behind it is not");
	is_int(view_tag(empty), 0, "the tag at the end is 0");
	ok(view_same(empty, view_of(b.b, 0)), "nothing is the same as nothing");
	ok(!view_same(view(&b), view(&s)) && view_same(view(&b), view_of(b.b, 4)), "views compare by their octets");
	v = view(&list);
	ok(view_holds(v, view(&s)) && view_holds(v, view_of(list.b + 5, 2)), "a list holds each of its elements");
	ok(!view_holds(v, view_of(list.b + 5, 1)) && !view_holds(empty, view(&s)), "... no part of one, and empty it holds none");
	ok(!view_holds(v, view_of(list.b + 7, 3)), "what is no SEQUENCE ends it");
	ok(view_is(view(&b), b.b, 4) && !view_is(view(&b), b.b, 3), "a view is its octets, all of them");
}

int main(void)
{
	struct bytes nested = hex("31 0A 30 06 02 01 05 01 01 FF 05 00");

	for (size_t i = 0; i < sizeof WRITTEN / sizeof *WRITTEN; i++) {
		struct bytes want = hex(WRITTEN[i].want);

		is_written(write_row, &WRITTEN[i], &want, WRITTEN[i].name);
	}
	is_written(write_nested, NULL, &nested, "structures nest from the last field to the first");
	lengths();
	overflow_is_sticky();
	elements();
	values(SMALLS, sizeof SMALLS / sizeof *SMALLS, read_small);
	values(BOOLEANS, sizeof BOOLEANS / sizeof *BOOLEANS, read_boolean);
	values(NAMED, sizeof NAMED / sizeof *NAMED, read_named);
	values(BITS, sizeof BITS / sizeof *BITS, read_bits);
	others();
	return done_testing();
}
