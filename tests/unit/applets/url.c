/* SPDX-License-Identifier: MIT */
/* url.c - servers as people name them, and where redirects lead. */
#include "applets/url.h"

#include "tests/unit/tap.h"

static const char *as_text(const struct url *u, void (*add)(struct text *t, const struct url *u))
{
	static char room[2][URL_HOST + 10];
	static unsigned turn;
	struct text t;

	turn ^= 1;
	text_init(&t, room[turn], sizeof room[turn]);
	add(&t, u);
	return room[turn];
}

static const struct {
	const char *name, *text;
	bool plain;
	uint16_t port;
	const char *host, *path, *shown, *field;
} good[] = {
	{ "a bare name is https at 8443", "board.local", false, 8443, "board.local", "", "board.local:8443", "board.local:8443" },
	{ "with a port", "board.local:443", false, 443, "board.local", "", "board.local:443", "board.local" },
	{ "with a path", "board.local/ca.crt", false, 8443, "board.local", "/ca.crt", "board.local:8443", "board.local:8443" },
	{ "with both", "board:1/a/b?c=d/..", false, 1, "board", "/a/b?c=d/..", "board:1", "board:1" },
	{ "with a slash alone", "board/", false, 8443, "board", "/", "board:8443", "board:8443" },
	{ "with a query alone", "board?x", false, 8443, "board", "/?x", "board:8443", "board:8443" },
	{ "with a fragment, which is dropped", "board#x", false, 8443, "board", "", "board:8443", "board:8443" },
	{ "with a path and a fragment", "board/x#y", false, 8443, "board", "/x", "board:8443", "board:8443" },
	{ "with a URL in its query", "board/?to=http://a/", false, 8443, "board", "/?to=http://a/", "board:8443", "board:8443" },
	{ "https is at 443", "https://board.local/x", false, 443, "board.local", "/x", "board.local:443", "board.local" },
	{ "http at 80", "http://board.local", true, 80, "board.local", "", "board.local:80", "board.local" },
	{ "unless they say otherwise", "http://board.local:443/", true, 443, "board.local", "/", "board.local:443", "board.local:443" },
	{ "in any case", "HtTpS://BOARD.Local:8443/X", false, 8443, "board.local", "/X", "board.local:8443", "board.local:8443" },
	{ "without the dot at its end", "Board.local.:80", false, 80, "board.local", "", "board.local:80", "board.local:80" },
	{ "an IPv4 address", "192.168.7.20", false, 8443, "192.168.7.20", "", "192.168.7.20:8443", "192.168.7.20:8443" },
	{ "with a port, too", "http://192.168.7.20:8080/", true, 8080, "192.168.7.20", "/", "192.168.7.20:8080", "192.168.7.20:8080" },
	{ "IPv6 in brackets", "[FD00:0::1]:443", false, 443, "fd00::1", "", "[fd00::1]:443", "[fd00::1]" },
	{ "with a path", "https://[::1]/x", false, 443, "::1", "/x", "[::1]:443", "[::1]" },
	{ "bare IPv6 has no port", "fd00::1:443", false, 8443, "fd00::1:443", "", "[fd00::1:443]:8443", "[fd00::1:443]:8443" },
	{ "but may have a path", "::1/x", false, 8443, "::1", "/x", "[::1]:8443", "[::1]:8443" },
	{ "a zone", "[fe80::1%eth0]", false, 8443, "fe80::1%eth0", "", "[fe80::1%eth0]:8443", "[fe80::1]:8443" },
	{ "as RFC 6874 has it", "https://[fe80::1%25en.0-1_x~]:8443/", false, 8443, "fe80::1%en.0-1_x~", "/", "[fe80::1%en.0-1_x~]:8443", "[fe80::1]:8443" },
	{ "the 25th interface", "[fe80::1%25]", false, 8443, "fe80::1%25", "", "[fe80::1%25]:8443", "[fe80::1]:8443" },
	{ "a zone without brackets", "fe80::1%2513", false, 8443, "fe80::1%2513", "", "[fe80::1%2513]:8443", "[fe80::1]:8443" },
	{ "IPv4 within IPv6 is IPv4", "[::ffff:192.0.2.1]:1", false, 1, "192.0.2.1", "", "192.0.2.1:1", "192.0.2.1:1" },
	{ "the last port", "a:65535", false, 65535, "a", "", "a:65535", "a:65535" },
	{ "escapes stay", "a/%2e%2e/%20", false, 8443, "a", "/%2e%2e/%20", "a:8443", "a:8443" },
	{ "dots that are no step up", "a/..b/c../...", false, 8443, "a", "/..b/c../...", "a:8443", "a:8443" },
};

