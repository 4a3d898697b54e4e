/* SPDX-License-Identifier: MIT */
/* subtree.c - tests of name constraints (RFC 5280 4.2.1.10, whose own examples come first). */
#include "tests/unit/x509/golden.h"
#include "x509/san.h"

/* A subtree as text: kind letter d e u i, then the value. in: within; touch: an excluded one touches it. */
static const struct {
	const char *subtree;
	const char *name;
	bool in, touch;
} ROWS[] = {
	/* "any DNS name that can be constructed by adding zero or more labels to the left" */
	{ "dhost.example.com", "host.example.com", true, true },
	{ "dhost.example.com", "www.host.example.com", true, true },
	{ "dhost.example.com", "host1.example.com", false, false },
	{ "dhost.example.com", "example.com", false, false },
	{ "dexample.com", "badexample.com", false, false },
	{ "dexample.com", "example.com.evil", false, false },
	{ "dexample.com", "a.b.c.example.com", true, true },
	{ "dlocal", "board.local", true, true },
	{ "dlocal", "local", true, true },
	{ "dlocal", "notlocal", false, false },
	{ "d", "anything.at.all", true, true },
	{ "d.example.com", "www.example.com", true, true },
	{ "d.example.com", "example.com", false, false },
	{ "d.example.com", "badexample.com", false, false },
	{ "dexample.com", "*.example.com", true, true },
	{ "dexample.com", "*.com", false, true },
	{ "da.b.example.com", "*.example.com", false, true },
	{ "dexample.com", "*.net", false, false },
	{ "dwww.example.com", "*.example.com", false, true },
	{ "dbadexample.com", "*.example.com", false, false },
	{ "dexample.com", "jo@example.com", false, false },
	{ "dexample.com", "10.0.0.1", false, false },
	/* "root@example.com is one mailbox; example.com any on that host; .example.com any host in the domain" */
	{ "eroot@example.com", "root@example.com", true, true },
	{ "eroot@example.com", "toor@example.com", false, false },
	{ "eroot@example.com", "Root@example.com", false, false },
	{ "eroot@example.com", "root@EXAMPLE.com", true, true },
	{ "eexample.com", "root@example.com", true, true },
	{ "eexample.com", "root@mail.example.com", false, false },
	{ "e.example.com", "root@mail.example.com", true, true },
	{ "e.example.com", "root@example.com", false, false },
	{ "e", "root@example.com", true, true },
	/* ".example.com" holds host.example.com and my.host.example.com, not example.com; without the period: one host */
	{ "u.example.com", "http://host.example.com/", true, true },
	{ "u.example.com", "http://my.host.example.com", true, true },
	{ "u.example.com", "http://example.com/", false, false },
	{ "uexample.com", "http://example.com/", true, true },
	{ "uexample.com", "http://EXAMPLE.com:8080?x", true, true },
	{ "uexample.com", "http://jo@example.com#x", true, true },
	{ "uexample.com", "http://example.com@evil.net/", false, false },
	{ "uexample.com", "http://evil.net/@example.com", false, false },
	{ "uexample.com", "http://evil.net?@example.com", false, false },
	{ "uexample.com", "http://www.example.com/", false, false },
	{ "uexample.com", "http://example.com.evil.net/", false, false },
	{ "uexample.com", "http://10.0.0.1/", false, true },
	{ "uexample.com", "http://[::1]/", false, true },
	{ "uexample.com", "http://a%2eexample.com/", false, true },
	{ "uexample.com", "file:///etc", false, true },
	{ "u", "http://x", true, true },
	{ "u", "file:///etc", false, true },
	/* "192.0.2.0/24 (mask 255.255.255.0) is encoded as C0 00 02 00 FF FF FF 00" */
	{ "i192.0.2.0/24", "192.0.2.1", true, true },
	{ "i192.0.2.0/24", "192.0.2.255", true, true },
	{ "i192.0.2.0/24", "192.0.3.0", false, false },
	{ "i10.0.0.0/8", "10.255.255.255", true, true },
	{ "i10.0.0.0/8", "11.0.0.0", false, false },
	{ "i100.64.0.0/10", "100.127.255.255", true, true },
	{ "i100.64.0.0/10", "100.128.0.0", false, false },
	{ "i0.0.0.0/0", "203.0.113.1", true, true },
	{ "i203.0.113.1/32", "203.0.113.1", true, true },
	{ "i203.0.113.1/32", "203.0.113.0", false, false },
	{ "i0.0.0.0/0", "::1", false, false },
	{ "i::/0", "10.0.0.1", false, false },
	{ "ifc00::/7", "fd12::1", true, true },
	{ "ifc00::/7", "fe80::1", false, false },
	{ "ife80::/10", "febf::1", true, true },
	{ "ife80::/10", "fec0::1", false, false },
	{ "i::1/128", "::1", true, true },
	{ "i::1/128", "::2", false, false },
};

