/* SPDX-License-Identifier: MIT */
/* run.h - run a command of the user's, bounded in time. */
#ifndef OS_RUN_H
#define OS_RUN_H

#include <stdint.h>

#include "lib/err.h"

/*
 * /bin/sh -c command, own process group, stdin from /dev/null, stdout sent to our stderr, default signal dispositions, umask 022, environment as ours. After
 * timeout_ms the group gets SIGTERM, 2 s later SIGKILL. Returns 0; -1 with ERR_FAIL: "exit 3", "killed by signal 9", "timed out after 60 s".
 */
int run_command(const char *command, uint32_t timeout_ms, struct err *e);

#endif
