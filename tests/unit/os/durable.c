/* SPDX-License-Identifier: MIT */
/*
 * durable.c - os/durable: whole or not at all, on disks that fail and on file systems that can do less.
 *
 * The calls it makes are replaced here by ones that note themselves in `trace` and fail when told to.
 * long because: every case needs those.
 */
#include "os/durable.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "os/run.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;
static char trace[512];
static const char *failing;  /* the call that fails */
static int failure;          /* with this errno */
static int times;            /* so often */
static bool modeless;        /* vfat: every file is 755, chmod does nothing */
static size_t at_most;       /* bytes a write takes */

/* Note the call; does it fail? */
static bool fails(const char *name)
{
	size_t len = strlen(trace);

	snprintf(trace + len, sizeof trace - len, "%s%s", len > 0 ? " " : "", name);
	if (failing == NULL || strcmp(failing, name) != 0 || times == 0)
		return false;
	times--;
	errno = failure;
	return true;
}

static long raw(long number, long a, long b, long c, long d, long f)
{
	static long (*real)(long, ...);

	if (real == NULL) {
		void *p = dlsym(RTLD_NEXT, "syscall");

		memcpy(&real, &p, sizeof real);
	}
	return real(number, a, b, c, d, f);
}

/* Stands for renameat2(2) in os/durable.c; all its arguments are five. */
long syscall(long number, ...)
{
	va_list ap;
	long a[5];

	va_start(ap, number);
	for (int i = 0; i < 5; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	/* flags are an unsigned: what stands above it in the register is anyone's */
	if (number == SYS_renameat2 && fails((uint32_t)a[4] != 0 ? "noreplace" : "rename"))
		return -1;
	return raw(number, a[0], a[1], a[2], a[3], number == SYS_renameat2 ? (long)(uint32_t)a[4] : a[4]);
}

int openat(int dirfd, const char *name, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = va_arg(ap, mode_t);
	va_end(ap);
	if (fails("open"))
		return -1;
	return (int)raw(SYS_openat, dirfd, (long)name, flags, modeless ? 0755 : (long)mode, 0);
}

ssize_t write(int fd, const void *p, size_t len)
{
	if (fd > 2 && fails("write"))
		return -1;
	return raw(SYS_write, fd, (long)p, (long)(fd > 2 && at_most > 0 && len > at_most ? at_most : len), 0, 0);
}

int fsync(int fd)
{
	struct stat st;

	fstat(fd, &st);
	return fails(S_ISDIR(st.st_mode) ? "syncdir" : "sync") ? -1 : (int)raw(SYS_fsync, fd, 0, 0, 0, 0);
}

/* The descriptor is gone, whatever close says. */
int close(int fd)
{
	int rc = (int)raw(SYS_close, fd, 0, 0, 0, 0);

	return fails("close") ? -1 : rc;
}

int fchmod(int fd, mode_t mode)
{
	return fails("chmod") ? -1 : modeless ? 0 : (int)raw(SYS_fchmod, fd, (long)mode, 0, 0, 0);
}

int fchown(int fd, uid_t uid, gid_t gid)
{
	return fails("chown") ? -1 : (int)raw(SYS_fchown, fd, (long)uid, (long)gid, 0, 0);
}

int linkat(int from, const char *old, int to, const char *name, int flags)
{
	return fails("link") ? -1 : (int)raw(SYS_linkat, from, (long)old, to, (long)name, flags);
}

int unlinkat(int dirfd, const char *name, int flags)
{
	return fails("unlink") ? -1 : (int)raw(SYS_unlinkat, dirfd, (long)name, flags, 0, 0);
}

static void fail(const char *call, int number, int how_often)
{
	failing = call;
	failure = number;
	times = how_often;
	trace[0] = '\0';
	err_clear(&e);
}

static struct durable_file file(enum durable_how how)
{
	return (struct durable_file){ .name = "f", .temp = ".f.tmp", .bytes = "new", .len = 3, .mode = 0600, .uid = (uid_t)-1,
	    .gid = (gid_t)-1, .secret = true, .how = how };
}

static int put_it(enum durable_how how)
{
	struct durable_file f = file(how);

	return durable_put(folder, &f, &e);
}

/* An empty folder, or one with the file "f" in it. */
static void fresh(const char *text)
{
	fail(NULL, 0, 0);
	modeless = false;
	at_most = 0;
	folder_empty();
	if (text != NULL)
		put("f", text);
	trace[0] = '\0';
}

static void creating(void)
{
	fresh(NULL);
	is_int(put_it(DURABLE_CREATE), 0, "a file is created");
	is_str(trace, "open chmod write sync close link unlink syncdir", "its bytes are on the disk before its name, and the name before the end");
	is_str(text_of("f"), "new", "it is whole");
	is_int(mode_of("f"), 0600, "it has its mode");
	is_int(names(), 1, "no temporary stays");
	fresh("old");
	is_int(put_it(DURABLE_CREATE), -1, "a name that is taken is not created");
	is_int(e.number, EEXIST, "EEXIST is told");
	is_str(text_of("f"), "old", "what has the name stays");
	is_int(names(), 1, "no temporary stays then either");
}

static void replacing(void)
{
	fresh("old");
	is_int(put_it(DURABLE_REPLACE), 0, "a file is replaced");
	is_str(trace, "open chmod write sync close rename syncdir", "by a rename after its bytes are on the disk");
	is_str(text_of("f"), "new", "it is the new one");
	fresh(NULL);
	is_int(put_it(DURABLE_REPLACE), 0, "replacing nothing creates");
	fresh("old");
	put(".f.tmp", "another's");
	is_int(put_it(DURABLE_REPLACE), -1, "a temporary name that is taken is a failure");
	is_str(text_of(".f.tmp"), "another's", "and what has it is left alone");
	fresh("old");
	symlink("f", ".f.tmp");
	is_int(put_it(DURABLE_REPLACE), -1, "a link in the temporary's place is not followed");
	is_str(text_of("f"), "old", "nor written through");
}

static void modes(void)
{
	struct durable_file f = file(DURABLE_CREATE);
	mode_t mask = umask(077);

	fresh(NULL);
	f.mode = 0644;
	f.secret = false;
	ok(durable_put(folder, &f, &e) == 0 && mode_of("f") == 0644, "a narrow umask does not narrow the mode");
	umask(0);
	fresh(NULL);
	ok(put_it(DURABLE_CREATE) == 0 && mode_of("f") == 0600, "a wide umask does not widen it");
	umask(mask);
	fresh(NULL);
	modeless = true;
	is_int(put_it(DURABLE_CREATE), -1, "a file system without modes gets no secret");
	ok(strstr(e.text, "umask=0077") != NULL && strstr(e.text, "755") != NULL, "the mode that was seen and the option that helps are told");
	is_str(trace, "open chmod close unlink", "no byte of it was written");
	is_int(names(), 0, "nothing is left behind");
	fresh(NULL);
	modeless = true;
	is_int(durable_put(folder, &f, &e), 0, "a public file is written there all the same");
	fail("chmod", EPERM, 1);
	modeless = false;
	is_int(put_it(DURABLE_REPLACE), 0, "a refused chmod does not matter where the mode is right");
}

static void owners(void)
{
	struct durable_file f = file(DURABLE_REPLACE);
	struct stat st;

	fresh(NULL);
	f.uid = geteuid();
	f.gid = getegid();
	ok(durable_put(folder, &f, &e) == 0 && strstr(trace, "chown") == NULL, "a file that has its owner already is not given to it");
	f.uid = 4711;
	f.gid = 4712;
	f.mode = 0640;
	fail(NULL, 0, 0);
	if (geteuid() != 0) {
		is_int(durable_put(folder, &f, &e), -1, "who may not give files away is told");
		skip("owner and group are set", "not root");
		skip("the owner is right before the group may read", "not root");
	} else {
		is_int(durable_put(folder, &f, &e), 0, "root gives a file away");
		stat("f", &st);
		ok(st.st_uid == 4711 && st.st_gid == 4712 && mode_of("f") == 0640, "owner and group are set");
		is_str(trace, "open chown chmod write sync close rename syncdir", "the owner is right before the group may read");
	}
	fresh("old");
	fail("chown", EPERM, 1);
	is_int(durable_put(folder, &f, &e), -1, "a refused owner is a failure");
	is_str(text_of("f"), "old", "and nothing changes");
	is_int(names(), 1, "nor does anything stay behind");
}

/* Each call on the way fails once: nothing must change, and nothing may stay behind. */
static void disks_that_fail(void)
{
	static const char *const calls[] = { "open", "chmod", "write", "sync", "close", "rename" };
	static const int numbers[] = { EIO, ENOSPC, EROFS, ENOMEM };
	char name[96];

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++) {
			fresh("old");
			fail(calls[i], numbers[j], 1);
			snprintf(name, sizeof name, "errno %d from %s is a failure, told, and changes nothing", numbers[j], calls[i]);
			ok(put_it(DURABLE_REPLACE) == -1 && e.number == numbers[j] && strcmp(text_of("f"), "old") == 0 && names() == 1, name);
		}
	fresh(NULL);
	fail("link", EIO, 1);
	ok(put_it(DURABLE_CREATE) == -1 && names() == 0, "a link that fails is a failure, and nothing stays");
	fresh(NULL);
	fail("sync", EIO, 1);
	put_it(DURABLE_CREATE);
	is_str(trace, "open chmod write sync close unlink", "a failed fsync is not tried again");
	fresh(NULL);
	fail("sync", EINTR, 1);
	is_int(put_it(DURABLE_CREATE), -1, "nor is an interrupted one");
	fresh("old");
	fail("syncdir", EIO, 1);
	is_int(put_it(DURABLE_REPLACE), -1, "a directory that is not brought to the disk is a failure");
	ok(strcmp(text_of("f"), "new") == 0 && names() == 1, "the file is whole all the same");
	fresh(NULL);
	fail("unlink", EIO, 1);
	is_int(put_it(DURABLE_CREATE), -1, "a temporary that stays is a failure");
	is_str(text_of("f"), "new", "the file is whole then too");
	is_int(names(), 1, "and the second try removed it");
}

