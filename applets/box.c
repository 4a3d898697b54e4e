/* SPDX-License-Identifier: MIT */
/* box.c - certbox by its own name: what is in it, and links to it. */
#include "applets/box.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/say.h"

#define LINKS_IN "usr/bin/" /* busybox --list-full: paths below a root */

enum { HELP, LIST, LIST_FULL, INSTALL, SYMBOLIC, VERSION, N_OPTIONS };

const struct option box_options[BOX_OPTIONS] = {
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, TEXT("this screen, or an applet's: certbox --help APPLET") },
	[LIST] = { 0, ARGS_COMMAND, "list", NULL, TEXT("the applets' names") },
	[LIST_FULL] = { 0, ARGS_COMMAND, "list-full", NULL, TEXT("the same, with the folder they belong into") },
	[INSTALL] = { 0, ARGS_COMMAND, "install", NULL, TEXT("hard links in DIR, or beside this binary") },
	[SYMBOLIC] = { 's', ARGS_COMMAND, "symbolic", NULL, TEXT("symbolic links instead, with --install") },
	[VERSION] = { 'V', ARGS_COMMAND, "version", NULL, TEXT("print the version") },
};
_Static_assert(N_OPTIONS == BOX_OPTIONS, "a row for each");

static const struct say speak = { .who = "certbox" };

const char *box_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

const struct applet *box_find(const char *path)
{
	for (const struct applet *const *a = applet_table; *a != NULL; a++)
		if (strcmp((*a)->name, box_base(path)) == 0)
			return *a;
	return NULL;
}

static void list(const char *prefix)
{
	for (const struct applet *const *a = applet_table; *a != NULL; a++)
		say_plain(&speak, "%s%s\n", prefix, (*a)->name);
}

static void banner(void)
{
	say_plain(&speak, "certbox " CERTBOX_VERSION ": a machine's TLS identity, from its first boot on\n\n"
	    "usage: certbox APPLET [argument]...\n"
	    "   or: APPLET [argument]...             by a link of that name\n"
	    "   or: certbox --install [-s] [DIR]\n\n");
	for (const struct applet *const *a = applet_table; *a != NULL; a++)
		say_plain(&speak, "  %s\t%t\n", (*a)->name, (*a)->summary);
	say_plain(&speak, "\n");
	applet_help_options(box_options, BOX_OPTIONS);
}

/* Our own path: the kernel's word for it, or without /proc what we were started as. */
static int find_self(char self[static PATH_MAX], struct stat *st, struct err *e)
{
	ssize_t len = readlink("/proc/self/exe", self, PATH_MAX - 1);
	const char *started = (const char *)getauxval(AT_EXECFN);

	if (len < 0 && started != NULL && strlen(started) < PATH_MAX) {
		len = (ssize_t)strlen(started);
		memcpy(self, started, (size_t)len);
	}
	if (len < 0)
		return err_set(e, ERR_FAIL, "cannot tell where this binary lies: no /proc");
	self[len] = '\0';
	if (stat(self, st) != 0)
		return err_errno(e, errno, "%s", self);
	return 0;
}

/* One link; what stands there already is ours, or stays. */
static int make_link(const char *target, bool symbolic, const struct stat *self, const char *path, const char *name)
{
	struct stat there;

	if (stat(path, &there) == 0 && there.st_dev == self->st_dev && there.st_ino == self->st_ino) {
		say_detail(&speak, "kept", name, path);
		return 0;
	}
	if ((symbolic ? symlink(target, path) : link(target, path)) == 0) {
		say_change(&speak, "installed", name, path);
		return 0;
	}
	if (errno == EEXIST)
		say_warning(&speak, "%s: exists and is not this box; left as it is", path);
	else
		say_warning(&speak, "%s: %e%s", path, errno,
		    errno == EXDEV || (errno == EPERM && !symbolic) ? " (-s makes symbolic links)" : "");
	return -1;
}

static int install(const char *dir, bool symbolic, struct err *e)
{
	static char self[PATH_MAX], own[PATH_MAX], path[PATH_MAX];
	struct stat st;
	struct text t;
	int failed = 0, all = 0;

	if (find_self(self, &st, e) != 0)
		return ERR_FAIL;
	const char *target = self;
	if (dir == NULL) {
		text_init(&t, own, sizeof own);
		text_add_bytes(&t, self, (size_t)(box_base(self) - self));
		dir = t.len > 0 ? own : "./";
		if (symbolic)
			target = box_base(self); /* a tree that is moved keeps its links */
	}
	for (const struct applet *const *a = applet_table; *a != NULL; a++, all++) {
		text_init(&t, path, sizeof path);
		text_format(&t, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", (*a)->name);
		if (t.cut)
			return err_set(e, ERR_FAIL, "%s: %e", dir, ENAMETOOLONG), ERR_FAIL;
		failed += make_link(target, symbolic, &st, path, (*a)->name) != 0;
	}
	if (failed > 0)
		err_set(e, ERR_FAIL, "%d of %d links not made", failed, all);
	return failed > 0 ? ERR_FAIL : 0;
}

static int help(const char *name, struct err *e)
{
	const struct applet *a = name != NULL ? box_find(name) : NULL;

	if (a != NULL)
		return applet_help(a, e) == 0 ? 0 : ERR_FAIL;
	if (name == NULL)
		banner();
	else
		err_set(e, ERR_FAIL, "%s: applet not found", box_base(name));
	return name == NULL ? 0 : BOX_NOT_FOUND;
}

int box_run(int argc, char **argv, struct err *e)
{
	struct given given[N_OPTIONS];
	struct args a = { .options = box_options, .n_options = N_OPTIONS, .operand_option = ARGS_NO_OPTION, .given = given,
		.cap = N_OPTIONS };

	if (args_line(&a, argc, argv, e) != 0)
		return ERR_USAGE;
	const char *operand = a.n_operands > 0 ? a.operands[0] : NULL;
	size_t takes = args_on(&a, INSTALL) || args_on(&a, HELP);
	if (a.n_operands > takes)
		return err_set(e, ERR_USAGE, "too many arguments: '%s'", a.operands[takes]), ERR_USAGE;
	if (operand != NULL && *operand == '\0')
		return err_set(e, ERR_USAGE, "an empty argument"), ERR_USAGE;
	if (args_on(&a, SYMBOLIC) && !args_on(&a, INSTALL))
		return err_set(e, ERR_USAGE, "-s goes with --install"), ERR_USAGE;
	if (args_on(&a, HELP))
		return help(operand, e);
	if (args_on(&a, INSTALL))
		return install(operand, args_on(&a, SYMBOLIC), e);
	if (args_on(&a, LIST))
		list("");
	else if (args_on(&a, LIST_FULL))
		list(LINKS_IN);
	else if (args_on(&a, VERSION))
		say_plain(&speak, "certbox " CERTBOX_VERSION "\n");
	else
		banner();
	return 0;
}
