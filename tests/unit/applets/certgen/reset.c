/* SPDX-License-Identifier: MIT */
/* reset.c - a set removed: what goes, what stays, and in which words. */
#include <string.h>

#include "applets/certgen/ensure.h"
#include "applets/certgen/reset.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct say voice = {.who = "certgen"};
static struct run r;

static int run(int (*what)(struct run *, struct err *))
{
	int code;

	if (r.set.dirfd > 0)
		set_close(&r.set);
	fixed_run(&r, &voice);
	names_add(&r.names, "board.lan", true, NULL);
	capture_begin();
	code = what(&r, &fixed.e);
	capture_end();
	names_free(&r.names);
	rng_wipe(&r.rng);
	return code;
}

static int make(struct run *with, struct err *e)
{
	return ensure(with, ".", NULL, e);
}

int main(void)
{
	folder_make();
	fixed_wish("-d", ".", "--reset", "--yes", "board.lan", NULL);
	ok(run(make) == 0 && names() >= 4, "a set");
	put("server.crt.bad-12", "old");
	put("server.crt.bad-1x", "not ours");
	put("other.crt.bad-1", "not of this set");
	is_int(run(reset_run), 0, "is removed");
	is_str(captured.out, "removed    ca.key\nremoved    ca.crt\nremoved    server.key\nremoved    server.crt\nremoved    server.crt.bad-12\n", "… said file by file");
	ok(names() == 2 && exists("server.crt.bad-1x") && exists("other.crt.bad-1") && !r.changed, "… and nothing of others'");
	ok(run(reset_run) == 0 && strcmp(captured.out, "ok         .           nothing to remove\n") == 0, "a second time there is nothing");
	folder_empty();
	run(make);
	put(".certbox-changed", "");
	unlink("server.key");
	if (symlink("/dev/null", "server.crt.bad-1"))
		diag("no symbolic links");
	is_int(run(reset_run), 0, "half a set");
	ok(names() == 1 && !exists(".certbox-changed"), "… goes, too; a symbolic link stays");
	return done_testing();
}
