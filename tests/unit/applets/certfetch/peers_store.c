/* SPDX-License-Identifier: MIT */
/* peers_store.c - what becomes of a file of the store when it is written or forgotten. */
#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "tests/unit/applets/certfetch/stored.h"
#include "tests/unit/tap.h"

/* --- writing ----------------------------------------------------------------------------------------- */

static int stored(const char *name, int which, bool keep)
{
	return opened(name) ? -1 : peers_store(&p, of(which), keep, &e);
}

static bool leaves_nothing(void)
{
	return !exists("store/.certfetch.new");
}

static void what_is_written(void)
{
	folder_empty();
	umask(0077);
	peers_close(&p);
	ok(peers_open(&p, "deep/er/store", "a.crt", &e) == 0 && peers_store(&p, of(CA), false, &e) == 0, "a store is made with the first file");
	ok(mode_of("deep/er/store") == 0700 && mode_of("deep/er") == 0755, "… for its owner alone, its parents for all");
	ok(mode_of("deep/er/store/a.crt") == 0644 && file_is("deep/er/store/a.crt", pem[CA]), "… the file for all, whatever the umask");
	umask(0022);
	ok(stored("a.crt", CA, false) == 0 && file_is("store/a.crt", pem[CA]), "a certificate is stored as PEM");
	ok(opened("a.crt") == 0 && holds(true, of(CA)) && leaves_nothing(), "… and is what is read then");
	ok(peers_store(&p, both(NEXT, LEAF), false, &e) == 0 && strncmp(text_of("store/a.crt"), pem[NEXT], strlen(pem[NEXT])) == 0, "another takes its place");
	ok(opened("a.crt") == 0 && holds(true, both(NEXT, LEAF)), "… both of them");
	ok(stored("a.crt", CA, true) == 0 && file_is("store/a.crt", pem[CA]) && exists("store/a.crt.old-1"), "the old one is kept when that is wished");
	ok(stored("a.crt", NEXT, true) == 0 && file_is("store/a.crt.old-2", pem[CA]), "… each under a name of its own");
	ok(mode_of("store/a.crt.old-2") == 0644, "… as it was");
	ok(stored("new.crt", LEAF, true) == 0 && !exists("store/new.crt.old-1"), "what was not there is not kept");
	ok(stored("a.crt", NEXT, true) == 0 && !exists("store/a.crt.old-3"), "what is the same is not written");
	put("store/.certfetch.new", "left");
	ok(stored("a.crt", CA, false) == 0 && leaves_nothing(), "what a killed run has left is no hindrance");
}

