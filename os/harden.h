/* SPDX-License-Identifier: MIT */
/* harden.h - start as a program that holds secrets should. */
#ifndef OS_HARDEN_H
#define OS_HARDEN_H

#include <stddef.h>

/* No core dumps, not dumpable (prctl); umask 077. Best effort. */
void harden_process(void);
/* Keep memory out of swap, when the system allows. */
void harden_lock(void *p, size_t len);
/* Give back the whole pages within: unlocked, and all zero from now on. Private memory only; best effort, so wipe what is secret before. */
void harden_release(void *p, size_t len);

#endif
