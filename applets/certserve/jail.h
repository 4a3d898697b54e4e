/* SPDX-License-Identifier: MIT */
/* jail.h - what the front may still do once it talks to strangers: nothing but that. */
#ifndef APPLETS_CERTSERVE_JAIL_H
#define APPLETS_CERTSERVE_JAIL_H

#include <sys/types.h>

#include "lib/err.h"
#include "lib/text.h"

/* Layers that a kernel may lack. Bits. */
enum jail_layer {
	JAIL_USER = 1,        /* another user: needs root */
	JAIL_ROOT = 2,        /* an empty root folder: needs root and a folder that can be written */
	JAIL_LANDLOCK = 4,    /* Linux 5.13 with CONFIG_SECURITY_LANDLOCK */
	JAIL_CALLS = 8        /* CONFIG_SECCOMP_FILTER; x86-64, aarch64, armv7, i386, riscv64 */
};

/*
 * All of it, for good, in a process of one thread that has opened all it needs: limits, empty root, user and groups uid and gid
 * (neither 0; (uid_t)-1: stay who we are, unless that is root), no capability, no new privilege, not dumpable, Landlock, and the
 * system calls that are left. What the kernel lacks is left out and its bit is in *missing; the rest holds all the same.
 * It ends with its parent (SIGKILL). Descriptors stay: not a regular file among them can be written any more (RLIMIT_FSIZE; SIGXFSZ), sockets and pipes can.
 * -1: ERR_FAIL when the user cannot be changed, ERR_USAGE for root; the process should end, for it is half locked in.
 */
int jail_enter(uid_t uid, gid_t gid, unsigned *missing, struct err *e);

/*
 * The keeper's: as far as this kernel can, for good. No file is written, made or run any more, only read; no new privilege, and of root's capabilities but two
 * are left: to read any file (CAP_DAC_READ_SEARCH), and to end a front that is another user (CAP_KILL). Best effort: it has the key anyway.
 */
void jail_reader(void);

/* "no Landlock, no system call filter": one line about *missing; nothing when nothing is, or one of two that do the same is there. */
void jail_missing(struct text *t, unsigned missing);

/* --- the layers, each alone (for tests) ------------------------------------------------------------- */

/* RLIMIT_NPROC, RLIMIT_FSIZE and RLIMIT_CORE are 0. */
void jail_limits(void);
/* The root folder, and where we are, is an empty one that has no name any more: nothing can be made in it. 0 or -1. */
int jail_root(void);
/* 0, or -1 with errno. */
int jail_user(uid_t uid, gid_t gid);
/* No capability in any set; no new privilege by execve; others cannot look into the process. */
void jail_privileges(void);
/*
 * No file, nor folder, nor TCP port by address, nor another's abstract socket or process by signal: as much as this kernel's
 * Landlock knows. Needs jail_privileges before. 0 or -1.
 */
int jail_landlock(void);
/*
 * The process is killed by any system call but those of a loop over open sockets: poll, accept4, read, write, send, recv, shutdown,
 * close, clock_gettime, exit. Sending cannot connect (MSG_FASTOPEN). Needs jail_privileges before. 0 or -1.
 */
int jail_calls(void);

#endif
