/* SPDX-License-Identifier: MIT */
/*
 * lint.c - for each rule a certificate that breaks just it, and controls that break none.
 *
 * Certificates are put together from parts in a small notation: hex, 'text', and ( ) around what a length
 * stands for; a row replaces parts. long because: a row a rule.
 */
#include <stdlib.h>

#include "tests/unit/x509/sample.h"
#include "x509/lint.h"

enum part { VERSION, SERIAL, INNER, ISSUER, VALIDITY, SUBJECT, KEY, IDS, BASIC, USAGE, PURPOSE, SKI, AKI, SANS, MORE, SIGNED, PARTS };

#define ECDSA "30(06(2A8648CE3D040302))"
#define CN(text) "30(31(30(06(550403) 0C(" text "))))"
#define ATTRIBUTE(oid, value) "30(31(30(06(" oid ")" value ")))"
#define EXT(oid, value) "30(06(" oid ") 04(" value "))"
#define CRITICAL(oid, value) "30(06(" oid ") 0101FF 04(" value "))"
#define TWICE(x) x x
#define NINE "'aaaaaaaaa'"
#define L63 NINE NINE NINE NINE NINE NINE NINE
#define POINT64 "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F"

static const char *const LEAF[PARTS] = {
	[VERSION] = "A0(0201 02)", [SERIAL] = "02(4011223344556677889900)", [INNER] = ECDSA, [ISSUER] = CN("'board CA'"),
	[VALIDITY] = "30(17('261122000000Z') 17('271224000000Z'))", [SUBJECT] = CN("'board.local'"), [KEY] = SAMPLE_SPKI, [IDS] = "",
	[BASIC] = CRITICAL("551D13", "30()"), [USAGE] = CRITICAL("551D0F", "03(0780)"),
	[PURPOSE] = EXT("551D25", "30(06(2B06010505070301))"), [SKI] = EXT("551D0E", "04(0102030405060708)"),
	[AKI] = EXT("551D23", "30(80(0807060504030201))"), [SANS] = EXT("551D11", "30(82('board.local') 87(0A000001))"), [MORE] = "",
	[SIGNED] = "30(020101 020101)",
};
static const char *const CA[PARTS] = {
	[VERSION] = "A0(0201 02)", [SERIAL] = "02(4011223344556677889900)", [INNER] = ECDSA, [ISSUER] = CN("'board CA'"),
	[VALIDITY] = "30(17('261122000000Z') 17('361122000000Z'))", [SUBJECT] = CN("'board CA'"), [KEY] = SAMPLE_SPKI, [IDS] = "",
	[BASIC] = CRITICAL("551D13", "30(0101FF)"), [USAGE] = CRITICAL("551D0F", "03(0106)"), [PURPOSE] = "",
	[SKI] = EXT("551D0E", "04(0102030405060708)"), [AKI] = "", [SANS] = "",
	[MORE] = EXT("551D1E", "30(A0(30(82('local')) 30(87(0A000000FF000000))))"), [SIGNED] = "30(020101 020101)",
};

#define SAN(names) { { SANS, EXT("551D11", "30(" names ")") } }
#define SUBJ(name) { { SUBJECT, name } }
#define NAMED(oid, value) { { SUBJECT, "30(31(30(06(550403) 0C('board.local'))) 31(30(06(" oid ")" value ")))" } }
#define SIG(algorithm) { { INNER, algorithm } }
#define EC(parameters, bits) { { KEY, "30(30(06(2A8648CE3D0201)" parameters ") 03(00" bits "))" } }
#define ANYKEY(oid) { { KEY, "30(30(06(" oid ")) 03(00 0102030405))" } }

