/* SPDX-License-Identifier: MIT */
/* leftover.h - temporaries of an interrupted run: found, counted, removed. */
#ifndef CERTGEN_LEFTOVER_H
#define CERTGEN_LEFTOVER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "os/file.h"

/*
 * Ours are files, not links, whose name proves it (mark_is_temp_name); the owner may be --owner's. place is as there. Only under the lock: another run's temporaries look the same.
 */
int leftover_count(int dirfd, const char *place, uint32_t *n, struct err *e);
/* Remove them all; one fsync of the directory when there were any. */
int leftover_remove(int dirfd, const char *place, struct err *e);
/* Is one of them the same file (a key linked into place by a run that was killed before it removed the temporary)? */
bool leftover_is_link(int dirfd, const char *place, const struct file_facts *facts);

#endif
