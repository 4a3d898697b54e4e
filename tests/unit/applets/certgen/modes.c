/* SPDX-License-Identifier: MIT */
/* modes.c - at most one mode a run. */
#include <string.h>

#include "applets/certgen/modes.h"
#include "applets/certgen/options.h"
#include "tests/unit/tap.h"

static int find(const char *one, const char *two, const struct mode **m, struct err *e)
{
	static struct given given[8];
	static char first[32], second[32], name[] = "certgen";
	char *argv[] = {name, first, second, NULL};
	struct args a = {.options = certgen_options, .n_options = OPT_COUNT, .operand_option = OPT_SAN, .given = given, .cap = 8};

	snprintf(first, sizeof first, "%s", one);
	snprintf(second, sizeof second, "%s", two ? two : "");
	if (args_line(&a, two ? 3 : 2, argv, e))
		return -1;
	return modes_find(&a, m, e);
}

int main(void)
{
	const struct mode *m;
	struct err e = {0};

	ok(find("-v", NULL, &m, &e) == 0 && !m, "no mode is none");
	ok(find("--check", NULL, &m, &e) == 0 && m && m->option == OPT_CHECK && !m->run, "a flag's mode");
	ok(find("--rotate=ca", NULL, &m, &e) == 0 && m && m->option == OPT_ROTATE, "a mode with a value");
	ok(find("--check=no", NULL, &m, &e) == 0 && !m, "a flag that says no is none");
	ok(find("--check", "--rotate=key", &m, &e) == -1 && e.kind == ERR_USAGE, "two are refused");
	ok(strcmp(e.text, "--check and --rotate exclude each other") == 0, "… and both are named");
	return done_testing();
}
