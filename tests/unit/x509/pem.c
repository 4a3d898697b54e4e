/* SPDX-License-Identifier: MIT */
/* pem.c - tests of textual encodings: objects found in a text, and one written. */
#include "tests/unit/x509/golden.h"
#include "x509/pem.h"

#define B(label) "-----BEGIN " label "-----\n"
#define E(label) "-----END " label "-----\n"
#define OBJECT(label) B(label) "MAA=\n" E(label)
#define CERT OBJECT("CERTIFICATE")

/* want: one letter an object (see kinds), upper case when encrypted; '!' torn at the end. */
static const struct {
	const char *name;
	const char *text;
	const char *want;
} TEXTS[] = {
	{ "one certificate is found", CERT, "c" },
	{ "two are found in order", OBJECT("PRIVATE KEY") CERT, "kc" },
	{ "text around them is skipped", "subject=x\n-----\n" CERT "\nissuer=y\n" CERT "end\n", "cc" },
	{ "the last line may lack its end", B("CERTIFICATE") "MAA=\n-----END CERTIFICATE-----", "c" },
	{ "CRLF ends lines", "-----BEGIN CERTIFICATE-----\r\nMAA=\r\n-----END CERTIFICATE-----\r\n" CERT, "cc" },
	{ "CR ends lines", "-----BEGIN CERTIFICATE-----\rMAA=\r-----END CERTIFICATE-----\r" CERT, "cc" },
	{ "blanks at line ends do no harm", "-----BEGIN CERTIFICATE-----  \nMAA= \t\n-----END CERTIFICATE----- \r\n", "c" },
	{ "empty lines inside do no harm", B("CERTIFICATE") "\nMA\n\nA=\n\n" E("CERTIFICATE"), "c" },
	{ "X509 CERTIFICATE is a certificate", OBJECT("X509 CERTIFICATE"), "c" },
	{ "TRUSTED CERTIFICATE is another thing", OBJECT("TRUSTED CERTIFICATE"), "o" },
	{ "each label has its kind", OBJECT("ENCRYPTED PRIVATE KEY") OBJECT("RSA PRIVATE KEY") OBJECT("EC PRIVATE KEY")
	  OBJECT("OPENSSH PRIVATE KEY") OBJECT("CERTIFICATE REQUEST") OBJECT("NEW CERTIFICATE REQUEST") OBJECT("PUBLIC KEY")
	  OBJECT("X509 CRL") OBJECT("EC PARAMETERS") OBJECT(""), "ersnqqpooo" },
	{ "labels are exact", OBJECT("certificate") OBJECT("CERTIFICATE ") OBJECT("CERTIFICATES"), "ooo" },
	{ "an old encrypted key is seen", B("RSA PRIVATE KEY") "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMAA=\n"
	  E("RSA PRIVATE KEY"), "R" },
	{ "other headers are passed over", B("CERTIFICATE") "Comment: a\n  continued\nX: y\n\nMAA=\n" E("CERTIFICATE"), "c" },
	{ "headers with CRLF are passed over", "-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n\r\nMAA=\r\n"
	  "-----END RSA PRIVATE KEY-----\r\n", "R" },
	{ "nothing holds nothing", "", "" },
	{ "a text without objects holds nothing", "hello\nworld\n", "" },
	{ "BEGIN must start its line", " " CERT, "" },
	{ "an END alone is no object", E("CERTIFICATE"), "" },
	{ "four dashes are no BEGIN", "----BEGIN CERTIFICATE----\nMAA=\n", "" },
	{ "BEGIN with something behind it is none", "-----BEGIN CERTIFICATE----- x\nMAA=\n" E("CERTIFICATE"), "" },
	{ "a BEGIN without END is torn", B("CERTIFICATE") "MAA=\n", "!" },
	{ "a BEGIN line alone is torn", "-----BEGIN CERTIFICATE-----", "!" },
	{ "a cut BEGIN line at the end is torn", CERT "-----BEGIN CERTIF", "c!" },
	{ "a BEGIN line cut inside its dashes is torn", CERT "-----BEGIN CERTIFICATE--", "c!" },
	{ "a cut END line is torn", B("CERTIFICATE") "MAA=\n-----END CERTIFICATE----", "!" },
	{ "another label's END is torn", B("CERTIFICATE") "MAA=\n" E("PRIVATE KEY"), "!" },
	{ "a second BEGIN before END is torn", B("CERTIFICATE") "MAA=\n" CERT, "!" },
	{ "a second, broken BEGIN before END is torn", B("CERTIFICATE") "MAA=\n-----BEGIN x\n" E("CERTIFICATE"), "!" },
	{ "headers up to the end are torn", B("CERTIFICATE") "A: b\n", "!" },
};

static char letter(const struct pem_object *o)
{
	static const char kinds[] = "?ckersnqpo";
	char c = kinds[o->kind];

	return o->encrypted ? (char)(c - 'a' + 'A') : c;
}

