/* SPDX-License-Identifier: MIT */
/* place.c - DIR opened, made, or refused. */
#include <errno.h>

#include "applets/certgen/place.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;

static int opened(const char *path, bool make)
{
	int fd;

	err_clear(&e);
	fd = place_open(path, false, make, &e);
	if (fd >= 0)
		close(fd);
	return fd;
}

static bool refused(const char *path, const char *says)
{
	bool right = opened(path, true) == -1 && e.kind == ERR_FAIL && strstr(e.text, says) && strstr(e.text, path);

	if (!right)
		diag("kind %d: %s", e.kind, e.text);
	return right;
}

static void made(void)
{
	umask(0077);
	ok(opened("there", false) == PLACE_ABSENT && !exists("there"), "a missing DIR is absent, and stays so when nothing is to be made");
	ok(opened("there", true) >= 0 && mode_of("there") == 0755, "else it is made, for all to read, whatever the umask");
	ok(opened("there", true) >= 0 && opened("there", false) >= 0, "one that is there is opened");
	ok(opened("a/b/c", true) >= 0 && mode_of("a") == 0755 && mode_of("a/b") == 0755 && mode_of("a/b/c") == 0755, "with its parents");
	umask(0022);
}

static void refusals(void)
{
	put("file", "");
	ok(refused("file", "Not a directory") && refused("file/below", "Not a directory"), "a file is no DIR, nor has it one");
	ok(symlink("nowhere", "dangling") == 0 && opened("dangling", true) == -1 && !exists("nowhere"), "nor is a link to nothing");
	ok(symlink("there", "link") == 0 && opened("link", true) >= 0, "a link to a folder is that folder");
	ok(mkdir("open", 0755) == 0 && chmod("open", 0757) == 0 && refused("open", "others may write here (mode 757)"), "a folder that all may write is refused");
	ok(chmod("open", 01777) == 0 && refused("open", "others may write here"), "… sticky, too");
	ok(chmod("open", 0775) == 0 && opened("open", true) >= 0, "one its group may write is the owner's to answer for");
	if (geteuid() != 0) {
		skip("a stranger's folder is refused", "needs root");
		return;
	}
	ok(mkdir("strange", 0755) == 0 && chown("strange", 12345, 0) == 0 && refused("strange", "belongs to user 12345, neither root nor you"), "a stranger's folder is refused");
}

/* The temporary folder is on a mount of its own or not; / surely is not. */
static void mounts(void)
{
	int fd;

	err_clear(&e);
	fd = place_open("/", true, true, &e);
	ok(fd == -1 && e.kind == ERR_FAIL && strstr(e.text, "--require-mount"), "/ is not on a mount of its own");
	err_clear(&e);
	ok(place_open("/certbox-unit-absent/x/y", true, true, &e) == -1 && strstr(e.text, "--require-mount") && !exists("/certbox-unit-absent"),
	    "nor is what would be made in it: nothing is made");
	err_clear(&e);
	fd = place_open("/dev", true, true, &e);
	if (fd < 0)
		skip("/dev is", e.text);
	else
		ok(close(fd) == 0, "/dev is");
}

static void checked(void)
{
	int fd = file_folder("there");

	ok(fd >= 0 && place_check(fd, "there", &e) == fd, "a folder that is fit is given back");
	close(fd);
	ok(file_folder("absent") == -1 && errno == ENOENT, "a missing one says so in errno");
	err_clear(&e);
	ok(place_check(-1, "closed", &e) == -1 && e.kind == ERR_FAIL, "a descriptor that is none fails");
}

/* What is said of a place in memory, when it can be had. */
static void reports(void)
{
	static struct set set = {.path = "DIR"};
	const struct say normal = {.who = "certgen"}, verbose = {.who = "certgen", .level = SAY_VERBOSE};

	set.dirfd = -1;
	capture_begin();
	place_report(&normal, &set, true);
	capture_end();
	ok(!captured.out[0] && !captured.err[0], "of a DIR that is not there nothing is said");
	set.dirfd = file_folder("/dev/shm");
	if (set.dirfd < 0) {
		skip("a place in memory is warned of", "no /dev/shm");
		return;
	}
	capture_begin();
	place_report(&normal, &set, true);
	capture_end();
	if (!captured.err[0]) {
		skip("a place in memory is warned of", "/dev/shm is none here");
		return;
	}
	ok(strncmp(captured.err, "certgen: warning: DIR: is in memory (tmpfs)", 43) == 0 && !captured.out[0], "a place in memory is warned of");
	capture_begin();
	place_report(&normal, &set, false);
	capture_end();
	ok(!captured.err[0], "… not when nothing changed");
	capture_begin();
	place_report(&verbose, &set, false);
	capture_end();
	ok(captured.err[0] != '\0', "… but with -v");
	close(set.dirfd);
}

int main(void)
{
	folder_make();
	made();
	refusals();
	mounts();
	checked();
	reports();
	folder_remove();
	return done_testing();
}
