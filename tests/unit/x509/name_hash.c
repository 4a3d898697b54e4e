/* SPDX-License-Identifier: MIT */
/* name_hash.c - tests of the canonical form of names: as text folds, as sets are ordered, as its room ends. (OpenSSL's own word: certgen-derived.t.) */
#include "tests/unit/x509/golden.h"
#include "x509/name.h"
#include "x509/name_hash.h"
#include "x509/oid.h"

struct part {
	const uint8_t *type;
	uint8_t tag;
	const char *value;
	size_t len;
};

#define CN(tag, s) { OID_COMMON_NAME, tag, s, sizeof(s) - 1 }
#define O(s) { OID_ORGANIZATION, DER_UTF8_STRING, s, sizeof(s) - 1 }
#define RDNS 3
#define PARTS 3

/* RDNs with type NULL behind their last part. */
static struct bytes name_of(const struct part rdns[RDNS][PARTS], bool whole)
{
	struct bytes out = { 0 };
	struct der d;

	der_init(&d, out.b, sizeof out.b);
	for (size_t r = RDNS; r-- > 0;) {
		size_t set = d.len;

		for (size_t i = PARTS; i-- > 0;) {
			const struct part *p = &rdns[r][i];
			size_t mark = d.len;

			if (!p->type)
				continue;
			der_value(&d, p->tag, (const uint8_t *)p->value, p->len);
			der_oid(&d, p->type);
			der_wrap(&d, DER_SEQUENCE, mark);
		}
		if (d.len > set)
			der_wrap(&d, DER_SET, set);
	}
	if (whole)
		der_wrap(&d, DER_SEQUENCE, 0);
	out.len = der_finish(&d);
	return out;
}

static const struct {
	const char *name;
	struct part is[RDNS][PARTS], becomes[RDNS][PARTS];
} NAMES[] = {
	{ "an empty name is nothing", { { { 0 } } }, { { { 0 } } } },
	{ "ASCII letters become small", { { CN(DER_UTF8_STRING, "Board CA [@]") } }, { { CN(DER_UTF8_STRING, "board ca [@]") } } },
	{ "blanks at the ends go, between they become one", { { CN(DER_PRINTABLE_STRING, "  a \t\n b c  ") } }, { { CN(DER_UTF8_STRING, "a b c") } } },
	{ "blanks alone leave an empty string", { { CN(DER_UTF8_STRING, " \v\f\r ") } }, { { CN(DER_UTF8_STRING, "") } } },
	{ "UTF-8 is not folded", { { CN(DER_UTF8_STRING, "\xC3\x84 \xE2\x82\xAC\xC2\xA0") } }, { { CN(DER_UTF8_STRING, "\xC3\x84 \xE2\x82\xAC\xC2\xA0") } } },
	{ "IA5String becomes UTF8String", { { CN(DER_IA5_STRING, "A@B") } }, { { CN(DER_UTF8_STRING, "a@b") } } },
	{ "VisibleString too", { { CN(0x1A, "A") } }, { { CN(DER_UTF8_STRING, "a") } } },
	{ "TeletexString is taken for Latin-1", { { CN(DER_TELETEX_STRING, "\xC4X") } }, { { CN(DER_UTF8_STRING, "\xC3\x84x") } } },
	{ "BMPString has two octets a character", { { CN(DER_BMP_STRING, "\0A\0 \x20\xAC\0\xC4") } }, { { CN(DER_UTF8_STRING, "a \xE2\x82\xAC\xC3\x84") } } },
	{ "UniversalString four", { { CN(DER_UNIVERSAL_STRING, "\0\0\0A\0\1\xF6\0") } }, { { CN(DER_UTF8_STRING, "a\xF0\x9F\x98\x80") } } },
	{ "what is no text stays", { { CN(0x12, "1 2  3 ") } }, { { CN(0x12, "1 2  3 ") } } },
	{ "RDNs keep their order", { { O("B") }, { CN(DER_UTF8_STRING, "A") } }, { { O("b") }, { CN(DER_UTF8_STRING, "a") } } },
	{ "a set is put in order of its new encoding", { { O("B"), CN(DER_UTF8_STRING, "a"), CN(DER_UTF8_STRING, "Z") } },
	  { { CN(DER_UTF8_STRING, "a"), CN(DER_UTF8_STRING, "z"), O("b") } } },
	{ "the shorter comes first", { { CN(DER_UTF8_STRING, "aa"), CN(DER_UTF8_STRING, "z") } }, { { CN(DER_UTF8_STRING, "z"), CN(DER_UTF8_STRING, "aa") } } },
};

