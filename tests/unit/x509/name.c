/* SPDX-License-Identifier: MIT */
/* name.c - tests of distinguished names: RFC 4514 section 4, openssl's own bytes, bounds, and hostile names. */
#include "tests/unit/x509/golden.h"
#include "x509/name.h"
#include "x509/oid.h"

#define TEN "abcdefghij"
#define C64 TEN TEN TEN TEN TEN TEN "1234"
#define C128 C64 C64
#define UE "\xC3\xBC"            /* u with diaeresis */
#define U16 UE UE UE UE UE UE UE UE UE UE UE UE UE UE UE UE
#define U64 U16 U16 U16 U16

/* DER as `openssl req -utf8 -multivalue-rdn -subj` makes it of the same text. */
static const struct {
	const char *text;
	const char *der;
} OPENSSL[] = {
	{ "/CN=board", "30 10 31 0E 30 0C 06 03 55 04 03 0C 05 62 6F 61 72 64" },
	{ "/C=DE/ST=Bayern/L=M\xC3\xBCnchen/O=M\xC3\xBCller \\& S\xC3\xB6hne/OU=a\\/b/CN=x.local",
	  "306C310B3009060355040613024445310F300D06035504080C0642617965726E3111300F06035504070C084DC3BC6E6368656E31193017060355040A"
	  "0C104DC3BC6C6C6572202620 53C3B6686E65310C300A060355040B0C03612F623110300E06035504030C07782E6C6F63616C" },
	{ "/DC=org/DC=example/UID=jo/CN=Jo+SN=Doe",
	  "305B31133011060A0992268993F22C64011916036F726731173015060A0992268993F22C64011916076578616D706C6531123010060A0992268993F2"
	  "2C6401010C026A6F3117300906035504030C024A6F300A06035504040C03446F65" },
	{ "/CN=a+O=b", "30 16 31 14 30 08 06 03 55 04 03 0C 01 61 30 08 06 03 55 04 0A 0C 01 62" },
	{ "/O=b+CN=a", "30 16 31 14 30 08 06 03 55 04 03 0C 01 61 30 08 06 03 55 04 0A 0C 01 62" },
	{ "/serialNumber=12-3/title=Dr/GN=Ann/SN=Lee/street=Road 1/emailAddress=a@b.de",
	  "3060310D300B060355040513 0431322D33310B3009060355040C0C024472310C300A060355042A0C03416E6E310C300A06035504040C034C6565310F"
	  "300D06035504090C06526F61642031 3115301306092A864886F70D0109011606614062 2E6465" },
	{ "/", "30 00" },
	{ "", "30 00" },
};