static const struct row {
	enum lint_rule rule;
	const char *const *base;
	struct {
		enum part part;
		const char *is;
	} put[3];
} ROWS[] = {
	{ LINT_SERIAL_ZERO, LEAF, { { SERIAL, "020100" } } },
	{ LINT_SERIAL_NEGATIVE, LEAF, { { SERIAL, "02(8011223344556677889900)" } } },
	{ LINT_SERIAL_LONG, LEAF, { { SERIAL, "02(40112233445566778899 00112233445566778899 01)" } } },
	{ LINT_SERIAL_SHORT, LEAF, { { SERIAL, "02(00FF112233445566)" } } },
	{ LINT_ISSUER_EMPTY, LEAF, { { ISSUER, "30()" } } },
	{ LINT_UNIQUE_ID, LEAF, { { IDS, "81(00FF)" } } },
	{ LINT_TIME_FORM, LEAF, { { VALIDITY, "30(17('261122000000Z') 18('20271224000000Z'))" } } },
	{ LINT_TIME_ORDER, LEAF, { { VALIDITY, "30(17('261122000000Z') 17('261121235959Z'))" } } },
	{ LINT_OVER_825, LEAF, { { VALIDITY, "30(17('261122000000Z') 17('290224000001Z'))" } } },
	{ LINT_CA_NAMELESS, CA, { { SUBJECT, "30()" }, { ISSUER, "30()" } } },
	{ LINT_NAMELESS, LEAF, { { SUBJECT, "30()" }, { SANS, "" }, { PURPOSE, EXT("551D25", "30(06(2B06010505070302))") } } },
	{ LINT_DN_PRINTABLE, LEAF, SUBJ(ATTRIBUTE("55040A", "13('a@b')")) },
	{ LINT_DN_UTF8, LEAF, SUBJ(ATTRIBUTE("55040A", "0C('a' FF 'b')")) },
	{ LINT_DN_OLD, LEAF, SUBJ(ATTRIBUTE("55040A", "14('Boards')")) },
	{ LINT_DN_EMPTY, LEAF, SUBJ(ATTRIBUTE("55040A", "0C()")) },
	{ LINT_DN_COUNTRY, LEAF, SUBJ(ATTRIBUTE("550406", "13('DEU')")) },
	{ LINT_DN_NO_PRINTABLE, LEAF, SUBJ(ATTRIBUTE("550406", "0C('DE')")) },
	{ LINT_DN_NO_IA5, LEAF, SUBJ(ATTRIBUTE("2A864886F70D010901", "0C('a@b')")) },
	{ LINT_DN_LONG, LEAF, SUBJ(ATTRIBUTE("55040A", "0C(" L63 "'bb')")) },
	{ LINT_DN_CONTROL, LEAF, SUBJ(ATTRIBUTE("55040A", "0C('a' 00 'b')")) },
	{ LINT_DN_BLANK, LEAF, SUBJ(ATTRIBUTE("55040A", "0C('a ')")) },
	{ LINT_DN_CN_TWICE, LEAF, NAMED("550403", "0C('another')") },
	{ LINT_DN_MULTI, LEAF, SUBJ("30(31(30(06(55040A) 0C('a')) 30(06(55040B) 0C('b'))))") },
	{ LINT_EC_EXPLICIT, LEAF, EC("30(020101)", "04" POINT64) },
	{ LINT_EC_POINT, LEAF, EC("06(2A8648CE3D030107)", "02 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F") },
	{ LINT_EC_CURVE, LEAF, EC("06(2B8104000A)", "04" POINT64) },
	{ LINT_EC_P521, LEAF, EC("06(2B81040023)", "04" TWICE(POINT64) "00000000") },
	{ LINT_KEY_ED, LEAF, ANYKEY("2B6570") },
	{ LINT_KEY_PSS, LEAF, ANYKEY("2A864886F70D01010A") },
	{ LINT_KEY_UNKNOWN, LEAF, ANYKEY("2A8648CE380401") },
	{ LINT_SIG_SHA1, LEAF, SIG("30(06(2A864886F70D010105) 0500)") },
	{ LINT_SIG_MD5, LEAF, SIG("30(06(2A864886F70D010104) 0500)") },
	{ LINT_SIG_PSS, LEAF, SIG("30(06(2A864886F70D01010A) 30())") },
	{ LINT_SIG_ED, LEAF, SIG("30(06(2B6570))") },
	{ LINT_SIG_UNKNOWN, LEAF, SIG("30(06(2A8648CE380403))") },
	{ LINT_SIG_NO_NULL, LEAF, SIG("30(06(2A864886F70D01010B))") },
	{ LINT_SIG_PARAMETERS, LEAF, SIG("30(06(2A8648CE3D040302) 0500)") },
	{ LINT_SIG_VALUE, LEAF, { { SIGNED, "0011223344" } } },
	{ LINT_CRITICAL_FALSE, LEAF, { { SKI, "30(06(551D0E) 010100 04(04(01020304)))" } } },
	{ LINT_CA_FALSE, LEAF, { { BASIC, CRITICAL("551D13", "30(010100)") } } },
	{ LINT_KU_ZEROS, LEAF, { { USAGE, CRITICAL("551D0F", "03(07 8000)") } } },
	{ LINT_KU_NONE, LEAF, { { USAGE, CRITICAL("551D0F", "03(00)") } } },
	{ LINT_KU_NOT_CRITICAL, LEAF, { { USAGE, EXT("551D0F", "03(0780)") } } },
	{ LINT_KU_CA_LACKS, CA, { { USAGE, "" } } },
	{ LINT_KU_CA_SIGN, CA, { { USAGE, CRITICAL("551D0F", "03(0102)") } } },
	{ LINT_KU_LEAF_SIGN, LEAF, { { USAGE, CRITICAL("551D0F", "03(0284)") } } },
	{ LINT_KU_SERVER, LEAF, { { USAGE, CRITICAL("551D0F", "03(0308)") } } },
	{ LINT_KU_EC, LEAF, { { USAGE, CRITICAL("551D0F", "03(05A0)") } } },
	{ LINT_KU_ONLY, LEAF, { { USAGE, CRITICAL("551D0F", "03(0081)") } } },
	{ LINT_BC_NOT_CRITICAL, CA, { { BASIC, EXT("551D13", "30(0101FF)") } } },
	{ LINT_BC_PATH_LEAF, LEAF, { { BASIC, CRITICAL("551D13", "30(020100)") } } },
	{ LINT_EKU_LACKS, LEAF, { { PURPOSE, "" } } },
	{ LINT_EKU_ANY, LEAF, { { PURPOSE, EXT("551D25", "30(06(551D2500))") } } },
	{ LINT_EKU_ANY_CRITICAL, LEAF, { { PURPOSE, CRITICAL("551D25", "30(06(551D2500) 06(2B06010505070301))") } } },
	{ LINT_EKU_CRITICAL, LEAF, { { PURPOSE, CRITICAL("551D25", "30(06(2B06010505070301))") } } },
	{ LINT_EKU_CA, CA, { { PURPOSE, EXT("551D25", "30(06(2B06010505070302))") } } },
	{ LINT_SKI_CA, CA, { { SKI, "" } } },
	{ LINT_SKI_CRITICAL, LEAF, { { SKI, CRITICAL("551D0E", "04(01)") } } },
	{ LINT_SKI_EMPTY, LEAF, { { SKI, EXT("551D0E", "04()") } } },
	{ LINT_AKI_LACKS, LEAF, { { AKI, "" } } },
	{ LINT_AKI_CRITICAL, LEAF, { { AKI, CRITICAL("551D23", "30(80(01))") } } },
	{ LINT_AKI_NO_ID, LEAF, { { AKI, EXT("551D23", "30()") } } },
	{ LINT_AKI_HALF, LEAF, { { AKI, EXT("551D23", "30(80(01) 82(01))") } } },
	{ LINT_SAN_LACKS, LEAF, SAN("81('a@b')") },
	{ LINT_SAN_CN, LEAF, SAN("82('another.local')") },
	{ LINT_SAN_NOT_CRITICAL, LEAF, { { SUBJECT, "30()" } } },
	{ LINT_SAN_CRITICAL, LEAF, { { SANS, CRITICAL("551D11", "30(82('board.local'))") } } },
	{ LINT_SAN_ASCII, LEAF, SAN("82('board.local') 82('b' C3B6 '.local')") },
	{ LINT_DNS_EMPTY, LEAF, SAN("82('board.local') 82()") },
	{ LINT_DNS_CHARACTER, LEAF, SAN("82('board.local') 82('a b.local')") },
	{ LINT_DNS_LABEL, LEAF, SAN("82('board.local') 82(" L63 "'b.local')") },
	{ LINT_DNS_LONG, LEAF, SAN("82('board.local') 82(" L63 "'.'" L63 "'.'" L63 "'.'" L63 ")") },
	{ LINT_DNS_HYPHEN, LEAF, SAN("82('board.local') 82('a-.local')") },
	{ LINT_DNS_A_LABEL, LEAF, SAN("82('board.local') 82('ab--c.local')") },
	{ LINT_DNS_DOT, LEAF, SAN("82('board.local.')") },
	{ LINT_DNS_STAR, LEAF, SAN("82('board.local') 82('a*.board.local')") },
	{ LINT_DNS_STAR_TOP, LEAF, SAN("82('board.local') 82('*.local')") },
	{ LINT_DNS_ADDRESS, LEAF, SAN("82('board.local') 82('10.0.0.1')") },
	{ LINT_IP_LENGTH, LEAF, SAN("82('board.local') 87('10.0.0.1')") },
	{ LINT_IP_MAPPED, LEAF, SAN("82('board.local') 87(00000000000000000000FFFF0A000001)") },
	{ LINT_MAIL, LEAF, SAN("82('board.local') 81('jo')") },
	{ LINT_URI, LEAF, SAN("82('board.local') 86('/path')") },
	{ LINT_CA_AS_SERVER, CA, SAN("82('board.local')") },
	{ LINT_NC_LEAF, LEAF, { { MORE, EXT("551D1E", "30(A0(30(82('local'))))") } } },
	{ LINT_NC_CRITICAL, CA, { { MORE, CRITICAL("551D1E", "30(A0(30(82('local'))))") } } },
	{ LINT_NC_DOT, CA, { { MORE, EXT("551D1E", "30(A1(30(82('.local'))))") } } },
	{ LINT_NC_MASK, CA, { { MORE, EXT("551D1E", "30(A0(30(87(0A000000FF00FF00))))") } } },
	{ LINT_POLICY_LEAF, LEAF, { { MORE, CRITICAL("551D24", "30(800100)") } } },
	{ LINT_PC_NOT_CRITICAL, CA, { { MORE, EXT("551D24", "30(800100)") } } },
	{ LINT_IAP_NOT_CRITICAL, CA, { { MORE, EXT("551D36", "020100") } } },
	{ LINT_SDA_CRITICAL, LEAF, { { MORE, CRITICAL("551D09", "30()") } } },
	{ LINT_IAN_CRITICAL, LEAF, { { MORE, CRITICAL("551D12", "30(82('a'))") } } },
	{ LINT_CRL_CRITICAL, LEAF, { { MORE, CRITICAL("551D1F", "30(30(A0(A0(86('http://a/')))))") } } },
	{ LINT_AIA_CRITICAL, LEAF, { { MORE, CRITICAL("2B06010505070101", "30()") } } },
	{ LINT_STAPLE, LEAF, { { MORE, EXT("2B06010505070118", "30(020105)") } } },
	{ LINT_POISON, LEAF, { { MORE, CRITICAL("2B06010401D679020403", "0500") } } },
	{ LINT_UNKNOWN_CRITICAL, LEAF, { { MORE, CRITICAL("2B0601040182371401", "0500") } } },
	{ LINT_NETSCAPE, LEAF, { { MORE, EXT("6086480186F8420101", "03(0640)") } } },
};

