/* SPDX-License-Identifier: MIT */
/* view.c - tests of certificates as they are read: samples, one part replaced at a time, cuts, constraints. */
#include "tests/unit/x509/sample.h"
#include "x509/view.h"

/* A certificate of parts in hex; a row replaces one of them. */
enum part { VERSION, SERIAL, INNER, ISSUER, VALIDITY, SUBJECT, KEY, IDS, EXTENSIONS, IN_TBS, OUTER, SIGNATURE, BEHIND, PARTS };

#define ECDSA "300A06082A8648CE3D040302"
#define NAME "300C310A300806035504030C0161"
#define TIMES "301E170D3236313132323030303030305A170D3237313232343030303030305A"

static const char *const WHOLE[PARTS] = {
	[VERSION] = "A003020102", [SERIAL] = "020101", [INNER] = ECDSA, [ISSUER] = NAME, [VALIDITY] = TIMES, [SUBJECT] = NAME,
	[KEY] = SAMPLE_SPKI, [IDS] = "", [EXTENSIONS] = "", [IN_TBS] = "", [OUTER] = ECDSA, [SIGNATURE] = "03020001", [BEHIND] = "",
};

/* A row's extensions are content of the SEQUENCE in [3]. */
static const struct row {
	const char *name;
	enum part part;
	const char *is;
	const char *why;      /* NULL: read */
} ROWS[] = {
	{ "the whole as it is", VERSION, "A003020102", NULL },
	{ "version 2 without extensions", VERSION, "A003020101", NULL },
	{ "version 1, which DER leaves out", VERSION, "", NULL },
	{ "version 1 said aloud", VERSION, "A003020100", NULL },
	{ "version 4", VERSION, "A003020103", "version" },
	{ "a version of two numbers", VERSION, "A006020102020102", "version" },
	{ "a negative version", VERSION, "A0030201FF", "version" },
	{ "an empty version", VERSION, "A000", "version" },
	{ "serial 0", SERIAL, "020100", NULL },
	{ "a negative serial", SERIAL, "0201FF", NULL },
	{ "a serial of 21 octets", SERIAL, "0215010102030405060708090A0B0C0D0E0F1011121314", NULL },
	{ "an empty serial", SERIAL, "0200", "serial" },
	{ "a serial with a needless 00", SERIAL, "02020001", "serial" },
	{ "a serial with a needless FF", SERIAL, "0202FF80", "serial" },
	{ "no serial", SERIAL, "", "serial" },
	{ "another inner algorithm", INNER, "300A06082A8648CE3D040303", "differ" },
	{ "another outer algorithm", OUTER, "300D06092A864886F70D01010B0500", "differ" },
	{ "no outer algorithm", OUTER, "", "signature algorithm" },
	{ "an issuer that is no name", ISSUER, "3100", "issuer" },
	{ "an empty issuer", ISSUER, "3000", NULL },
	{ "an issuer with an empty RDN", ISSUER, "30023100", "issuer" },
	{ "a subject that is no name", SUBJECT, "0500", "subject" },
	{ "an empty subject", SUBJECT, "3000", NULL },
	{ "a validity of one time", VALIDITY, "300F170D3236313132323030303030305A", "validity" },
	{ "a validity of three", VALIDITY,
	  "302D170D3236313132323030303030305A170D3237313232343030303030305A170D3237313232343030303030305A", "validity" },
	{ "a validity of month 13", VALIDITY, "301E170D3236313332323030303030305A170D3237313232343030303030305A", "validity" },
	{ "a validity that ends before it begins is for the reader to judge", VALIDITY,
	  "301E170D3237313232343030303030305A170D3236313132323030303030305A", NULL },
	{ "a GeneralizedTime", VALIDITY, "3020170D3236313132323030303030305A180F32303530303232303230303030305A", NULL },
	{ "an Ed25519 key", KEY, "302A300506032B65700321005E49366E035AD636D47A482377AA3B14FB68EAC242A22D29E9DBADB951BDD1CF", NULL },
	{ "a key cut short", KEY, "3019301306072A8648CE3D020106082A8648CE3D03010703020004", "public key" },
	{ "no key", KEY, "", "public key" },
	{ "an issuer's unique identifier", IDS, "8102000F", NULL },
	{ "both unique identifiers", IDS, "8102000F8202000F", NULL },
	{ "unique identifiers in the wrong order", IDS, "8202000F8102000F", "extensions" },
	{ "something behind the extensions", IN_TBS, "0500", "extensions" },
	{ "no signature", SIGNATURE, "", "signature" },
	{ "a signature with unused bits", SIGNATURE, "03020101", "signature" },
	{ "an empty signature is for the verifier to judge", SIGNATURE, "030100", NULL },
	{ "something behind the signature", BEHIND, "0500", "signature" },
	/* BasicConstraints 2.5.29.19 */
	{ "CA:FALSE as nothing", EXTENSIONS, "3009 0603551D13 0402 3000", NULL },
	{ "CA:FALSE said aloud", EXTENSIONS, "300C 0603551D13 0405 3003010100", NULL },
	{ "CA:TRUE", EXTENSIONS, "300F 0603551D13 0101FF 0405 30030101FF", NULL },
	{ "CA:TRUE with pathLen 0", EXTENSIONS, "3012 0603551D13 0101FF 0408 30060101FF020100", NULL },
	{ "pathLen alone", EXTENSIONS, "300C 0603551D13 0405 3003020100", NULL },
	{ "a negative pathLen", EXTENSIONS, "300F 0603551D13 0408 30060101FF0201FF", "BasicConstraints" },
	{ "a pathLen over 32 bits", EXTENSIONS, "3013 0603551D13 040C 300A0101FF02050100000000", "BasicConstraints" },
	{ "CA:01", EXTENSIONS, "300C 0603551D13 0405 3003010101", "BasicConstraints" },
	{ "BasicConstraints with a third field", EXTENSIONS, "3011 0603551D13 040A 30080101FF0201000500", "BasicConstraints" },
	{ "BasicConstraints with something behind", EXTENSIONS, "300B 0603551D13 0404 30000500", "BasicConstraints" },
	{ "BasicConstraints that are empty", EXTENSIONS, "3007 0603551D13 0400", "BasicConstraints" },
	/* KeyUsage 2.5.29.15 */
	{ "KeyUsage of nothing", EXTENSIONS, "300A 0603551D0F 0403 030100", NULL },
	{ "KeyUsage with a set unused bit", EXTENSIONS, "300B 0603551D0F 0404 03020781", "KeyUsage" },
	{ "KeyUsage with something behind", EXTENSIONS, "300D 0603551D0F 0406 030207800500", "KeyUsage" },
	/* ExtendedKeyUsage 2.5.29.37 */
	{ "ExtendedKeyUsage of a purpose not known here", EXTENSIONS, "300C 0603551D25 0405 300306012A", NULL },
	{ "ExtendedKeyUsage of nothing", EXTENSIONS, "3009 0603551D25 0402 3000", "ExtendedKeyUsage" },
	{ "ExtendedKeyUsage of a NULL", EXTENSIONS, "300B 0603551D25 0404 30020500", "ExtendedKeyUsage" },
	/* identifiers 2.5.29.14, 35 */
	{ "SubjectKeyIdentifier that is no OCTET STRING", EXTENSIONS, "3009 0603551D0E 0402 0500", "SubjectKeyIdentifier" },
	{ "AuthorityKeyIdentifier of nothing", EXTENSIONS, "3009 0603551D23 0402 3000", NULL },
	{ "AuthorityKeyIdentifier with issuer and serial", EXTENSIONS,
	  "301E 0603551D23 0417 3015 8001AA A10D A40B 3009310730050603550403 820101", NULL },
	{ "AuthorityKeyIdentifier cut inside", EXTENSIONS, "300B 0603551D23 0404 30028005", "AuthorityKeyIdentifier" },
	/* SubjectAltName 2.5.29.17 */
	{ "SubjectAltName of one name", EXTENSIONS, "300C 0603551D11 0405 3003820161", NULL },
	{ "SubjectAltName of nothing", EXTENSIONS, "3009 0603551D11 0402 3000", "SubjectAltName" },
	{ "SubjectAltName with a tag 9", EXTENSIONS, "300C 0603551D11 0405 3003890161", "SubjectAltName" },
	{ "SubjectAltName with an address of 5 octets", EXTENSIONS, "3010 0603551D11 0409 300787050102030405", NULL },
	{ "SubjectAltName with a cut name", EXTENSIONS, "300C 0603551D11 0405 3003820561", "SubjectAltName" },
	/* NameConstraints 2.5.29.30 */
	{ "NameConstraints permitting one", EXTENSIONS, "3010 0603551D1E 0409 3007A00530038201 61", NULL },
	{ "NameConstraints excluding one", EXTENSIONS, "3010 0603551D1E 0409 3007A10530038201 61", NULL },
	{ "NameConstraints of nothing", EXTENSIONS, "3009 0603551D1E 0402 3000", "NameConstraints" },
	{ "NameConstraints permitting nothing", EXTENSIONS, "300B 0603551D1E 0404 3002A000", "NameConstraints" },
	{ "NameConstraints in the wrong order", EXTENSIONS, "3017 0603551D1E 0410 300EA1053003820161A0053003820161", "NameConstraints" },
	{ "NameConstraints with an address without mask", EXTENSIONS, "3013 0603551D1E 040C 300AA008300687040A000000", "NameConstraints" },
	{ "NameConstraints with a minimum", EXTENSIONS, "3013 0603551D1E 040C 300AA0083006820161800101", "NameConstraints" },
	/* extensions as such */
	{ "an unknown extension", EXTENSIONS, "3007 06022A03 0401 AA", NULL },
	{ "an unknown extension, empty", EXTENSIONS, "3006 06022A03 0400", NULL },
	{ "an unknown extension, critical", EXTENSIONS, "3009 06022A03 0101FF 0400", NULL },
	{ "a criticality FALSE said aloud", EXTENSIONS, "3009 06022A03 010100 0400", NULL },
	{ "a criticality of 01", EXTENSIONS, "3009 06022A03 010101 0400", "extensions" },
	{ "an extension without value", EXTENSIONS, "3004 06022A03", "extensions" },
	{ "an extension with two values", EXTENSIONS, "3008 06022A03 0400 0400", "extensions" },
	{ "an extension without OID", EXTENSIONS, "3002 0400", "extensions" },
	{ "an unknown extension twice", EXTENSIONS, "300606022A030400 300606022A030400", "twice" },
	{ "a known extension twice", EXTENSIONS, "30090603551D1304023000 30090603551D1304023000", "twice" },
};

