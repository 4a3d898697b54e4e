/* SPDX-License-Identifier: MIT */
/* mount.c - os/mount: real systems' mountinfo, judged as text. */
#include "os/mount.h"

#include <sys/wait.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static const char desktop[] =
    "21 29 0:20 / /proc rw,nosuid shared:5 - proc proc rw\n"
    "29 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro\n"
    "30 29 0:25 / /run rw,nosuid,nodev shared:13 - tmpfs tmpfs rw,size=1g,mode=755\n"
    "31 29 254:2 / /srv/my\\040disk ro,relatime shared:9 master:3 propagate_from:2 - vfat /dev/vda2 rw,umask=0077\n"
    "32 29 254:3 / /var ro,relatime - xfs /dev/vda3 ro\n"
    "33 29 252:0 / /cache rw - ext4 /dev/zram0 rw\n"
    "34 29 254:1 /etc /etc/copy rw,relatime shared:1 - ext4 /dev/vda1 rw\n";

static const char live[] =
    "22 28 0:21 / /proc rw - proc proc rw\n"
    "23 28 0:5 / /run rw - tmpfs tmpfs rw\n"
    "24 23 7:0 / /run/live/rootfs/filesystem.squashfs ro - squashfs /dev/loop0 ro\n"
    "25 23 0:30 / /run/live/overlay rw - tmpfs tmpfs rw,mode=755\n"
    "26 23 8:2 / /run/live/persistence/sdb2 rw - ext4 /dev/sdb2 rw\n"
    "28 1 0:31 / / rw,noatime - overlay overlay rw,lowerdir=/run/live/rootfs/filesystem.squashfs/,"
    "upperdir=/run/live/overlay/rw,workdir=/run/live/overlay/work\n"
    "40 28 0:32 / /etc/keys rw - overlay overlay rw,lowerdir=/x,upperdir=//run//live/persistence/sdb2/up\\040per/rw,workdir=/w\n"
    "41 28 0:33 / /view ro - overlay overlay ro,lowerdir=/a:/b\n";

static const char container[] =
    "500 400 0:90 / / rw,relatime master:100 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A,"
    "upperdir=/var/lib/docker/overlay2/f/diff,workdir=/var/lib/docker/overlay2/f/work\n"
    "501 500 0:91 / /dev rw - tmpfs tmpfs rw\n"
    "502 500 8:1 /volumes/x /data rw - ext4 /dev/sda1 rw\n";

static const char initramfs[] =
    "1 1 0:2 / / rw - rootfs rootfs rw\n"
    "16 1 8:1 / /root rw - ext4 /dev/sda1 rw\n"
    "17 16 0:9 / / rw - tmpfs over rw\n";

static struct mount m;

static int kind(const char *text, int id)
{
	memset(&m, 0, sizeof m);
	return mount_judge(text, id, &m) < 0 ? -1 : (int)m.kind;
}

static void machines(void)
{
	is_int(kind(desktop, 29), MOUNT_LASTING, "a disk lasts");
	ok(!m.own && !m.read_only, "the root's is not its own, and can be written");
	is_str(m.type, "ext4", "its type is told");
	is_int(kind(desktop, 30), MOUNT_MEMORY, "a tmpfs does not last");
	ok(m.own, "it is its own");
	is_int(kind(desktop, 31), MOUNT_LASTING, "a line with several optional fields is read");
	ok(m.own && m.read_only && strcmp(m.type, "vfat") == 0, "a mount that is read-only is, though its file system is not");
	ok(kind(desktop, 32) == MOUNT_LASTING && m.read_only, "a file system that is read-only is");
	is_int(kind(desktop, 33), MOUNT_MEMORY, "a disk of compressed memory does not last");
	ok(kind(desktop, 34) == MOUNT_LASTING && m.own, "a bind mount is its own");
	is_int(kind(desktop, 99), -1, "a mount that is not listed is not judged");
	is_int(kind("", 1), -1, "nor is any by an empty text");
}