static struct san subtree_of(const char *s)
{
	struct san t = { .kind = *s == 'd' ? SAN_DNS : *s == 'e' ? SAN_EMAIL : SAN_URI };

	if (*s == 'i') {
		if (san_subtree(s + 1, &t))
			abort();
		return t;
	}
	t.len = (uint8_t)strlen(s + 1);
	memcpy(t.value, s + 1, t.len);
	return t;
}

static struct san raw_uri(const char *s)
{
	struct san n = { .kind = SAN_URI, .len = (uint8_t)strlen(s) };

	memcpy(n.value, s, n.len);
	return n;
}

static bool inside(const struct san *name, const struct san *subtree, bool doubt)
{
	return name->kind == subtree->kind &&
	       san_within(name->kind, view_of(name->value, name->len), view_of(subtree->value, subtree->len), doubt);
}

static void rows(void)
{
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		struct san t = subtree_of(ROWS[i].subtree), n;
		char name[160];

		/* What san_parse refuses a certificate may still hold. */
		if (san_parse(ROWS[i].name, &n, NULL))
			n = raw_uri(ROWS[i].name);
		snprintf(name, sizeof name, "%s is %s %s", ROWS[i].name, ROWS[i].in ? "inside" : "outside", ROWS[i].subtree);
		is_int(inside(&n, &t, false), ROWS[i].in, name);
		snprintf(name, sizeof name, "%s %s the excluded %s", ROWS[i].name, ROWS[i].touch ? "touches" : "misses",
			 ROWS[i].subtree);
		is_int(inside(&n, &t, true), ROWS[i].touch, name);
	}
}

