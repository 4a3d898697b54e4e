/* SPDX-License-Identifier: MIT */
/* owner.c - users and groups by name, from ROOT/etc/passwd and ROOT/etc/group (no NSS). */
#include "os/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "lib/text.h"
#include "os/file.h"

#define ID_MAX 0xFFFFFFFEu /* the one above means "leave" to chown(2) */

/* passwd(5), group(5): NAME:PASSWORD:NUMBER. 0, or -1 when no line is of that name. */
static int find(const char *text, const char *name, uint32_t *id)
{
	size_t len = strlen(name);
	char digits[12];

	for (const char *line = text; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncmp(line, name, len) != 0 || line[len] != ':')
			continue;
		const char *p = line + len + 1;
		size_t n;

		p += strcspn(p, ":\n");
		p += *p == ':';
		n = strcspn(p, ":\n");
		if (n >= sizeof digits)
			continue;
		memcpy(digits, p, n);
		digits[n] = '\0';
		if (text_number(digits, ID_MAX, id) == 0)
			return 0;
	}
	return -1;
}

static int look_up(const char *root, const char *path, const char *name, struct owner *out, uint32_t *id, struct err *e)
{
	struct file f;
	int dirfd = open(root != NULL && *root != '\0' ? root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC), rc;

	if (dirfd < 0)
		return err_errno(e, errno, "cannot open %s", root);
	rc = file_read(dirfd, path, FILE_MAX, &f, e);
	close(dirfd);
	if (rc == 0 && (f.bytes == NULL || find((const char *)f.bytes, name, id) < 0)) {
		out->unknown = true;
		memcpy(out->missing, name, strlen(name) + 1);
	}
	file_wipe(&f);
	return rc;
}

/* A name of a length and kind that a line of passwd can hold. */
static bool is_name(const char *s, size_t len)
{
	struct owner *o = NULL;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7F || s[i] == '/' || s[i] == ':')
			return false;
	return len > 0 && len < sizeof o->missing;
}

static int resolve(const char *s, size_t len, const char *root, const char *path, struct owner *out, uint32_t *id, struct err *e)
{
	char name[sizeof out->missing];

	memcpy(name, s, len);
	name[len] = '\0';
	if (text_number(name, ID_MAX, id) == 0)
		return 0;
	if (strspn(name, "0123456789") == len)
		return err_set(e, ERR_USAGE, "%s is no user or group number", name);
	return look_up(root, path, name, out, id, e);
}

int owner_parse(const char *text, const char *root, struct owner *out, struct err *e)
{
	size_t user = strcspn(text, ":");
	const char *group = text[user] == ':' ? text + user + 1 : NULL;

	memset(out, 0, sizeof *out);
	out->uid = (uid_t)-1;
	out->gid = (gid_t)-1;
	if ((user > 0 && !is_name(text, user)) || (group != NULL && !is_name(group, strlen(group))) || *text == '\0')
		return err_set(e, ERR_USAGE, "%s is not an owner: USER, USER:GROUP or :GROUP, names or numbers", text);
	if (user > 0 && resolve(text, user, root, "etc/passwd", out, &out->uid, e) < 0)
		return -1;
	return group != NULL ? resolve(group, strlen(group), root, "etc/group", out, &out->gid, e) : 0;
}