static void what_is_not_written(void)
{
	ok(opened("a.crt") == 0, "somebody reads");
	written("store/a.crt", pem[NEXT], "");
	ok(peers_store(&p, of(LEAF), true, &e) == -1 && e.kind == ERR_FAIL && strstr(e.text, "changed meanwhile") && strstr(e.text, "store: a.crt"), "another writes: refused");
	ok(file_is("store/a.crt", pem[NEXT]) && leaves_nothing() && !exists("store/a.crt.old-3"), "… and nothing is done");
	ok(opened("a.crt") == 0 && unlink("store/a.crt") == 0 && peers_store(&p, of(LEAF), false, &e) == -1 && !exists("store/a.crt"), "another removes it: refused");
	ok(opened("a.crt") == 0, "nothing is there");
	written("store/a.crt", pem[NEXT], "");
	ok(peers_store(&p, of(CA), false, &e) == -1 && file_is("store/a.crt", pem[NEXT]), "… and then something is: refused");
	ok(opened("b.crt") == 0, "nothing is there");
	written("store/b.crt", pem[CA], "");
	ok(peers_store(&p, of(CA), false, &e) == 0, "… but just what is to be stored is well");
	written("store/own", pem[CA], "");
	ok(symlink("own", "store/l.crt") == 0 && stored("l.crt", NEXT, false) == -1 && strstr(e.text, "l.crt is a symbolic link"), "a link is not written through");
	ok(file_is("store/own", pem[CA]) && stored("l.crt", CA, false) == 0, "… unless it leads to what is to be stored");
	ok(opened("c.crt") == 0 && symlink("nowhere", "store/c.crt") == 0 && peers_store(&p, of(CA), false, &e) == -1 && !exists("store/nowhere"), "nor a dangling one");
	ok(opened("d.crt") == 0 && mkdir("store/d.crt", 0755) == 0 && peers_store(&p, of(CA), false, &e) == -1 && strstr(e.text, "is a directory"), "a directory that came meanwhile");
	ok(opened("f.crt") == 0 && mkfifo("store/f.crt", 0644) == 0 && peers_store(&p, of(CA), false, &e) == -1 && strstr(e.text, "is a FIFO"), "or a FIFO");
	ok(opened("g.crt") == 0 && chmod("store", 0777) == 0 && peers_store(&p, of(CA), false, &e) == -1 && !exists("store/g.crt"), "or a mode that lets others in");
	ok(chmod("store", 0700) == 0 && unlink("store/.lock") == 0 && mkfifo("store/.lock", 0600) == 0 && stored("g.crt", CA, false) == -1 && !exists("store/g.crt"), "a FIFO in the lock's place");
	ok(unlink("store/.lock") == 0 && symlink("own", "store/.lock") == 0 && stored("g.crt", CA, false) == -1 && file_is("store/own", pem[CA]), "… or a link");
	ok(unlink("store/.lock") == 0 && mkdir("store/.certfetch.new", 0700) == 0 && stored("g.crt", CA, false) == -1 && !exists("store/g.crt"), "a directory in the temporary's place");
	ok(rmdir("store/.certfetch.new") == 0 && symlink("own", "store/.certfetch.new") == 0 && stored("g.crt", LEAF, false) == 0 && file_is("store/own", pem[CA]), "a link there is not followed");
	put("file", "");
	peers_close(&p);
	err_clear(&e);
	ok(peers_open(&p, "absent/store", "a.crt", &e) == 0 && symlink("file", "absent") == 0 && peers_store(&p, of(CA), false, &e) == -1 && e.kind == ERR_FAIL, "a file where the store would be made");
}

/* Each of n children stores into one of `files` files, all at once. Those whose word counts. */
static unsigned crowd(unsigned n, unsigned files)
{
	unsigned good = 0;
	int status, go[2];
	char c;

	if (pipe(go) != 0)
		abort();
	for (unsigned i = 0; i < n; i++) {
		char name[16];

		snprintf(name, sizeof name, "%c.crt", (char)('A' + i % files));
		if (fork() != 0)
			continue;
		if (opened(name) != 0 || close(go[1]) != 0 || read(go[0], &c, 1) != 0)
			_exit(3);
		_exit(peers_store(&p, both((int)(i % 3), (int)(i / 3 % 3)), true, &e) == 0 ? 0 : strstr(e.text, "changed meanwhile") ? 1 : 2);
	}
	close(go[0]);
	close(go[1]);
	for (unsigned i = 0; i < n; i++)
		if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
			return 0;
		else
			good += WEXITSTATUS(status) == 0;
	return good;
}

static void at_once(void)
{
	static const char *const all[] = { "A.crt", "B.crt", "C.crt", "D.crt", "E.crt", "F.crt", "G.crt", "H.crt" };
	bool whole = true;

	is_int(crowd(8, 8), 8, "eight store eight files at once");
	for (size_t i = 0; i < 8; i++)
		whole &= opened(all[i]) == 0 && p.there;
	ok(whole && leaves_nothing(), "… each is whole");
	for (size_t i = 0; i < 8; i++)
		unlink("store/A.crt");
	is_int(crowd(8, 1), 1, "eight store one file at once, of which nothing was known: one does");
	ok(opened("A.crt") == 0 && p.there && leaves_nothing() && !exists("store/A.crt.old-1"), "… and it is whole");
}