static void names(void)
{
	for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
		struct bytes is = name_of(NAMES[i].is, true), want = name_of(NAMES[i].becomes, false);
		uint8_t out[NAME_CANONICAL_MAX];
		int n = name_canonical(view(&is), out);

		ok(n == (int)want.len && memcmp(out, want.b, want.len) == 0, NAMES[i].name);
	}
}

static int length_of(size_t each, size_t rdns)
{
	static char value[1024];
	struct bytes b = { 0 };
	uint8_t out[NAME_CANONICAL_MAX];
	struct der d;

	memset(value, 'A', sizeof value);
	der_init(&d, b.b, sizeof b.b);
	for (size_t i = 0; i < rdns; i++) {
		size_t mark = d.len;

		der_value(&d, DER_UTF8_STRING, (const uint8_t *)value, each);
		der_oid(&d, OID_COMMON_NAME);
		der_wrap(&d, DER_SEQUENCE, mark);
		der_wrap(&d, DER_SET, mark);
	}
	der_wrap(&d, DER_SEQUENCE, 0);
	b.len = der_finish(&d);
	return name_canonical(view(&b), out);
}

static void bounds(void)
{
	struct bytes broken = hex("30 0b 31 09 30 07 06 03 55 04 03 0c 01");
	struct bytes odd = hex("30 0d 31 0b 30 09 06 03 55 04 03 1e 02 00 41");
	uint8_t out[NAME_CANONICAL_MAX];

	ok(length_of(64, 8) > 8 * 64 && length_of(460, 4) > 4 * 460, "what a standard allows fits");
	ok(length_of(600, 1) == -1, "a value that is too long does not");
	ok(length_of(400, 6) == -1, "nor a name that is");
	ok(name_canonical(view(&broken), out) == -1, "a name that is cut is none");
	ok(name_canonical(view(&odd), out) > 0, "(a BMPString of one character)");
	odd.b[1]--;
	odd.b[3]--;
	odd.b[5]--;
	odd.b[12]--;
	odd.len--;
	ok(name_canonical(view(&odd), out) == -1, "half a character is none");
}

/* Names as name_parse takes them, '#' and hex of the whole: within, the first begins with the second. */
static const struct {
	const char *name, *base;
	int within;
	bool same;
} PAIRS[] = {
	{ "/C=DE/O=x/CN=y", "/C=DE/O=x", 1, false },
	{ "/C=DE/O=x", "/C=DE/O=x/CN=y", 0, false },
	{ "/C=DE/O=x/CN=y", "/C=DE/O=x/CN=y", 1, true },
	{ "/C=de/O=Big  Firm", "/C=DE/O= big firm ", 1, true },
	{ "/C=DE/O=xy", "/C=DE/O=x", 0, false },
	{ "/C=DE/O=x", "/O=x/C=DE", 0, false },
	{ "/C=DE/O=x", "/O=x", 0, false },
	{ "/O=x/CN=y", "/O=x+CN=y", 0, false },
	{ "/O=x+CN=y", "/CN=Y+O=X", 1, true },
	{ "/O=x", "/", 1, false },
	{ "/", "/", 1, true },
	{ "/", "/O=x", 0, false },
	{ "#300C310A300806035504030C0161", "#300C310A30080603550403130141", 1, true },   /* UTF8String a, PrintableString A */
	{ "#300C310A300806035504030C0161", "#300D310B300906035504031E020041", 1, true }, /* BMPString A */
	{ "#300C310A300806035504030C0161", "#300C310A300806035504030C01", -1, false },
	{ "#3100", "/", -1, false },
};

static struct bytes named(const char *s)
{
	struct bytes b = { 0 };
	int n;

	if (*s == '#')
		return hex(s + 1);
	n = name_parse(s, b.b, NULL);
	if (n < 0)
		abort();
	b.len = (size_t)n;
	return b;
}

static void pairs(void)
{
	for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
		struct bytes name = named(PAIRS[i].name), base = named(PAIRS[i].base);

		is_int(name_within(view(&name), view(&base)), PAIRS[i].within, join(join(PAIRS[i].name, " begins with "), PAIRS[i].base));
		is_int(name_same(view(&name), view(&base)), PAIRS[i].same, join(join(PAIRS[i].name, " is "), PAIRS[i].base));
	}
}

int main(void)
{
	names();
	pairs();
	bounds();
	return done_testing();
}
