/* SPDX-License-Identifier: MIT */
/* request.c - HTTP/1.1 requests, line by line. */
#include "applets/certserve/request.h"

#include <string.h>

/* A piece of a line that is being taken apart. */
struct piece {
	const char *at;
	size_t len;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Of letters, digits and marks alone, and not empty? */
static bool consists(struct piece p, const char *marks)
{
	for (size_t i = 0; i < p.len; i++)
		if (!is_alnum(p.at[i]) && (p.at[i] == '\0' || strchr(marks, p.at[i]) == NULL))
			return false;
	return p.len > 0;
}

/* RFC 9110 5.6.2 */
static bool is_token(struct piece p)
{
	return consists(p, "!#$%&'*+-.^_`|~");
}

static bool is(struct piece p, const char *word)
{
	return p.len == strlen(word) && memcmp(p.at, word, p.len) == 0;
}

static bool is_any_case(struct piece p, const char *word)
{
	size_t i = 0;

	if (p.len != strlen(word))
		return false;
	while (i < p.len && (p.at[i] == word[i] || (is_alnum(p.at[i]) && (p.at[i] | 0x20) == word[i])))
		i++;
	return i == p.len;
}

/* What stands before the first c is cut off p, c too; without one that is all of it. */
static struct piece cut(struct piece *p, char c)
{
	const char *end = p->len > 0 ? memchr(p->at, c, p->len) : NULL;
	struct piece first = { p->at, end != NULL ? (size_t)(end - p->at) : p->len };
	size_t used = first.len + (end != NULL);