static void interruptions(void)
{
	fresh(NULL);
	fail("open", EINTR, 2);
	is_int(put_it(DURABLE_CREATE), 0, "an interrupted open is tried again");
	fresh(NULL);
	fail("write", EINTR, 3);
	at_most = 1;
	is_int(put_it(DURABLE_CREATE), 0, "interrupted and short writes are carried on");
	is_str(trace, "open chmod write write write write write write sync close link unlink syncdir", "to the end");
	is_str(text_of("f"), "new", "with every byte");
	fresh(NULL);
	fail("close", EINTR, 1);
	is_int(put_it(DURABLE_CREATE), 0, "an interrupted close is done");
	is_str(trace, "open chmod write sync close link unlink syncdir", "and not tried again");
}

static void lesser_file_systems(void)
{
	fresh(NULL);
	fail("link", EPERM, 1);
	is_int(put_it(DURABLE_CREATE), 0, "without links a file is created");
	is_str(trace, "open chmod write sync close link noreplace syncdir", "by a rename that replaces nothing");
	fresh("old");
	fail("link", EPERM, 1);
	is_int(put_it(DURABLE_CREATE), -1, "which replaces nothing");
	ok(strcmp(text_of("f"), "old") == 0 && names() == 1, "indeed");
	fresh(NULL);
	fail("syncdir", EINVAL, 1);
	is_int(put_it(DURABLE_CREATE), 0, "a directory that cannot be fsynced (EINVAL) is no failure");
	fresh(NULL);
	fail("syncdir", EOPNOTSUPP, 1);
	is_int(put_it(DURABLE_CREATE), 0, "nor is one of EOPNOTSUPP");
	fresh("x");
	fail("noreplace", EINVAL, 9);
	char out[32];

	is_int(durable_set_aside(folder, "f", out, sizeof out, &e), 0, "without NOREPLACE a file is set aside");
	is_str(trace, "noreplace open close rename syncdir", "over a name taken by an empty file");
	is_str(text_of("f.bad-1"), "x", "whole");
	fresh("x");
	put("f.bad-1", "user");
	fail("noreplace", EINVAL, 9);
	ok(durable_set_aside(folder, "f", out, sizeof out, &e) == 0 && strcmp(text_of("f.bad-1"), "user") == 0, "which never is another's");
	is_str(out, "f.bad-2", "so it becomes the next");
}