/* Whole certificates that break none: what passes although it looks odd. */
static const struct {
	const char *name;
	struct row row;
} FINE[] = {
	{ "a leaf", { LINT_N, LEAF, { { VERSION, NULL } } } },
	{ "a CA", { LINT_N, CA, { { VERSION, NULL } } } },
	{ "825 days to the second", { LINT_N, LEAF, { { VALIDITY, "30(17('261122000000Z') 17('290224000000Z'))" } } } },
	{ "a client of many years", { LINT_N, LEAF, { { VALIDITY, "30(17('261122000000Z') 18('20510101000000Z'))" },
	    { PURPOSE, EXT("551D25", "30(06(2B06010505070302))") }, { SANS, "" } } } },
	{ "a serial of 20 octets", { LINT_N, LEAF, { { SERIAL, "02(40112233445566778899 00112233445566778899)" } } } },
	{ "an empty subject and critical names", { LINT_N, LEAF, { { SUBJECT, "30()" },
	    { SANS, CRITICAL("551D11", "30(82('board.local'))") } } } },
	{ "an A-label, a wildcard, '_', IPv6, mail and URI", { LINT_N, LEAF, SAN("82('board.local') 82('xn--bcher-kva.local')"
	    "82('*.board.local') 82('my_board') 87(FD000000000000000000000000000001) 81('jo@board.local') 86('urn:x')") } },
	{ "a CN that is no host name", { LINT_N, LEAF, SUBJ(CN("'Board no. 7'")) } },
	{ "a root signed with SHA-1", { LINT_N, CA, SIG("30(06(2A864886F70D010105) 0500)") } },
	{ "a CA that is critically without policies", { LINT_N, CA, { { MORE, CRITICAL("551D36", "020100") } } } },
	{ "a CA for servers", { LINT_N, CA, { { PURPOSE, EXT("551D25", "30(06(2B06010505070301))") } } } },
	{ "a country and a mail address as they should be", { LINT_N, LEAF, SUBJ(
	    "30(31(30(06(550406) 13('DE'))) 31(30(06(2A864886F70D010901) 16('a@b'))))") } },
};

