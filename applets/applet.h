/* SPDX-License-Identifier: MIT */
/* applet.h - what an applet is: one row of the table that main, --help and --list read. */
#ifndef APPLETS_APPLET_H
#define APPLETS_APPLET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/args.h"
#include "lib/err.h"

struct applet {
	char name[12];                /* within: who looks for one touches no page of the others */
	const char *summary;          /* a TEXT: one line, lower case */
	const char *operands;         /* "[NAME|IP|auto]..." */
	const char *more;             /* a TEXT: help's last lines: what it does by default, an example or two */
	const struct option *options; /* one is -h, --help: run answers it with applet_help */
	size_t n_options;
	/*
	 * argv[0] is the applet's name. Returns the exit code; a failure is left in e (main
	 * prints it as "NAME: TEXT") and its kind is returned.
	 */
	int (*run)(int argc, char **argv, struct err *e);
};

extern const struct applet *const applet_table[]; /* NULL-ended, in alphabetical order */

/* The --help screen of an applet on stdout; 0, or -1 when stdout fails. */
int applet_help(const struct applet *a, struct err *e);
/* Its part about options alone. */
void applet_help_options(const struct option *options, size_t n);

#endif
