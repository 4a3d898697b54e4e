/* SPDX-License-Identifier: MIT */
/* url.c - what a person names a server by, and where its redirects lead. */
#include "applets/url.h"

#include <string.h>
#include <strings.h>

/* Each of the readers gives NULL, or what is wrong: a TEXT. Where san_parse has worded it, that counts. */

/* Without a scheme *rest is s, and out as it was. */
static const char *read_scheme(const char *s, struct url *out, const char **rest)
{
	size_t n = strcspn(s, ":/?#");

	*rest = s;
	if (strncmp(s + n, "://", 3) != 0)
		return NULL;
	if ((n != 4 && n != 5) || strncasecmp(s, "https", n) != 0)
		return TEXT("neither https:// nor http://");
	*rest = s + n + 3;
	out->plain = n == 4;
	out->port = out->plain ? 80 : 443;
	return NULL;
}

/* RFC 4007 11.2: it has no form; what an interface may be called, and fits a line. */
static bool is_zone(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~");

	return len > 0 && len < 16 && s[len] == '\0';
}

/* host: without brackets and port; it is cut up. */
static const char *read_host(char *host, bool bracketed, struct url *out, struct err *e)
{
	char *zone = strchr(host, '%');
	struct text t;

	if (strchr(host, '@') != NULL || *host == '*' || (bracketed && strchr(host, ':') == NULL))
		return TEXT("no host name or address");
	if (zone != NULL) {
		*zone++ = '\0';
		if (bracketed && strncmp(zone, "25", 2) == 0 && zone[2] != '\0') /* RFC 6874 2 */
			zone += 2;
	}
	if (san_parse(host, &out->name, e) != 0)
		return TEXT("no host name or address");
	if (zone != NULL && (out->name.kind != SAN_IP || out->name.len != 16 || !is_zone(zone)))
		return TEXT("no interface behind '%'");
	text_init(&t, out->host, sizeof out->host);
	san_add_text(&t, &out->name);
	if (zone != NULL)
		text_format(&t, "%%%s", zone);
	return NULL;
}

/* HOST[:PORT] of len characters. */
static const char *read_authority(const char *s, size_t len, struct url *out, struct err *e)
{
	char room[URL_HOST + sizeof ":65535[]"], *host = room, *port;
	uint32_t n = out->port;

	if (len >= sizeof room)
		return TEXT("its host is too long");
	memcpy(room, s, len);
	room[len] = '\0';
	if (*room == '[') {
		host++;
		port = strchr(room, ']');
		if (port == NULL)
			return TEXT("']' is missing");
		*port++ = '\0';
	} else {
		port = strchr(room, ':');
		/* bare IPv6: all of it is the address */
		if (port == NULL || strchr(port + 1, ':') != NULL)
			port = room + len;
	}
	if (*port != '\0' && (*port != ':' || text_number(port + 1, UINT16_MAX, &n) != 0 || n == 0))
		return TEXT("no port from 1 to 65535");
	*port = '\0';
	out->port = (uint16_t)n;
	return read_host(host, host != room, out, e);
}

/* p, without its fragment, behind the first base_len characters of base. */
static const char *read_path(const char *base, size_t base_len, const char *p, struct url *out)
{
	struct text t;
	char room[URL_PATH];

	text_init(&t, room, sizeof room);
	if (base_len == 0 && *p != '/')
		text_add_char(&t, '/');
	text_add_bytes(&t, base, base_len);
	text_add_bytes(&t, p, strcspn(p, "#"));
	if (t.cut)
		return TEXT("its path is too long");
	memcpy(out->path, room, t.len + 1);
	room[strcspn(room, "?")] = '\0';
	for (const char *at = room; (at = strstr(at, "/..")) != NULL; at++)
		if (at[3] == '/' || at[3] == '\0')
			return TEXT("'..' in its path");
	return NULL;
}

static const char *read_rest(const char *s, struct url *out, struct err *e)
{
	size_t len = strcspn(s, "/?#");
	const char *why = read_authority(s, len, out, e);

	out->path[0] = '\0';
	return why != NULL || s[len] == '\0' || s[len] == '#' ? why : read_path("", 0, s + len, out);
}

static const char *check(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~')
			return TEXT("a blank, control or non-ASCII character");
	return NULL;
}

int url_parse(const char *text, struct url *out, struct err *e)
{
	const char *why = check(text), *rest;

	memset(out, 0, sizeof *out);
	out->port = URL_PORT;
	if (why == NULL)
		why = read_scheme(text, out, &rest);
	if (why == NULL)
		why = read_rest(rest, out, e);
	return why != NULL ? err_set(e, ERR_USAGE, "'%s' is no server: %t", text, why) : 0;
}

/* RFC 3986 5.2, but for "..": whoever means another path says it. */
static const char *read_reference(const char *s, struct url *out, struct err *e)
{
	const char *why = check(s), *rest;
	size_t base = strcspn(out->path, "?");

	if (why == NULL)
		why = read_scheme(s, out, &rest);
	if (why != NULL)
		return why;
	if (rest == s && strncmp(s, "//", 2) == 0) {
		out->port = out->plain ? 80 : 443;
		rest += 2;
	}
	if (rest != s)
		return read_rest(rest, out, e);
	if (*s == '/') {
		base = 0;
	} else if (*s == '\0' || *s == '#') {
		base = strlen(out->path);
	} else if (*s != '?') {
		while (base > 0 && out->path[base - 1] != '/')
			base--;
	}
	return read_path(out->path, base, s, out);
}

int url_follow(const struct url *from, const char *location, struct url *out, struct err *e)
{
	struct url to = *from;
	const char *why = read_reference(location, &to, NULL);

	if (why != NULL)
		return err_set(e, ERR_MALFORMED, "redirected to '%s': %t", location, why);
	if (to.plain != from->plain || to.port != from->port || !san_same(&to.name, &from->name))
		return err_set(e, ERR_UNTRUSTED, "redirected to %s, which is not this server", location);
	memcpy(to.host, from->host, sizeof to.host); /* the server does not know the zone */
	*out = to;
	return 0;
}

void url_add_text(struct text *t, const struct url *u)
{
	bool v6 = strchr(u->host, ':') != NULL;

	text_format(t, "%s%s%s:%u", v6 ? "[" : "", u->host, v6 ? "]" : "", u->port);
}

void url_add_host(struct text *t, const struct url *u)
{
	san_add_host(t, &u->name);
	if (u->port != (u->plain ? 80 : 443))
		text_format(t, ":%u", u->port);
}