static void staging(void)
{
	struct durable_file f = file(DURABLE_CREATE);

	fresh("old");
	is_int(durable_stage(folder, &f, &e), 0, "a file is staged");
	is_str(trace, "open chmod write sync close", "on the disk");
	is_str(text_of(".f.tmp"), "new", "under its temporary name");
	is_str(text_of("f"), "old", "with its own still the old one's");
	is_int(durable_rename(folder, ".f.tmp", "f", &e), 0, "and renamed");
	is_str(text_of("f"), "new", "over it");
	is_int(durable_rename(folder, "nothing", "f", &e), -1, "nothing cannot be renamed");
	is_str(e.text, "cannot rename nothing to f: No such file or directory", "which is told");
}

static void setting_aside(void)
{
	char out[32];

	fresh("one");
	ok(durable_set_aside(folder, "f", out, sizeof out, &e) == 0 && strcmp(out, "f.bad-1") == 0, "the first is NAME.bad-1");
	put("f", "two");
	ok(durable_set_aside(folder, "f", out, sizeof out, &e) == 0 && strcmp(out, "f.bad-2") == 0, "the second NAME.bad-2");
	is_str(text_of("f.bad-1"), "one", "the first is still there");
	ok(symlink("dangling", "l") == 0 && durable_set_aside(folder, "l", out, sizeof out, &e) == 0, "a link is set aside");
	is_int((intmax_t)readlink("l.bad-1", out, sizeof out), 8, "as a link");
	is_int(durable_set_aside(folder, "nothing", out, sizeof out, &e), -1, "nothing cannot be set aside");
	err_clear(&e);
	put("f", "three");
	is_int(durable_set_aside(folder, "f", out, 8, &e), 0, "a buffer of just the length is enough");
	put("f", "four");
	is_int(durable_set_aside(folder, "f", out, 7, &e), -1, "a shorter one is a failure");
	is_str(text_of("f"), "four", "and nothing moves");
}

