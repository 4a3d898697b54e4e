/* SPDX-License-Identifier: MIT */
/* file.c - os/file: reading whole files, and what is not one. */
#include "os/file.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct file f;
static struct err e;

static int get(const char *name, size_t max)
{
	file_wipe(&f);
	err_clear(&e);
	return file_read(folder, name, max, &f, &e);
}

static void whole_files(void)
{
	static char large[20000];

	memset(large, 'x', sizeof large);
	large[sizeof large - 1] = '\0';
	put("a", "hello\n");
	ok(get("a", 100) == 0 && f.facts.there && !f.facts.link, "a file is there");
	is_mem(f.bytes, f.size, "hello\n", 6, "a file is read whole");
	is_int(f.bytes[f.size], 0, "a NUL follows its bytes");
	is_int(f.facts.mode, mode_of("a"), "its mode is told");
	is_int((intmax_t)f.facts.size, 6, "its size is told");
	is_int((intmax_t)f.facts.links, 1, "its links are counted");
	put("empty", "");
	ok(get("empty", 100) == 0 && f.facts.there && f.size == 0 && f.bytes != NULL, "an empty file has no bytes and is there");
	put("large", large);
	ok(get("large", FILE_MAX) == 0 && f.size == sizeof large - 1, "a large file is read whole");
	ok(get("large", sizeof large - 1) == 0, "a file of just the most bytes is read");
	is_int(get("large", sizeof large - 2), -1, "a file of one byte more is refused");
	is_int(e.kind, ERR_MALFORMED, "too large a file is malformed");
	ok(f.bytes == NULL, "nothing is allocated then");
	ok(get("/proc/self/maps", FILE_MAX) == 0 && f.size > 0, "a kernel file that says size 0 is read");
	is_int(get("/proc/self/maps", 10), -1, "a kernel file longer than its size said is held to the most");
}

static void what_is_missing(void)
{
	ok(get("nothing", 100) == 0 && !f.facts.there && f.bytes == NULL, "a missing file is no failure");
	is_int(get("a/b", 100), -1, "a name below a file is a failure");
	is_int(e.number, ENOTDIR, "and its number is kept");
	ok(symlink("a", "link") == 0 && get("link", 100) == 0 && f.facts.there && f.facts.link, "a link is followed and told");
	is_mem(f.bytes, f.size, "hello\n", 6, "a link's target is read");
	ok(symlink("gone", "dangling") == 0 && get("dangling", 100) == 0 && !f.facts.there, "a dangling link's file is not there");
	ok(f.facts.link && f.facts.dangling, "a dangling link is told");
	ok(symlink("loop", "loop") == 0 && get("loop", 100) < 0, "a link to itself is a failure");
	is_int(e.number, ELOOP, "of ELOOP");
	is_int(e.kind, ERR_FAIL, "of kind 1");
}

static void what_is_no_file(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	mkdir("dir", 0755);
	ok(mkfifo("fifo", 0600) == 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0, "(a FIFO and a socket)");
	close(fd);
	is_int(get("dir", 100), -1, "a directory is refused");
	is_str(e.text, "dir is a directory, not a file", "by name and kind");
	is_int(get("fifo", 100), -1, "a FIFO is refused, and does not block");
	is_str(e.text, "fifo is a FIFO, not a file", "by name and kind again");
	is_int(get("socket", 100), -1, "a socket is refused");
	is_int(get("/dev/zero", 100), -1, "a device is refused");
	symlink("fifo", "to-fifo");
	is_int(get("to-fifo", 100), -1, "a link to a FIFO is refused");
}

static void what_may_not_be_read(void)
{
	put("secret", "x");
	chmod("secret", 0);
	if (geteuid() == 0) {
		skip("an unreadable file is a failure, not a missing one", "root reads everything");
		return;
	}
	get("secret", 100);
	is_int(e.number, EACCES, "an unreadable file is a failure, not a missing one");
}

static void reading_leaves_no_trace(void)
{
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
	struct stat st;

	utimensat(folder, "a", old, 0);
	get("a", 100);
	stat("a", &st);
	is_int(st.st_atim.tv_sec, 1000, "reading does not touch the time of access");
}

