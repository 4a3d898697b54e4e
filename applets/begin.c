/* SPDX-License-Identifier: MIT */
/* begin.c - how an applet's run begins. */
#include "applets/begin.h"

#include "applets/config.h"

int applet_begin(const struct applet *applet, int argc, char **argv, struct args *a, struct say *s, struct err *e)
{
	uint16_t end = (uint16_t)applet->n_options;
	const char *config;

	a->options = applet->options;
	a->n_options = end;
	a->operand_option = ARGS_NO_OPTION;
	if (args_line(a, argc, argv, e) != 0)
		return -1;
	if (args_on(a, end - BEGIN_HELP)) {
		applet_help(applet, e);
		return -1;
	}
	config = args_value(a, end - BEGIN_CONFIG, NULL);
	if (config != NULL && config_load(a, config, ARGS_FROM_CONFIG, e) != 0)
		return -1;
	s->who = applet->name;
	s->level = args_on(a, end - BEGIN_QUIET) ? SAY_QUIET : args_on(a, end - BEGIN_VERBOSE) ? SAY_VERBOSE : SAY_NORMAL;
	return 0;
}
