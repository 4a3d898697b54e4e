/* SPDX-License-Identifier: MIT */
/* operand.h - a file that a person names on the command line. */
#ifndef APPLETS_OPERAND_H
#define APPLETS_OPERAND_H

#include "lib/err.h"
#include "os/file.h"

/* Read it whole; "-" is standard input. 0; -1 worded with the name, when it is not there too. f is the caller's to wipe. */
int operand_read(const char *name, struct file *f, struct err *e);

#endif