/* Text, and the RFC 4514 text of what was made of it. */
static const struct {
	const char *text;
	const char *back;
} TAKEN[] = {
	/* RFC 4514 section 4 */
	{ "UID=jsmith,DC=example,DC=net", "UID=jsmith,DC=example,DC=net" },
	{ "OU=Sales+CN=J.  Smith,DC=example,DC=net", "OU=Sales+CN=J.  Smith,DC=example,DC=net" },
	{ "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net", "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net" },
	{ "CN=Lu\\C4\\8Di\\C4\\87", "CN=Lu\xC4\x8Di\xC4\x87" },
	/* every character that is special */
	{ "CN=\\,\\+\\\"\\\\\\<\\>\\;", "CN=\\,\\+\\\"\\\\\\<\\>\\;" },
	{ "CN=\\#a#", "CN=\\#a#" },
	{ "CN=a\\#b", "CN=a#b" },
	{ "CN=a\\=b=c", "CN=a=b=c" },
	{ "CN=\\ a b\\ ", "CN=\\ a b\\ " },
	{ "CN=\\ ", "CN=\\ " },
	{ "CN=\\20", "CN=\\ " },
	{ "CN=a\\2Cb\\2bc\\5C", "CN=a\\,b\\+c\\\\" },
	{ "CN=a/b", "CN=a/b" },
	{ "CN=a'b(c)[d]{e}|~^`!@$%&*?:.-_", "CN=a'b(c)[d]{e}|~^`!@$%&*?:.-_" },
	/* blanks around (as RFC 2253 and openssl write them) do not count */
	{ "CN=a, O=b , C=DE", "CN=a,O=b,C=DE" },
	{ " CN = a ", "CN=a" },
	{ "CN=a  b  +  O=c", "O=c+CN=a  b" },
	/* types, in any case */
	{ "cn=a,o=b,ou=c,l=d,st=e,street=f,c=DE", "CN=a,O=b,OU=c,L=d,ST=e,STREET=f,C=DE" },
	{ "SERIALNUMBER=a b'()+,-./:=?9", NULL },
	{ "SERIALNUMBER=a b'()\\+\\,-./:=?9", "serialNumber=a b'()\\+\\,-./:=?9" },
	{ "Title=a,givenname=b,gn=c,surname=d,sn=e,uid=f,dc=g,EMAILADDRESS=h@i",
	  "title=a,GN=b,GN=c,SN=d,SN=e,UID=f,DC=g,emailAddress=h@i" },
	{ "C=de", "C=de" },
	/* openssl's form: order as written, any character behind a backslash */
	{ "/C=DE/O=x/CN=y", "CN=y,O=x,C=DE" },
	{ "/CN=a\\/b\\+c\\\\d\\e", "CN=a/b\\+c\\\\de" },
	{ "/CN=a,b;c\"d<e>#", "CN=a\\,b\\;c\\\"d\\<e\\>#" },
	{ "/CN= a ", "CN=\\ a\\ " },
	{ "/CN=#a", "CN=\\#a" },
	{ "/CN=a=b", "CN=a=b" },
	{ "/CN=a+O=b/OU=c", "OU=c,CN=a+O=b" },
	{ "/CN=b+CN=a+CN=ab", "CN=a+CN=b+CN=ab" },
	/* bounds, in characters */
	{ "CN=" C64, "CN=" C64 },
	{ "CN=" U64, "CN=" U64 },
	{ "O=" C64 ",OU=" C64 ",title=" C64, "O=" C64 ",OU=" C64 ",title=" C64 },
	{ "L=" C128 ",ST=" C128, "L=" C128 ",ST=" C128 },
	{ "L=" U64 U64, "L=" U64 U64 },
	{ "serialNumber=" C64, "serialNumber=" C64 },
	{ "emailAddress=" C64 C64 C64 TEN TEN TEN TEN TEN TEN "123", "emailAddress=" C64 C64 C64 TEN TEN TEN TEN TEN TEN "123" },
};

static const struct {
	const char *text;
	const char *part, *why;
} REFUSED[] = {
	{ "CN=", "CN", "empty" },
	{ "CN= ", "CN", "empty" },
	{ "CN=,O=x", "CN", "empty" },
	{ "/CN=/O=x", "CN", "empty" },
	{ "/CN=a/O=", "O", "empty" },
	{ "board", "board", "without '='" },
	{ "/board", "board", "without '='" },
	{ "CN=a,", "''", "without '='" },
	{ ",CN=a", "''", "without '='" },
	{ "CN=a,,O=b", "''", "without '='" },
	{ "CN=a+", "''", "without '='" },
	{ "/CN=a/", "''", "without '='" },
	{ "//CN=a", "''", "without '='" },
	{ "=a", "''", "not a type" },
	{ "XX=a", "XX", "not a type" },
	{ "CNN=a", "CNN", "not a type" },
	{ "C N=a", "C N", "not a type" },
	{ "2.5.4.3=a", "2.5.4.3", "not a type" },
	{ "OID.2.5.4.3=a", "OID.2.5.4.3", "not a type" },
	{ "/CN =a", "CN ", "not a type" },
	{ "CN=#0C0161", "CN", "hex" },
	{ "1.3.6.1.4.1.1466.0=#04024869", "1.3.6.1.4.1.1466.0", "not a type" },
	{ "CN=a\"b", "CN", "special" },
	{ "CN=a<b", "CN", "special" },
	{ "CN=a>b", "CN", "special" },
	{ "CN=a;b", "CN", "special" },
	{ "CN=a\\", "CN", "backslash" },
	{ "CN=a\\x", "CN", "backslash" },
	{ "CN=a\\C", "CN", "backslash" },
	{ "CN=a\\CX", "CN", "backslash" },
	{ "/CN=a\\", "CN", "backslash" },
	{ "CN=Before\\0DAfter", "CN", "control" },
	{ "CN=a\\00b", "CN", "control" },
	{ "CN=a\nb", "CN", "control" },
	{ "CN=a\tb", "CN", "control" },
	{ "CN=a\x7F", "CN", "control" },
	{ "CN=a\xC2\x85", "CN", "control" },
	{ "CN=a\xE2\x80\xAE" "b", "CN", "control" },
	{ "CN=\xFF", "CN", "UTF-8" },
	{ "CN=\xC3", "CN", "UTF-8" },
	{ "CN=\xC0\xAF", "CN", "UTF-8" },
	{ "CN=\xED\xA0\x80", "CN", "UTF-8" },
	{ "CN=\\C4", "CN", "UTF-8" },
	{ "C=D", "C", "two letters" },
	{ "C=DEU", "C", "too long" },
	{ "C=D1", "C", "cannot have" },
	{ "C=\xC3\xBC" "a", "C", "cannot have" },
	{ "serialNumber=a*b", "serialNumber", "cannot have" },
	{ "serialNumber=\xC3\xBC", "serialNumber", "cannot have" },
	{ "emailAddress=\xC3\xBC@x", "emailAddress", "cannot have" },
	{ "DC=\xC3\xBC", "DC", "cannot have" },
	{ "CN=" C64 "5", "CN", "too long" },
	{ "CN=" U64 "5", "CN", "too long" },
	{ "O=" C64 "5", "O", "too long" },
	{ "OU=" C64 "5", "OU", "too long" },
	{ "title=" C64 "5", "title", "too long" },
	{ "serialNumber=" C64 "5", "serialNumber", "too long" },
	{ "L=" C128 "5", "L", "too long" },
	{ "ST=" C128 "5", "ST", "too long" },
	{ "ST=" C128 C128 C128 C128 "5", "ST", "too long" },
	{ "emailAddress=" C128 C128, "emailAddress", "too long" },
	{ "L=" C128 ",L=" C128 ",L=" C128 ",L=" C128 ",L=" C128 ",L=" C128 ",L=" C128 ",L=" C128, "1024", "over" },
	{ "/L=" C128 "+L=" C128 "+L=" C128 "+L=" C128 "+L=" C128 "+L=" C128 "+L=" C128 "+L=" C128, "1024", "over" },
};

