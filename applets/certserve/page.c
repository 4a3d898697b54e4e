/* SPDX-License-Identifier: MIT */
/* page.c - the page for people. Its text is a template: octets below 32 stand for values, and for markup that comes often. */
#include "applets/certserve/page.h"

#include <string.h>

#include "applets/certserve/markup.h"
#include "lib/art.h"
#include "lib/words.h"
#include "x509/time.h"

#define LEN 32 /* octets of SHA-256 */
#define QUIET 4 /* ISO/IEC 18004 6.3.8 */

/* values */
#define HOST "\001"
#define BASE "\002"
#define FILE_NAME "\003"
#define ANCHOR "\004"
#define LEAF_UNTIL "\005"
#define ANCHOR_UNTIL "\006"
#define NAMES "\007"
#define HEX "\010"
#define WORDS "\013"
#define ART "\014"
#define QR "\016"
#define FETCH "\017"
/* markup */
#define SYSTEM "\020"
#define STEPS "\021"
#define STEP "\022"
#define DONE "\023"
#define RUN "\024"
#define END "\025"
#define B "\026"
#define EB "\027"
#define CRT "\030"
#define CER "\031"
#define TO "\032"
#define BUTTON "\033"
#define GET "\034"

static const char *const markup[] = {
	TEXT("<details><summary><h3>"), TEXT("</h3></summary><ol><li>"), TEXT("<li>"), TEXT("</ol></details>"), TEXT("<pre><code>"), TEXT("</code></pre>"), TEXT("<b>"), TEXT("</b>"),
	TEXT("<a href=/ca.crt>ca.crt</a>"), TEXT("<a href=/ca.cer>ca.cer</a>"), TEXT(" &rarr; "), TEXT("<a class=b href=/ca."),
	TEXT("curl -ko ca.cer "),
};

#define STYLE \
	":root{color-scheme:light dark;--b:#f2f5f7;--c:#fff;--t:#17212b;--m:#546372;--l:#d5dde4;--a:#0a5aa8;--n:#0a5aa8;--w:#fff3cf;--x:#604600}" \
	"@media(prefers-color-scheme:dark){:root{--b:#0e1318;--c:#172029;--t:#e7edf3;--m:#a0b1c1;--l:#303d4a;--a:#82bdff;--n:#1d62ad;--w:#332a10;--x:#ffe09a}}" \
	"*{box-sizing:border-box;margin:0}" \
	"body{font:1rem/1.6 system-ui,sans-serif;background:var(--b);color:var(--t);max-width:64rem;margin:auto;padding:clamp(1rem,4vw,3rem);overflow-wrap:anywhere}" \
	"h1{font-size:clamp(1.8rem,6vw,3rem);line-height:1.15;letter-spacing:-.02em}" \
	"h2{font-size:1.4rem;margin:2.5rem 0 1rem}" \
	"h2 i{display:inline-block;width:2rem;line-height:2rem;margin-right:.7rem;border-radius:50%;background:var(--n);color:#fff;font-style:normal;font-size:1rem;text-align:center;vertical-align:.1em}" \
	"h3{display:inline;font-size:1.05rem}" \
	"a{color:var(--a)}p+p,.k,footer{margin-top:.6rem}" \
	".k,footer,.f h3{color:var(--m)}" \
	"ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem;margin-top:1rem;max-height:11rem;overflow:auto}" \
	"ul li{border:1px solid var(--l);background:var(--c);border-radius:1rem;padding:0 .8rem;font-size:.9rem}" \
	".w,mark{background:var(--w);color:var(--x)}.w{border:1px solid;border-radius:.9rem;padding:.8rem 1.2rem}.k b,mark{white-space:nowrap}.k b{color:var(--t)}" \
	".f,.y{display:flex;flex-wrap:wrap;gap:1.5rem 2rem}.f{margin-top:1rem}" \
	".f,details{background:var(--c);border:1px solid var(--l);border-radius:.9rem;padding:1.2rem}" \
	".f h3{display:block;font-size:.9rem;font-weight:400;margin-bottom:.3rem}.x p,.v ol,pre{font:1rem/1.6 ui-monospace,monospace}" \
	".x{width:100%}.x p{font-size:1.05rem;font-weight:600;max-width:32rem}.x span{display:inline-block}.v{flex:1 1 27.5rem;min-width:0}" \
	".v ol{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(6.7rem,1fr));max-width:31rem;font-size:.95rem}" \
	".f pre{line-height:1.2}" \
	"svg{display:block;width:12rem;border-radius:.4rem}" \
	"nav{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));gap:1rem}" \
	".b{background:var(--n);color:#fff;border-radius:.9rem;padding:1rem 1.2rem;text-decoration:none;font-size:1.25rem;font-weight:650;line-height:1.3}" \
	".b small{display:block;color:inherit;font-size:.9rem;font-weight:400}" \
	".b:hover{filter:brightness(1.12)}" \
	":focus-visible{outline:3px solid var(--a);outline-offset:3px;scroll-margin:.5rem}" \
	"details{padding:0 1.2rem;margin-top:.6rem}summary{padding:.8rem 0;cursor:pointer}" \
	"details ol{padding:0 0 1.2rem 1.3rem}" \
	"li:only-child{list-style:none;margin-left:-1.3rem}details pre{font-size:.9rem;line-height:1.45;margin:.5rem 0;padding:.8rem 1rem;background:var(--b);border:1px solid var(--l);border-radius:.5rem;white-space:pre-wrap}" \
	"footer{margin-top:3rem;font-size:.9rem}"

