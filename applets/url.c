/* SPDX-License-Identifier: MIT */
/* url.c - what a person names a server by, and where its redirects lead. */
#include "applets/url.h"

#include <string.h>
#include <strings.h>

#define ZONE_MAX 15 /* IFNAMSIZ - 1 */

/* Each of the readers gives NULL, or what is wrong: a TEXT. Where san_parse has worded it, that counts. */

/* host: without brackets and port; it is cut up. */
static const char *read_host(char *host, bool bracketed, struct url *out, struct err *e)
{
	char *zone = strchr(host, '%');
	struct text t;

	if (zone != NULL) {
		*zone++ = '\0';
		if (bracketed && strncmp(zone, "25", 2) == 0 && zone[2] != '\0') /* RFC 6874 2 */
			zone += 2;
	}
	if (strpbrk(host, "@*") != NULL || (bracketed && strchr(host, ':') == NULL) || san_parse(host, &out->name, e) != 0)
		return TEXT("no host name or address");
	text_init(&t, out->host, sizeof out->host);
	san_add_text(&t, &out->name);
	if (zone == NULL)
		return NULL;
	text_format(&t, "%%%s", zone);
	return strchr(out->host, ':') != NULL && *zone != '\0' && strlen(zone) <= ZONE_MAX ? NULL : TEXT("no interface behind '%'");
}

/* HOST[:PORT] of len characters. */
static const char *read_authority(const char *s, size_t len, struct url *out, struct err *e)
{
	char room[URL_HOST + sizeof ":65535[]"], *port;
	bool bracketed = *s == '[';
	uint32_t n = out->port;
	struct text t;

	text_init(&t, room, sizeof room);
	text_add_bytes(&t, s, len);
	port = strchr(room, bracketed ? ']' : ':');
	if (bracketed && port != NULL)
		*port++ = '\0';
	/* bare IPv6: all of it is the address */
	if (!bracketed && (port == NULL || strchr(port + 1, ':') != NULL))
		port = room + t.len;
	if (port == NULL || t.cut || (*port != '\0' && (*port != ':' || text_number(port + 1, UINT16_MAX, &n) != 0 || n == 0)))
		return TEXT("no port from 1 to 65535");
	*port = '\0';
	out->port = (uint16_t)n;
	return read_host(room + bracketed, bracketed, out, e);
}

/* p, without its fragment, behind the first base_len characters of out's path. */
static const char *read_path(const char *p, size_t base_len, struct url *out)
{
	struct text t;

	text_init(&t, out->path + base_len, sizeof out->path - base_len);
	if (base_len == 0 && *p != '/')
		text_add_char(&t, '/');
	text_add_bytes(&t, p, strcspn(p, "#"));
	for (p = out->path; *p != '\0' && *p != '?'; p++)
		t.cut |= strncmp(p, "/..", 3) == 0 && strchr("/?", p[3]) != NULL;
	return t.cut ? TEXT("'..' in its path, or too long a path") : NULL;
}

/* Where in out's path, as it is, that begins which s says anew (RFC 3986 5.2). */
static size_t base_of(const char *s, const struct url *out)
{
	size_t base = strcspn(out->path, "?");

	if (*s == '/')
		return 0;
	if (*s == '\0' || *s == '#')
		return strlen(out->path);
	while (*s != '?' && base > 0 && out->path[base - 1] != '/')
		base--;
	return base;
}

/* relative: to what out is so far. */
static const char *read_it(const char *s, bool relative, struct url *out, struct err *e)
{
	size_t n = strcspn(s, ":/?#"), len = 0;
	const char *why;

	for (const char *at = s; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~')
			return TEXT("a blank, control or non-ASCII character");
	if (strncmp(s + n, "://", 3) == 0) {
		if (n - 4 > 1 || strncasecmp(s, "https", n) != 0)
			return TEXT("neither https:// nor http://");
		out->plain = n == 4;
		len = n + 3;
	} else if (relative && strncmp(s, "//", 2) == 0) {
		len = 2;
	}
	if (len > 0)
		out->port = out->plain ? 80 : 443;
	else if (relative)
		return read_path(s, base_of(s, out), out);
	s += len;
	len = strcspn(s, "/?#");
	why = read_authority(s, len, out, e);
	s += len;
	out->path[0] = '\0';
	return why != NULL || *s == '\0' || *s == '#' ? why : read_path(s, 0, out);
}

int url_parse(const char *text, struct url *out, struct err *e)
{
	const char *why;

	memset(out, 0, sizeof *out);
	out->port = URL_PORT;
	why = read_it(text, false, out, e);
	return why != NULL ? err_set(e, ERR_USAGE, "'%s' is no server: %t", text, why) : 0;
}

int url_follow(const struct url *from, const char *location, struct url *out, struct err *e)
{
	struct url to = *from;
	const char *why = read_it(location, true, &to, NULL);

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
	if (strchr(u->host, ':') != NULL)
		text_format(t, "[%s]", u->host);
	else
		text_add(t, u->host);
	text_format(t, ":%u", u->port);
}

void url_add_host(struct text *t, const struct url *u)
{
	san_add_host(t, &u->name);
	if (u->port != (u->plain ? 80 : 443))
		text_format(t, ":%u", u->port);
}