static const char *text_of(struct view name)
{
	static char buf[4][2048];
	static unsigned turn;
	struct text t;

	text_init(&t, buf[++turn % 4], sizeof buf[0]);
	name_add_text(&t, name);
	return buf[turn % 4];
}

static void parsing(void)
{
	uint8_t out[NAME_MAX_DER], again[NAME_MAX_DER];

	for (size_t i = 0; i < sizeof OPENSSL / sizeof *OPENSSL; i++) {
		struct bytes want = hex(OPENSSL[i].der);
		int n = name_parse(OPENSSL[i].text, out, NULL);

		is_mem(out, n < 0 ? 0 : (size_t)n, want.b, want.len, join("as openssl makes it: ", OPENSSL[i].text));
		ok(!name_check(view(&want)), join("well-formed: ", OPENSSL[i].text));
	}
	for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++) {
		struct err e = { 0 };
		int n = name_parse(TAKEN[i].text, out, &e), m;
		const char *back = n < 0 ? NULL : text_of(view_of(out, (size_t)n));

		is_str(back, TAKEN[i].back, join("name: ", TAKEN[i].text));
		if (!back)
			continue;
		m = name_parse(back, again, NULL);
		ok(m == n && !memcmp(out, again, (size_t)n), join("its text makes the same name: ", TAKEN[i].text));
	}
	for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
		struct err e = { 0 };

		ok(name_parse(REFUSED[i].text, out, &e) == -1 && e.kind == ERR_USAGE, join("refused: ", REFUSED[i].text));
		if (!ok(strstr(e.text, REFUSED[i].part) && strstr(e.text, REFUSED[i].why),
			join("it says where and why: ", REFUSED[i].text)))
			diag("%s", e.text);
	}
}

#define L7 "/L=" C128 "/L=" C128 "/L=" C128 "/L=" C128 "/L=" C128 "/L=" C128 "/L=" C128