static struct bytes assemble(const struct row *r)
{
	struct bytes b = { 0 };
	struct der d;

	der_init(&d, b.b, sizeof b.b);
	for (size_t i = PARTS; i-- > 0;) {
		struct bytes part = hex(r && r->part == i ? r->is : WHOLE[i]);
		size_t mark = d.len;
		static size_t tbs;

		if (i == IN_TBS)
			tbs = d.len;
		der_raw(&d, part.b, part.len);
		if (i == EXTENSIONS && part.len) {
			der_wrap(&d, DER_SEQUENCE, mark);
			der_wrap(&d, DER_CONTEXT_CONSTRUCTED | 3, mark);
		}
		if (i == VERSION)
			der_wrap(&d, DER_SEQUENCE, tbs);
	}
	der_wrap(&d, DER_SEQUENCE, 0);
	b.len = der_finish(&d);
	return b;
}

/* Each row; and of each that reads, every cut and every octet changed passes without a fault. */
static void parts(void)
{
	unsigned read = 0, tried = 0;

	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		struct bytes b = assemble(&ROWS[i]);
		struct cert_view c;
		struct err e = { 0 };
		int r = cert_read(view(&b), &c, &e);

		if (!ROWS[i].why)
			ok(r == 0, join("read: ", ROWS[i].name));
		else
			ok(r == -1 && e.kind == ERR_MALFORMED && strstr(e.text, ROWS[i].why), join("refused: ", ROWS[i].name));
		if (r && !ROWS[i].why)
			diag("%s", e.text);
		if (r == 0 && e.kind == ERR_MALFORMED)
			diag("got '%s'", e.text);
		for (size_t at = 0; at < b.len; at++) {
			uint8_t *copy = malloc(b.len);

			memcpy(copy, b.b, b.len);
			copy[at] ^= (uint8_t)(1u << (at + i) % 8);
			read += cert_read(view_of(copy, b.len), &c, NULL) == 0;
			tried++;
			free(copy);
			copy = malloc(at ? at : 1);
			memcpy(copy, b.b, at);
			if (cert_read(view_of(copy, at), &c, NULL) == 0)
				ok(false, join("a cut one is refused: ", ROWS[i].name));
			free(copy);
		}
	}
	diag("%u of %u with one bit changed are still certificates", read, tried);
	ok(read > 0 && read < tried, "every certificate with one bit changed is read or refused, every cut one refused");
}

