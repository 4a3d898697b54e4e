/* SPDX-License-Identifier: MIT */
/* mend.h - give a file the mode and owner it should have. */
#ifndef OS_MEND_H
#define OS_MEND_H

#include <sys/types.h>

#include "lib/err.h"

/*
 * chown and chmod dirfd/name through a descriptor, never through a link. uid, gid -1: left. When the file
 * system pretends (vfat), fstat shows it: ERR_FAIL naming "umask=0077". 0 or -1.
 */
int mend_file(int dirfd, const char *name, mode_t mode, uid_t uid, gid_t gid, struct err *e);

#endif