/* Letters of the objects in a text that stands in a room of its own; every object but broken ones decodes to 30 00. */
static const char *objects(const char *text, size_t len, bool *decoded)
{
	static char out[64];
	char *copy = malloc(len ? len : 1);
	struct view at;
	struct pem_object o;
	size_t n = 0;
	int r;

	memcpy(copy, text, len);
	at = view_of((const uint8_t *)copy, len);
	*decoded = true;
	while ((r = pem_next(&at, &o)) == 1) {
		uint8_t *der = malloc(o.text_len / 4 * 3 + 3);

		*decoded &= pem_decode(&o, der, o.text_len / 4 * 3 + 3) == 2 && der[0] == 0x30 && der[1] == 0;
		free(der);
		out[n++] = letter(&o);
	}
	if (r < 0)
		out[n++] = '!';
	out[n] = 0;
	free(copy);
	return out;
}

static void texts(void)
{
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		size_t len = strlen(TEXTS[i].text);
		bool decoded, prefix = true;

		is_str(objects(TEXTS[i].text, len, &decoded), TEXTS[i].want, TEXTS[i].name);
		ok(decoded, join(TEXTS[i].name, ": what was found decodes"));
		for (size_t n = 0; n < len; n++) {
			const char *got = objects(TEXTS[i].text, n, &decoded);
			size_t whole = strcspn(got, "!");

			prefix &= decoded && !strncmp(got, TEXTS[i].want, whole);
		}
		ok(prefix, join(TEXTS[i].name, ": cut anywhere, it holds whole objects and then at most a torn one"));
	}
}

static void odd(void)
{
	static const char nul[] = "a\0b\n" CERT;
	struct pem_object o;
	struct view v = view_of((const uint8_t *)nul, sizeof nul - 1), was;
	uint8_t out[8];
	bool decoded;

	is_str(objects(nul, sizeof nul - 1, &decoded), "c", "NUL octets outside are skipped as other text");
	ok(pem_is_text(v), "a text with a BEGIN line is text");
	ok(pem_is_text(view_of((const uint8_t *)"x\n-----BEGIN CERT", 17)), "a text with a cut BEGIN line is text");
	ok(!pem_is_text(view_of((const uint8_t *)"\x30\x03-----BEGIN x", 15)), "DER with BEGIN inside is not");
	ok(!pem_is_text(view_of(NULL, 0)), "nothing is not");
	v = was = view_of((const uint8_t *)B("CERTIFICATE"), sizeof B("CERTIFICATE") - 1);
	ok(pem_next(&v, &o) == -1 && v.p == was.p && v.len == was.len, "a torn object leaves the view where it was");
	v = view_of((const uint8_t *)B("CERTIFICATE") "M*A=\n" E("CERTIFICATE"), sizeof B("CERTIFICATE") "M*A=\n" E("CERTIFICATE") - 1);
	ok(pem_next(&v, &o) == 1 && pem_decode(&o, out, sizeof out) == -1, "a foreign character does not decode");
	v = view_of((const uint8_t *)CERT, sizeof CERT - 1);
	ok(pem_next(&v, &o) == 1 && pem_decode(&o, out, 1) == -1, "what does not fit does not decode");
	ok(pem_decode(&o, out, 2) == 2, "what just fits does");
	v = view_of((const uint8_t *)B("X") E("X"), sizeof B("X") E("X") - 1);
	ok(pem_next(&v, &o) == 1 && o.text_len == 0 && pem_decode(&o, out, sizeof out) == 0, "an empty object is empty");
}

static void encoding(void)
{
	static uint8_t der[300], back[300];
	char *room = malloc(2048);
	const char *want = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
	bool same = true;
	size_t n;

	n = pem_encode("CERTIFICATE", (const uint8_t *)"\x30\x00", 2, room);
	is_mem(room, n, want, strlen(want), "two octets are three lines");
	for (size_t i = 0; i < sizeof der; i++)
		der[i] = (uint8_t)(i * 7);
	for (size_t len = 0; len <= sizeof der; len++) {
		size_t counted = pem_encode("EC PRIVATE KEY", der, len, NULL);
		char *exact = malloc(counted);
		struct pem_object o;
		struct view v;

		n = pem_encode("EC PRIVATE KEY", der, len, exact);
		v = view_of((const uint8_t *)exact, n);
		same &= n == counted && pem_next(&v, &o) == 1 && o.kind == PEM_SEC1 && !v.len &&
			pem_decode(&o, back, sizeof back) == (int64_t)len && !memcmp(back, der, len);
		free(exact);
	}
	ok(same, "0 to 300 octets: counted as written, and written then read the same");
	n = pem_encode("X", der, 49, room);
	ok(n == 18 + 65 + 5 + 16 && room[18 + 64] == '\n', "a line has 64 characters");
	free(room);
}

int main(void)
{
	texts();
	odd();
	encoding();
	return done_testing();
}
