/* SPDX-License-Identifier: MIT */
/*
 * syscalls.c - one instruction set: system calls as x86-64 makes them, a number and an instruction; nothing on other machines.
 *
 * libc's have 40 octets each, and hundreds where they make up for what Linux 2.6 lacks, or for a program's threads. Here a call
 * has four: the kernel's structs are libc's own, its arguments stand where C has them, and the box has one thread. errno is
 * libc's. Functions of the same names in os/libc.c are weak.
 */
#include <unistd.h>

#if defined(__x86_64__)
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

/* Tests have the host's libc beside them. */
#ifndef SYSCALLS_PREFIX
#define SYSCALLS_PREFIX
#define SYSCALLS_RETURN __syscall_ret
#endif

#define STRING_OF(x) #x
#define STRING(x) STRING_OF(x)
#define ENTRY(name) ".globl " STRING(SYSCALLS_PREFIX) #name "\n.type " STRING(SYSCALLS_PREFIX) #name ", @function\n" STRING(SYSCALLS_PREFIX) #name ":\n"
/* Numbers below 256, and from there on; a name of C's, where the kernel has another, stands in ENTRY. */
#define LOW(number) "movb $" STRING(number) ", %al\njmp .Llow\n"
#define HIGH(number) "movb $" STRING(number) " - 256, %al\njmp .Lhigh\n"
#define CALL(name) ENTRY(name) LOW(SYS_##name)
#define CALL_HIGH(name) ENTRY(name) HIGH(SYS_##name)
#define SET_SIZE "8" /* of the kernel's set of signals; libc's is larger */

/* What all go through is in the middle, since a short jump reaches 127 octets. */
__asm__(".pushsection .text.syscalls, \"ax\", @progbits\n"
	CALL(open)
	CALL(read)
	CALL(write)
	CALL(poll)
	CALL(stat)
	CALL(fstat)
	CALL(fcntl)
	CALL(ioctl)
	CALL(fsync)
	CALL(fchmod)
	CALL(fchown)
	CALL(fchdir)
	CALL(flock)
	CALL(lseek)
	CALL(ftruncate)
	CALL(access)
	CALL(dup2)
	CALL(mkdir)
	CALL(rmdir)
	CALL(link)
	CALL(symlink)
	CALL(readlink)
	CALL(fstatfs)
	CALL(umask)
	CALL(chroot)
	CALL(mmap)
	CALL(mprotect)
	CALL(madvise)
	CALL(mlock)
	CALL(munlock)
	CALL(prctl)
	CALL(execve)
ENTRY(send)
	"xorl %r8d, %r8d\n"
	"xorl %r9d, %r9d\n"
	CALL(sendto)
ENTRY(syscall)
	"movq %rdi, %rax\n"
	"movq %rsi, %rdi\n"
	"movq %rdx, %rsi\n"
	"movq %rcx, %rdx\n"
	"movq %r8, %r10\n"
	"movq %r9, %r8\n"
	"movq 8(%rsp), %r9\n"
	"jmp .Lenter\n"
".Lhigh:\n"
	"movzbl %al, %eax\n"
	"incb %ah\n"
	"jmp .Lfourth\n"
".Llow:\n"
	"movzbl %al, %eax\n"
".Lfourth:\n"
	"movq %rcx, %r10\n"
".Lenter:\n"
	"syscall\n"
	"movq %rax, %rdi\n"
	"jmp " STRING(SYSCALLS_RETURN) "\n"
ENTRY(recv)
	"xorl %r8d, %r8d\n"
	"xorl %r9d, %r9d\n"
	CALL(recvfrom)
ENTRY(waitpid)
	"xorl %ecx, %ecx\n"
	LOW(SYS_wait4)
ENTRY(sigprocmask)
	"pushq $" SET_SIZE "\npopq %rcx\n"
	LOW(SYS_rt_sigprocmask)
ENTRY(signalfd)
	"movl %edx, %ecx\n"
	"pushq $" SET_SIZE "\npopq %rdx\n"
	HIGH(SYS_signalfd4)
ENTRY(_Fork)
	LOW(SYS_fork)
ENTRY(fstatat)
	HIGH(SYS_newfstatat)
ENTRY(prlimit)
	HIGH(SYS_prlimit64)
	CALL_HIGH(openat)
	CALL_HIGH(mkdirat)
	CALL_HIGH(unlinkat)
	CALL_HIGH(linkat)
	CALL_HIGH(symlinkat)
	CALL_HIGH(readlinkat)
	CALL_HIGH(faccessat) /* no flags: those are faccessat2's */
	CALL_HIGH(memfd_create)
	CALL_HIGH(pipe2)
	CALL_HIGH(getrandom)
	CALL_HIGH(accept4)
	CALL(socket)
	CALL(socketpair)
	CALL(bind)
	CALL(listen)
	CALL(connect)
	CALL(shutdown)
	CALL(getsockname)
	CALL(getsockopt)
	CALL(setsockopt)
	CALL(kill)
	CALL(setpgid)
	CALL(getpid)
	CALL(getppid)
	CALL(geteuid)
	CALL(uname)
	CALL(adjtimex)
	CALL(nanosleep)
	CALL(setitimer)
	CALL(sched_getaffinity)
ENTRY(memset)
	"movq %rdi, %r8\n"
	"movq %rdx, %rcx\n"
	"movl %esi, %eax\n"
	"rep stosb\n"
	"movq %r8, %rax\n"
	"ret\n"
	".popsection");

/* The kernel's own. On return from a handler it is restore() that tells it so. */
struct action {
	void (*handler)(int);
	unsigned long flags;
	void (*restore)(void);
	uint64_t mask;
};

#define RESTORE 0x04000000UL /* SA_RESTORER, asm/signal.h */

__attribute__((naked)) static void restore(void)
{
	__asm__("movl $" STRING(SYS_rt_sigreturn) ", %eax\n\tsyscall");
}

int sigaction(int number, const struct sigaction *set, struct sigaction *old)
{
	struct action now = { .flags = RESTORE, .restore = restore }, was;

	if (set != NULL) {
		now.handler = set->sa_handler;
		now.flags |= (unsigned long)set->sa_flags;
		memcpy(&now.mask, &set->sa_mask, sizeof now.mask);
	}
	if (syscall(SYS_rt_sigaction, number, set != NULL ? &now : NULL, old != NULL ? &was : NULL, sizeof was.mask) < 0)
		return -1;
	if (old != NULL) {
		old->sa_handler = was.handler;
		old->sa_flags = (int)was.flags;
		memcpy(&old->sa_mask, &was.mask, sizeof was.mask);
	}
	return 0;
}
#endif