static void removing(void)
{
	fresh("x");
	ok(durable_remove(folder, "f", &e) == 0 && !exists("f"), "a file is removed");
	is_str(trace, "unlink syncdir", "for good");
	fail(NULL, 0, 0);
	is_int(durable_remove(folder, "f", &e), 0, "removing nothing is fine");
	is_str(trace, "unlink", "and writes nothing");
	fail("unlink", EIO, 1);
	is_int(durable_remove(folder, "f", &e), -1, "a failure is told");
}

static void folders(void)
{
	char path[256];
	mode_t mask = umask(077);

	fresh(NULL);
	snprintf(path, sizeof path, "%s/a/b//c/", folder_path);
	is_int(durable_mkdirs(path, 0700, &e), 0, "a directory and its parents are made");
	ok(mode_of("a") == 0755 && mode_of("a/b") == 0755, "parents are 755, whatever the umask");
	is_int(mode_of("a/b/c"), 0700, "the last has its mode");
	umask(mask);
	trace[0] = '\0';
	is_int(durable_mkdirs(path, 0755, &e), 0, "what exists is fine");
	ok(strstr(trace, "sync") == NULL && mode_of("a/b/c") == 0700, "and is not touched");
	is_int(durable_mkdirs("r/s", 0755, &e), 0, "a relative path works");
	ok(exists("r/s"), "from the current directory");
	is_int(durable_mkdirs("/", 0755, &e), 0, "the root exists");
	put("file", "");
	is_int(durable_mkdirs("file/x", 0755, &e), -1, "below a file nothing can be made");
	is_int(e.number, ENOTDIR, "of ENOTDIR");
	err_clear(&e);
	is_int(durable_mkdirs("file", 0755, &e), -1, "a file is no directory");
	symlink("gone", "dangling");
	err_clear(&e);
	is_int(durable_mkdirs("dangling", 0755, &e), -1, "nothing is made through a dangling link");
	memset(path, 'x', sizeof path);
	memcpy(path + sizeof path - 1, "", 1);
	err_clear(&e);
	is_int(durable_mkdirs(path, 0755, &e), 0, "a name of 255 bytes is the longest");
	char longer[258];

	memset(longer, 'x', 256);
	longer[256] = '\0';
	is_int(durable_mkdirs(longer, 0755, &e), -1, "one more is a failure");
	fail("syncdir", EIO, 1);
	is_int(durable_mkdirs("q", 0755, &e), -1, "a parent that is not brought to the disk is a failure");
}

static void on_vfat(void)
{
	char out[32];

	fresh(NULL);
	if (geteuid() != 0 || run_command("{ dd if=/dev/zero of=img bs=1k count=512 && mkfs.vfat img && mkdir v && mount -o loop img v; }"
	    " >/dev/null 2>&1", 20000, NULL) != 0) {
		for (int i = 0; i < 4; i++)
			skip("a real vfat", "not root, or no vfat here");
		return;
	}
	struct durable_file f = file(DURABLE_CREATE);
	int dir = open("v", O_RDONLY | O_DIRECTORY);

	is_int(durable_put(dir, &f, &e), -1, "vfat with its default options gets no secret");
	f.secret = false;
	err_clear(&e);
	is_int(durable_put(dir, &f, &e), 0, "but a public file");
	err_clear(&e);
	is_int(durable_put(dir, &f, &e), -1, "once");
	err_clear(&e);
	is_int(durable_set_aside(dir, "f", out, sizeof out, &e), 0, "which can be set aside");
	close(dir);
	if (run_command("umount v", 20000, NULL) != 0)
		diag("v stays mounted");
}

int main(void)
{
	folder_make();
	creating();
	replacing();
	modes();
	owners();
	disks_that_fail();
	interruptions();
	lesser_file_systems();
	staging();
	setting_aside();
	removing();
	folders();
	on_vfat();
	fresh(NULL);
	folder_remove();
	return done_testing();
}