static const char *const NAMES[LINT_N] = {
#define X(id, text) #id,
	LINT_RULES(X)
#undef X
};

static bool seen[LINT_N];

/* Octets of the notation up to its end or the ')' that closes; *s is left there. */
static size_t assemble(const char **s, uint8_t *out)
{
	static uint8_t room[24][80000];
	static unsigned depth;
	uint8_t *start = out;

	while (**s && **s != ')') {
		if (**s == ' ') {
			++*s;
		} else if (**s == '\'') {
			for (++*s; **s != '\''; ++*s)
				*out++ = (uint8_t)**s;
			++*s;
		} else if (**s == '(') {
			uint8_t *inner = room[depth++];
			size_t len;

			++*s;
			len = assemble(s, inner);
			++*s;
			depth--;
			if (len >= 256) {
				*out++ = 0x82;
				*out++ = (uint8_t)(len >> 8);
			} else if (len >= 128) {
				*out++ = 0x81;
			}
			*out++ = (uint8_t)len;
			memcpy(out, inner, len);
			out += len;
		} else {
			if (text_unhex(*s, 2, out++, 1) != 1)
				abort();
			*s += 2;
		}
	}
	return (size_t)(out - start);
}

static size_t build(const char *const *base, const struct row *row, uint8_t *out)
{
	static char text[80000];
	const char *part[PARTS];
	const char *s = text;

	memcpy(part, base, sizeof part);
	for (size_t i = 0; row && i < 3; i++)
		if (row->put[i].is)
			part[row->put[i].part] = row->put[i].is;
	snprintf(text, sizeof text, "30(30(%s%s%s%s%s%s%s%s A3(30(%s%s%s%s%s%s%s))) %s 03(00%s))", part[VERSION], part[SERIAL], part[INNER],
	    part[ISSUER], part[VALIDITY], part[SUBJECT], part[KEY], part[IDS], part[BASIC], part[USAGE], part[PURPOSE], part[SKI], part[AKI],
	    part[SANS], part[MORE], part[INNER], part[SIGNED]);
	return assemble(&s, out);
}

