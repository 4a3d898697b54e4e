/* SPDX-License-Identifier: MIT */
/* modes.h - what certgen does instead of, or otherwise than, ensuring a set: at most one a run. */
#ifndef CERTGEN_MODES_H
#define CERTGEN_MODES_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/args.h"
#include "lib/err.h"

struct run;

struct mode {
	uint16_t option;      /* that asks for it */
	bool files;           /* operands are files, not names */
	/* Do it; the exit code, a failure in e. Clock, owner, mark and given names are in r. NULL: ensure() does, and looks at the wishes. */
	int (*run)(struct run *r, struct err *e);
};

/* The mode that was asked for, or NULL for none, in *out. Two: -1, ERR_USAGE. */
int modes_find(const struct args *a, const struct mode **out, struct err *e);

#endif
