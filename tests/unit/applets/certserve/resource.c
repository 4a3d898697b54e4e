/* SPDX-License-Identifier: MIT */
/* resource.c - what each path names of an offer, and what it is by which name. */
#include "applets/certserve/resource.h"

#include <stdlib.h>

#include "tests/unit/applets/certserve/offered.h"

static struct resource_scratch scratch;
static const int64_t values[METRICS_VALUES];
static const struct shelf *shelf;

/* By its path; a type of NULL when there is none. */
static struct resource get_as(const char *path, const struct resource_base *base, int64_t now)
{
	struct resource r;

	resource_get(shelf, resource_find(shelf, path, strlen(path)), base, now, values, &scratch, &r);
	return r;
}

static struct resource get(const char *path)
{
	struct resource_base base = { 0 };

	return get_as(path, &base, 1793491200);
}

static bool same(struct view v, const char *s)
{
	return v.len == strlen(s) && memcmp(v.p, s, v.len) == 0;
}

/* A copy with its NUL. */
static const char *body(const char *path)
{
	static char room[65536];
	struct view v = get(path).body;

	memcpy(room, v.p, v.len);
	room[v.len] = '\0';
	return room;
}

static void is_certificate(const char *path, const char *type, const char *pem, bool der)
{
	struct resource r = get(path);
	uint8_t room[2048], sha256[SHA256_LEN];
	struct view want = der ? offered_der(pem, room, sizeof room) : offered_text(pem);

	diag("%s", path);
	is_str(r.type, type, "its type");
	is_mem(r.body.p, r.body.len, want.p, want.len, "its octets");
	digest_sha256(want.p, want.len, sha256);
	ok(r.kept && memcmp(r.sha256, sha256, sizeof sha256) == 0, "its tag");
}

static void paths(void)
{
	static const char *const none[] = { "", "/x", "/ca.cr", "/ca.crt/", "/CA.CRT", "ca.crt", "/server.key", "/etc/passwd", "/publishe" };

	is_certificate("/ca.crt", "application/x-x509-ca-cert", offered_ca, false);
	is_certificate("/trust", "application/x-x509-ca-cert", offered_ca, false);
	is_certificate("/ca.pem", "application/x-pem-file", offered_ca, false);
	is_certificate("/ca.cer", "application/x-x509-ca-cert", offered_ca, true);
	is_certificate("/ca.der", "application/x-x509-ca-cert", offered_ca, true);
	is_str(get("/ca.mobileconfig").type, "application/x-apple-aspen-config", "the profile's type");
	ok(strstr(body("/ca.mobileconfig"), "<string>board CA ") != NULL, "it names the CA");
	is_str(get("/healthz").type, "text/plain; charset=utf-8", "/healthz is text");
	ok(same(get("/healthz").body, "ok\n") && !get("/healthz").kept, "ok, which is not stored");
	is_str(get("/metrics").type, METRICS_TYPE, "the metrics' type");
	ok(strstr(body("/metrics"), "\ncertserve_reloads_total 3\n") != NULL && !get("/metrics").kept, "they have what the offer says");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(get(none[i]).type == NULL, "a path that names nothing");
}

static void chain(void)
{
	char want[4096], room[100];
	uint8_t sha256[SHA256_LEN];
	struct text pin;

	snprintf(want, sizeof want, "%s%s", offered_leaf, offered_ca);
	is_str(get("/chain.pem").type, "application/x-pem-file", "the chain's type");
	is_str(body("/chain.pem"), want, "leaf and CA");
	is_str(get("/fingerprint").type, "text/plain; charset=utf-8", "the fingerprint's type");
	ok(strncmp(body("/fingerprint"), "openssl     sha256 Fingerprint=", 31) == 0 && strstr(body("/fingerprint"), "\nhex         ") != NULL &&
	   strstr(body("/fingerprint"), "\npin         sha256//") != NULL && strstr(body("/fingerprint"), "\nart         +----[EC 256]-----+\n") != NULL,
		"each form behind its label");
	text_init(&pin, room, sizeof room);
	digest_sha256(shelf->anchor.spki.p, shelf->anchor.spki.len, sha256);
	text_add(&pin, "\npin         sha256//");
	text_add_base64(&pin, sha256, sizeof sha256);
	ok(strstr(body("/fingerprint"), room) != NULL, "the pin is of the key");
}

static void anchors(void)
{
	static const char *const those[] = { "/trust", "/ca.crt", "/ca.pem", "/ca.cer", "/ca.der", "/ca.mobileconfig", "/fingerprint" };

	offered_make(2, OFFERED_SELF);
	shelf = offered_shelf(2);
	is_certificate("/ca.crt", "application/x-x509-ca-cert", offered_leaf, false);
	ok(get("/ca.mobileconfig").type == NULL, "no profile of a leaf");
	is_str(body("/chain.pem"), offered_leaf, "the leaf stands once in the chain");
	ok(strstr(body("/"), "ca.mobileconfig") == NULL, "nor does the page offer it");
	offered_make(3, OFFERED_BARE);
	shelf = offered_shelf(3);
	for (size_t i = 0; i < sizeof those / sizeof *those; i++)
		ok(get(those[i]).type == NULL, those[i]);
	is_str(body("/chain.pem"), offered_leaf, "without an anchor the chain is the leaf");
	ok(get("/").body.len > 1000, "and there is a page");
	ok(strstr(body("/metrics"), "role=\"anchor\"") == NULL && strstr(body("/metrics"), "role=\"leaf\"") != NULL, "and metrics of the leaf");
}

