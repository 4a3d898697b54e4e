/* SPDX-License-Identifier: MIT */
/* patience.c - how often it makes sense to call again (--retry), and after which pause. */
#include "applets/certfetch/patience.h"

#include "os/clock.h"

#define PAUSE_MAX_S 10

bool patience_left(struct patience *p, struct err *e)
{
	if (e->kind != ERR_UNREACHABLE || p->left == 0)
		return false;
	p->left--;
	p->pause_s = p->pause_s == 0 ? 1 : 2 * p->pause_s < PAUSE_MAX_S ? 2 * p->pause_s : PAUSE_MAX_S;
	say_note(p->say, "%s; again in %u s", e->text, (unsigned)p->pause_s);
	err_clear(e);
	clock_sleep_ms(p->pause_s * 1000);
	return true;
}