/* Rules broken by a whole certificate, as text. */
static const char *broken(const uint8_t *der, size_t len)
{
	static char out[8192];
	struct cert_view c;
	struct err e = { 0 };
	struct lint l;
	struct text t;

	text_init(&t, out, sizeof out);
	if (cert_read(view_of(der, len), &c, &e)) {
		text_add(&t, e.text);
		return out;
	}
	lint_cert(&c, &l);
	for (unsigned i = 0; i < LINT_N; i++) {
		if (!lint_has(&l, (enum lint_rule)i))
			continue;
		text_add(&t, t.len ? " " : "");
		text_add(&t, NAMES[i]);
	}
	return out;
}

static void one(enum lint_rule rule, const char *const *base, const struct row *row)
{
	static uint8_t der[80000];

	is_str(broken(der, build(base, row, der)), NAMES[rule], lint_text(rule));
	seen[rule] = true;
}

/* Without extensions: versions 1 and 2 lack what only they can say. */
static void versions(void)
{
	static uint8_t der[4096];
	static const char *const forms[] = { "A0(020101)", "A0(020100)", "" };
	static const enum lint_rule rules[] = { LINT_NOT_V3, LINT_V1_SAID, LINT_NOT_V3 };
	char text[2048], want[64];

	for (size_t i = 0; i < 3; i++) {
		const char *s = text;

		snprintf(text, sizeof text, "30(30(%s%s%s%s%s%s%s) %s 03(00%s))", forms[i], LEAF[SERIAL], ECDSA, CN("'a'"), LEAF[VALIDITY],
		    CN("'a'"), SAMPLE_SPKI, ECDSA, LEAF[SIGNED]);
		snprintf(want, sizeof want, "%s EKU_LACKS SAN_LACKS", NAMES[rules[i]]);
		is_str(broken(der, assemble(&s, der)), want, lint_text(rules[i]));
		seen[rules[i]] = true;
	}
}

static bool has_factor(const uint8_t *n, size_t len)
{
	for (unsigned d = 3; d < 752; d += 2) {
		unsigned rest = 0;

		for (size_t i = 0; i < len; i++)
			rest = (rest << 8 | n[i]) % d;
		if (!rest)
			return true;
	}
	return false;
}