static const struct {
	const char *name, *text, *words;
} bad[] = {
	{ "nothing", "", "'' is no name: an empty name" },
	{ "a path alone", "/x", "'' is no name: an empty name" },
	{ "no host", "https://", "'' is no name: an empty name" },
	{ "no host but a port", "https://:443/", "'' is no name: an empty name" },
	{ "another scheme", "ftp://board/", "'ftp://board/' is no server: neither https:// nor http://" },
	{ "a longer one", "httpss://board/", "'httpss://board/' is no server: neither https:// nor http://" },
	{ "a shorter one", "htt://board/", "'htt://board/' is no server: neither https:// nor http://" },
	{ "none before ://", "://board/", "'://board/' is no server: neither https:// nor http://" },
	{ "a user", "me@board", "'me@board' is no server: no host name or address" },
	{ "a user with a password", "https://me:secret@board/", "'https://me:secret@board/' is no server: no port from 1 to 65535" },
	{ "a wildcard", "*.local", "'*.local' is no server: no host name or address" },
	{ "port 0", "board:0", "'board:0' is no server: no port from 1 to 65535" },
	{ "port 65536", "board:65536", "'board:65536' is no server: no port from 1 to 65535" },
	{ "a port of letters", "board:http", "'board:http' is no server: no port from 1 to 65535" },
	{ "no port", "board:", "'board:' is no server: no port from 1 to 65535" },
	{ "a bracket that is not closed", "[::1", "'[::1' is no server: no port from 1 to 65535" },
	{ "something behind it", "[::1]x", "'[::1]x' is no server: no port from 1 to 65535" },
	{ "a name in brackets", "[board]", "'[board]' is no server: no host name or address" },
	{ "IPv4 in brackets", "[192.0.2.1]", "'[192.0.2.1]' is no server: no host name or address" },
	{ "nothing in brackets", "[]", "'[]' is no server: no host name or address" },
	{ "a zone of IPv4", "192.0.2.1%eth0", "'192.0.2.1%eth0' is no server: no interface behind '%'" },
	{ "a zone of a name", "board%eth0", "'board%eth0' is no server: no interface behind '%'" },
	{ "a zone of IPv4 within IPv6", "[::ffff:192.0.2.1%eth0]", "'[::ffff:192.0.2.1%eth0]' is no server: no interface behind '%'" },
	{ "an empty zone", "[fe80::1%]", "'[fe80::1%]' is no server: no interface behind '%'" },
	{ "a zone with a slash", "[fe80::1%25a/b]", "'[fe80::1%25a/b]' is no server: no port from 1 to 65535" },
	{ "one that is too long", "[fe80::1%abcdefghijklmnop]", "'[fe80::1%abcdefghijklmnop]' is no server: no interface behind '%'" },
	{ "a blank", "board local", "'board local' is no server: a blank, control or non-ASCII character" },
	{ "a control character", "board/\x01", "'board/?' is no server: a blank, control or non-ASCII character" },
	{ "the other one", "board/\x7F", "'board/?' is no server: a blank, control or non-ASCII character" },
	{ "no scheme before //", "//board/", "'' is no name: an empty name" },
	{ "an end of line", "board/x\r\nHost: a", "'board/x??Host: a' is no server: a blank, control or non-ASCII character" },
	{ "an umlaut", "b\xC3\xB6" "rd", "'b\xC3\xB6" "rd' is no server: a blank, control or non-ASCII character" },
	{ "a step up", "board/a/../b", "'board/a/../b' is no server: '..' in its path, or too long a path" },
	{ "at its end", "board/..", "'board/..' is no server: '..' in its path, or too long a path" },
	{ "before a query", "board/..?x", "'board/..?x' is no server: '..' in its path, or too long a path" },
	{ "a label without end", "a..b", "'a..b' is no name: an empty label" },
};

static void parsing(void)
{
	struct url u;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct err e = { 0 };

		if (!is_int(url_parse(good[i].text, &u, &e), 0, good[i].name)) {
			diag("%s", e.text);
			continue;
		}
		is_int(u.plain, good[i].plain, "its scheme");
		is_str(u.host, good[i].host, "its host");
		is_int(u.port, good[i].port, "its port");
		is_str(u.path, good[i].path, "its path");
		is_str(as_text(&u, url_add_text), good[i].shown, "as it is shown");
		is_str(as_text(&u, url_add_host), good[i].field, "as it is asked");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { 0 };

		is_int(url_parse(bad[i].text, &u, &e), -1, bad[i].name);
		is_int(e.kind, ERR_USAGE, "is wrong usage");
		is_str(e.text, bad[i].words, "and said so");
	}
}