/* When a part is there: all of this holds. Whatever asks more than NO_ANCHOR has an anchor. */
enum when { ALWAYS, ANY_ANCHOR = 1, NO_ANCHOR = 2, CA = 4, NO_CA = 8, PLAIN = 16, SECURE = 32 };

static const struct {
	unsigned when;
	const char *text;
} parts[] = {
	{ ALWAYS, TEXT("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
		"<link rel=icon href=data:,><title>Trust " HOST "</title><style>" STYLE "</style>"
		"<header><p class=k>Trust this machine</p><h1>" HOST "</h1><p class=k>Its certificate " LEAF_UNTIL ", for these names:</p><ul>" NAMES "</ul></header><main>") },
	{ NO_ANCHOR, TEXT("<h2>Nothing to install</h2><p>This machine shows a certificate that others issued. Who trusts them trusts it.") },
	{ ANY_ANCHOR, TEXT("<section><h2><i>1</i>Compare</h2>"
		"<p class=w>" B "Compare with the device&rsquo;s own screen: this page can&rsquo;t prove itself." EB
		" Whoever stands between you and the machine could have written it.") },
	{ PLAIN, TEXT(" It came unencrypted, too.") },
	{ ANY_ANCHOR, TEXT(" Go on only if the hex, the words or the picture are the same there."
		"<div class=f><div class=x><h3>SHA-256 of " ANCHOR "</h3><p>" HEX "</div><div class=v><h3>Words, to read aloud</h3><ol>" WORDS
		"</ol></div><div class=y><div><h3>Picture</h3><pre role=img aria-label=\"The fingerprint as OpenSSH draws it\">" ART "</pre></div>" QR "</div></div></section>"
		"<section><h2><i>2</i>Download</h2><nav aria-label=Downloads>"
		BUTTON "crt>ca.crt<small>PEM: Linux, curl") },
	{ CA, TEXT(", Android, Firefox") },
	{ ANY_ANCHOR, TEXT("</small></a>" BUTTON "cer>ca.cer<small>DER: Windows, macOS, Java</small></a>") },
	{ CA, TEXT(BUTTON "mobileconfig>ca.mobileconfig<small>Profile: iPhone, iPad, Mac</small></a>") },
	{ ANY_ANCHOR, TEXT("</nav></section><section><h2><i>3</i>Install</h2><p>In a terminal the second command shows the SHA-256: go on only if it is the one on the device&rsquo;s screen. Colons and capitals don&rsquo;t count.<p>"
		SYSTEM "Windows" STEPS "Open " CER TO "Install Certificate" TO "Local Machine" TO "Place all certificates in the following store" TO
		"Trusted Root Certification Authorities." STEP "Or in an administrator&rsquo;s terminal:" RUN
		"curl.exe -ko ca.cer \"" BASE "/ca.cer\"\ncertutil -hashfile ca.cer SHA256\ncertutil -addstore Root ca.cer" END DONE
		SYSTEM "macOS" STEPS "In Terminal:" RUN GET "\"" BASE "/ca.cer\"\nshasum -a 256 ca.cer\n"
		"sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ca.cer" END
		STEP "Or open " CER " in Keychain Access: Get Info" TO "Trust" TO "Always Trust." DONE) },
	{ CA, TEXT(SYSTEM "iPhone, iPad" STEPS "Open <a href=/ca.mobileconfig>ca.mobileconfig</a> in Safari and allow it."
		STEP "Settings" TO "Profile Downloaded" TO "More Details: compare, then Install."
		STEP "Settings" TO "General" TO "About" TO "Certificate Trust Settings: switch " B ANCHOR EB " on." DONE
		SYSTEM "Android" STEPS "Download " CRT "." STEP "Settings" TO "Security" TO "Encryption &amp; credentials" TO "Install a certificate" TO
		"CA certificate" TO "ca.crt. (Menus differ: search them for &ldquo;CA certificate&rdquo;.)" DONE
		SYSTEM "Firefox" STEPS "Settings" TO "Privacy &amp; Security" TO "View Certificates" TO "Authorities" TO "Import " CRT "."
		STEP "View: compare. Then tick &ldquo;Trust this CA to identify websites&rdquo;." DONE) },
	{ NO_CA, TEXT(SYSTEM "iPhone, iPad, Android, Firefox" STEPS "They install CAs only, and this is the machine&rsquo;s own certificate."
		STEP "Open it by https, view the certificate in the warning, compare its SHA-256, and go on." DONE) },
	{ ANY_ANCHOR, TEXT(SYSTEM "Linux: Debian, Ubuntu" STEPS "In a terminal:" RUN FETCH
		"sudo cp ca.crt /usr/local/share/ca-certificates/" FILE_NAME ".crt\nsudo update-ca-certificates" END DONE
		SYSTEM "Linux: Fedora, RHEL" STEPS "In a terminal:" RUN FETCH
		"sudo cp ca.crt /etc/pki/ca-trust/source/anchors/" FILE_NAME ".crt\nsudo update-ca-trust" END DONE) },
	{ CA, TEXT(SYSTEM "Linux: Chrome, Chromium" STEPS "Settings" TO "Privacy and security" TO "Security" TO "Manage certificates" TO "Authorities; or:" RUN FETCH
		"certutil -d \"sql:$HOME/.pki/nssdb\" -A -t C,, -n \"" FILE_NAME "\" -i ca.crt" END DONE) },
	{ ANY_ANCHOR, TEXT(SYSTEM "Java" STEPS "It shows the SHA-256 before it asks:" RUN
		GET "\"" BASE "/ca.cer\"\nkeytool -importcert -cacerts -alias \"" FILE_NAME "\" -file ca.cer" END DONE
		SYSTEM "curl" STEPS "For one command, nothing is installed:" RUN FETCH) },
	{ SECURE, TEXT("curl --cacert ca.crt \"" BASE "/\"" END DONE "</section>") },
	{ PLAIN, TEXT(END STEP "Then " B "--cacert ca.crt" EB ", with an address that begins with https://." DONE "</section>") },
	{ ALWAYS, TEXT("</main><footer>") },
	{ ANY_ANCHOR, TEXT(ANCHOR " is valid until " ANCHOR_UNTIL ". ") },
	{ ALWAYS, TEXT("Handed out by certbox.</footer>") },
};