/* An RSA key of so many bits, without small factors unless it is told. */
static const char *rsa_key(unsigned bits, const char *e, bool factor)
{
	static char text[4096];
	uint8_t n[1024];
	size_t len = (bits + 7) / 8;
	size_t at;

	memset(n, 0xC5, sizeof n);
	n[0] = (uint8_t)(bits % 8 ? 0x40 >> (7 - bits % 8) : 0xC5);
	while (has_factor(n, len) != factor)
		n[len - 1] = (uint8_t)(n[len - 1] + 2), n[len - 2] = (uint8_t)(n[len - 2] + (n[len - 1] < 2));
	at = (size_t)snprintf(text, sizeof text, "30(30(06(2A864886F70D010101) 0500) 03(00 30(02(%s", bits % 8 ? "" : "00");
	for (size_t i = 0; i < len; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%02X", n[i]);
	snprintf(text + at, sizeof text - at, ") 02(%s))))", e);
	return text;
}

static void rsa(void)
{
	static const struct {
		enum lint_rule rule;
		unsigned bits;
		const char *e;
		bool factor;
	} rows[] = {
		{ LINT_N, 2048, "010001", false }, { LINT_N, 4096, "7FFFFFFF", false }, { LINT_RSA_SHORT, 1024, "010001", false },
		{ LINT_RSA_LONG, 4104, "010001", false }, { LINT_RSA_BITS, 2049, "010001", false }, { LINT_RSA_E_BAD, 2048, "010000", false },
		{ LINT_RSA_E_BAD, 2048, "01", false }, { LINT_RSA_E_SMALL, 2048, "03", false },
		{ LINT_RSA_E_BIG, 2048, "0080000001", false }, { LINT_RSA_E_BIG, 2048, "010000000000000001", false },
		{ LINT_RSA_FACTOR, 2048, "010001", true },
	};
	static uint8_t der[8192];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct row row = { rows[i].rule, LEAF, { { KEY, rsa_key(rows[i].bits, rows[i].e, rows[i].factor) } } };

		if (rows[i].rule == LINT_N)
			is_str(broken(der, build(LEAF, &row, der)), "", "an RSA key as it should be");
		else
			one(rows[i].rule, LEAF, &row);
	}
	struct row agreement = { LINT_KU_RSA, LEAF, { { KEY, rsa_key(2048, "010001", false) },
	    { USAGE, CRITICAL("551D0F", "03(0388)") } } };
	one(LINT_KU_RSA, LEAF, &agreement);
}

static void big(void)
{
	static char names[40000] = "30(06(551D11) 04(30(82('board.local')";
	struct row row = { LINT_BIG, LEAF, { { SANS, names } } };
	size_t at = strlen(names);

	for (unsigned i = 0; i < 1200; i++)
		at += (size_t)snprintf(names + at, sizeof names - at, "82('board%04u.local')", i);
	snprintf(names + at, sizeof names - at, ")))");
	one(LINT_BIG, LEAF, &row);
}

/* What our own writer makes breaks none. */
static void ours(void)
{
	struct sample s;
	struct bytes b;

	sample_ca(&s);
	s.cert.serial.p = (const uint8_t *)"\x40\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20";
	if (!write_in(sample_write, &s, sizeof b.b, &b))
		abort();
	is_str(broken(b.b, b.len), "", "a CA of x509/cert");
	sample_leaf(&s);
	if (!write_in(sample_write, &s, sizeof b.b, &b))
		abort();
	is_str(broken(b.b, b.len), "", "a leaf of x509/cert");
}

int main(void)
{
	static uint8_t der[80000];
	unsigned missing = 0;

	for (size_t i = 0; i < sizeof FINE / sizeof *FINE; i++)
		is_str(broken(der, build(FINE[i].row.base, &FINE[i].row, der)), "", FINE[i].name);
	versions();
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
		one(ROWS[i].rule, ROWS[i].base, &ROWS[i]);
	rsa();
	big();
	ours();
	for (unsigned i = 0; i < LINT_N; i++) {
		missing += !seen[i];
		if (!seen[i])
			diag("no certificate breaks %s", NAMES[i]);
	}
	is_int(missing, 0, "each rule has been seen to be broken");
	ok(LINT_N >= 60, "there are at least sixty");
	return done_testing();
}
