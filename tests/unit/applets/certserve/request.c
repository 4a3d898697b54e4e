/* SPDX-License-Identifier: MIT */
/* request.c - what is answered, and that it is the same however the octets are parted. */
/* long because: one table of requests, a line each. */
#include "applets/certserve/request.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define S(text) (text), sizeof(text) - 1
#define HOST "Host: board.local\r\n"
#define GET(fields) S("GET / HTTP/1.1\r\n" HOST fields "\r\n")
#define ANY(field) S("GET / HTTP/1.1\r\n" field "\r\n\r\n")
#define PATH(target) S("GET " target " HTTP/1.1\r\n" HOST "\r\n")
#define LINE(line) S(line "\r\n" HOST "\r\n")

enum { KEEP = 1, HEAD = 2, RANGE = 4, CACHED = 8, TLS = 16, HTTP2 = 32, MORE = 64 };

static const struct {
	const char *name, *raw;
	size_t len;
	unsigned status; /* 0: whole, all of it, unless MORE */
	unsigned flags;
	const char *path, *host;
} cases[] = {
	/* what people send */
	{ "a plain request is whole", GET(""), 0, KEEP, "/", "board.local" },
	{ "HEAD is one, too", LINE("HEAD / HTTP/1.1"), 0, KEEP | HEAD, "/", "board.local" },
	{ "curl's request", S("GET /ca.crt HTTP/1.1\r\nHost: board.local:8443\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"),
		0, KEEP, "/ca.crt", "board.local:8443" },
	{ "busybox wget's request", S("GET /ca.crt HTTP/1.1\r\nHost: 10.0.0.1\r\nUser-Agent: Wget\r\nConnection: close\r\n\r\n"),
		0, 0, "/ca.crt", "10.0.0.1" },
	{ "wget's request", S("GET / HTTP/1.1\r\nHost: b\r\nAccept-Encoding: identity\r\nConnection: Keep-Alive\r\n\r\n"), 0, KEEP, "/", "b" },
	{ "lines ended by LF alone", S("GET /trust HTTP/1.1\nHost: b\n\n"), 0, KEEP, "/trust", "b" },
	{ "both kinds of line ends", S("GET / HTTP/1.1\r\nHost: b\n\r\n"), 0, KEEP, "/", "b" },
	{ "an empty line before the request", S("\r\nGET / HTTP/1.1\r\n" HOST "\r\n"), 0, KEEP, "/", "board.local" },
	{ "several, ended by LF", S("\n\n\nGET / HTTP/1.1\r\n" HOST "\r\n"), 0, KEEP, "/", "board.local" },
	{ "a field of no value", GET("Accept:\r\n"), 0, KEEP, "/", "board.local" },
	{ "blanks around a value", S("GET / HTTP/1.1\r\nHost: \t b \t\r\n\r\n"), 0, KEEP, "/", "b" },
	{ "no blank after the colon", S("GET / HTTP/1.1\r\nHost:b\r\n\r\n"), 0, KEEP, "/", "b" },
	{ "a value with a tab and octets over 127", GET("X: a\tb\303\244\r\n"), 0, KEEP, "/", "board.local" },
	{ "fields' names in any case", S("GET / HTTP/1.1\r\nhOsT: b\r\nCONNECTION: CLOSE\r\n\r\n"), 0, 0, "/", "b" },
	{ "fields nobody knows", GET("A: 1\r\nB: 2\r\nA: 3\r\n"), 0, KEEP, "/", "board.local" },
	{ "a name of all a token may have", GET("!#$%&'*+-.^_`|~09az: x\r\n"), 0, KEEP, "/", "board.local" },
	{ "an upgrade is not taken up", GET("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), 0, KEEP, "/", "board.local" },
	{ "a version of a later minor number is read as 1.1", LINE("GET / HTTP/1.2"), 0, KEEP, "/", "board.local" },
	{ "a length of nought", GET("Content-Length: 0\r\n"), 0, KEEP, "/", "board.local" },
	{ "a length of three noughts", GET("Content-Length: 000\r\n"), 0, KEEP, "/", "board.local" },
	{ "a range is seen", GET("Range: bytes=0-9\r\n"), 0, KEEP | RANGE, "/", "board.local" },
	{ "one of another unit, too", GET("range: lines=1\r\n"), 0, KEEP | RANGE, "/", "board.local" },

	/* the connection */
	{ "close", GET("Connection: close\r\n"), 0, 0, "/", "board.local" },
	{ "close beats keep-alive", GET("Connection: keep-alive, close\r\n"), 0, 0, "/", "board.local" },
	{ "and in another field", GET("Connection: close\r\nConnection: keep-alive\r\n"), 0, 0, "/", "board.local" },
	{ "close among others, in any case", GET("Connection: te ,\tCLOSE ,x\r\n"), 0, 0, "/", "board.local" },
	{ "a word with close in it is another", GET("Connection: closed\r\n"), 0, KEEP, "/", "board.local" },
	{ "an empty list", GET("Connection: ,,\r\n"), 0, KEEP, "/", "board.local" },
	{ "HTTP/1.0 ends the connection", S("GET / HTTP/1.0\r\n\r\n"), 0, 0, "/", "" },
	{ "unless it asks", S("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), 0, KEEP, "/", "" },
	{ "and does not ask otherwise", S("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"), 0, 0, "/", "" },
	{ "HTTP/1.0 with a host", S("GET / HTTP/1.0\r\nHost: b\r\n\r\n"), 0, 0, "/", "b" },
	{ "HTTP/1.0 with bare LF", S("GET / HTTP/1.0\n\n"), 0, 0, "/", "" },
	{ "HTTP/1.0 with two hosts", S("GET / HTTP/1.0\r\nHost: b\r\nHost: b\r\n\r\n"), 400, 0, NULL, NULL },

	/* caches */
	{ "the same tag", GET("If-None-Match: \"abc\"\r\n"), 0, KEEP | CACHED, "/", "board.local" },
	{ "a weak one", GET("If-None-Match: W/\"abc\"\r\n"), 0, KEEP | CACHED, "/", "board.local" },
	{ "one of a list", GET("If-None-Match: \"x\", \"abc\" ,\"y\"\r\n"), 0, KEEP | CACHED, "/", "board.local" },
	{ "any", GET("If-None-Match: *\r\n"), 0, KEEP | CACHED, "/", "board.local" },
	{ "another tag", GET("If-None-Match: \"abd\"\r\n"), 0, KEEP, "/", "board.local" },
	{ "a tag without its quotes is another", GET("If-None-Match: abc\r\n"), 0, KEEP, "/", "board.local" },
	{ "an empty tag field", GET("If-None-Match:\r\n"), 0, KEEP, "/", "board.local" },
	{ "a star in a list is no tag", GET("If-None-Match: \"x\", *\r\n"), 0, KEEP, "/", "board.local" },
	{ "the start of a tag is another", GET("If-None-Match: \"ab\r\n"), 0, KEEP, "/", "board.local" },
	{ "a lower-case w is no weakness", GET("If-None-Match: w/\"abc\"\r\n"), 0, KEEP, "/", "board.local" },

	/* methods */
	{ "POST is not allowed", LINE("POST / HTTP/1.1"), 405, 0, NULL, NULL },
	{ "PUT neither", LINE("PUT / HTTP/1.1"), 405, 0, NULL, NULL },
	{ "DELETE neither", LINE("DELETE / HTTP/1.1"), 405, 0, NULL, NULL },
	{ "PATCH neither", LINE("PATCH / HTTP/1.1"), 405, 0, NULL, NULL },
	{ "TRACE neither", LINE("TRACE / HTTP/1.1"), 405, 0, NULL, NULL },
	{ "OPTIONS of all neither", LINE("OPTIONS * HTTP/1.1"), 405, 0, NULL, NULL },
	{ "CONNECT with its authority neither", LINE("CONNECT board.local:443 HTTP/1.1"), 405, 0, NULL, NULL },
	{ "a method in small letters is unknown", LINE("get / HTTP/1.1"), 501, 0, NULL, NULL },
	{ "one of another protocol", LINE("PROPFIND / HTTP/1.1"), 501, 0, NULL, NULL },
	{ "one that begins as GET does", LINE("GETS / HTTP/1.1"), 501, 0, NULL, NULL },
	{ "the start of one", LINE("GE / HTTP/1.1"), 501, 0, NULL, NULL },
	{ "a method that is no token", LINE("G(T / HTTP/1.1"), 400, 0, NULL, NULL },
	{ "no method", LINE(" / HTTP/1.1"), 400, 0, NULL, NULL },
	{ "a method alone", LINE("GET"), 400, 0, NULL, NULL },

	/* versions */
	{ "HTTP/0.9", LINE("GET /"), 400, 0, NULL, NULL },
	{ "HTTP/2 by name", LINE("GET / HTTP/2.0"), 505, 0, NULL, NULL },
	{ "HTTP/3 by name", LINE("GET / HTTP/3.0"), 505, 0, NULL, NULL },
	{ "HTTP/0.9 by name", LINE("GET / HTTP/0.9"), 505, 0, NULL, NULL },
	{ "a version in small letters", LINE("GET / http/1.1"), 400, 0, NULL, NULL },
	{ "a version of two digits", LINE("GET / HTTP/1.10"), 400, 0, NULL, NULL },
	{ "a version without its minor number", LINE("GET / HTTP/1"), 400, 0, NULL, NULL },
	{ "a version with a comma", LINE("GET / HTTP/1,1"), 400, 0, NULL, NULL },
	{ "a version in hex", LINE("GET / HTTP/1.a"), 400, 0, NULL, NULL },
	{ "another protocol", LINE("GET / RTSP/1.0"), 400, 0, NULL, NULL },
	{ "a blank after the version", LINE("GET / HTTP/1.1 "), 400, 0, NULL, NULL },
	{ "two blanks after the method", LINE("GET  / HTTP/1.1"), 400, 0, NULL, NULL },
	{ "two blanks after the target", LINE("GET /  HTTP/1.1"), 400, 0, NULL, NULL },
	{ "a tab for a blank", LINE("GET\t/ HTTP/1.1"), 400, 0, NULL, NULL },
	{ "a blank in the target", LINE("GET /a b HTTP/1.1"), 400, 0, NULL, NULL },
	{ "a blank before the method", LINE(" GET / HTTP/1.1"), 400, 0, NULL, NULL },

	/* strangers */
	{ "HTTP/2's preface", S("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, HTTP2, NULL, NULL },
	{ "half of it is another request", LINE("PRI / HTTP/2.0"), 505, 0, NULL, NULL },
	{ "a TLS 1.2 hello", S("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"), 400, TLS, NULL, NULL },
	{ "a TLS 1.0 hello", S("\x16\x03\x00\x00\x2F\x01"), 400, TLS, NULL, NULL },
	{ "three octets of one do", S("\x16\x03\x03"), 400, TLS, NULL, NULL },
	{ "two do not", S("\x16\x03"), 0, MORE, NULL, NULL },
	{ "an SSL 2 hello", S("\x80\x2E\x01\x03\x01"), 400, TLS, NULL, NULL },
	{ "garbage of high octets", S("\x80\xFF\xFE\xFD\r\n\r\n"), 400, 0, NULL, NULL },
	{ "garbage of control characters", S("\x16\x01\x02\x03\r\n"), 400, 0, NULL, NULL },
	{ "NULs and a line end", S("\0\0\0\0\n"), 400, 0, NULL, NULL },
	{ "SSH's greeting", S("SSH-2.0-OpenSSH_9.2p1\r\n"), 400, 0, NULL, NULL },
	{ "SMTP's greeting", S("EHLO board\r\n"), 400, 0, NULL, NULL },
	{ "a colon first", S(":\r\n"), 400, 0, NULL, NULL },

	/* Host (RFC 9112 3.2) */
	{ "1.1 without a host", S("GET / HTTP/1.1\r\n\r\n"), 400, 0, NULL, NULL },
	{ "two hosts", ANY("Host: b\r\nHost: c"), 400, 0, NULL, NULL },
	{ "the same host twice", ANY("Host: b\r\nHost: b"), 400, 0, NULL, NULL },
	{ "an empty host", ANY("Host:"), 400, 0, NULL, NULL },
	{ "a host of blanks", ANY("Host:  \t"), 400, 0, NULL, NULL },
	{ "a host with a port", ANY("Host: b:8443"), 0, KEEP, "/", "b:8443" },
	{ "a host with an empty port", ANY("Host: b:"), 0, KEEP, "/", "b:" },
	{ "the highest port", ANY("Host: b:65535"), 0, KEEP, "/", "b:65535" },
	{ "one more", ANY("Host: b:65536"), 400, 0, NULL, NULL },
	{ "a port that would wrap", ANY("Host: b:4294967297"), 400, 0, NULL, NULL },
	{ "a port of letters", ANY("Host: b:http"), 400, 0, NULL, NULL },
	{ "a port below nought", ANY("Host: b:-1"), 400, 0, NULL, NULL },
	{ "a port alone", ANY("Host: :80"), 400, 0, NULL, NULL },
	{ "two ports", ANY("Host: b:80:80"), 400, 0, NULL, NULL },
	{ "two hosts in one field", ANY("Host: b, c"), 400, 0, NULL, NULL },
	{ "a host with a blank in it", ANY("Host: b c"), 400, 0, NULL, NULL },
	{ "a host with a path", ANY("Host: b/c"), 400, 0, NULL, NULL },
	{ "a host with a user", ANY("Host: me@b"), 400, 0, NULL, NULL },
	{ "a host with markup", ANY("Host: <b>"), 400, 0, NULL, NULL },
	{ "a host with a shell's words", ANY("Host: $(reboot)"), 400, 0, NULL, NULL },
	{ "a host with a quote", ANY("Host: b'c"), 400, 0, NULL, NULL },
	{ "a host with octets over 127", ANY("Host: b\303\266rd"), 400, 0, NULL, NULL },
	{ "a host with an underscore and a last dot", ANY("Host: my_board.lan."), 0, KEEP, "/", "my_board.lan." },
	{ "an IPv4 address", ANY("Host: 192.168.7.20:80"), 0, KEEP, "/", "192.168.7.20:80" },
	{ "an IPv6 address", ANY("Host: [fe80::1]"), 0, KEEP, "/", "[fe80::1]" },
	{ "an IPv6 address with a port", ANY("Host: [::1]:8443"), 0, KEEP, "/", "[::1]:8443" },
	{ "an IPv6 address with a zone", ANY("Host: [fe80::1%25eth0]"), 0, KEEP, "/", "[fe80::1%25eth0]" },
	{ "an IPv6 address without brackets", ANY("Host: fe80::1"), 400, 0, NULL, NULL },
	{ "a bracket that is not closed", ANY("Host: [::1"), 400, 0, NULL, NULL },
	{ "a bracket alone", ANY("Host: ["), 400, 0, NULL, NULL },
	{ "empty brackets", ANY("Host: []"), 400, 0, NULL, NULL },
	{ "a name in brackets", ANY("Host: [board]"), 400, 0, NULL, NULL },
	{ "letters after the bracket", ANY("Host: [::1]x"), 400, 0, NULL, NULL },
	{ "a bad port after the bracket", ANY("Host: [::1]:x"), 400, 0, NULL, NULL },

	/* absolute-form (RFC 9112 3.2.2) */
	{ "a whole URL", PATH("http://other:80/ca.crt"), 0, KEEP, "/ca.crt", "other:80" },
	{ "one of https, in any case", PATH("HTTPS://other/ca.crt"), 0, KEEP, "/ca.crt", "other" },
	{ "a URL without a path", PATH("http://other"), 0, KEEP, "/", "other" },
	{ "a URL with a query alone", PATH("http://other?x"), 0, KEEP, "/", "other" },
	{ "a URL with an address", PATH("http://[::1]:8/x"), 0, KEEP, "/x", "[::1]:8" },
	{ "a URL needs Host all the same", S("GET http://other/ HTTP/1.1\r\n\r\n"), 400, 0, NULL, NULL },
	{ "a URL and a bad Host", S("GET http://other/ HTTP/1.1\r\nHost: <\r\n\r\n"), 400, 0, NULL, NULL },
	{ "a URL with a user", PATH("http://me@other/"), 400, 0, NULL, NULL },
	{ "a URL without a host", PATH("http:///x"), 400, 0, NULL, NULL },
	{ "a URL with an empty host and port", PATH("http://:80/"), 400, 0, NULL, NULL },
	{ "a URL of another scheme", PATH("ftp://other/"), 400, 0, NULL, NULL },
	{ "a URL with one slash", PATH("http:/other/"), 400, 0, NULL, NULL },
	{ "a scheme alone", PATH("http:"), 400, 0, NULL, NULL },
	{ "a file", PATH("file:///etc/passwd"), 400, 0, NULL, NULL },
	{ "a star for GET", PATH("*"), 400, 0, NULL, NULL },
	{ "an authority for GET", PATH("board.local:443"), 400, 0, NULL, NULL },
	{ "a path without its slash", PATH("ca.crt"), 400, 0, NULL, NULL },
	{ "no target", LINE("GET  HTTP/1.1"), 400, 0, NULL, NULL },

	/* paths */
	{ "a query is cut off", PATH("/ca.crt?v=1&x=../.."), 0, KEEP, "/ca.crt", "board.local" },
	{ "a query with bad escapes is nobody's", PATH("/x?%zz"), 0, KEEP, "/x", "board.local" },
	{ "a fragment", PATH("/x#y"), 400, 0, NULL, NULL },
	{ "escapes are decoded", PATH("/%63a%2Ecrt"), 0, KEEP, "/ca.crt", "board.local" },
	{ "an escape at the end", PATH("/a%62"), 0, KEEP, "/ab", "board.local" },
	{ "escapes are decoded once", PATH("/%2563a"), 0, KEEP, "/%63a", "board.local" },
	{ "a double escape of dots stays one", PATH("/%252e%252e/x"), 0, KEEP, "/%2e%2e/x", "board.local" },
	{ "UTF-8 in escapes", PATH("/%C3%A4"), 0, KEEP, "/\303\244", "board.local" },
	{ "a question mark in escapes is of the path", PATH("/a%3Fb"), 0, KEEP, "/a?b", "board.local" },
	{ "a plus is no blank", PATH("/a+b"), 0, KEEP, "/a+b", "board.local" },
	{ "a slash at the end", PATH("/a/"), 0, KEEP, "/a/", "board.local" },
	{ "three dots are a name", PATH("/..."), 0, KEEP, "/...", "board.local" },
	{ "a hidden name", PATH("/.well-known/x"), 0, KEEP, "/.well-known/x", "board.local" },
	{ "a backslash is no slash", PATH("/..\\x"), 0, KEEP, "/..\\x", "board.local" },
	{ "two dots", PATH("/.."), 400, 0, NULL, NULL },
	{ "two dots first", PATH("/../etc/passwd"), 400, 0, NULL, NULL },
	{ "two dots in the middle", PATH("/a/../b"), 400, 0, NULL, NULL },
	{ "two dots last", PATH("/a/.."), 400, 0, NULL, NULL },
	{ "one dot", PATH("/./a"), 400, 0, NULL, NULL },
	{ "two dots in escapes", PATH("/%2e%2E/x"), 400, 0, NULL, NULL },
	{ "two dots in half an escape", PATH("/.%2e/x"), 400, 0, NULL, NULL },
	{ "two dots behind an escaped slash", PATH("/a%2f..%2fb"), 400, 0, NULL, NULL },
	{ "two dots in a URL", PATH("http://other/../x"), 400, 0, NULL, NULL },
	{ "two slashes first", PATH("//ca.crt"), 404, 0, NULL, NULL },
	{ "two slashes in the middle", PATH("/a//b"), 404, 0, NULL, NULL },
	{ "two slashes last", PATH("/a//"), 404, 0, NULL, NULL },
	{ "an escaped slash", PATH("/a%2Fb"), 404, 0, NULL, NULL },
	{ "an escaped NUL", PATH("/ca.crt%00.png"), 400, 0, NULL, NULL },
	{ "an escaped line end", PATH("/a%0d%0aX:%20y"), 400, 0, NULL, NULL },
	{ "an escaped DEL", PATH("/%7f"), 400, 0, NULL, NULL },
	{ "an escape of one digit", PATH("/%4"), 400, 0, NULL, NULL },
	{ "an escape of none", PATH("/%"), 400, 0, NULL, NULL },
	{ "an escape of other letters", PATH("/%4g"), 400, 0, NULL, NULL },
	{ "octets over 127", PATH("/\303\244"), 400, 0, NULL, NULL },
	{ "a NUL in the target", PATH("/a\0b"), 400, 0, NULL, NULL },
	{ "a DEL in the target", PATH("/\177"), 400, 0, NULL, NULL },

	/* fields that are none */
	{ "a folded line", GET("X: a\r\n b\r\n"), 400, 0, NULL, NULL },
	{ "one folded by a tab", GET("X: a\r\n\tb\r\n"), 400, 0, NULL, NULL },
	{ "a folded line before any field", S("GET / HTTP/1.1\r\n Host: b\r\n\r\n"), 400, 0, NULL, NULL },
	{ "a line of blanks", GET(" \r\n"), 400, 0, NULL, NULL },
	{ "a blank before the colon", ANY("Host : b"), 400, 0, NULL, NULL },
	{ "a tab before the colon", GET("X\t: b\r\n"), 400, 0, NULL, NULL },
	{ "a blank in a name", GET("X Y: b\r\n"), 400, 0, NULL, NULL },
	{ "no colon", GET("X\r\n"), 400, 0, NULL, NULL },
	{ "no name", GET(": x\r\n"), 400, 0, NULL, NULL },
	{ "a name of other octets", GET("X\303\244: b\r\n"), 400, 0, NULL, NULL },
	{ "a name in quotes", GET("\"X\": b\r\n"), 400, 0, NULL, NULL },
	{ "a CR in a value", GET("X: a\rb\r\n"), 400, 0, NULL, NULL },
	{ "a CR that hides a field", GET("X: a\rTransfer-Encoding: chunked\r\n"), 400, 0, NULL, NULL },
	{ "two CRs at a line's end", GET("X: a\r\r\n"), 400, 0, NULL, NULL },
	{ "two CRs for the blank line", S("GET / HTTP/1.1\r\n" HOST "\r\r\n"), 400, 0, NULL, NULL },
	{ "a CR in the request line", LINE("GET /\rx HTTP/1.1"), 400, 0, NULL, NULL },
	{ "CRs alone never end a head", S("GET / HTTP/1.1\rHost: b\r\r"), 0, MORE, NULL, NULL },
	{ "a NUL in a value", GET("X: a\0b\r\n"), 400, 0, NULL, NULL },
	{ "a NUL in a name", GET("X\0: b\r\n"), 400, 0, NULL, NULL },
	{ "a control character in a value", GET("X: \033[2J\r\n"), 400, 0, NULL, NULL },
	{ "a DEL in a value", GET("X: \177\r\n"), 400, 0, NULL, NULL },

	/* bodies, and what smugglers make of them */
	{ "a body", GET("Content-Length: 5\r\n"), 413, 0, NULL, NULL },
	{ "a body longer than any number", GET("Content-Length: 99999999999999999999999\r\n"), 413, 0, NULL, NULL },
	{ "a chunked body", GET("Transfer-Encoding: chunked\r\n"), 413, 0, NULL, NULL },
	{ "a body of an unknown coding", GET("Transfer-Encoding: xchunked\r\n"), 413, 0, NULL, NULL },
	{ "a coding of nothing", GET("Transfer-Encoding:\r\n"), 413, 0, NULL, NULL },
	{ "a length, then a coding", GET("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"), 400, 0, NULL, NULL },
	{ "a coding, then a length", GET("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), 400, 0, NULL, NULL },
	{ "two codings", GET("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400, 0, NULL, NULL },
	{ "a coding with a blank before its colon", GET("Transfer-Encoding : chunked\r\n"), 400, 0, NULL, NULL },
	{ "a coding in HTTP/1.0", S("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400, 0, NULL, NULL },
	{ "a length given twice", GET("Content-Length: 0\r\nContent-Length: 0\r\n"), 400, 0, NULL, NULL },
	{ "a length given twice in one field", GET("Content-Length: 0, 0\r\n"), 400, 0, NULL, NULL },
	{ "a length with a sign", GET("Content-Length: +0\r\n"), 400, 0, NULL, NULL },
	{ "a length below nought", GET("Content-Length: -1\r\n"), 400, 0, NULL, NULL },
	{ "a length in hex", GET("Content-Length: 0x0\r\n"), 400, 0, NULL, NULL },
	{ "an empty length", GET("Content-Length:\r\n"), 400, 0, NULL, NULL },
	{ "a length with a blank in it", GET("Content-Length: 0 0\r\n"), 400, 0, NULL, NULL },
	{ "POST with a body ends at its method", S("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"), 405, 0, NULL, NULL },

	/* not yet whole */
	{ "nothing yet", S(""), 0, MORE, NULL, NULL },
	{ "no line yet", S("GET / HTTP/1.1"), 0, MORE, NULL, NULL },
	{ "no blank line yet", S("GET / HTTP/1.1\r\n" HOST), 0, MORE, NULL, NULL },
	{ "half a blank line", S("GET / HTTP/1.1\r\n" HOST "\r"), 0, MORE, NULL, NULL },
	{ "empty lines only", S("\r\n\r\n\r\n"), 0, MORE, NULL, NULL },
};

/* What a request has said, in one comparable line. */
static void show(char out[static 512], enum request_state state, const struct request *r, const char *buf)
{
	if (state == REQUEST_MORE)
		snprintf(out, 512, "more");
	else if (state == REQUEST_REFUSED)
		snprintf(out, 512, "%u alien %d keep %d", r->status, r->alien, r->keep);
	else
		snprintf(out, 512, "path %.*s host %.*s used %u keep %d head %d range %d cached %d", r->path.len, buf + r->path.at,
				 r->host.len, buf + r->host.at, r->used, r->keep, r->head, r->range, request_has(r, buf, "\"abc\""));
}

/* Fed in pieces of step octets after the first `first`, each time in a room of its own that ends where they do. */
static void feed(char out[static 512], const char *raw, size_t len, size_t first, size_t step)
{
	struct request r = { .used = 0 };
	enum request_state state = REQUEST_MORE;
	char *room = NULL;

	for (size_t have = 0, next = first;; next = next + step < len ? next + step : len) {
		char *wider = malloc(next > 0 ? next : 1);

		if (wider == NULL)
			abort();
		if (have > 0)
			memcpy(wider, room, have);
		memcpy(wider + have, raw + have, next - have);
		free(room);
		room = wider;
		have = next;
		state = request_feed(&r, room, have);
		if (have == len || state != REQUEST_MORE)
			break;
	}
	show(out, state, &r, room);
	free(room);
}

static void parted(const char *raw, size_t len, const char *want)
{
	char got[512];

	for (size_t first = 0; first <= len; first++) {
		feed(got, raw, len, first, len);
		if (strcmp(got, want) != 0) {
			is_str(got, want, "... parted anywhere");
			diag("after %zu octets", first);
			return;
		}
	}
	feed(got, raw, len, 0, 1);
	is_str(got, want, "... parted anywhere, and octet by octet");
}

static void one(size_t i)
{
	char want[512], got[512];
	unsigned f = cases[i].flags;

	if (f & MORE)
		snprintf(want, sizeof want, "more");
	else if (cases[i].status != 0)
		snprintf(want, sizeof want, "%u alien %d keep 0", cases[i].status, f & TLS ? REQUEST_TLS : f & HTTP2 ? REQUEST_HTTP2 : REQUEST_NATIVE);
	else
		snprintf(want, sizeof want, "path %s host %s used %zu keep %d head %d range %d cached %d", cases[i].path, cases[i].host,
				 cases[i].len, (f & KEEP) != 0, (f & HEAD) != 0, (f & RANGE) != 0, (f & CACHED) != 0);
	feed(got, cases[i].raw, cases[i].len, cases[i].len, 1);
	is_str(got, want, cases[i].name);
	parted(cases[i].raw, cases[i].len, want);
	if (cases[i].status == 0 && !(f & MORE)) {
		feed(got, cases[i].raw, cases[i].len - 1, cases[i].len - 1, 1);
		is_str(got, "more", "... and an octet less is not whole");
	}
}

/* before, then n times c, then after. */
static void padded(const char *before, char c, size_t n, const char *after, const char *want, const char *name)
{
	static char raw[3 * REQUEST_HEAD_MAX];
	size_t a = strlen(before), b = strlen(after);
	char got[512];

	snprintf(raw, sizeof raw, "%s", before);
	memset(raw + a, c, n);
	snprintf(raw + a + n, sizeof raw - a - n, "%s", after);
	feed(got, raw, a + n + b, a + n + b, 1);
	ok(strncmp(got, want, strlen(want)) == 0, name);
	diag("%.60s", got);
	feed(got, raw, a + n + b, 0, 1);
	ok(strncmp(got, want, strlen(want)) == 0, "... octet by octet, too");
}

static void bounds(void)
{
	const char *tail = " HTTP/1.1\r\nHost: b\r\n\r\n", *fields = "GET / HTTP/1.1\r\nHost: b\r\nX: ";

	padded("GET /", 'a', REQUEST_LINE_MAX - 16, tail, "path /aaa", "the longest request line");
	padded("GET /", 'a', REQUEST_LINE_MAX - 15, tail, "414", "one octet more");
	padded("GET /", 'a', 2 * REQUEST_HEAD_MAX, tail, "414", "far more");
	padded("GET /?", 'a', REQUEST_LINE_MAX, tail, "414", "a query counts");
	padded("", 'G', REQUEST_LINE_MAX, "", "414", "one without an end");
	padded(fields, 'x', REQUEST_HEAD_MAX - 32, "\r\n\r\n", "path / host b used 8192", "the longest head");
	padded(fields, 'x', REQUEST_HEAD_MAX - 31, "\r\n\r\n", "431", "one octet more");
	padded(fields, 'x', 2 * REQUEST_HEAD_MAX, "", "431", "one without an end");
	padded("", '\n', REQUEST_HEAD_MAX, "", "431", "empty lines count");
	padded("GET / HTTP/1.1\r\nHost: ", 'b', 4000, "\r\n\r\n", "path / host bbb", "a long host");
	padded("GET / HTTP/1.1\r\nHost: b\r\nIf-None-Match: \"abc\"", ',', 4000, "\r\n\r\n", "path / host b used 4049 keep 1 head 0 range 0 cached 1",
		   "a long list of tags");
}

static void pipeline(void)
{
	char buf[] = "GET /a HTTP/1.1\r\nHost: b\r\n\r\nHEAD /b HTTP/1.1\nHost: c\n\n\r\nGET /c HTTP/1.0\r\n\r\nrest";
	const char *paths[] = { "/a", "/b", "/c" };
	size_t at = 0, len = sizeof buf - 1;
	struct request r;

	for (size_t i = 0; i < 3; i++) {
		memset(&r, 0, sizeof r);
		ok(request_feed(&r, buf + at, len - at) == REQUEST_WHOLE && r.path.len == 2 &&
			   memcmp(buf + at + r.path.at, paths[i], 2) == 0, "requests that came together are read one by one");
		at += r.used;
		ok(request_feed(&r, buf + at - r.used, len - at + r.used) == REQUEST_WHOLE, "... and asked again it says the same");
	}
	is_str(buf + at, "rest", "what follows is left");
	memset(&r, 0, sizeof r);
	ok(request_feed(&r, buf + at, 4) == REQUEST_MORE, "... and is the next one's start");
}

/* An answer to HEAD has no body, also when it is no. */
static void refused_head(void)
{
	char buf[] = "HEAD /.. HTTP/1.1\r\n";
	struct request r = { .used = 0 };

	ok(request_feed(&r, buf, sizeof buf - 1) == REQUEST_REFUSED && r.head, "a refused HEAD is known as one");
	ok(request_feed(&r, buf, sizeof buf - 1) == REQUEST_REFUSED && r.status == 400, "... and stays refused");
	is_int(sizeof r <= 64, 1, "a request's state is at most 64 octets");
}

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		one(i);
	bounds();
	pipeline();
	refused_head();
	return done_testing();
}