static void versions(void)
{
	static const char *const versions[] = { "", "A003020101" };

	for (int i = 0; i < 2; i++) {
		struct bytes v = hex(versions[i]), b = assemble(&(struct row){ "", EXTENSIONS, "3006 06022A03 0400", NULL });
		struct cert_view c;
		struct err e = { 0 };
		struct bytes edited = { 0 };
		struct der d;

		/* the same, with its [0] replaced: 30 8x.. 30 8x.. A0 03 02 01 02 */
		der_init(&d, edited.b, sizeof edited.b);
		cert_read(view(&b), &c, NULL);
		der_raw(&d, c.tbs.p + c.tbs.len, (size_t)(b.b + b.len - (c.tbs.p + c.tbs.len)));
		size_t tbs = d.len;
		der_raw(&d, c.tbs.p + 4 + 5 - (c.tbs.p[1] == 0x81), c.tbs.len - 4 - 5 + (c.tbs.p[1] == 0x81));
		der_raw(&d, v.b, v.len);
		der_wrap(&d, DER_SEQUENCE, tbs);
		der_wrap(&d, DER_SEQUENCE, 0);
		edited.len = der_finish(&d);
		ok(cert_read(view(&edited), &c, &e) == -1 && strstr(e.text, "extensions"),
		   i ? "version 2 with extensions is refused" : "version 1 with extensions is refused");
	}
}

