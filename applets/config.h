/* SPDX-License-Identifier: MIT */
/* config.h - options from a file that only root or the caller can have written. */
#ifndef APPLETS_CONFIG_H
#define APPLETS_CONFIG_H

#include "lib/args.h"
#include "lib/err.h"

/*
 * Read a config file into a. It must belong to root or to the caller and be writable by neither group
 * nor others, else ERR_FAIL saying what was seen; a symbolic link is judged by its target. Missing: 0
 * for ARGS_FROM_DIR (read when present), else ERR_FAIL. Its text stays in memory until the process
 * ends: values point into it. 0 or -1.
 */
int config_load(struct args *a, const char *path, enum args_source source, struct err *e);

#endif
