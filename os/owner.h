/* SPDX-License-Identifier: MIT */
/* owner.h - users and groups by name, from ROOT/etc/passwd and ROOT/etc/group (no NSS). */
#ifndef OS_OWNER_H
#define OS_OWNER_H

#include <stdbool.h>
#include <sys/types.h>

#include "lib/err.h"

struct owner {
	uid_t uid;            /* (uid_t)-1: not said */
	gid_t gid;            /* (gid_t)-1: not said */
	bool unknown;         /* a name that no file knows (yet) */
	char missing[40];     /* which */
};

/* "U", "U:G", ":G", names or numbers. 0 (also when unknown), -1 ERR_USAGE for a broken form. */
int owner_parse(const char *text, const char *root, struct owner *out, struct err *e);

#endif