static void many(void)
{
	static const char *const names[] = { "64 extensions are read", "65 are refused" };

	for (unsigned n = 64; n <= 65; n++) {
		char list[65 * 18 + 1] = "";
		struct bytes b;
		struct cert_view c;
		struct err e = { 0 };

		for (unsigned i = 0; i < n; i++)
			snprintf(list + i * 16, 17, "300606022A%02X0400", (uint8_t)i);
		b = assemble(&(struct row){ "", EXTENSIONS, list, NULL });
		is_int(cert_read(view(&b), &c, &e), n == 64 ? 0 : -1, names[n - 64]);
	}
}

static void leaf(void)
{
	static struct sample s;
	struct bytes b;
	struct cert_view c;
	struct err e = { 0 };
	struct san san;
	struct view at;
	size_t n = 0;

	sample_leaf(&s);
	write_in(sample_write, &s, sizeof b.b, &b);
	ok(!cert_read(view(&b), &c, &e), "the sample leaf is read");
	ok(c.whole.p == b.b && c.whole.len == b.len && c.tbs.p == b.b + 4, "it and what is signed stand where they stood");
	ok(c.serial.len == 18 && c.serial.p[0] == 0 && !memcmp(c.serial.p + 1, s.serial, 17), "its serial is as it stands, 00 included");
	is_int(c.signature, SIG_ECDSA_SHA256, "its signature algorithm is ECDSA with SHA-256");
	ok(view_is(c.signature_value, SAMPLE_SIGNATURE, 8), "its signature is the octets");
	ok(view_same(c.issuer, s.cert.issuer) && view_same(c.subject, s.cert.subject), "its names are what was written");
	ok(c.not_before == 1795305600 && c.not_after == 1829606400, "its times are what was written");
	ok(view_same(c.spki, s.cert.spki) && c.key.kind == KEY_P256, "its key is what was written");
	ok(c.has_basic && !c.ca && !c.has_path_len, "it is no CA");
	ok(c.has_key_usage && c.key_usage == KU_DIGITAL_SIGNATURE, "its key usage is what was written");
	ok(c.has_eku && c.eku == (EKU_SERVER | EKU_CLIENT), "its purposes are what was written");
	ok(view_is(c.key_id, s.key_id, 20) && view_is(c.authority_key_id, s.authority, 20), "its key identifiers are what was written");
	ok(!c.san_critical && !c.constraints.len && !c.constraints_critical && !c.unknown_critical, "nothing else is set");
	ok(!cert_self_issued(&c), "it is not self-issued");
	is_int((int)cert_count_sans(&c), 6, "it has six names");
	for (at = c.sans; cert_next_san(&at, &san); n++)
		ok(n < 6 && san_same(&san, &s.sans[n]) && cert_has_san(&c, &s.sans[n]), "a name comes in its place, and is among them");
	ok(!at.len && n == 6, "after six there is none");
	san_parse("other.local", &san, NULL);
	ok(!cert_has_san(&c, &san), "another name is not among them");
	san_parse("BOARD.local", &san, NULL);
	ok(cert_has_san(&c, &san), "a name's case does not matter");
	ok(cert_permits(&c, &san), "without constraints every name is permitted");
}

