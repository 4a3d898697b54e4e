/* SPDX-License-Identifier: MIT */
/* san.c - tests of subject alternative names: from text, to DER and back, as text. */
#include "tests/unit/x509/golden.h"
#include "x509/san.h"

#define L63 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0"
#define L61 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxy"

/* What is taken: its kind, and how it prints. */
static const struct {
	const char *text;
	enum san_kind kind;
	const char *back;
} TAKEN[] = {
	{ "board", SAN_DNS, "board" },
	{ "board.local", SAN_DNS, "board.local" },
	{ "Board.LOCAL", SAN_DNS, "board.local" },
	{ "board.local.", SAN_DNS, "board.local" },
	{ "localhost", SAN_DNS, "localhost" },
	{ "*.x", SAN_DNS, "*.x" },
	{ "*.example.com", SAN_DNS, "*.example.com" },
	{ "*.example.com.", SAN_DNS, "*.example.com" },
	{ "a-b.c--d", SAN_DNS, "a-b.c--d" },
	{ "_dmarc.example", SAN_DNS, "_dmarc.example" },
	{ "my_host_", SAN_DNS, "my_host_" },
	{ "xn--mnchen-3ya.de", SAN_DNS, "xn--mnchen-3ya.de" },
	{ "3com.com", SAN_DNS, "3com.com" },
	{ "1.2.3.4a", SAN_DNS, "1.2.3.4a" },
	{ "123.example", SAN_DNS, "123.example" },
	{ L63, SAN_DNS, L63 },
	{ L63 "." L63 "." L63 "." L61, SAN_DNS, L63 "." L63 "." L63 "." L61 },
	{ L63 "." L63 "." L63 "." L61 ".", SAN_DNS, L63 "." L63 "." L63 "." L61 },
	{ "192.168.7.20", SAN_IP, "192.168.7.20" },
	{ "0.0.0.0", SAN_IP, "0.0.0.0" },
	{ "::1", SAN_IP, "::1" },
	{ "[::1]", SAN_IP, "::1" },
	{ "FE80::A:0:0:1", SAN_IP, "fe80::a:0:0:1" },
	{ "[2001:db8::1]", SAN_IP, "2001:db8::1" },
	{ "::ffff:192.168.7.20", SAN_IP, "192.168.7.20" },
	{ "[::ffff:c0a8:714]", SAN_IP, "192.168.7.20" },
	{ "::192.168.7.20", SAN_IP, "::c0a8:714" },
	{ "jo@board.local", SAN_EMAIL, "jo@board.local" },
	{ "Jo.Doe+x@Board.LOCAL", SAN_EMAIL, "Jo.Doe+x@board.local" },
	{ "!#$%&'*+-/=?^_`{|}~@x", SAN_EMAIL, "!#$%&'*+-/=?^_`{|}~@x" },
	{ "jo@host", SAN_EMAIL, "jo@host" },
	{ "jo@host.", SAN_EMAIL, "jo@host" },
	{ L63 "a@x", SAN_EMAIL, L63 "a@x" },
	{ "https://board.local/x?y=1#z", SAN_URI, "https://board.local/x?y=1#z" },
	{ "spiffe://trust.example/ns/a", SAN_URI, "spiffe://trust.example/ns/a" },
	{ "opc.tcp://[::1]:4840/%41", SAN_URI, "opc.tcp://[::1]:4840/%41" },
	{ "http://user@host", SAN_URI, "http://user@host" },
};

