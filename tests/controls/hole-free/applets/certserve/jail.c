/* SPDX-License-Identifier: MIT */
/* jail.c - no jail at all: what is tried from inside must succeed, or its failure in the real one shows nothing. */
#include "applets/certserve/jail.h"

int jail_enter_really(uid_t uid, gid_t gid, unsigned *missing, struct err *e);
void jail_reader_really(void);

#define jail_enter jail_enter_really
#define jail_reader jail_reader_really
#include "applets/certserve/jail.c"
#undef jail_enter
#undef jail_reader

int jail_enter(uid_t uid, gid_t gid, unsigned *missing, struct err *e)
{
	(void)uid;
	(void)gid;
	(void)e;
	*missing = 0;
	return 0;
}

void jail_reader(void)
{
}
