/* SPDX-License-Identifier: MIT */
/* derived.h - files that follow from the set: --combined and its kin, a row each. */
#ifndef CERTGEN_DERIVED_H
#define CERTGEN_DERIVED_H

#include <stdbool.h>

#include "applets/bundle.h"
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

/* --reset: remove those that are asked for and ours, while the set still tells which are. 0 or -1. */
int derived_remove(struct run *r, struct err *e);

/* What a file needs the set to have; where it has not, the file is passed over with a warning. */
enum derived_needs { NEEDS_NOTHING, NEEDS_LEAF, NEEDS_ANCHOR };

struct derived;

/* A kind of file. Failures are worded without the file's name. */
struct derived_row {
	uint16_t option;      /* names the file: in DIR, or absolute */
	bool secret;          /* mode and owner of the leaf's key; else 644 */
	enum derived_needs needs;
	/* Is what stands there (d->at.file) what make would make? 1 yes, 0 no, -1. NULL: by comparing bytes. */
	int (*same)(struct derived *d, struct err *e);
	/* Its bytes, on the heap. 0 or -1. d->r->rng is seeded if same is not NULL. */
	int (*make)(struct derived *d, struct product *out, struct err *e);
	/* Is what stands there an earlier one of ours, to be replaced? Else it is set aside. d->at.file may be scribbled over. NULL: never asked. */
	bool (*ours)(struct derived *d);
};

/* One of them at work. */
struct derived {
	struct run *r;
	const struct derived_row *row;
	struct set_entry at;  /* the file */
	bool check, *work;
};

/* The value of an option, NULL if not given. */
const char *derived_value(const struct run *r, uint16_t option);
/* Read the file an option names, in DIR or absolute; its name is put before a failure. *out is the caller's to wipe, on failure too. */
int derived_read(const struct derived *d, uint16_t option, size_t max, struct file *out, struct err *e);
/* Call before the first write: seeds r->rng, leaves the marker, says that something changed. */
int derived_begin(struct run *r, struct err *e);

/* The file with the trust anchor, what clients install: the CA's certificate, or one that is its own issuer; SET_FILES when there is none. */
enum set_file derived_anchor(const struct set *s);

/* Add to the certificates of a bundle those the file of the set holds now. */
int bundle_add_file(struct bundle *b, const struct set_entry *file, struct err *e);

/* The rows' own. */
int combined_make(struct derived *d, struct product *out, struct err *e);
bool combined_is_ours(struct derived *d);
int bundle_make(struct derived *d, struct product *out, struct err *e);
bool bundle_is_ours(struct derived *d);
int password_same(struct derived *d, struct err *e);
int password_make(struct derived *d, struct product *out, struct err *e);
int p12_file_same(struct derived *d, struct err *e);
int p12_file_make(struct derived *d, struct product *out, struct err *e);
bool p12_file_is_ours(struct derived *d);

/* --hash-link: OpenSSL's HASH.N beside the anchor, a symbolic link to it; one of ours with another hash goes. As derived_update. */
int hash_link_update(struct run *r, bool check, bool *work, struct err *e);
int hash_link_remove(struct run *r, struct err *e);

#endif