/* What is refused, and a piece of the reason. */
static const struct {
	const char *text;
	const char *why;
} REFUSED[] = {
	{ "", "empty name" },
	{ ".", "empty label" },
	{ "..", "empty label" },
	{ ".local", "empty label" },
	{ "a..b", "empty label" },
	{ "a.b..", "empty label" },
	{ "-a", "'-' at an end" },
	{ "a-", "'-' at an end" },
	{ "a.-b.c", "'-' at an end" },
	{ "a.b-.c", "'-' at an end" },
	{ L63 "a", "over 63" },
	{ "x." L63 "a.y", "over 63" },
	{ L63 "." L63 "." L63 "." L61 "a", "over 253" },
	{ L63 "." L63 "." L63 "." L63 "." L63, "over 255" },
	{ "*", "'*' only" },
	{ "*.", "'*' only" },
	{ "*.*.x", "'*' only" },
	{ "a.*.x", "'*' only" },
	{ "a*.x", "'*' only" },
	{ "*a.x", "'*' only" },
	{ "*..x", "empty label" },
	{ "x.*", "'*' only" },
	{ "a b", "blank" },
	{ " a", "blank" },
	{ "a ", "blank" },
	{ "a\tb", "control" },
	{ "a\nb", "control" },
	{ "a\x7F", "control" },
	{ "a\x1B[2J", "control" },
	{ "m\xC3\xBCnchen.de", "A-label" },
	{ "a\xFF", "A-label" },
	{ "j\xC3\xB6@x", "A-label" },
	{ "https://m\xC3\xBCnchen.de", "A-label" },
	{ "a/b", "character" },
	{ "a,b", "character" },
	{ "a=b", "character" },
	{ "a\\b", "character" },
	{ "a\"b", "character" },
	{ "a%b", "character" },
	{ "DNS:board", "not an IPv6" },
	{ "board:8443", "not an IPv6" },
	{ "1", "broken IPv4" },
	{ "1.2.3", "broken IPv4" },
	{ "1.2.3.4.5", "broken IPv4" },
	{ "1.2.3.256", "broken IPv4" },
	{ "1.2.3.04", "broken IPv4" },
	{ "1.2.3.4.", "broken IPv4" },
	{ "host.1", "broken IPv4" },
	{ "*.1", "broken IPv4" },
	{ "10.0.0.0/8", "character" },
	{ "fe80::1%eth0", "zone" },
	{ "[fe80::1%25eth0]", "zone" },
	{ "[::1", "not an IPv6" },
	{ "::1]", "not an IPv6" },
	{ "[1.2.3.4]", "not an IPv6" },
	{ "[]", "character" },
	{ "[board]", "not an IPv6" },
	{ ":::", "not an IPv6" },
	{ "1:2:3:4:5:6:7:8:9", "not an IPv6" },
	{ "@", "mail" },
	{ "@x", "mail" },
	{ "jo@", "without a host" },
	{ "jo@.", "empty label" },
	{ "jo@*.x", "'*' only" },
	{ "jo@1.2.3.4", "broken IPv4" },
	{ "jo@a@b", "mail" },
	{ ".jo@x", "mail" },
	{ "jo.@x", "mail" },
	{ "j..o@x", "mail" },
	{ "j(o)@x", "mail" },
	{ "\"jo\"@x", "mail" },
	{ L63 "ab@x", "mail" },
	{ "://x", "scheme" },
	{ "1http://x", "scheme" },
	{ "ht_tp://x", "scheme" },
	{ "-a://x", "scheme" },
	{ "http://", "not a URI" },
	{ "http://<x>", "not a URI" },
	{ "http://a\\b", "not a URI" },
	{ "http://a|b", "not a URI" },
};

static const char *text_of(const struct san *s)
{
	static char buf[600];
	struct text t;

	text_init(&t, buf, sizeof buf);
	san_add_text(&t, s);
	return buf;
}

static void hosts(void)
{
	static const char *const rows[][2] = {
		{ "a.lan", "a.lan" }, { "192.0.2.1", "192.0.2.1" }, { "2001:db8::1", "[2001:db8::1]" }, { "https://[::1]/", "https://[::1]/" },
		{ "sixteen.lan.test", "sixteen.lan.test" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char buf[64];
		struct text t;
		struct san s;

		text_init(&t, buf, sizeof buf);
		ok(!san_parse(rows[i][0], &s, NULL), rows[i][0]);
		san_add_host(&t, &s);
		is_str(buf, rows[i][1], "... in a URL");
	}
}

static void write_san(struct der *d, const void *arg)
{
	san_write(d, arg);
}

static void taken(void)
{
	for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++) {
		const char *name = join("taken: ", TAKEN[i].text);
		struct bytes want = { 0 }, got;
		struct san s, back;
		struct view v;
		struct err e = { 0 };

		ok(!san_parse(TAKEN[i].text, &s, &e) && s.kind == TAKEN[i].kind, name);
		is_str(text_of(&s), TAKEN[i].back, join(name, ": as text"));
		write_in(write_san, &s, sizeof want.b, &want);
		v = view(&want);
		ok(!san_read(&v, &back) && !v.len && san_same(&s, &back), join(name, ": written then read, the same"));
		ok(!san_parse(TAKEN[i].back, &back, NULL) && san_same(&s, &back), join(name, ": its text is the same name"));
		for (size_t cap = 0; cap < want.len; cap++)
			if (write_in(write_san, &s, cap, &got))
				ok(false, join(name, ": fits no smaller room"));
	}
}

static void refused(void)
{
	for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
		struct err e = { 0 };
		struct san s;
		char shown[32];
		const char *name = join("refused, ", REFUSED[i].why);
		struct text t;

		text_init(&t, shown, sizeof shown);
		for (const char *c = REFUSED[i].text; *c; c++)
			text_add_char(&t, (unsigned char)*c < ' ' || *c == 0x7F ? '?' : *c);
		ok(san_parse(REFUSED[i].text, &s, &e) == -1 && e.kind == ERR_USAGE, join(join(name, ": "), shown));
		if (!ok(strstr(e.text, REFUSED[i].why) && (t.cut || strstr(e.text, shown)), join(name, ": says why and what was seen")))
			diag("%s", e.text);
	}
}

/* Bytes as openssl writes them for
 * subjectAltName=DNS:board.local,DNS:*.x.example,IP:192.168.7.20,IP:fe80::1,email:jo@board.local,URI:https://board.local/x */