static void lengths(void)
{
	static char text[URL_PATH + 600];
	struct url u;

	memset(text, 'a', sizeof text - 1);
	text[1] = '/';
	text[URL_PATH] = '\0';
	ok(url_parse(text, &u, NULL) == 0 && strlen(u.path) == URL_PATH - 1, "the longest path fits");
	text[URL_PATH] = '#';
	ok(url_parse(text, &u, NULL) == 0 && strlen(u.path) == URL_PATH - 1, "whatever its fragment");
	text[URL_PATH] = 'a';
	ok(url_parse(text, &u, NULL) == -1, "one more does not");
	text[1] = '?';
	text[URL_PATH - 1] = '\0';
	ok(url_parse(text, &u, NULL) == 0 && strlen(u.path) == URL_PATH - 1, "a query gets its slash");
	text[URL_PATH - 1] = 'a';
	text[URL_PATH] = '\0';
	ok(url_parse(text, &u, NULL) == -1, "if there is room");
	memset(text, 'a', sizeof text);
	for (size_t i = 49; i < 250; i += 50)
		text[i] = '.';
	text[253] = '\0';
	ok(url_parse(text, &u, NULL) == 0 && strlen(u.host) == 253, "the longest name fits");
	text[253] = 'a';
	text[254] = '\0';
	ok(url_parse(text, &u, NULL) == -1, "one more does not");
	text[254] = 'a';
	text[500] = '\0';
	ok(url_parse(text, &u, NULL) == -1, "nor do 500");
	memset(text, '0', 400);
	memcpy(text, "a:", 2);
	memcpy(text + URL_HOST + 6, "8443", 5);
	ok(url_parse(text, &u, NULL) == -1, "a port is not cut off");
}

static const struct {
	const char *name, *from, *location;
	const char *path; /* NULL: refused */
	enum err_kind kind;
} steps[] = {
	{ "a whole URL", "https://a/x", "https://a/y", "/y", 0 },
	{ "in other words", "https://a/x", "HTTPS://A.:443/y?z#f", "/y?z", 0 },
	{ "without a path", "https://a/x", "https://a", "", 0 },
	{ "at our own port", "a/x", "https://a:8443/y", "/y", 0 },
	{ "without a scheme", "http://a/x", "//a/y", "/y", 0 },
	{ "an absolute path", "https://a/x/y?z", "/b", "/b", 0 },
	{ "a relative one", "https://a/x/y?z/z", "b?c", "/x/b?c", 0 },
	{ "from the root", "https://a", "b", "/b", 0 },
	{ "a query", "https://a/x/y?z", "?q", "/x/y?q", 0 },
	{ "a query of the root", "https://a", "?q", "/?q", 0 },
	{ "a fragment alone is here", "https://a/x?y", "#f", "/x?y", 0 },
	{ "nothing is here", "https://a/x?y", "", "/x?y", 0 },
	{ "an address", "https://[fd00::1]/", "https://[fd00:0::1]/y", "/y", 0 },
	{ "without the zone", "https://[fe80::1%eth0]/", "https://[fe80::1]/y", "/y", 0 },
	{ "plain stays plain", "http://a/", "http://a/y", "/y", 0 },
	{ "another host", "https://a/x", "https://b/y", NULL, ERR_UNTRUSTED },
	{ "another host without a scheme", "https://a/x", "//b/y", NULL, ERR_UNTRUSTED },
	{ "a host below it", "https://a/x", "https://b.a/y", NULL, ERR_UNTRUSTED },
	{ "another port", "https://a/x", "https://a:8443/y", NULL, ERR_UNTRUSTED },
	{ "another port, not said", "a/x", "https://a/y", NULL, ERR_UNTRUSTED },
	{ "down to http", "https://a/x", "http://a/y", NULL, ERR_UNTRUSTED },
	{ "down to http at the same port", "https://a/x", "http://a:443/y", NULL, ERR_UNTRUSTED },
	{ "up to https", "http://a/x", "https://a/y", NULL, ERR_UNTRUSTED },
	{ "another scheme", "https://a/x", "file:///etc/passwd", NULL, ERR_MALFORMED },
	{ "a user", "https://a/x", "https://me@a/y", NULL, ERR_MALFORMED },
	{ "a blank", "https://a/x", "/a b", NULL, ERR_MALFORMED },
	{ "an octet of UTF-8", "https://a/x", "/\xC3\xA4", NULL, ERR_MALFORMED },
	{ "a step up", "https://a/x/y", "../z", NULL, ERR_MALFORMED },
};

static void following(void)
{
	struct url from, to;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct err e = { 0 };

		url_parse(steps[i].from, &from, NULL);
		to = from;
		is_int(url_follow(&to, steps[i].location, &to, &e), steps[i].path ? 0 : -1, steps[i].name);
		is_int(e.kind, steps[i].kind, "of this kind");
		is_str(to.path, steps[i].path ? steps[i].path : from.path, "leads there, or nowhere");
		is_str(as_text(&to, url_add_text), as_text(&from, url_add_text), "on this server");
	}
	struct err e = { 0 };

	url_parse("https://a/x", &from, NULL);
	url_follow(&from, "http://b/y", &to, &e);
	is_str(e.text, "redirected to http://b/y, which is not this server", "it says where");
	err_clear(&e);
	url_follow(&from, "ftp://b/y", &to, &e);
	is_str(e.text, "redirected to 'ftp://b/y': neither https:// nor http://", "or what is wrong");
}

int main(void)
{
	parsing();
	lengths();
	following();
	return done_testing();
}
