/* SPDX-License-Identifier: MIT */
/* watch.c - changes of files that are seen, each kind alone. */
#include "applets/certserve/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct watch before, after;

/* As if nothing had happened for long. */
static void age(const char *name)
{
	struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };

	utimensat(AT_FDCWD, name, old, 0);
}

static bool changed(void)
{
	watch_look(&after, 0, "file");
	watch_look(&after, 1, "other");
	bool same = watch_same(&before, &after, 2);

	before = after;
	return !same;
}

int main(void)
{
	folder_make();
	put("file", "text");
	put("other", "text");
	changed();
	ok(!changed(), "what is left alone has not changed");
	put("file", "text, longer");
	ok(changed(), "another size");
	age("file");
	ok(changed(), "another time");
	put("new", "text, longer");
	age("new");
	rename("new", "file");
	ok(changed(), "another file of the same name, size and time");
	unlink("file");
	ok(changed() && before.facts[0].error == ENOENT, "gone");
	ok(!changed(), "... and gone still");
	(void)!symlink("other", "file");
	ok(changed() && before.facts[0].ino == before.facts[1].ino, "a link");
	put("third", "text");
	unlink("file");
	(void)!symlink("third", "file");
	ok(changed(), "... to another file");
	chmod("third", 0400);
	ok(changed(), "another mode");
	ok(watch_fresh(&before, 2, before.facts[0].changed[1].tv_sec), "what has just changed is fresh");
	ok(watch_fresh(&before, 2, before.facts[0].changed[1].tv_sec + 1), "... a second later, too");
	ok(!watch_fresh(&before, 2, before.facts[0].changed[1].tv_sec + 5), "... later it is not");
	ok(!watch_fresh(&before, 2, 5), "nor what is of the future");
	ok(!watch_fresh(&before, 0, before.facts[0].changed[1].tv_sec), "nor what is not looked at");
	folder_remove();
	return done_testing();
}