static void overlays(void)
{
	is_int(kind(live, 28), MOUNT_OVERLAY_MEMORY, "a live system's root is in memory");
	ok(!m.own, "and the root");
	is_int(kind(live, 40), MOUNT_OVERLAY_LASTING, "persistence below an overlay lasts; blanks and double slashes are read");
	ok(kind(live, 41) == MOUNT_UNKNOWN && m.read_only, "an overlay without upper layer is read-only");
	is_int(kind(container, 500), MOUNT_UNKNOWN, "a container's upper layer cannot be seen");
	is_int(kind(container, 502), MOUNT_LASTING, "a container's volume lasts");
	ok(m.own, "and is its own");
	is_int(kind(container, 501), MOUNT_MEMORY, "its /dev does not last");
}

static void initramfses(void)
{
	is_int(kind(initramfs, 1), MOUNT_MEMORY, "an initramfs does not last");
	ok(m.own, "a root that was mounted over is not the root's");
	ok(kind(initramfs, 17) == MOUNT_MEMORY && !m.own, "what was mounted over it is");
	ok(kind(initramfs, 16) == MOUNT_LASTING && m.own, "the root to be is its own");
}

/* Every beginning of a text: nothing is read beyond its end (with sanitizers). */
static void torn_texts(void)
{
	bool fine = true;

	for (size_t len = 0; len < sizeof live; len++) {
		char *text = malloc(len + 1);

		memcpy(text, live, len);
		text[len] = '\0';
		for (int id = 22; id < 42; id++)
			fine = kind(text, id) <= (int)MOUNT_UNKNOWN && fine;
		free(text);
	}
	ok(fine, "a text cut off anywhere is read to its end and no further");
	is_int(kind("5 4 0:1 / /x rw", 5), MOUNT_LASTING, "a line without a type is an unknown disk");
}

static bool is_numbered(void)
{
	struct statx st = { .stx_mask = 0 };

	return statx(folder, "", AT_EMPTY_PATH, STATX_MNT_ID, &st) == 0 && (st.stx_mask & STATX_MNT_ID) && st.stx_mnt_id != 0;
}

static void this_machine(void)
{
	struct err e = { .kind = ERR_NONE };
	int dir;

	is_int(mount_look(folder, &m, &e), 0, "a folder here can be judged");
	if (is_numbered())
		ok(m.type[0] != '\0', "its type is told");
	else
		skip("its type is told", "mounts have no numbers (Linux before 5.8, an emulator)");
	dir = open("/dev/shm", O_RDONLY | O_DIRECTORY);
	if (dir < 0)
		skip("/dev/shm does not last", "there is none");
	else
		ok(mount_look(dir, &m, &e) == 0 && m.kind == MOUNT_MEMORY && m.own, "/dev/shm does not last");
	close(dir);
	dir = open("/", O_RDONLY | O_DIRECTORY);
	ok(mount_look(dir, &m, &e) == 0 && !m.own, "the root's is not its own");
	close(dir);
	is_int(mount_look(dir, &m, &e), -1, "a closed descriptor is a failure");
}

/* A process in a root of its own: 0 when it sees there what it should. */
static int in_a_root(int memory)
{
	struct err e = { .kind = ERR_NONE };

	if (chroot(folder_path) < 0)
		return 1;
	if (mount_look(memory, &m, &e) < 0 || m.kind != MOUNT_MEMORY || !m.own || strcmp(m.type, "tmpfs") != 0)
		return 2;
	return mount_look(folder, &m, &e) == 0 && !m.own ? 0 : 3;
}

static void without_proc(void)
{
	int status = -1, dir = open("/dev/shm", O_RDONLY | O_DIRECTORY);
	pid_t child;

	if (geteuid() != 0 || dir < 0) {
		skip("without /proc a tmpfs is seen, and what the root is on", "not root, or no /dev/shm");
		return;
	}
	child = fork();
	if (child == 0)
		_exit(in_a_root(dir));
	waitpid(child, &status, 0);
	is_int(WEXITSTATUS(status), 0, "without /proc a tmpfs is seen, and what the root is on");
	close(dir);
}

int main(void)
{
	folder_make();
	machines();
	overlays();
	initramfses();
	torn_texts();
	this_machine();
	without_proc();
	folder_remove();
	return done_testing();
}