/* Seven L of 128 and a CN that fills 1024 octets, made at once and added. */
static void bounds(void)
{
	uint8_t out[NAME_MAX_DER], added[NAME_MAX_DER];
	int longest = 0, last = 0;
	bool sound = true;

	for (int cn = 1; cn <= 64; cn++) {
		char text[1200];
		int n, m = name_parse(L7, added, NULL);

		snprintf(text, sizeof text, L7 "/CN=%.*s", cn, C64);
		n = name_parse(text, out, NULL);
		sound &= m > 0 && (n == -1 || (n <= NAME_MAX_DER && !name_check(view_of(out, (size_t)n))));
		snprintf(text, sizeof text, "%.*s", cn, C64);
		m = name_add_common(added, (size_t)m, text);
		sound &= m == n && (n < 0 || !memcmp(out, added, (size_t)n)) && (n < 0 || longest == cn - 1);
		if (n > 0) {
			longest = cn;
			last = n;
		}
	}
	ok(sound, "names up to 1024 octets are made and well-formed, and adding the common name makes the same");
	is_int(last, NAME_MAX_DER, "the longest fills the room, one octet more is refused");
}

/* What strangers write. */
static const struct {
	const char *name;
	const char *der;
	const char *text;
} SHOWN[] = {
	{ "the empty name is empty text", "3000", "" },
	{ "RFC 4514 section 4: a line end is escaped", "3015 3113 3011 0603550403 0C0A 4265666F72650D416674", "CN=Before\\0DAft" },
	{ "RFC 4514 section 4: a type without a name is dotted, its value hex",
	  "3012 3110 300E 0608 2B060104018B3A00 0402 4869", "1.3.6.1.4.1.1466.0=#04024869" },
	{ "PrintableString is text", "300C 310A 3008 0603550403 1301 61", "CN=a" },
	{ "IA5String is text", "300C 310A 3008 0603550403 1601 61", "CN=a" },
	{ "TeletexString's octets over 7F are escaped", "300D 310B 3009 0603550403 1402 61FC", "CN=a\\FC" },
	{ "BMPString is hex", "300D 310B 3009 0603550403 1E02 0061", "CN=#1e020061" },
	{ "a SEQUENCE as value is hex", "300B 3109 3007 0603550403 3000", "CN=#3000" },
	{ "an empty value is empty", "300B 3109 3007 0603550403 0C00", "CN=" },
	{ "NUL is escaped", "300D 310B 3009 0603550403 0C02 6100", "CN=a\\00" },
	{ "ESC is escaped", "300D 310B 3009 0603550403 0C02 1B5B", "CN=\\1B[" },
	{ "a C1 control is escaped", "300D 310B 3009 0603550403 0C02 C29B", "CN=\\C2\\9B" },
	{ "a right-to-left override is escaped", "300F 310D 300B 0603550403 0C04 E280AE61", "CN=\\E2\\80\\AEa" },
	{ "a zero-width space is escaped", "300E 310C 300A 0603550403 0C03 E2808B", "CN=\\E2\\80\\8B" },
	{ "a word joiner is escaped", "300E 310C 300A 0603550403 0C03 E281A0", "CN=\\E2\\81\\A0" },
	{ "an em dash is not", "300E 310C 300A 0603550403 0C03 E28094", "CN=\xE2\x80\x94" },
	{ "an overlong form is escaped", "300D 310B 3009 0603550403 0C02 C0AF", "CN=\\C0\\AF" },
	{ "a character of four octets is shown", "300F 310D 300B 0603550403 0C04 F09F9880", "CN=\xF0\x9F\x98\x80" },
	{ "a cut character is escaped", "300D 310B 3009 0603550403 0C02 F09F", "CN=\\F0\\9F" },
	{ "a blank alone is escaped", "300C 310A 3008 0603550403 0C01 20", "CN=\\ " },
	{ "two blanks are escaped", "300D 310B 3009 0603550403 0C02 2020", "CN=\\ \\ " },
	/* broken ones */
	{ "nothing is no name", "", "?" },
	{ "a SET is no name", "3100", "?" },
	{ "a name with something behind it is none", "30000500", "?" },
	{ "an empty RDN is none", "30023100", "?" },
	{ "a SEQUENCE as RDN is none", "300C 300A 3008 0603550403 0C01 61", "?" },
	{ "an attribute without value is none", "3009 3107 3005 0603550403", "?" },
	{ "an attribute with two values is none", "300F 310D 300B 0603550403 0C0161 0C0162", "?" },
	{ "an attribute with an empty OID is none", "3009 3107 3005 0600 0C0161", "?" },
	{ "an attribute cut inside is none", "300C 310A 3008 0603550403 0C05 61", "?" },
	{ "a second RDN that is broken spoils it", "300E 310A 3008 0603550403 0C01 61 3100", "?" },
};

