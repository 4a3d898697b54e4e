/* SPDX-License-Identifier: MIT */
/*
 * lint.h - what err.h promises and an analyzer of one file cannot see: these always return -1. Without it
 * `return err_set(…)` looks as if it could return 0, and every caller as if it went on with nothing.
 * Read by tests/lint.sh before each source but lib/err.c.
 */
#ifndef TESTS_LINT_H
#define TESTS_LINT_H

#include "lib/err.h"

#undef err_set
#undef err_errno
#define err_set(...) ((void)(err_set)(__VA_ARGS__), -1)
#define err_errno(...) ((void)(err_errno)(__VA_ARGS__), -1)

#endif
