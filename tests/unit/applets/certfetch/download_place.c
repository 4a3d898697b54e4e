/* SPDX-License-Identifier: MIT */
/* download_place.c - certfetch/download: where it goes, and what may stand there. */
#include <sys/socket.h>
#include <sys/un.h>

#include "tests/unit/applets/certfetch/downloading.h"

#define PART ".file.certfetch-part"

/* As somebody who is not root; the exit code of what it does, or -1 when that can't be. */
static int as_nobody(int (*does)(void))
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (geteuid() == 0 && (setgid(4711) < 0 || setuid(4711) < 0))
			_exit(99);
		_exit(does());
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int kind_of_get(void)
{
	return get() < 0 ? (int)e.kind * 2 + (e.number == EACCES) : 0;
}

static void modes(void)
{
	begin();
	is_int(get(), 0, "a new file");
	is_int(mode_of("file"), 0644, "has the mode of any new one");
	begin();
	umask(027);
	get();
	umask(022);
	is_int(mode_of("file"), 0640, "which the umask says");
	begin();
	put("file", "old");
	chmod("file", 0600);
	get();
	is_int(mode_of("file"), 0600, "one that was there keeps its own");
	chmod("file", 04755);
	get();
	is_int(mode_of("file"), 0755, "but nothing that makes it another's");
	begin();
	put("file", "old");
	chmod("file", 0664);
	if (chown("file", 12, 34) == 0) {
		struct stat st;

		get();
		ok(stat("file", &st) == 0 && st.st_uid == 12 && st.st_gid == 34 && mode_of("file") == 0664, "root leaves its owner, too");
		chmod(".", 0777);
		chmod("file", 0666);
		is_int(as_nobody(kind_of_get), 0, "who may not give it away replaces it");
		ok(stat("file", &st) == 0 && st.st_uid == 4711 && mode_of("file") == 0644, "by one of his own, with the mode of a new one");
		chmod(".", 0755);
	} else {
		for (int i = 0; i < 3; i++)
			skip("the owner stays", "not root");
	}
}

static void not_writable(void)
{
	begin();
	put("file", "old");
	chmod("file", 0444);
	chmod(".", 0777);
	is_int(as_nobody(kind_of_get), 2 * ERR_FAIL + 1, "a file that may not be written is not replaced: ERR_FAIL, EACCES");
	is_int(names(), 1, "and nothing is left beside it");
	chmod("file", 0666);
	chmod(".", 0555);
	is_int(as_nobody(kind_of_get), 2 * ERR_FAIL, "nor is one in a folder that may not be written");
	is_str(text_of("file"), "old", "which stays as it was");
	chmod(".", 0755);
}

/* --- links ------------------------------------------------------------------------------------------- */

static void links(void)
{
	char absolute[128];

	begin();
	mkdir("there", 0755);
	put("there/real", "old");
	chmod("there/real", 0640);
	symlink("there/second", "first");
	symlink("real", "there/second");
	d.out = "first";
	is_int(get(), 0, "through two links");
	ok(holds("there/real", 0, LEN) && mode_of("there/real") == 0640, "what they lead to is replaced");
	ok(readlink("first", absolute, sizeof absolute) == 12 && readlink("there/second", absolute, sizeof absolute) == 4, "and they stay");
	snprintf(absolute, sizeof absolute, "%s/there/made", folder_path);
	symlink(absolute, "there/absolute");
	d.out = "there/../there/absolute";
	is_int(get(), 0, "through an absolute one that leads to nothing yet");
	ok(holds("there/made", 0, LEN), "a file is made there");
	symlink("loop", "loop");
	d.out = "loop";
	is_int(get(), -1, "a link to itself leads nowhere");
	is_int(e.number, ELOOP, "which is said");
	is_int(server.asked, 0, "and nobody was asked");
	symlink("there", "folder");
	d.out = "folder";
	is_int(get(), -1, "a link to a folder is no file");
	symlink("none/file", "missing");
	d.out = "missing";
	is_int(get(), -1, "a link into a folder that is not there");
	is_int(e.number, ENOENT, "fails for that");
}

