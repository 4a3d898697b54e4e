/* SPDX-License-Identifier: MIT */
/* machine.h - where machines differ in their system calls; the one place that asks which it is. */
#ifndef APPLETS_CERTSERVE_MACHINE_H
#define APPLETS_CERTSERVE_MACHINE_H

#include <linux/audit.h>
#include <sys/syscall.h>

/* seccomp_data.arch; 0: no filter here. */
#if defined(__x86_64__)
#define MACHINE_AUDIT AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define MACHINE_AUDIT AUDIT_ARCH_AARCH64
#elif defined(__arm__) && defined(__ARMEL__)
#define MACHINE_AUDIT AUDIT_ARCH_ARM
#elif defined(__i386__)
#define MACHINE_AUDIT AUDIT_ARCH_I386
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE_AUDIT AUDIT_ARCH_RISCV64
#else
#define MACHINE_AUDIT 0
#endif

/* A call of old that newer machines have not, or a new one that 64-bit machines need not: another that is allowed anyway. */
#ifdef SYS_poll
#define MACHINE_POLL SYS_poll
#else
#define MACHINE_POLL SYS_ppoll
#endif
#ifdef SYS_sigreturn
#define MACHINE_SIGRETURN SYS_sigreturn
#else
#define MACHINE_SIGRETURN SYS_rt_sigreturn
#endif
#ifdef SYS_ppoll_time64
#define MACHINE_PPOLL_TIME64 SYS_ppoll_time64
#else
#define MACHINE_PPOLL_TIME64 SYS_ppoll
#endif
/* musl renames the number of the old call, glibc does not */
#if defined(SYS_clock_gettime64)
#define MACHINE_CLOCK SYS_clock_gettime64
#else
#define MACHINE_CLOCK MACHINE_CLOCK32
#endif
#if defined(SYS_clock_gettime)
#define MACHINE_CLOCK32 SYS_clock_gettime
#else
#define MACHINE_CLOCK32 SYS_clock_gettime32
#endif

/* By 32-bit numbers of users and groups, where the first calls had 16. */
#ifdef SYS_setresuid32
#define MACHINE_SETRESUID SYS_setresuid32
#define MACHINE_SETRESGID SYS_setresgid32
#define MACHINE_SETGROUPS SYS_setgroups32
#else
#define MACHINE_SETRESUID SYS_setresuid
#define MACHINE_SETRESGID SYS_setresgid
#define MACHINE_SETGROUPS SYS_setgroups
#endif

#endif
