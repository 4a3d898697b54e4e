/* SPDX-License-Identifier: MIT */
/* mount.h - what a directory stands on, and whether it survives a boot. */
#ifndef OS_MOUNT_H
#define OS_MOUNT_H

#include <stdbool.h>

#include "lib/err.h"

enum mount_kind {
	MOUNT_LASTING,        /* a file system that is not known to be memory */
	MOUNT_MEMORY,         /* tmpfs, ramfs; rootfs of an initramfs; a file system on /dev/ram* or /dev/zram* */
	MOUNT_OVERLAY_MEMORY, /* overlay whose upper layer lies in memory */
	MOUNT_OVERLAY_LASTING,/* overlay whose upper layer lies on something lasting */
	MOUNT_UNKNOWN         /* overlay whose upper layer cannot be seen (a container) */
};

struct mount {
	enum mount_kind kind;
	bool own;             /* not the file system (mount) of "/" */
	bool read_only;
	char type[32];        /* "ext4", "tmpfs", "overlay" */
};

/* By /proc/self/mountinfo (escapes \040 decoded) and statx's mount id (Linux 5.8), else fstatfs and the device number. A missing /proc is no failure. */
int mount_look(int dirfd, struct mount *out, struct err *e);
/* The pure part: look up mount_id in the text of mountinfo and judge it. -1 when it is not listed (*out is as it was). */
int mount_judge(const char *mountinfo, int mount_id, struct mount *out);

#endif