/* --- what is no file ------------------------------------------------------------------------------------ */

static void not_files(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	static char longest[300];

	begin();
	ok(bind(s, (const struct sockaddr *)&a, sizeof a) == 0, "a socket");
	close(s);
	mkfifo("fifo", 0600);
	mkdir("folder", 0755);
	put("plain", "old");
	memset(longest, 'a', 256);
	static const struct {
		const char *out, *text;
	} rows[] = {
		{ "fifo", "fifo is not a file" }, { "folder", "folder is not a file" }, { "folder/", "folder/ is not a file" },
		{ ".", ". is not a file" }, { "socket", "socket is not a file" }, { "", "cannot write : " }, { "none/file", "cannot write none/file: No such" },
		{ "none/", "cannot write none/: No such" }, { "plain/", "cannot write plain/: Not a directory" },
		{ "plain/file", "cannot write plain/file: Not a directory" }, { longest, "cannot write aaaaa" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		d.out = rows[i].out;
		ok(get() < 0 && e.kind == ERR_FAIL && server.asked == 0, rows[i].text);
		if (strncmp(e.text, rows[i].text, strlen(rows[i].text)) != 0)
			ok(false, e.text);
	}
	is_int(names(), 4, "nothing was made");
	is_str(text_of("plain"), "old", "or changed");
	longest[239] = '\0';
	d.out = longest;
	is_int(get(), 0, "a name of 239 octets has room for its part's");
}

static int to_stdout(void)
{
	int fd = open("out", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), n;

	if (dup2(fd, 1) < 0)
		return 9;
	n = kind_of_get();
	return n * 10 + (int)server.asked;
}

static void streams(void)
{
	begin();
	chmod(".", 0777);
	d.out = "-";
	is_int(as_nobody(to_stdout), 1, "\"-\" is standard output");
	ok(holds("out", 0, LEN), "which gets all of it");
	unlink("out");
	retries = 3;
	server.answers[0] = (struct answer){ .cut = 301, .etag = "\"a\"" };
	is_int(as_nobody(to_stdout), 2, "cut, it goes on");
	ok(holds("out", 0, LEN), "where it was");
	unlink("out");
	server.answers[1] = (struct answer){ .no_range = true };
	is_int(as_nobody(to_stdout), (2 * ERR_UNREACHABLE * 10 + 2) & 255, "a server that begins anew ends it");
	ok(holds("out", 0, 300), "and nothing goes out twice");
	unlink("out");
	server.answers[1] = (struct answer){ .etag = "\"b\"" };
	is_int(as_nobody(to_stdout), 2 * ERR_FAIL * 10 + 2, "so does one that has another file by now");
	ok(holds("out", 0, 300), "of which nothing goes out");
	unlink("out");
	server.answers[0].cut = 0;
	want(1, LEN);
	is_int(as_nobody(to_stdout), (2 * ERR_MISMATCH * 10 + 1) & 255, "a wrong sum is known at the end");
	ok(holds("out", 0, LEN), "when all has gone out");
	begin();
	d.out = "/dev/null";
	ok(get() == 0 && d.octets == LEN, "a device takes a stream");
	d.out = "/dev/full";
	ok(get() < 0 && e.kind == ERR_FAIL && e.number == ENOSPC, "and may have no room");
	symlink("/dev/null", "null");
	d.out = "null";
	ok(get() == 0 && d.octets == LEN, "a link to a device is one");
	is_int(names(), 1, "nothing is left of them");
}

/* --- the part -------------------------------------------------------------------------------------------- */

static void locked(void)
{
	int fd;

	begin();
	put(PART, "");
	fd = open(PART, O_RDWR | O_CLOEXEC);
	flock(fd, LOCK_EX);
	is_int(get(), -1, "a part that another run holds");
	is_str(e.text, "another run holds " PART " (waited 2 s)", "is waited for, for two seconds");
	ok(exists(PART) && server.asked == 0, "and left alone");
	close(fd);
	is_int(get(), 0, "afterwards it is taken");
	begin();
	put("theirs", "not yet");
	rename("theirs", PART);
	let_go = PART;
	is_int(get(), -1, "one that went to its place when it was opened");
	is_str(text_of("file"), "not yet", "is not written to");
	is_str(text_of(PART), "a third run's", "nor is the next run's part removed");
	is_int(get(), 0, "the next run has a part of its own");
}

static void hostile(void)
{
	struct stat st;

	begin();
	put("precious", "old");
	link("precious", PART);
	is_int(get(), -1, "a part with a second link");
	is_str(text_of("precious"), "old", "is not written to");
	unlink(PART);
	symlink("precious", PART);
	is_int(get(), -1, "a part that is a link");
	is_str(text_of("precious"), "old", "is not followed");
	unlink(PART);
	mkfifo(PART, 0600);
	is_int(get(), -1, "a part that is a FIFO is refused at once");
	ok(lstat(PART, &st) == 0 && S_ISFIFO(st.st_mode), "and left");
	unlink(PART);
	put(PART, "theirs");
	if (chown(PART, 4711, 4711) < 0) {
		skip("another's part", "not root");
		skip("another's part in a private folder", "not root");
		return;
	}
	chmod(".", 0777);
	is_int(get(), -1, "another's part where others may write");
	chmod(".", 0755);
	is_int(get(), 0, "which is fine where they may not");
}

static void private(void)
{
	begin();
	umask(0);
	server.answers[0] = (struct answer){ .cut = 301 };
	want(0, LEN);
	get();
	umask(022);
	is_int(mode_of(PART), 0600, "a part is for its owner alone, whatever the umask");
}

static void disks(void)
{
	static const struct {
		const char *call;
		int number;
	} rows[] = { { "write", ENOSPC }, { "write", EIO }, { "sync", EIO }, { "rename", EACCES } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin();
		put("file", "old");
		want(0, LEN);
		failing = rows[i].call;
		failure = rows[i].number;
		retries = 3;
		ok(get() < 0 && e.kind == ERR_FAIL && e.number == rows[i].number, rows[i].call);
		failing = NULL;
		is_int(server.asked, 1, "… whose failure is not asked for again");
		is_str(text_of("file"), "old", "… leaves the old file");
		is_int(names(), 1, "… and nothing else");
	}
	begin();
	failing = "chmod";
	failure = EPERM;
	is_int(get(), 0, "a file system without modes is none");
	failing = NULL;
}

/* Killed at each of its calls in turn; the next run makes it good. */
static void killed(void)
{
	bool whole = true, next = true;
	unsigned kills = 0, old = 0;

	for (unsigned call = 1;; call++, kills++) {
		int status = 0;
		pid_t child;

		begin();
		put_content("file", 9, 0, 77);
		want(0, LEN);
		child = fork();
		if (child == 0) {
			last = call;
			_exit(get() < 0);
		}
		waitpid(child, &status, 0);
		if (status == 0)
			break;
		old += holds("file", 9, 77);
		whole &= holds("file", 9, 77) || holds("file", 0, LEN);
		next &= get() == 0 && holds("file", 0, LEN) && names() == 1;
	}
	ok(kills > 12, "killed at each call");
	diag("%u times, %u of them before the rename", kills, old);
	ok(old > 10 && old < kills, "before the rename and after it");
	ok(whole, "it is the old file or the new one");
	ok(next, "and the next run puts it right");
}

int main(void)
{
	umask(022);
	folder_make();
	modes();
	not_writable();
	links();
	not_files();
	streams();
	locked();
	hostile();
	private();
	disks();
	killed();
	folder_remove();
	return done_testing();
}
