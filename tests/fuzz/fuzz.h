/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h - what a fuzzer's target and who drives it have in common: libFuzzer (make fuzz), or drive.c, whose inputs are always the same.
 *
 * A target looks at an input and calls fuzz_wrong when something that always holds does not.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FUZZ_MAX 24576 /* octets of an input, at most */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len);
/* Before the first. 0 */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* For drive.c, all NULL-terminated: what to begin with, what to put in, folders of CORPORA with more to begin with. */
extern const char *const fuzz_seeds[], *const fuzz_words[], *const fuzz_folders[];
/* How many inputs in make check; thirty times as many with LONG=1. */
extern const unsigned fuzz_runs;

static inline _Noreturn void fuzz_wrong(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: wrong: %s\n", file, line, what);
	abort();
}

#define fuzz_must(held) ((held) ? (void)0 : fuzz_wrong(#held, __FILE__, __LINE__))

#endif
