/* SPDX-License-Identifier: MIT */
/* main.c - find the applet by its name, run it, print its failure. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/applet.h"
#include "applets/box.h"
#include "applets/say.h"

#define BOX "certbox"

/*
 * A key file must never become descriptor 1. /dev/null may be missing in an early
 * initramfs; the root as a mere path keeps the number, and fails what is written to it.
 */
static int fill_descriptors(void)
{
	struct stat st;

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &st) < 0 && errno == EBADF && open("/dev/null", O_RDWR) < 0 && open("/", O_PATH) < 0)
			return -1;
	return 0;
}

static int run_applet(const char *who, int argc, char **argv, struct err *e)
{
	const struct applet *a = box_find(who);

	/* One version for all: the box answers. */
	if (a != NULL && argc == 2 && strcmp(argv[1], "--version") == 0)
		return box_run(argc, argv, e);
	if (a != NULL)
		return a->run(argc, argv, e);
	err_set(e, ERR_FAIL, "applet not found");
	return BOX_NOT_FOUND;
}

/* Answers that never reached their reader are a failure, whatever was done. */
static int finish(const char *who, int code, struct err *e)
{
	if (say_finish(e) == 0 && close(STDOUT_FILENO) != 0)
		err_errno(e, errno, "standard output");
	if (e->kind == ERR_NONE)
		return code;
	say_failure(who, e);
	return code == BOX_NOT_FOUND ? code : (int)e->kind;
}

int main(int argc, char **argv)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct err e = { .kind = ERR_NONE };
	int code;

	if (fill_descriptors() != 0)
		return ERR_FAIL;
	/* A reader that went away must not stop what is being done to DIR: the write fails, and is reported. */
	sigaction(SIGPIPE, &ignore, NULL);
	const char *who = argc > 0 ? box_base(argv[0]) : BOX;
	bool box = strncmp(who, BOX, strlen(BOX)) == 0; /* certbox.debug, certbox-0.1 */
	if (box && argc > 1 && argv[1][0] != '-') {
		argv++;
		argc--;
		who = box_base(argv[0]);
		box = false;
	}
	if (box)
		code = box_run(argc, argv, &e);
	else
		code = run_applet(who, argc, argv, &e);
	return finish(box ? BOX : who, code, &e);
}