static const struct {
	const char *text;
	const char *value;    /* NULL: refused */
	const char *back;
} NETS[] = {
	{ "192.0.2.0/24", "C0 00 02 00 FF FF FF 00", "192.0.2.0/24" },
	{ "10.1.2.3/8", "0A 00 00 00 FF 00 00 00", "10.0.0.0/8" },
	{ "0.0.0.0/0", "00 00 00 00 00 00 00 00", "0.0.0.0/0" },
	{ "127.0.0.1/32", "7F 00 00 01 FF FF FF FF", "127.0.0.1/32" },
	{ "172.16.0.0/12", "AC 10 00 00 FF F0 00 00", "172.16.0.0/12" },
	{ "fc00::/7", "FC000000000000000000000000000000 FE000000000000000000000000000000", "fc00::/7" },
	{ "::1/128", "00000000000000000000000000000001 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "::1/128" },
	{ "::ffff:0:0/96", "00000000000000000000FFFF00000000 FFFFFFFFFFFFFFFFFFFFFFFF00000000", "::ffff:0.0.0.0/96" },
	{ "10.0.0.0/33", NULL, NULL },
	{ "::/129", NULL, NULL },
	{ "10.0.0.0/", NULL, NULL },
	{ "10.0.0.0/-1", NULL, NULL },
	{ "10.0.0.0/8x", NULL, NULL },
	{ "10.0.0.0/255.0.0.0", NULL, NULL },
	{ "10.0.0.0", NULL, NULL },
	{ "10.0.0/8", NULL, NULL },
	{ "/8", NULL, NULL },
	{ "", NULL, NULL },
	{ "local", NULL, NULL },
};

static const char *text_of(const struct san *s)
{
	static char buf[128];
	struct text t;

	text_init(&t, buf, sizeof buf);
	san_add_text(&t, s);
	return buf;
}

static void nets(void)
{
	struct bytes gap = hex("0A 00 00 01 FF 00 FF 00");
	struct san s = { .kind = SAN_IP, .len = 8 };

	for (size_t i = 0; i < sizeof NETS / sizeof *NETS; i++) {
		struct bytes want = hex(NETS[i].value ? NETS[i].value : "");
		int r = san_subtree(NETS[i].text, &s);

		if (!NETS[i].value) {
			is_int(r, -1, join("no subtree: ", NETS[i].text));
			continue;
		}
		ok(r == 0 && s.kind == SAN_IP, join("a subtree: ", NETS[i].text));
		is_mem(s.value, s.len, want.b, want.len, join("its octets: ", NETS[i].text));
		is_str(text_of(&s), NETS[i].back, join("its text: ", NETS[i].text));
	}
	s.len = 8;
	memcpy(s.value, gap.b, 8);
	is_str(text_of(&s), "10.0.0.1/255.0.255.0", "a mask with gaps is printed as it is");
}

static void permitted(void)
{
	struct san trees[3], dns, bad, v4, v6, mail;

	trees[0] = subtree_of("dlocal");
	trees[1] = subtree_of("dexample.com");
	trees[2] = subtree_of("i10.0.0.0/8");
	san_parse("www.example.com", &dns, NULL);
	san_parse("example.net", &bad, NULL);
	san_parse("10.1.1.1", &v4, NULL);
	san_parse("fd00::1", &v6, NULL);
	san_parse("jo@example.net", &mail, NULL);
	ok(san_permitted(&dns, trees, 3), "a name inside the second subtree is permitted");
	ok(!san_permitted(&bad, trees, 3), "a name inside none is not");
	ok(san_permitted(&v4, trees, 3), "an address inside is permitted");
	ok(!san_permitted(&v6, trees, 3), "IPv6 is not, where only IPv4 subtrees stand: both are iPAddress");
	ok(san_permitted(&mail, trees, 3), "a kind of which there is no subtree is not constrained");
	ok(san_permitted(&v4, trees, 2), "without address subtrees addresses are not constrained");
	ok(san_permitted(&bad, NULL, 0), "without subtrees nothing is constrained");
}

static const struct {
	const char *name;
	const char *input;
	int want;
	const char *text;
} READ[] = {
	{ "a DNS subtree is read", "30 07 82 05 6C 6F 63 61 6C", 0, "local" },
	{ "an IPv4 subtree is read", "30 0A 87 08 0A 00 00 00 FF 00 00 00", 0, "10.0.0.0/8" },
	{ "an empty DNS subtree is read: it holds all", "30 02 82 00", 0, "" },
	{ "an address without mask is refused", "30 06 87 04 0A 00 00 00", -1, NULL },
	{ "a directoryName is skipped", "30 04 A4 02 30 00", 1, NULL },
	{ "minimum 0, which DER leaves out, is refused", "30 0A 82 05 6C 6F 63 61 6C 80 01 00", -1, NULL },
	{ "a maximum is refused", "30 0A 82 05 6C 6F 63 61 6C 81 01 05", -1, NULL },
	{ "a subtree without base is refused", "30 00", -1, NULL },
	{ "a bare name is refused", "82 05 6C 6F 63 61 6C", -1, NULL },
	{ "a cut one is refused", "30 07 82 05 6C 6F", -1, NULL },
};

int main(void)
{
	rows();
	nets();
	permitted();
	for (size_t i = 0; i < sizeof READ / sizeof *READ; i++) {
		struct bytes b = hex(READ[i].input);
		struct view v = view(&b);
		struct san s;

		is_int(san_read_subtree(&v, &s), READ[i].want, READ[i].name);
		ok(v.len == (READ[i].want < 0 ? b.len : 0), join(READ[i].name, ": the view is where it should be"));
		if (READ[i].text)
			is_str(text_of(&s), READ[i].text, join(READ[i].name, ": as text"));
	}
	return done_testing();
}
