/* SPDX-License-Identifier: MIT */
/* page.c - what is on the page, and that no value breaks out of its place. */
#include "applets/certserve/page.h"

#include <stdlib.h>

#include "applets/qr.h"
#include "bearssl-glue/digest.h"
#include "tests/unit/tap.h"

static char room[PAGE_MAX];
static uint8_t sha256[SHA256_LEN];
static const char *const names[] = { "board.local", "192.168.7.20", NULL };

static bool chequered(const void *qr, int x, int y)
{
	return ((x ^ y) & 1) == *(const int *)qr;
}

static const int odd = 1;
static const struct page usual = {
	.host = "board.local", .base = "https://board.local:8443", .anchor = "board CA 3f9a", .key = "EC 256", .names = names,
	.now = 1793491200, .leaf_until = 1829779200, .anchor_until = 2088151200, .sha256 = sha256, .ca = true,
	.qr_size = 29, .qr_dark = chequered, .qr = &odd,
};

/* Written into room; its length. */
static size_t write_page(const struct page *p, const char *name)
{
	struct text t;

	text_init(&t, room, sizeof room);
	is_int(page_write(&t, p), 0, name);
	return t.len;
}

static bool has(const char *s)
{
	if (strstr(room, s) != NULL)
		return true;
	diag("not there: %s", s);
	return false;
}

static unsigned count(const char *s)
{
	unsigned n = 0;

	for (const char *at = room; (at = strstr(at, s)) != NULL; at++)
		n++;
	return n;
}

static void content(void)
{
	write_page(&usual, "the usual page fits");
	ok(has("<h1>board.local</h1>") && has("<title>Trust board.local</title>"), "it is the machine's");
	ok(has("is valid until <b>2027-12-26</b>") && has("<li>192.168.7.20"), "... until when, and under which names");
	ok(has("<span>00:01:02:03:</span>") && has("<span>1C:1D:1E:1F</span>"), "the fingerprint as hex");
	ok(has("<li>aardvark<li>adviser<li>accrue<li>aggregate"), "... as words");
	ok(has("+----[EC 256]-----+\n") && has("+----[SHA256]-----+\n"), "... as a picture");
	ok(has("viewBox=\"0 0 37 37\"") && has(" d=\"M5 4.5h1M7 4.5h1") && has("M4 5.5h1"), "... as a QR code, with its margin");
	ok(has("this page can&rsquo;t prove itself"), "and says that it proves nothing");
	ok(count("<a class=b href=/ca.") == 3 && has("href=/ca.mobileconfig>"), "three buttons");
	ok(has("curl -ko ca.crt \"https://board.local:8443/ca.crt\"\nopenssl x509 -in ca.crt -noout -sha256 -fingerprint\n"), "commands of this host");
	ok(has("certutil -addstore Root ca.cer") && has("security add-trusted-cert -d -r trustRoot") && has("Certificate Trust Settings") &&
	   has("<h3>Android") && has("<h3>Firefox") && has("/usr/local/share/ca-certificates/board.local.crt") &&
	   has("/etc/pki/ca-trust/source/anchors/board.local.crt") && has("keytool -importcert") && has("curl --cacert ca.crt"),
	   "for each system");
}

static void shape(void)
{
	const char *style = strstr(room, "<style>"), *end = strstr(room, "</style>");
	char want[80] = "'sha256-";
	uint8_t hash[SHA256_LEN];
	struct text t;

	ok(count("<script") + count("src=") + count("url(") + count("@import") + count("style=") == 0, "nothing runs, nothing is fetched");
	ok(count("<header>") == 1 && count("<main>") == 1 && count("<nav ") == 1 && count("<footer>") == 1 && has("<html lang=en>"), "landmarks");
	ok(count("<h1>") == 1 && count("<h2>") == 3 && strstr(room, "<h1>") < strstr(room, "<h2>") && strstr(room, "<h2>") < strstr(room, "<h3>"),
	   "headings in their order");
	ok(count("<section>") == count("</section>") && count("<details>") == count("</details>") && count("<pre") == count("</pre>") &&
	   count("<ol>") == count("</ol>") && count("<div") == count("</div>") && count("<h3>") == count("</h3>") && count("<a ") == count("</a>"),
	   "what is opened is closed");
	digest_sha256(style + 7, (size_t)(end - style - 7), hash);
	text_init(&t, want + 8, sizeof want - 8);
	text_add_base64(&t, hash, sizeof hash);
	text_add(&t, "'");
	is_str(PAGE_STYLE, want, "the style's hash is the header's");
}

static void variants(void)
{
	struct page p = usual;

	p.ca = false;
	write_page(&p, "the page of a self-signed certificate fits");
	ok(count("mobileconfig") == 0 && count("<a class=b") == 2 && has("They install CAs only"), "... phones are told, no profile");
	ok(has("update-ca-certificates"), "... others install it");
	p.qr_size = 0;
	write_page(&p, "a page without a QR code fits");
	ok(count("<svg") == 0 && has("Picture"), "... and has the rest");
	p.now = p.leaf_until + 1;
	write_page(&p, "a page after the end fits");
	ok(has("Its certificate <mark>expired on 2027-12-26</mark>"), "... and says so");
	p = usual;
	write_page(&p, "the usual page fits again");
	ok(!strstr(room, "unencrypted"), "by TLS nothing is said of that");
	p.plain = true;
	write_page(&p, "a page without TLS fits");
	ok(has("It came unencrypted") && !strstr(room, "curl --cacert") && has("begins with https://"), "... and says so, and tries no TLS there");
	p = (struct page){ .host = "b", .base = "http://b", .names = names };
	write_page(&p, "a page without an anchor fits");
	ok(has("Nothing to install") && count("/ca.") == 0 && count("<section>") == 0, "... and hands nothing out");
}

static void hostile(void)
{
	static const char bad[] = "<b>&\"'\\$(x)`\n\033\303\050";
	static const char *const bad_names[] = { bad, NULL };
	struct page p = usual;

	p.host = p.base = p.anchor = p.key = bad;
	p.names = bad_names;
	write_page(&p, "values of markup fit");
	ok(count("<b>&\"") == 0 && count("$(x)") == count("\\$(x)`\n"), "none is markup");
	ok(has("<h1>&#60;b&#62;&#38;&#34;&#39;\\$(x)`\n\?\?(</h1>"), "all of it is text");
	ok(has("/ca-certificates/-b-------x------.crt"), "a file's name has no marks");
	ok(strchr(room, '\033') == NULL, "no control character goes through");
}

static void bounds(void)
{
	static char longest[8192];
	const char *const one[] = { longest, NULL };
	struct page p = usual;
	size_t len = write_page(&usual, "the usual page");
	char *less;
	struct text t;

	ok(len < 16384, "the usual page is under 16 KiB");
	for (size_t cap = 1; cap <= len; cap += cap + 997 < len ? 997 : len - cap + 1) {
		less = malloc(cap);
		if (less == NULL)
			abort();
		text_init(&t, less, cap);
		if (page_write(&t, &usual) != -1)
			ok(false, "a smaller room is refused");
		free(less);
	}
	memset(longest, 'n', sizeof longest - 1);
	p.names = one;
	p.qr_size = 57;
	ok(write_page(&p, "8 KiB of names and the largest QR code fit") < PAGE_MAX, "... under 40 KiB");
}

int main(void)
{
	for (size_t i = 0; i < sizeof sha256; i++)
		sha256[i] = (uint8_t)i;
	content();
	shape();
	variants();
	hostile();
	bounds();
	return done_testing();
}