static void pipes(void)
{
	int p[2];
	pid_t child;

	if (pipe(p) < 0)
		return;
	child = fork();
	if (child == 0) {
		close(p[0]);
		for (int i = 0; i < 1000; i++)
			if (file_write_all(p[1], "0123456789", 10) < 0)
				_exit(1);
		_exit(0);
	}
	close(p[1]);
	file_wipe(&f);
	ok(file_read_fd(p[0], "-", FILE_MAX, &f, &e) == 0 && f.size == 10000, "a pipe is read to its end");
	close(p[0]);
	file_wipe(&f);
	is_int(file_read_fd(p[0], "-", FILE_MAX, &f, &e), -1, "a closed descriptor is a failure");
	put("a", "hello\n");
	int fd = open("a", O_RDONLY);

	err_clear(&e);
	ok(file_read_fd(fd, "-", FILE_MAX, &f, &e) == 0 && f.size == 6, "a file on standard input is read");
	close(fd);
}

static void facts_alone(void)
{
	struct file_facts facts, other;

	link("a", "b");
	ok(file_look(folder, "a", &facts, &e) == 0 && facts.there && facts.links == 2, "a second link is counted");
	ok(file_look(folder, "b", &other, &e) == 0 && other.ino == facts.ino && other.dev == facts.dev, "both names are one inode");
	ok(file_look(folder, "nothing", &facts, &e) == 0 && !facts.there, "nothing is no failure");
	ok(file_look(folder, "dir", &facts, &e) == 0 && facts.there, "a directory can be looked at");
	ok(file_look(folder, "dangling", &facts, &e) == 0 && facts.dangling, "a dangling link is seen");
}

static void small_files(void)
{
	char text[8];

	put("s", "1\n");
	is_int((intmax_t)file_small(folder, "s", text, sizeof text), 2, "a small file's length is told");
	is_str(text, "1\n", "its text is there");
	put("s", "0123456789");
	is_int((intmax_t)file_small(folder, "s", text, sizeof text), 7, "what does not fit is left off");
	is_str(text, "0123456", "and ends in a NUL");
	is_int((intmax_t)file_small(folder, "nothing", text, sizeof text), 0, "nothing has no length");
	is_str(text, "", "and no text");
	is_int((intmax_t)file_small(folder, "dir", text, sizeof text), 0, "neither has a directory");
}

static int count(void *ctx, const char *name)
{
	++*(int *)ctx;
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || !exists(name);
}

static int stop(void *ctx, const char *name)
{
	(void)name;
	return ++*(int *)ctx == 2;
}

static void each_name(void)
{
	int n = 0, fd = open("a", O_RDONLY);

	ok(file_each(folder, count, &n, &e) == 0 && n == names(), "each name is visited once");
	n = 0;
	ok(file_each(folder, count, &n, &e) == 0 && n == names(), "and again from the start");
	n = 0;
	ok(file_each(folder, stop, &n, &e) == 0 && n == 2, "the visitor can stop");
	is_int(file_each(fd, count, &n, &e), -1, "a file has no names");
	close(fd);
}

static void writing(void)
{
	int full = open("/dev/full", O_WRONLY);

	is_int(file_write_all(full, "x", 1), -1, "a full device is a failure");
	is_int(errno, ENOSPC, "of ENOSPC");
	is_int(file_write_all(full, "", 0), 0, "nothing can be written anywhere");
	close(full);
}