/* --- removing ---------------------------------------------------------------------------- */

static int forgotten(const char *name, const char *want)
{
	char out[PEERS_NAME + 16] = "";

	opened(name);
	err_clear(&e);
	return peers_forget(&p, out, sizeof out, &e) == 0 && strcmp(out, want) == 0 ? 0 : -1;
}

static void what_is_forgotten(void)
{
	folder_empty();
	ok(forgotten("a.crt", "") == -1 && e.kind == ERR_UNTRUSTED && strstr(e.text, "store") && !exists("store"), "without a store nothing is forgotten");
	ok(mkdir("store", 0700) == 0 && forgotten("a.crt", "") == -1 && e.kind == ERR_UNTRUSTED && strstr(e.text, "a.crt"), "nor what is not there");
	written("store/a.crt", pem[CA], "");
	ok(forgotten("a.crt", "a.crt.bad-1") == 0 && !exists("store/a.crt") && file_is("store/a.crt.bad-1", pem[CA]), "a file is set aside");
	written("store/a.crt", pem[NEXT], "");
	ok(forgotten("a.crt", "a.crt.bad-2") == 0 && file_is("store/a.crt.bad-1", pem[CA]), "… each under a name of its own");
	written("store/a.crt", "broken", "");
	ok(opened("a.crt") == -1 && forgotten("a.crt", "a.crt.bad-3") == 0, "one that cannot be read, too");
	ok(symlink("nowhere", "store/a.crt") == 0 && forgotten("a.crt", "a.crt.bad-4") == 0 && exists("store/a.crt.bad-4"), "a link, not what it leads to");
	ok(mkdir("store/a.crt", 0700) == 0 && forgotten("a.crt", "a.crt.bad-5") == 0, "a directory in its place");
}

/* --- where there is no room -------------------------------------------------------------------------- */

/* In a file system of its own; the process is gone then. Exit codes tell what went wrong. */
static int without_room(void)
{
	static const char fill[4096];
	int fd;

	if (unshare(CLONE_NEWNS) != 0 || mount("", "/", "", MS_REC | MS_PRIVATE, NULL) != 0 || mount("t", "store", "tmpfs", 0, "size=16k,mode=700") != 0)
		return 77;
	if (stored("a.crt", CA, false) != 0 || (fd = open("store/fill", O_WRONLY | O_CREAT, 0600)) < 0)
		return 2;
	while (write(fd, fill, sizeof fill) > 0)
		;
	close(fd);
	if (stored("a.crt", NEXT, true) != -1 || e.number != ENOSPC || e.kind != ERR_FAIL || !strstr(e.text, "store: "))
		return 3;
	if (!file_is("store/a.crt", pem[CA]) || exists("store/a.crt.old-1") || !leaves_nothing())
		return 4;
	if (stored("b.crt", NEXT, false) != -1 || exists("store/b.crt") || !leaves_nothing())
		return 5;
	if (mount("", "store", "", MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return 6;
	if (opened("a.crt") != 0 || !holds(true, of(CA)) || stored("a.crt", NEXT, true) != -1 || e.number != EROFS)
		return 7;
	if (unlink("store/.lock") == 0 || forgotten("a.crt", "") != -1 || e.number != EROFS || e.kind != ERR_FAIL)
		return 8;
	return 0;
}

static void no_room(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(without_room());
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip("on a full file system and a read-only one nothing changes", "no mount of our own");
	else
		is_int(status >> 8, 0, "on a full file system and a read-only one nothing changes");
}

int main(void)
{
	folder_make();
	stored_make();
	p.dirfd = -1;
	what_is_written();
	what_is_not_written();
	at_once();
	what_is_forgotten();
	no_room();
	peers_close(&p);
	stored_free();
	folder_remove();
	return done_testing();
}