static void showing(void)
{
	for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
		struct bytes b = hex(SHOWN[i].der);

		is_str(text_of(view(&b)), SHOWN[i].text, SHOWN[i].name);
		is_int(name_check(view(&b)), strcmp(SHOWN[i].text, "?") ? 0 : -1, join(SHOWN[i].name, ": checked"));
	}
}

static void commons(void)
{
	uint8_t out[NAME_MAX_DER];
	struct bytes board = hex("30 10 31 0E 30 0C 06 03 55 04 03 0C 05 62 6F 61 72 64");
	struct bytes bmp = hex("300D 310B 3009 0603550403 1E02 0061");
	struct view cn;
	int n = name_common("board", out), m;

	is_mem(out, n < 0 ? 0 : (size_t)n, board.b, board.len, "a common name alone is a name");
	is_int(name_common(C64, out) > 0, 1, "64 characters are a common name");
	is_int(name_common(U64, out) > 0, 1, "64 characters of two octets are one");
	is_int(name_common(C64 "5", out), -1, "65 are none");
	is_int(name_common(U64 "5", out), -1, "65 of two octets are none");
	is_int(name_common("", out), -1, "nothing is none");
	is_int(name_common("a\nb", out), -1, "one with a line end is none");
	is_int(name_common("a\xFF", out), -1, "one that is not UTF-8 is none");

	n = name_parse("/C=DE/O=x", out, NULL);
	m = name_add_common(out, (size_t)n, NULL);
	is_int(m, n, "no common name is left out");
	m = name_add_common(out, (size_t)n, C64 "5");
	is_int(m, n, "an over-long one is left out");
	m = name_add_common(out, (size_t)n, "y, z");
	is_str(text_of(view_of(out, m < 0 ? 0 : (size_t)m)), "CN=y\\, z,O=x,C=DE", "one is added as the most specific part");
	is_int(name_add_common(out, (size_t)m, "other"), m, "a second is not added");
	cn = name_common_of(view_of(out, (size_t)m));
	ok(view_is(cn, (const uint8_t *)"y, z", 4), "it is found again");
	n = name_parse("/CN=a/O=x/CN=b+OU=c", out, NULL);
	cn = name_common_of(view_of(out, (size_t)n));
	ok(view_is(cn, (const uint8_t *)"b", 1), "the last common name counts");
	ok(name_common_of(view(&bmp)).len == 0, "a common name that is no text here is none");
	ok(name_common_of(view_of(out, 3)).len == 0, "a broken name has none");
	is_int(name_add_common(out, 3, "x"), -1, "none is added to a broken name");
}

static void values(void)
{
	uint8_t out[NAME_MAX_DER];
	int n = name_parse("/emailAddress=a@x/CN=y/O=z+emailAddress=b@x", out, NULL);
	struct view name = view_of(out, n < 0 ? 0 : (size_t)n), v = name_value(name, OID_EMAIL_ADDRESS, 0);

	is_mem(v.p, v.len, "a@x", 3, "the first value of an attribute");
	v = name_value(name, OID_EMAIL_ADDRESS, 1);
	is_mem(v.p, v.len, "b@x", 3, "the second, in an RDN with others");
	ok(!name_value(name, OID_EMAIL_ADDRESS, 2).p && !name_value(name, OID_UID, 0).p, "there are no more");
	ok(!name_value(view_of(out, 3), OID_EMAIL_ADDRESS, 0).p, "a broken name has none");
}

/* A name of thousands of parts costs no more than its text has room for. */
static void hostile(void)
{
	static uint8_t der[70000];
	static const uint8_t rdn[] = { 0x31, 0x0A, 0x30, 0x08, 6, 3, 0x55, 4, 3, 0x0C, 1, 'a' };
	char buf[256];
	struct text t;
	struct der d;

	der_init(&d, der, sizeof der);
	for (int i = 0; i < 5400; i++)
		der_raw(&d, rdn, sizeof rdn);
	der_wrap(&d, DER_SEQUENCE, 0);
	text_init(&t, buf, sizeof buf);
	name_add_text(&t, view_of(der_bytes(&d), d.len));
	ok(t.cut && strlen(buf) == sizeof buf - 1, "a name of 5400 parts fills its text and is cut");
}

int main(void)
{
	parsing();
	bounds();
	showing();
	commons();
	values();
	hostile();
	return done_testing();
}
