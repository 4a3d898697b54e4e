/* SPDX-License-Identifier: MIT */
/* commit.h - replace several files as one: staged, recorded, rolled forward. */
#ifndef CERTGEN_COMMIT_H
#define CERTGEN_COMMIT_H

#include <stdbool.h>

#include "applets/certgen/mark.h"
#include "applets/certgen/set.h"
#include "lib/err.h"

/*
 * The record DIR/.certbox-commit says which staged temporary becomes which file. Until it stands, nothing has
 * happened; from then on the next run finishes what this one may not. Lines "TEMPORARY over|aside|away|gone FILE", a last line "end".
 */
#define COMMIT_NAME ".certbox-commit"

/* What becomes of the file that stands there. */
enum commit_how {
	COMMIT_OVER,          /* it is replaced */
	COMMIT_ASIDE,         /* it is set aside, and replaced */
	COMMIT_AWAY,          /* it is set aside, and none takes its place: nothing was staged */
	COMMIT_GONE           /* it is removed, unless it is a symbolic link: nothing was staged */
};

/* One staged file. temp is empty where this file takes no part. */
struct staged {
	char temp[MARK_TEMP_NAME_LEN];
	enum commit_how how;
};

/* Told of each file set aside (to), put in place (to NULL) and removed (to ""). */
typedef void commit_told(void *ctx, enum set_file file, const char *aside);

/* Write the record, durably. temp: the record's own temporary name. */
int commit_write(const struct set *s, const struct staged staged[SET_FILES], const char *temp, struct err *e);

/*
 * Is there a record? Then put every staged file in its place, the old one set aside first where that was said, and remove the record. Safe to
 * repeat after a stop anywhere. *done: there was one. A record about files that are not this set's: ERR_FAIL, nothing touched.
 */
int commit_roll_forward(const struct set *s, bool *done, commit_told *told, void *ctx, struct err *e);

/* Is there a record? (--check) */
bool commit_waits(const struct set *s);

#endif