static void others(void)
{
	static struct sample s;
	struct bytes b;
	struct cert_view c;
	struct err e = { 0 };
	struct san inside, outside;

	sample_bare(&s);
	write_in(sample_write, &s, sizeof b.b, &b);
	ok(!cert_read(view(&b), &c, &e) && c.san_critical && c.eku == EKU_ANY && !c.has_key_usage && !c.key_id.len,
	   "the bare sample has critical names, any purpose, no usage and no identifier");
	ok(c.serial.len == 1 && c.serial.p[0] == 0 && c.signature == SIG_RSA_SHA256, "its serial is 0, its algorithm RSA");
	sample_ca(&s);
	s.cert.constraints_critical = true;
	write_in(sample_write, &s, sizeof b.b, &b);
	ok(!cert_read(view(&b), &c, &e) && c.ca && c.key_usage == (KU_KEY_CERT_SIGN | KU_CRL_SIGN) && !c.has_eku,
	   "the sample CA is one, and signs certificates and lists");
	ok(c.constraints.len && c.constraints_critical && !c.sans.len && !cert_count_sans(&c), "it has critical constraints and no names");
	ok(cert_self_issued(&c), "it is self-issued");
	san_parse("board.local", &inside, NULL);
	san_parse("bank.example", &outside, NULL);
	ok(cert_permits(&c, &inside) && !cert_permits(&c, &outside), "it speaks for board.local, not for bank.example");
	san_parse("10.9.8.7", &inside, NULL);
	san_parse("203.0.113.7", &outside, NULL);
	ok(cert_permits(&c, &inside) && !cert_permits(&c, &outside), "it speaks for private addresses, not for public ones");
	san_parse("jo@bank.example", &outside, NULL);
	ok(cert_permits(&c, &outside), "of mail addresses its constraints say nothing");
}

/* What openssl wrote of permitted;DNS:local, permitted;IP:10.0.0.0/8, permitted;IP:fc00::/7, excluded;email:.bad.example. */
static void constraints(void)
{
	struct bytes ext = hex("304DA039300782056C6F63616C300A87080A000000FF00000030228720FC000000000000000000000000000000FE000000000000"
			       "000000000000000000A110300E810C2E6261642E6578616D706C65");
	static const struct {
		const char *name;
		bool permitted;
	} names[] = {
		{ "x.local", true }, { "local", true }, { "x.lan", false }, { "10.0.0.1", true }, { "11.0.0.1", false },
		{ "fd00::1", true }, { "2001:db8::1", false }, { "jo@x.bad.example", false }, { "jo@bad.example", true },
		{ "https://anything", true }, { "*.local", true }, { "*.lan", false },
	};
	struct cert_view c = { .constraints = view_of(ext.b + 2, ext.len - 2) };
	struct san s;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		san_parse(names[i].name, &s, NULL);
		is_int(cert_permits(&c, &s), names[i].permitted, join(names[i].permitted ? "permitted: " : "not permitted: ", names[i].name));
	}
	c.constraints.len--;
	san_parse("x.local", &s, NULL);
	ok(!cert_permits(&c, &s), "broken constraints permit nothing");
}

int main(void)
{
	parts();
	versions();
	many();
	leaf();
	others();
	constraints();
	return done_testing();
}
