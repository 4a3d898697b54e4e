/* SPDX-License-Identifier: MIT */
/* act.c - a control: a pair is replaced file by file, without a commit record. Tests must catch it. */
#include "applets/certgen/act.h"

int act_do_as_planned(struct act *a, struct err *e);

#define act_do act_do_as_planned
#include "applets/certgen/act.c"
#undef act_do

int act_do(struct act *a, struct err *e)
{
	struct plan p = *a->p;

	p.at_once = false;
	a->p = &p;
	return act_do_as_planned(a, e);
}
