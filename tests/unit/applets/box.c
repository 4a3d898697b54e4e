/* SPDX-License-Identifier: MIT */
/* box.c - the box by its own name, and the screens it shows. */
#include "applets/box.h"

#include "tests/unit/applets/capture.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;

static int run(const char *one, const char *two, const char *three)
{
	static char name[] = "certbox";
	char *argv[] = {name, (char *)(uintptr_t)one, (char *)(uintptr_t)two, (char *)(uintptr_t)three, NULL};
	int argc = 1, code;

	while (argv[argc])
		argc++;
	err_clear(&e);
	capture_begin();
	code = box_run(argc, argv, &e);
	capture_end();
	return code;
}

static void found(void)
{
	ok(box_find("certgen") && box_find("certgen") == box_find("/usr/bin/certgen") && box_find("./certgen"), "an applet is found by a path's last part");
	ok(!box_find("certge") && !box_find("certgenx") && !box_find("") && !box_find("certgen/") && !box_find("CERTGEN"), "… and by nothing else");
	is_str(box_base("/a/b"), "b", "a path's last part");
	is_str(box_base("b"), "b", "… of a mere name");
	is_str(box_base("a/"), "", "… of a folder is empty");
}

static void lists(void)
{
	size_t n = 0, listed = 0, lines = 0;

	run("--list", NULL, NULL);
	for (const struct applet *const *a = applet_table; *a; a++, n++)
		listed += strstr(captured.out, (*a)->name) != NULL;
	for (const char *s = captured.out; *s; s++)
		lines += *s == '\n';
	ok(n > 0 && listed == n && lines == n, "--list: each applet, a name a line");
	ok(run("--list-full", NULL, NULL) == 0 && strstr(captured.out, "usr/bin/certgen\n"), "--list-full: with their folder");
	ok(run("--version", NULL, NULL) == 0 && strcmp(captured.out, "certbox " CERTBOX_VERSION "\n") == 0, "--version");
	ok(run(NULL, NULL, NULL) == 0 && strstr(captured.out, "usage: certbox APPLET") && strstr(captured.out, "  certgen\t"), "alone it says what there is");
}

static void slips(void)
{
	ok(run("--nonsense", NULL, NULL) == ERR_USAGE && e.kind == ERR_USAGE, "an unknown option");
	ok(run("--list", "x", NULL) == ERR_USAGE && strstr(e.text, "too many arguments: 'x'"), "an operand nobody takes");
	ok(run("-s", NULL, NULL) == ERR_USAGE && strstr(e.text, "-s goes with --install"), "-s alone");
	ok(run("--install", "", NULL) == ERR_USAGE && strstr(e.text, "empty"), "an empty folder's name");
	ok(run("--help", "nobody", NULL) == BOX_NOT_FOUND && strstr(e.text, "nobody: applet not found"), "help of no applet");
}

/* Each applet's screen: its head, each option that is not hidden, and no line over 79. */
static void screens(void)
{
	for (const struct applet *const *a = applet_table; *a; a++) {
		size_t widest = 0, missing = 0;
		char name[64], want[64];

		run("--help", (*a)->name, NULL);
		for (const char *s = captured.out; *s; s += strcspn(s, "\n"), s += *s == '\n')
			widest = strcspn(s, "\n") > widest ? strcspn(s, "\n") : widest;
		for (size_t i = 0; i < (*a)->n_options; i++) {
			snprintf(want, sizeof want, "--%s", (*a)->options[i].word);
			missing += strstr(captured.out, want) == NULL;
		}
		snprintf(want, sizeof want, "usage: %s [options]", (*a)->name);
		snprintf(name, sizeof name, "%s --help: all options, within 79 columns", (*a)->name);
		ok(strncmp(captured.out, want, strlen(want)) == 0 && missing == 0 && widest <= 79, name);
		if (widest > 79 || missing)
			diag("widest %zu, missing %zu", widest, missing);
	}
}

static void links(void)
{
	char target[64];

	ok(run("--install", "-s", ".") == 0 && readlink("certgen", target, sizeof target) > 0 && exists("certfp"), "--install -s makes links");
	ok(strstr(captured.out, "installed  certgen     ./certgen\n") != NULL, "… and says so");
	ok(run("--install", "-s", ".") == 0 && !captured.out[0], "again: they are ours, and stay");
	unlink("certgen");
	put("certgen", "somebody's");
	ok(run("--install", "-s", ".") == ERR_FAIL && strcmp(text_of("certgen"), "somebody's") == 0 && strstr(captured.err, "exists and is not this box"), "what is not ours stays, too, aloud");
	ok(run("--install", "absent", NULL) == ERR_FAIL && e.kind == ERR_FAIL, "a folder that is missing fails");
}

int main(void)
{
	folder_make();
	found();
	lists();
	slips();
	screens();
	links();
	folder_remove();
	return done_testing();
}
