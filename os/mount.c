/* SPDX-License-Identifier: MIT */
/* mount.c - what a directory stands on, and whether it survives a boot. */
#include "os/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/stat.h>
#include <stddef.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/text.h"
#include "os/file.h"

/* A piece of the text of mountinfo. */
struct view {
	const char *at;
	const char *end;
};

/* One line of it, proc(5): 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue */
struct line {
	int id;
	struct view point, options, type, source, super;
};

static struct view cut(struct view *from, char separator)
{
	const char *stop = memchr(from->at, separator, (size_t)(from->end - from->at));
	struct view v = { from->at, stop != NULL ? stop : from->end };

	from->at = stop != NULL ? stop + 1 : from->end;
	return v;
}

static bool is(struct view v, const char *word)
{
	size_t len = (size_t)(v.end - v.at);

	return len == strlen(word) && memcmp(v.at, word, len) == 0;
}

static bool starts(struct view v, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(v.end - v.at) >= len && memcmp(v.at, word, len) == 0;
}

static int number(struct view v)
{
	int n = 0;

	for (; v.at < v.end && *v.at >= '0' && *v.at <= '9' && n < 100000000; v.at++)
		n = n * 10 + (*v.at - '0');
	return n;
}

static bool next_line(struct view *text, struct line *l)
{
	struct view v, rest;

	if (text->at == text->end)
		return false;
	rest = cut(text, '\n');
	l->id = number(cut(&rest, ' '));
	for (int i = 0; i < 3; i++)
		cut(&rest, ' ');
	l->point = cut(&rest, ' ');
	l->options = cut(&rest, ' ');
	do
		v = cut(&rest, ' ');
	while (v.at < rest.at && !is(v, "-"));
	l->type = cut(&rest, ' ');
	l->source = cut(&rest, ' ');
	l->super = cut(&rest, ' ');
	return true;
}

/* What stands behind "upperdir=" among an overlay's options; a view of nothing when it has none. */
static struct view upper_of(struct view options)
{
	static const char name[] = "upperdir=";

	while (options.at < options.end) {
		struct view v = cut(&options, ',');

		if (starts(v, name)) {
			v.at += sizeof name - 1;
			return v;
		}
	}
	return options;
}

/* One character of an escaped path (\040), -1 at the end; a run of slashes counts as one. */
static int next_char(struct view *v)
{
	int c;

	if (v->at == v->end)
		return -1;
	c = (unsigned char)*v->at++;
	if (c == '\\' && v->end - v->at >= 3) {
		c = (v->at[0] & 7) << 6 | (v->at[1] & 7) << 3 | (v->at[2] & 7);
		v->at += 3;
	}
	while (c == '/' && v->at < v->end && *v->at == '/')
		v->at++;
	return c;
}

/* Does path lie at or below point? Then the length of point, else -1. */
static int depth(struct view point, struct view path)
{
	int n = 0, before = 0;

	for (;; n++) {
		int p = next_char(&point), c = next_char(&path);

		if (p < 0)
			return c < 0 || c == '/' || before == '/' ? n : -1;
		if (p != c)
			return -1;
		before = p;
	}
}

static bool find_id(struct view text, int id, struct line *out)
{
	while (next_line(&text, out))
		if (out->id == id)
			return true;
	return false;
}

/* The mount a path lies on: the deepest, and of those the one mounted last. */
static bool find_path(struct view text, struct view path, struct line *out)
{
	struct line l;
	int best = -1;

	while (next_line(&text, &l)) {
		int n = depth(l.point, path);

		if (n >= 0 && n >= best) {
			best = n;
			*out = l;
		}
	}
	return best >= 0;
}

static bool is_memory(const struct line *l)
{
	return is(l->type, "tmpfs") || is(l->type, "ramfs") || is(l->type, "rootfs") || is(l->type, "devtmpfs") ||
	    starts(l->source, "/dev/ram") || starts(l->source, "/dev/zram");
}

static enum mount_kind judge(struct view text, const struct line *l)
{
	struct line upper;
	struct view path;

	if (is_memory(l))
		return MOUNT_MEMORY;
	if (!is(l->type, "overlay"))
		return MOUNT_LASTING;
	path = upper_of(l->super);
	/* In a container the path is the host's: here it seems to lie on the overlay itself. */
	if (path.at == path.end || !find_path(text, path, &upper) || is(upper.type, "overlay"))
		return MOUNT_UNKNOWN;
	return is_memory(&upper) ? MOUNT_OVERLAY_MEMORY : MOUNT_OVERLAY_LASTING;
}

int mount_judge(const char *mountinfo, int mount_id, struct mount *out)
{
	struct view text = { mountinfo, mountinfo + strlen(mountinfo) };
	static const char root[] = "/";
	struct line l, top;
	struct text type;

	if (!find_id(text, mount_id, &l))
		return -1;
	out->kind = judge(text, &l);
	out->own = !find_path(text, (struct view){ root, root + 1 }, &top) || top.id != l.id;
	/* the kernel writes ro or rw first (fs/proc_namespace.c) */
	out->read_only = starts(l.options, "ro") || starts(l.super, "ro");
	text_init(&type, out->type, sizeof out->type);
	text_add_bytes(&type, l.type.at, (size_t)(l.type.end - l.type.at));
	return 0;
}

static int ask(int dirfd, const char *name, struct statx *st)
{
	memset(st, 0, sizeof *st);
	return (int)syscall(SYS_statx, dirfd, name, AT_EMPTY_PATH, STATX_MNT_ID, st);
}

/* Without /proc, or from outside of what it shows (a chroot): the file system's kind alone. */
static int look_below(int dirfd, const struct statx *here, struct mount *out, struct err *e)
{
	struct statfs fs;
	struct statx root;
	const char *type = "";

	if (fstatfs(dirfd, &fs) < 0)
		return err_errno(e, errno, "cannot look at the file system");
	out->kind = MOUNT_LASTING;
	if (fs.f_type == TMPFS_MAGIC || (unsigned long)fs.f_type == RAMFS_MAGIC) {
		out->kind = MOUNT_MEMORY;
		type = "tmpfs";
	}
	if (fs.f_type == OVERLAYFS_SUPER_MAGIC) {
		out->kind = MOUNT_UNKNOWN;
		type = "overlay";
	}
	memcpy(out->type, type, strlen(type) + 1);
	out->read_only = (fs.f_flags & 1) != 0;  /* ST_RDONLY */
	out->own = ask(AT_FDCWD, "/", &root) == 0 &&
	    (root.stx_dev_major != here->stx_dev_major || root.stx_dev_minor != here->stx_dev_minor);
	return 0;
}

int mount_look(int dirfd, struct mount *out, struct err *e)
{
	struct statx here;
	struct file text;
	int rc = -1;

	memset(out, 0, sizeof *out);
	memset(&text, 0, sizeof text);
	if (ask(dirfd, "", &here) == 0 && (here.stx_mask & STATX_MNT_ID) != 0 &&
	    file_read(AT_FDCWD, "/proc/self/mountinfo", FILE_MAX, &text, NULL) == 0 && text.bytes != NULL)
		rc = mount_judge((const char *)text.bytes, (int)here.stx_mnt_id, out);
	file_wipe(&text);
	return rc == 0 ? 0 : look_below(dirfd, &here, out, e);
}
