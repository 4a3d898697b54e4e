/* SPDX-License-Identifier: MIT */
/* derived.h - files that follow from the set: --combined and its kin, a row each. */
#ifndef CERTGEN_DERIVED_H
#define CERTGEN_DERIVED_H

#include <stdbool.h>

#include "applets/certgen/ensure.h"
#include "applets/certgen/signed.h"

/*
 * Each is made in memory from the set as it now is, compared with what stands there, and written durably only when it
 * differs; modes that are too open are mended. What is neither the same nor an earlier one of this set is set aside, a
 * symbolic link refused. Each row is tried, whatever became of those before it. A change sets r->changed, and leaves the
 * marker that --on-change is owed before it.
 * check: nothing is written; what would be is said, and *work set. *work on entry, when checking: the set itself will
 * change, so what follows from it will. 0, or -1 with the first failure.
 */
int derived_update(struct run *r, bool check, bool *work, struct err *e);

struct derived;

/* A kind of file. */
struct derived_row {
	uint16_t option;      /* names the file: in DIR, or absolute */
	bool secret;          /* mode and owner of the leaf's key; else 644 */
	bool cert;            /* needs a leaf's certificate: passed over where the set has none */
	/* Its bytes, on the heap. 0, or -1 worded, without the file's name. */
	int (*make)(struct derived *d, struct product *out, struct err *e);
	/* Is what stands there (d->at.file) an earlier one of ours, to be replaced? Else it is set aside. */
	bool (*ours)(struct derived *d);
	/* Is it what make would make? NULL: by comparing bytes. */
	bool (*same)(struct derived *d);
};

/* One of them at work. */
struct derived {
	struct run *r;
	const struct derived_row *row;
	struct set_entry at;  /* the file */
	bool check, *work;
};

#endif
