/* SPDX-License-Identifier: MIT */
/* begin.c - an applet's run begins: options from argv and a file, help, how loud. */
#include "applets/begin.h"

#include "tests/unit/applets/capture.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

enum { NAME, TAG, CONFIG, QUIET, VERBOSE, HELP, N };

static const struct option rows[N] = {
	[NAME] = { 'n', 0, "name", "N", "a name" },
	[TAG] = { 0, 0, "tag", "T", "a tag" },
	[CONFIG] = { 0, ARGS_COMMAND, "config", "FILE", "options" },
	[QUIET] = { 'q', 0, "quiet", NULL, "less" },
	[VERBOSE] = { 'v', 0, "verbose", NULL, "more" },
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, "this" },
};
static const struct applet toy = { .name = "toy", .summary = "do nothing", .operands = "[X]", .more = "no more\n", .options = rows, .n_options = N };

static struct err e;
static struct say s;
static struct args a;

/* The words of line are the arguments. */
static int begin(const char *line)
{
	static char room[128];
	static struct given all[16][N], (*given)[N] = all; /* values point into a file's text, which stays: kept here, it is no leak */
	char *argv[8] = { room };
	int argc = 0, code;

	snprintf(room, sizeof room, "toy %s", line);
	for (char *word = strtok(room, " "); word != NULL; word = strtok(NULL, " "))
		argv[argc++] = word;
	err_clear(&e);
	s = (struct say){ .who = NULL };
	a = (struct args){ .given = *given++, .cap = N };
	capture_begin();
	code = applet_begin(&toy, argc, argv, &a, &s, &e);
	capture_end();
	return code;
}

/* Every applet that begins so has its last rows in this order; certgen has its own beginning. */
static void orders(void)
{
	static const char *const words[] = { [BEGIN_HELP] = "help", [BEGIN_VERBOSE] = "verbose", [BEGIN_QUIET] = "quiet", [BEGIN_CONFIG] = "config" };

	for (const struct applet *const *at = applet_table; *at != NULL; at++) {
		bool same = true;

		for (size_t i = BEGIN_HELP; i <= BEGIN_CONFIG; i++)
			same = same && strcmp((*at)->options[(*at)->n_options - i].word, words[i]) == 0;
		if (strcmp((*at)->name, "certgen") != 0)
			ok(same, (*at)->name);
	}
}

int main(void)
{
	folder_make();
	put("good", "name there\ntag x\n");
	put("loud", "verbose\nname there\n");
	put("bad", "nane there\n");
	ok(begin("-n here one two") == 0 && strcmp(args_value(&a, NAME, ""), "here") == 0 && a.n_operands == 2, "argv is read, operands are left");
	ok(strcmp(s.who, "toy") == 0 && s.level == SAY_NORMAL, "it speaks by its name");
	ok(begin("-v") == 0 && s.level == SAY_VERBOSE, "... as loud as asked for");
	ok(begin("-vq") == 0 && s.level == SAY_QUIET, "... quiet before verbose");
	ok(begin("--config good") == 0 && strcmp(args_value(&a, NAME, ""), "there") == 0, "a config file is read");
	ok(begin("--config good -n here") == 0 && strcmp(args_value(&a, NAME, ""), "here") == 0, "... argv stands over it");
	ok(begin("--config loud") == 0 && s.level == SAY_VERBOSE, "... and it says how loud, too");
	ok(begin("--config bad") != 0 && e.kind == ERR_USAGE, "... of known words only");
	ok(begin("--config none") != 0 && e.kind == ERR_FAIL, "... and must be there");
	ok(begin("--nane x") != 0 && e.kind == ERR_USAGE && *captured.out == '\0', "an option that is none");
	ok(begin("--config none -h") != 0 && e.kind == ERR_NONE && strstr(captured.out, "usage: toy [options] [X]\n") == captured.out, "help, before any file");
	orders();
	folder_remove();
	return done_testing();
}
