/* SPDX-License-Identifier: MIT */
/* config.c - a config file is read when only root or the caller can have written it. */
#include "applets/config.h"

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

enum { DAYS, NAME, N };

static const struct option rows[N] = {{0, 0, "days", "N", "days"}, {0, ARGS_LIST, "name", "X", "names"}};
static struct given given[8];
static struct args a;
static struct err e;

/* Memory that values point into stays until the process ends: kept here, so that it is no leak. */
static const char *kept[64];
static size_t n_kept;

static int load(const char *path, enum args_source source)
{
	int result;

	a = (struct args){.options = rows, .n_options = N, .operand_option = NAME, .given = given, .cap = 8};
	err_clear(&e);
	result = config_load(&a, path, source, &e);
	for (size_t i = 0; i < a.len && n_kept < 64; i++)
		kept[n_kept++] = a.given[i].value;
	return result;
}

static void loaded(void)
{
	put("good", "days 30\nname a.lan\nname b.lan\n");
	ok(load("good", ARGS_FROM_CONFIG) == 0 && a.len == 3 && strcmp(args_value(&a, DAYS, ""), "30") == 0, "a file of one's own is read");
	ok(load(".", ARGS_FROM_CONFIG) == -1 && e.kind == ERR_FAIL, "a folder is none");
	ok(load("none", ARGS_FROM_CONFIG) == -1 && e.kind == ERR_FAIL && strstr(e.text, "none: No such file"), "one that was named must be there");
	ok(load("none", ARGS_FROM_DIR) == 0 && a.len == 0, "DIR's own need not");
	ok(symlink("nowhere", "dangling") == 0 && load("dangling", ARGS_FROM_DIR) == -1 && e.kind == ERR_FAIL, "… but a link to nothing is a slip");
	ok(symlink("good", "link") == 0 && load("link", ARGS_FROM_DIR) == 0 && a.len == 3, "a link is its target");
	put("bad", "days 30\nyears 3\n");
	ok(load("bad", ARGS_FROM_CONFIG) == -1 && e.kind == ERR_USAGE && strncmp(e.text, "bad:2: ", 7) == 0, "an unknown word is named with its line");
}

static void judged(void)
{
	static const struct {
		const char *name;
		mode_t mode;
		bool good;
	} modes[] = {
		{"mode 600 is read", 0600, true}, {"644, too", 0644, true}, {"what its group may write is not", 0664, false},
		{"nor what others may", 0646, false}, {"… or all", 0666, false}, {"… or they alone", 0602, false},
	};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		ok(chmod("good", modes[i].mode) == 0 && load("good", ARGS_FROM_CONFIG) == (modes[i].good ? 0 : -1) && (modes[i].good || (e.kind == ERR_FAIL && a.len == 0)), modes[i].name);
	}
	ok(load("link", ARGS_FROM_DIR) == -1, "a link is judged by its target");
	chmod("good", 0644);
	if (geteuid() != 0)
		skip("a stranger's file is not read", "needs root");
	else
		ok(chown("good", 12345, 0) == 0 && load("good", ARGS_FROM_CONFIG) == -1 && strstr(e.text, "belongs to user 12345") && a.len == 0, "a stranger's file is not read");
}

int main(void)
{
	folder_make();
	loaded();
	judged();
	ok(n_kept > 0 && kept[0] != NULL && strcmp(kept[0], "30") == 0, "values outlive the call");
	folder_remove();
	return done_testing();
}