static void published(void)
{
	static const struct {
		const char *path, *body, *type;
	} rows[] = {
		{ "/a.txt", "x", "text/plain; charset=utf-8" }, { "/a.json", "{}", "application/json" },
		{ "/a.crt", "x", "application/x-x509-ca-cert" }, { "/a.cer", "x", "application/x-x509-ca-cert" },
		{ "/a.der", "x", "application/x-x509-ca-cert" }, { "/a.pem", "x", "application/x-pem-file" },
		{ "/a.html", "<script>", "application/octet-stream" }, { "/a.svg", "<svg>", "application/octet-stream" },
		{ "/.txt", "x", "text/plain; charset=utf-8" }, { "/system/ca-cert", offered_ca, "application/x-pem-file" },
		{ "/empty", "", "application/octet-stream" }, { "/ca.crt", "mine", NULL },
	};
	struct offer *o = offered_make(4, OFFERED_CA);
	static uint8_t large[300000];
	struct resource r;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		offered_publish(o, rows[i].path, offered_text(rows[i].body));
	offered_publish(o, "/large", view_of(large, sizeof large));
	shelf = offered_shelf(4);
	for (size_t i = 0; i < sizeof rows / sizeof *rows && rows[i].type != NULL; i++) {
		r = get(rows[i].path);
		is_str(r.type, rows[i].type, rows[i].path);
		ok(same(r.body, rows[i].body) && r.kept, "its octets");
	}
	ok(!same(get("/ca.crt").body, "mine"), "what is ours stays ours");
	is_int(get("/large").body.len, sizeof large, "a large one");
}

/* Host, port of ours, over plain HTTP?, what the page says of it */
static const struct {
	const char *host;
	uint16_t port;
	bool plain;
	const char *base;
} hosts[] = {
	{ "board.local:8443", 8443, false, "https://board.local:8443/" },
	{ "BOARD.local", 8443, false, "https://board.local/" },
	{ "board.local:443", 8443, false, "https://board.local/" },
	{ "board.local:80", 8080, true, "http://board.local/" },
	{ "board.local:80", 8443, false, "https://board.local:80/" },
	{ "board.local:", 8443, false, "https://board.local/" },
	{ "", 8443, false, "https://board.local:8443/" },
	{ "", 443, false, "https://board.local/" },
	{ "192.168.7.20:8443", 8443, false, "https://192.168.7.20:8443/" },
	{ "10.1.2.3", 8443, false, "https://10.1.2.3/" },
	{ "[fd00::20]:8443", 8443, false, "https://[fd00::20]:8443/" },
	{ "[::1]", 8080, true, "http://[::1]/" },
	{ "[fe80::1%25eth0]:1", 8443, false, "https://board.local:1/" },
	{ "evil.example:8443", 8443, false, "https://board.local:8443/" },
	{ "www.board.local:8443", 8443, false, "https://board.local:8443/" },
};

static void pages(void)
{
	struct resource_base base;
	struct resource r;
	char want[100];

	shelf = offered_shelf(1);
	is_str(get("/").type, "text/html; charset=utf-8", "the page's type");
	is_str(get("/").style, PAGE_STYLE, "its style sheet is allowed");
	ok(!get("/").kept, "it is not to be stored");
	ok(strstr(body("/"), "<svg role=img aria-label=\"QR code") != NULL && strstr(body("/"), "<h1>board.local</h1>") != NULL, "a QR code, the machine's name");
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		diag("%s", hosts[i].host);
		memset(&base, 1, sizeof base);
		resource_base(shelf, hosts[i].host, strlen(hosts[i].host), hosts[i].port, hosts[i].plain, &base);
		r = get_as("/", &base, 1793491200);
		snprintf(want, sizeof want, "ca.cer \"%sca.cer\"", hosts[i].base);
		ok(memmem(r.body.p, r.body.len, want, strlen(want)) != NULL, hosts[i].base);
	}
	r = get_as("/", &base, shelf->leaf.not_after + 1);
	ok(memmem(r.body.p, r.body.len, "expired", 7) != NULL, "a certificate that has expired");
	r = get_as("/", &base, shelf->leaf.not_after);
	ok(memmem(r.body.p, r.body.len, "expired", 7) == NULL, "and one that has not, at its last second");
}

/* Of the names only *.board.local is left, which nobody can ask for. */
static void nameless(void)
{
	struct resource_base base;
	struct resource r;
	struct san san;

	shelf = offered_shelf(1);
	for (int i = 0; i < 3; i++)
		cert_next_san(&shelves[1].leaf.sans, &san);
	resource_base(shelf, "x", 1, 8443, false, &base);
	scratch.generation = 0;
	r = get_as("/", &base, 1793491200);
	ok(memmem(r.body.p, r.body.len, "\"https://board/ca.cer\"", 22) != NULL, "without a name of the leaf's, what the machine is called");
}

static void broken(void)
{
	struct offer *o = offered_make(5, OFFERED_CA);
	struct err e = { .kind = ERR_NONE };

	o->room[o->chain[0].at] ^= 1;
	is_int(shelf_fill(&shelves[2], o, "board", &e), -1, "a leaf that is no certificate");
	o = offered_make(5, OFFERED_CA);
	o->room[o->anchor.at] ^= 1;
	is_int(shelf_fill(&shelves[2], o, "board", NULL), -1, "nor an anchor");
}

int main(void)
{
	offered_make(1, OFFERED_CA);
	shelf = offered_shelf(1);
	paths();
	chain();
	pages();
	anchors();
	published();
	nameless();
	broken();
	return done_testing();
}