static void as_openssl(void)
{
	static const char *const names[] = {
		"board.local", "*.x.example", "192.168.7.20", "fe80::1", "jo@board.local", "https://board.local/x"
	};
	struct bytes want = hex("820B626F6172642E6C6F63616C820B2A2E782E6578616D706C658704C0A807148710FE800000000000000000000000"
				"000001810E6A6F40626F6172642E6C6F63616C861568747470733A2F2F626F6172642E6C6F63616C2F78");
	struct view v = view(&want);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct view at = v;
		struct san s, r;
		struct bytes b;

		san_parse(names[i], &s, NULL);
		ok(!san_read(&v, &r) && san_same(&s, &r), join("read as openssl wrote it: ", names[i]));
		b.len = (size_t)(v.p - at.p);
		memcpy(b.b, at.p, b.len);
		is_written(write_san, &s, &b, join("written as by openssl: ", names[i]));
	}
	is_int(v.len, 0, "openssl wrote no more than that");
}

/* What other people's certificates hold. */
static const struct {
	const char *name;
	const char *input;
	int want;
	const char *text;
} READ[] = {
	{ "DNS is lowered when read", "82 05 42 4F 61 52 44", 0, "board" },
	{ "DNS loses its trailing dot when read", "82 02 61 2E", 0, "a" },
	{ "an e-mail's host is lowered, its mailbox is not", "81 05 4A 6F 40 58 59", 0, "Jo@xy" },
	{ "the last @ parts mailbox and host", "81 05 41 40 42 40 43", 0, "A@B@c" },
	{ "an e-mail without @ is a host", "81 02 58 59", 0, "xy" },
	{ "a URI stays as it is", "86 04 48 3A 2F 2F", 0, "H://" },
	{ "NUL in a DNS name is shown, not believed", "82 07 61 00 2E 65 76 69 6C", 0, "a?.evil" },
	{ "octets over 7F are shown as ?", "82 03 61 C3 BC", 0, "a??" },
	{ "a line end is shown as ?", "82 03 61 0A 62", 0, "a?b" },
	{ "an IPv4-mapped address is 16 octets when read", "87 10 00 00 00 00 00 00 00 00 00 00 FF FF 01 02 03 04", 0,
	  "::ffff:1.2.3.4" },
	{ "an address of 5 octets is skipped", "87 05 01 02 03 04 05", 1, NULL },
	{ "an address of 8 octets is skipped: it is a subtree", "87 08 0A 00 00 00 FF 00 00 00", 1, NULL },
	{ "an empty address is skipped", "87 00", 1, NULL },
	{ "an empty DNS name is skipped", "82 00", 1, NULL },
	{ "otherName is skipped", "A0 05 06 03 55 04 03", 1, NULL },
	{ "x400Address is skipped", "A3 00", 1, NULL },
	{ "directoryName is skipped", "A4 02 30 00", 1, NULL },
	{ "ediPartyName is skipped", "A5 00", 1, NULL },
	{ "registeredID is skipped", "88 03 55 04 03", 1, NULL },
	{ "tag 9 is no GeneralName", "89 01 61", -1, NULL },
	{ "a constructed DNS name is none", "A2 03 82 01 61", -1, NULL },
	{ "a primitive directoryName is none", "84 02 30 00", -1, NULL },
	{ "a universal string is none", "16 01 61", -1, NULL },
	{ "an application tag is none", "42 01 61", -1, NULL },
	{ "a cut name is none", "82 05 61", -1, NULL },
	{ "nothing is none", "", -1, NULL },
};

static void reading(void)
{
	struct bytes big = { .len = 4 + 256 };
	struct view v;
	struct san s;

	for (size_t i = 0; i < sizeof READ / sizeof *READ; i++) {
		struct bytes b = hex(READ[i].input);

		v = view(&b);
		is_int(san_read(&v, &s), READ[i].want, READ[i].name);
		ok(v.len == (READ[i].want < 0 ? b.len : 0), join(READ[i].name, ": the view is where it should be"));
		if (READ[i].text)
			is_str(text_of(&s), READ[i].text, join(READ[i].name, ": as text"));
	}
	memcpy(big.b, "\x86\x82\x01\x00", 4);
	memset(big.b + 4, 'a', 256);
	v = view(&big);
	is_int(san_read(&v, &s), 1, "a URI of 256 octets is skipped");
	memcpy(big.b, "\x86\x81\xFF", 3);
	v = view_of(big.b, 3 + 255);
	ok(!san_read(&v, &s) && s.len == 255, "a URI of 255 octets is read");
}

int main(void)
{
	struct san a, b;

	taken();
	hosts();
	refused();
	as_openssl();
	reading();
	san_parse("192.168.7.20", &a, NULL);
	san_parse("192.168.7.21", &b, NULL);
	ok(!san_same(&a, &b), "two addresses are not the same");
	b = a;
	b.kind = SAN_DNS;
	ok(!san_same(&a, &b), "the same octets of another kind are not the same");
	b = a;
	b.len = 3;
	ok(!san_same(&a, &b), "a shorter one is not the same");
	b = a;
	memset(b.value + 4, 0xAA, sizeof b.value - 4);
	ok(san_same(&a, &b), "what lies behind the value does not count");
	return done_testing();
}
