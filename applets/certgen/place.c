/* SPDX-License-Identifier: MIT */
/* place.c - DIR itself. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/certgen/place.h"
#include "os/durable.h"
#include "os/mount.h"

/* The directory, or the nearest parent that exists: what it would be made on. */
static int open_nearest(const char *path)
{
	char parent[2048];
	size_t len = strlen(path);
	int fd = file_folder(path);

	if (len >= sizeof parent)
		return -1;
	memcpy(parent, path, len + 1);
	while (fd < 0 && errno == ENOENT) {
		char *slash = strrchr(parent, '/');

		if (!slash)
			return file_folder(".");
		if (slash == parent)
			return file_folder("/");
		*slash = '\0';
		fd = file_folder(parent);
	}
	return fd;
}

static int check_mount(const char *path, struct err *e)
{
	struct mount m;
	int fd = open_nearest(path), result;

	if (fd < 0)
		return err_errno(e, errno, "%s", path);
	result = mount_look(fd, &m, e);
	if (result == 0 && !m.own)
		result = err_set(e, ERR_FAIL, "%s: is on the root file system, not on a mount of its own (--require-mount); nothing changed", path);
	close(fd);
	return result;
}

int place_check(int fd, const char *path, struct err *e)
{
	struct file_facts facts;

	return file_look(fd, ".", &facts, e) || file_fit(&facts, S_IWOTH, path, e) ? -1 : fd;
}

int place_open(const char *path, bool own_mount, bool make, struct err *e)
{
	int fd;

	if (own_mount && check_mount(path, e))
		return -1;
	fd = file_folder(path);
	if (fd < 0 && errno == ENOENT) {
		if (!make)
			return PLACE_ABSENT;
		if (durable_mkdirs(path, 0755, e))
			return -1;
		fd = file_folder(path);
	}
	if (fd < 0)
		return err_errno(e, errno, "%s", path);
	if (place_check(fd, path, e) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

void place_report(const struct say *s, const struct set *set, bool changed)
{
	struct mount m;

	if ((!changed && s->level != SAY_VERBOSE) || set->dirfd < 0 || mount_look(set->dirfd, &m, NULL))
		return;
	if (m.kind == MOUNT_UNKNOWN)
		say_note(s, "%s: on an overlay whose upper layer cannot be seen: whether it survives a boot is unknown", set->path);
	if (m.kind == MOUNT_MEMORY || m.kind == MOUNT_OVERLAY_MEMORY)
		say_warning(s, "%s: is in memory (%s): this identity is gone at the next boot", set->path, m.type);
}