static void folders(void)
{
	struct file_facts own = {.mode = 0775, .uid = geteuid()}, other = {.mode = 0755, .uid = 12345}, root = {.mode = 0644};
	int fd;

	put("no-folder", "");
	ok(mkdir("sub", 0700) == 0 && (fd = file_folder("sub")) >= 0 && close(fd) == 0, "a folder is opened");
	ok(file_folder("absent") < 0 && errno == ENOENT && file_folder("no-folder") < 0 && errno == ENOTDIR, "what is none says so in errno");
	err_clear(&e);
	ok(file_fit(&own, S_IWOTH, "F", &e) == 0 && file_fit(&root, S_IWOTH | S_IWGRP, "F", &e) == 0, "root's and the caller's are fit");
	ok(file_fit(&own, S_IWOTH | S_IWGRP, "F", &e) < 0, "one with an unwanted bit is not");
	is_str(e.text, "F: others may write here (mode 775); nothing changed (chmod go-w it)", "and why");
	err_clear(&e);
	ok(file_fit(&other, S_IWOTH, "F", &e) < 0 && e.kind == ERR_FAIL, "nor is a stranger's");
	is_str(e.text, "F: belongs to user 12345, neither root nor you; nothing changed", "and whose it is");
}

/* "NAME" in the folder where that lies, as "FOLDER/NAME"; "(none)" when it fails. */
static const char *end_of(const char *path, mode_t bits)
{
	static char out[600];
	char name[FILE_BASE], link[40], at[300] = "";
	int fd;

	err_clear(&e);
	fd = file_end(AT_FDCWD, path, bits, name, &e);
	if (fd < 0)
		return "(none)";
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	if (readlink(link, at, sizeof at - 1) < (ssize_t)strlen(folder_path))
		abort();
	close(fd);
	snprintf(out, sizeof out, "%s/%s", at + strlen(folder_path), name);
	return out;
}

static void ends_of_links(void)
{
	static char path[3000];

	ok(mkdir("one", 0755) == 0 && mkdir("two", 0755) == 0 && mkdir("two/sub", 0755) == 0, "folders");
	is_str(end_of("thing", 0), "/thing", "what is not there is where it says");
	is_str(end_of("one/thing", 0), "/one/thing", "… in another folder, too");
	put("one/thing", "");
	is_str(end_of("one/thing", 0), "/one/thing", "so is what is there");
	ok(symlink("../one/thing", "two/link") == 0 && symlink("two/link", "to") == 0 && symlink("gone", "two/sub/d") == 0 && symlink("../two", "one/folder") == 0, "links");
	is_str(end_of("to", 0), "/one/thing", "a link leads on from its own folder");
	is_str(end_of("one/folder/sub/d", 0), "/two/sub/gone", "one that dangles to where it would lead");
	snprintf(path, sizeof path, "%s/two/sub", folder_path);
	ok(symlink(path, "absolute") == 0, "a whole path");
	is_str(end_of("absolute", 0), "/two/sub", "… is one");
	ok(symlink("circle", "circle") == 0 && strcmp(end_of("circle", 0), "(none)") == 0 && e.number == ELOOP, "a circle leads nowhere");
	is_str(end_of("thing/below", 0), "(none)", "nor what lies below nothing");
	ok(strcmp(end_of("one/thing/below", 0), "(none)") == 0 && e.number == ENOTDIR, "or below a file");
	ok(strcmp(end_of("", 0), "(none)") == 0, "or an empty path");
	memset(path, 'x', sizeof path - 1);
	ok(strcmp(end_of(path, 0), "(none)") == 0 && e.number == ENAMETOOLONG, "or one that is too long");
	path[300] = '\0';
	ok(strcmp(end_of(path, 0), "(none)") == 0 && e.number == ENAMETOOLONG, "or such a name");
	is_str(end_of("to", S_IWOTH), "/one/thing", "folders that nobody else may write are well");
	ok(chmod("two", 0777) == 0 && strcmp(end_of("to", S_IWOTH), "(none)") == 0 && e.kind == ERR_FAIL, "one on the way that all may write is not");
	is_str(e.text, "to: others may write here (mode 777); nothing changed (chmod go-w it)", "… which is said");
	is_str(end_of("to", 0), "/one/thing", "unless nobody asks");
}

int main(void)
{
	folder_make();
	whole_files();
	what_is_missing();
	what_is_no_file();
	what_may_not_be_read();
	reading_leaves_no_trace();
	pipes();
	facts_alone();
	small_files();
	each_name();
	writing();
	file_wipe(&f);
	file_wipe(&f);
	folders();
	ends_of_links();
	folder_remove();
	return done_testing();
}