static void add_host(struct text *t, const struct page *p)
{
	markup_add(t, p->host);
}

static void add_base(struct text *t, const struct page *p)
{
	markup_add(t, p->base);
}

static void add_anchor(struct text *t, const struct page *p)
{
	markup_add(t, p->anchor);
}

/* What files and aliases are called: the host, without what a shell or a file system could take amiss. */
static void add_file_name(struct text *t, const struct page *p)
{
	for (const char *s = p->host; *s != '\0'; s++) {
		char c = *s, low = (char)(c | 0x20);

		text_add_char(t, (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '.' ? c : '-');
	}
}

static void add_names(struct text *t, const struct page *p)
{
	for (size_t i = 0; p->names[i] != NULL; i++) {
		text_add(t, "<li>");
		markup_add(t, p->names[i]);
	}
}

static void add_leaf_until(struct text *t, const struct page *p)
{
	bool over = p->now > p->leaf_until;

	text_add(t, over ? "<mark>expired on " : "is valid until <b>");
	time_add_date(t, p->leaf_until);
	text_add(t, over ? "</mark>" : "</b>");
}

static void add_anchor_until(struct text *t, const struct page *p)
{
	time_add_date(t, p->anchor_until);
}

/* Lines break between fours. */
static void add_hex(struct text *t, const struct page *p)
{
	for (size_t i = 0; i < LEN; i += 4) {
		text_add(t, "<span>");
		text_add_hex(t, p->sha256 + i, 4, ':');
		text_add(t, i + 4 < LEN ? ":</span>" : "</span>");
	}
}

static void add_words(struct text *t, const struct page *p)
{
	char room[LEN * 16];
	struct text words;

	text_init(&words, room, sizeof room);
	words_add(&words, p->sha256, LEN, 1);
	for (const char *s = room; *s != '\0'; s += *s == '\n') {
		size_t len = strcspn(s, "\n");

		text_add(t, "<li>");
		text_add_bytes(t, s, len);
		s += len;
	}
}

static void add_art(struct text *t, const struct page *p)
{
	char room[ART_LINES * (ART_WIDTH + 3) + 1];
	struct text art;

	text_init(&art, room, sizeof room);
	art_add(&art, p->sha256, LEN, p->key, "SHA256");
	markup_add(t, room);
}

static void add_fetch(struct text *t, const struct page *p)
{
	text_add_text(t, TEXT("curl -ko ca.crt \""));
	add_base(t, p);
	text_add_text(t, TEXT("/ca.crt\"\nopenssl x509 -in ca.crt -noout -sha256 -fingerprint\n"));
}

/* A path of strokes, a square high: a move and a line for each run of dark squares. */
static void add_qr(struct text *t, const struct page *p)
{
	int all = p->qr_size + 2 * QUIET;

	if (p->qr_size == 0)
		return;
	text_format(t, "<div><h3>QR code</h3><svg role=img aria-label=\"QR code of the SHA-256\" viewBox=\"0 0 %d %d\" shape-rendering=crispEdges>"
		"<path fill=#fff d=\"M0 0h%dv%dH0z\"/><path stroke=#000 d=\"", all, all, all, all);
	for (int y = 0; y < p->qr_size; y++)
		for (int x = 0, run; x < p->qr_size; x += run + 1) {
			for (run = 0; x + run < p->qr_size && p->qr_dark(p->qr, x + run, y);)
				run++;
			if (run > 0)
				text_format(t, "M%d %d.5h%d", x + QUIET, y + QUIET, run);
		}
	text_add_text(t, TEXT("\"/></svg></div>"));
}

static void add_special(struct text *t, const struct page *p, char which)
{
	static void (*const values[])(struct text *, const struct page *) = {
		[1] = add_host, add_base, add_file_name, add_anchor, add_leaf_until, add_anchor_until, add_names, add_hex,
		[013] = add_words, add_art, [016] = add_qr, add_fetch,
	};

	if (which < *SYSTEM)
		values[(size_t)which](t, p);
	else
		text_add_text(t, markup[which - *SYSTEM]);
}

static unsigned state_of(const struct page *p)
{
	return p->sha256 == NULL ? NO_ANCHOR : ANY_ANCHOR | (p->ca ? CA : NO_CA) | (p->plain ? PLAIN : SECURE);
}

struct writing {
	struct text *t;
	const struct page *p;
};

static void put(void *ctx, char c)
{
	struct writing *w = ctx;

	if ((unsigned char)c < ' ' && c != '\n')
		add_special(w->t, w->p, c);
	else
		text_add_char(w->t, c);
}

int page_write(struct text *t, const struct page *p)
{
	struct writing w = { t, p };
	unsigned state = state_of(p);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if ((parts[i].when & ~state) == 0)
			text_unpack(parts[i].text, put, &w);
	}
	return t->cut ? -1 : 0;
}