	p->at += used;
	p->len -= used;
	return first;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct piece trim(struct piece p)
{
	for (; p.len > 0 && is_blank(*p.at); p.at++)
		p.len--;
	while (p.len > 0 && is_blank(p.at[p.len - 1]))
		p.len--;
	return p;
}

static struct request_part part(const char *buf, struct piece p)
{
	return (struct request_part){ (uint16_t)(p.at - buf), (uint16_t)p.len };
}

static bool is_port(struct piece p)
{
	uint32_t port = 0;

	for (size_t i = 0; i < p.len; i++) {
		port = port * 10 + (uint32_t)(p.at[i] - '0');
		if (!is_digit(p.at[i]) || port > UINT16_MAX)
			return false;
	}
	return true;
}

/* RFC 3986 3.2.2, without what no host of ours is called: escapes (but a zone's, RFC 6874) and sub-delims. */
static bool is_host(struct piece p)
{
	struct piece name;

	if (p.len == 0 || *p.at != '[') {
		name = cut(&p, ':');
		return consists(name, "-._~") && is_port(p);
	}
	name = cut(&p, ']');
	name.at++;
	name.len--;
	if (p.at[-1] != ']' || !consists(name, "-._~:%") || memchr(name.at, ':', name.len) == NULL)
		return false;
	return p.len == 0 || (*p.at == ':' && is_port((struct piece){ p.at + 1, p.len - 1 }));
}

static int digit(char c)
{
	if (is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Once, in place. Status, or 0. */
static uint16_t decode(char *to, struct piece *p)
{
	const char *start = to;
	uint16_t status = 0;

	for (size_t i = 0; i < p->len; i++) {
		char c = p->at[i];

		if (c == '%') {
			if (p->len - i < 3 || digit(p->at[i + 1]) < 0 || digit(p->at[i + 2]) < 0)
				return 400;
			c = (char)(digit(p->at[i + 1]) << 4 | digit(p->at[i + 2]));
			i += 2;
			if (c == '/')
				status = 404;
			if ((unsigned char)c < ' ' || c == 0x7F)
				return 400;
		}
		*to++ = c;
	}
	p->len = (size_t)(to - start);
	return status;
}

/* A path is a key of a table, and of no file system; what looks for one is turned away all the same. */
static uint16_t judge_path(struct piece path)
{
	uint16_t status = 0;

	cut(&path, '/');
	while (path.len > 0) {
		struct piece segment = cut(&path, '/');

		if (is(segment, ".") || is(segment, ".."))
			return 400;
		if (segment.len == 0)
			status = 404;
	}
	return status;
}

/* scheme "://" authority, cut off an absolute-form (RFC 9112 3.2.2). */
static bool cut_authority(struct request *r, const char *buf, struct piece *target)
{
	struct piece scheme = cut(target, ':'), host = { target->at + 2, 0 };

	if ((!is_any_case(scheme, "http") && !is_any_case(scheme, "https")) || target->len < 2 || memcmp(target->at, "//", 2) != 0)
		return false;
	while (host.len < target->len - 2 && host.at[host.len] != '/' && host.at[host.len] != '?')
		host.len++;
	if (!is_host(host))
		return false;
	r->host = part(buf, host);
	r->absolute = true;
	target->at += host.len + 2;
	target->len -= host.len + 2;
	return true;
}

static uint16_t read_target(struct request *r, char *buf, struct piece target)
{
	uint16_t slashes, status;
	struct piece path;

	for (size_t i = 0; i < target.len; i++)
		if (target.at[i] <= ' ' || target.at[i] > '~' || target.at[i] == '#')
			return 400;
	if (target.len == 0 || (*target.at != '/' && !cut_authority(r, buf, &target)))
		return 400;
	path = cut(&target, '?');
	/* "http://host" and "http://host?query": one of the scheme's slashes is the path */
	if (path.len == 0)
		path = (struct piece){ memchr(buf, '/', r->host.at), 1 };
	slashes = decode(buf + (path.at - buf), &path);
	if (slashes == 400)
		return 400;
	r->path = part(buf, path);
	status = judge_path(path);
	return status != 0 ? status : slashes;
}

static uint16_t judge_method(struct request *r, struct piece method)
{
	static const char others[][8] = { "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" };

	if (!is_token(method))
		return 400;
	r->head = is(method, "HEAD");
	if (r->head || is(method, "GET"))
		return 0;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (is(method, others[i]))
			return 405;
	return 501;
}

/* RFC 9112 2.3 */
static uint16_t judge_version(struct request *r, struct piece v)
{
	if (v.len != 8 || memcmp(v.at, "HTTP/", 5) != 0 || !is_digit(v.at[5]) || v.at[6] != '.' || !is_digit(v.at[7]))
		return 400;
	r->old = v.at[7] == '0';
	return v.at[5] == '1' ? 0 : 505;
}

static uint16_t read_line(struct request *r, char *buf, struct piece line)
{
	bool preface = is(line, "PRI * HTTP/2.0");
	struct piece method = cut(&line, ' '), target = cut(&line, ' ');
	uint16_t version = judge_version(r, line), status;

	r->has_line = true;
	if (preface)
		r->alien = REQUEST_HTTP2;
	if (version != 0)
		return version;
	status = judge_method(r, method);
	return status != 0 ? status : read_target(r, buf, target);
}

/* --- fields ------------------------------------------------------------------------------------ */

static uint16_t on_host(struct request *r, const char *buf, struct piece value)
{
	if (r->has_host || !is_host(value))
		return 400;
	r->has_host = true;
	if (!r->absolute)
		r->host = part(buf, value);
	return 0;
}

/* No request of ours has a body: a length of nought is all that may be said of one. */
static uint16_t on_length(struct request *r, struct piece value)
{
	bool body = false;

	if (r->has_length || r->has_coding || value.len == 0)
		return 400;
	r->has_length = true;
	for (size_t i = 0; i < value.len; i++) {
		if (!is_digit(value.at[i]))
			return 400;
		body |= value.at[i] != '0';
	}
	return body ? 413 : 0;
}

static void on_connection(struct request *r, struct piece value)
{
	while (value.len > 0) {
		struct piece option = trim(cut(&value, ','));

		r->close |= is_any_case(option, "close");
		r->keep |= is_any_case(option, "keep-alive");
	}
}

static uint16_t read_field(struct request *r, const char *buf, struct piece line)
{
	enum { HOST, LENGTH, CODING, CONNECTION, MATCH, RANGE, FIELDS };
	static const char names[FIELDS][18] = { "host", "content-length", "transfer-encoding", "connection", "if-none-match", "range" };
	bool colon = memchr(line.at, ':', line.len) != NULL;
	struct piece name = cut(&line, ':'), value = trim(line);
	unsigned i = 0;

	/* a folded line begins with a blank, which no token has (RFC 9112 5.1, 5.2) */
	if (!colon || !is_token(name))
		return 400;
	while (i < FIELDS && !is_any_case(name, names[i]))
		i++;
	switch (i) {
	case HOST:
		return on_host(r, buf, value);
	case LENGTH:
		return on_length(r, value);
	case CODING:
		if (r->has_length || r->has_coding || r->old)
			return 400;
		r->has_coding = true; /* a length may follow: judged when the head has ended */
		break;
	case CONNECTION:
		on_connection(r, value);
		break;
	case MATCH:
		if (r->if_none_match.len == 0)
			r->if_none_match = part(buf, value);
		break;
	case RANGE:
		r->range = true;
		break;
	}
	return 0;
}

static uint16_t end_head(struct request *r, size_t used)
{
	if (r->has_coding)
		return 413;
	if (!r->has_host && !r->old)
		return 400;
	r->keep = !r->close && (r->keep || !r->old);
	r->used = (uint16_t)used;
	return 0;
}

/* --- octets ------------------------------------------------------------------------------------ */

/* The line that ends before buf[end], an LF. Status, or 0; *whole when it was the head's last. */
static uint16_t on_line(struct request *r, char *buf, size_t end, bool *whole)
{
	struct piece line = { buf + r->line, end - r->line };

	r->line = (uint16_t)(end + 1);
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	if (line.len == 0) {
		*whole = r->has_line;
		return *whole ? end_head(r, end + 1) : 0; /* empty lines before a request: RFC 9112 2.2 */
	}
	for (size_t i = 0; i < line.len; i++)
		if (((unsigned char)line.at[i] < ' ' && line.at[i] != '\t') || line.at[i] == 0x7F)
			return 400;
	return r->has_line ? read_field(r, buf, line) : read_line(r, buf, line);
}

/* A record of TLS that holds a hello (RFC 8446 5.1), or SSL 2's hello (RFC 5246 E.2): at its third octet it is known. */
static bool is_hello(const char *buf)
{
	return (buf[0] == 22 && buf[1] == 3) || ((buf[0] & 0x80) != 0 && buf[2] == 1);
}

static uint16_t on_octet(struct request *r, char *buf, size_t i, bool *whole)
{
	if (i == 2 && is_hello(buf)) {
		r->alien = REQUEST_TLS;
		return 400;
	}
	if (buf[i] == '\n') {
		uint16_t status = on_line(r, buf, i, whole);

		if (status != 0 || *whole)
			return status;
	}
	if (!r->has_line && i + 1 - r->line >= REQUEST_LINE_MAX)
		return 414;
	return i + 1 >= REQUEST_HEAD_MAX ? 431 : 0;
}

enum request_state request_feed(struct request *r, char *buf, size_t len)
{
	bool whole = false;

	for (; r->status == 0 && r->used == 0 && r->seen < len; r->seen++)
		r->status = on_octet(r, buf, r->seen, &whole);
	r->keep &= r->status == 0;
	return r->status != 0 ? REQUEST_REFUSED : r->used > 0 ? REQUEST_WHOLE : REQUEST_MORE;
}

bool request_has(const struct request *r, const char *buf, const char *etag)
{
	/* ours are hex in quotes: what stands between commas needs no closer look */
	struct piece list = { buf + r->if_none_match.at, r->if_none_match.len };

	if (is(list, "*"))
		return true;
	while (list.len > 0) {
		struct piece tag = trim(cut(&list, ','));

		if (tag.len > 2 && memcmp(tag.at, "W/", 2) == 0) {
			tag.at += 2;
			tag.len -= 2;
		}
		if (is(tag, etag))
			return true;
	}
	return false;
}
