/* SPDX-License-Identifier: MIT */
/* harden.c - os/harden: core dumps, memory. */
#include "os/harden.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/unit/tap.h"

#define PAGE 65536 /* bytes: no machine has larger ones */
static _Alignas(PAGE) char large[3 * PAGE];

int main(void)
{
	struct rlimit core;
	char secret[32];
	bool all = true;

	umask(0);
	harden_process();
	is_int(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0, "others cannot look into the process");
	ok(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0, "it leaves no core");
	is_int((intmax_t)umask(0), 077, "its files are its own");
	harden_lock(secret, sizeof secret);
	ok(true, "locking memory never fails aloud");
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* LeakSanitizer looks into us */
	memset(large, 'x', sizeof large);
	harden_lock(large, sizeof large);
	harden_release(large + 1, sizeof large - 2);
	for (size_t i = PAGE; i < 2 * PAGE; i++)
		all = large[i] == 0 && all;
	ok(all, "memory that is given back is zero");
	ok(large[0] == 'x' && large[3 * PAGE - 1] == 'x', "… and what shares a page with another's is left");
	memset(large, 'y', sizeof large);
	ok(large[PAGE] == 'y', "… and can be used again");
	harden_release(large + 1, 1);
	ok(large[1] == 'y', "less than a page is left alone");
	return done_testing();
}
