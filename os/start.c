/* SPDX-License-Identifier: MIT */
/*
 * start.c - one instruction set: from the kernel to main() on x86-64; nothing on other machines.
 *
 * libc's way makes a thread's block, looks for constructors and a vDSO, and minds set-user-id programs: 2 KB with what it needs.
 * The box has one thread and none of these. So errno is a variable, and a thread's block has nothing but itself and the guard of
 * the stack, for what compilers take it from there (BearSSL's code for AES-NI: a pragma of a target forgets the Makefile's word).
 */
#include <unistd.h>

#if defined(__x86_64__)
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

int main(int argc, char **argv);
_Noreturn void start_main(uintptr_t *stack);
_Noreturn void __stack_chk_fail(void);
long __syscall_ret(unsigned long result);
int *___errno_location(void);

uintptr_t __stack_chk_guard;
char **environ;
static uintptr_t *facts; /* pairs of type and value, to AT_NULL (0) */
static int number;
static uintptr_t block[6]; /* ABI: its own address first; the guard at 40 */

#define SET_FS 0x1002 /* ARCH_SET_FS, asm/prctl.h */

/* At the start the stack is argc, argv, NULL, environment, NULL, facts (System V ABI for AMD64, 3.4.1). */
__asm__(".pushsection .text.start, \"ax\", @progbits\n"
	".globl _start\n.type _start, @function\n"
	"_start:\n"
	"xorl %ebp, %ebp\n"
	"movq %rsp, %rdi\n"
	"call start_main\n"
	".popsection");

int *__errno_location(void)
{
	return &number;
}

int *___errno_location(void) __attribute__((const, alias("__errno_location"))); /* musl's own name for it */

long __syscall_ret(unsigned long result)
{
	if (result <= -4096UL)
		return (long)result;
	number = (int)-result;
	return -1;
}

_Noreturn void __stack_chk_fail(void)
{
	__builtin_trap();
}

unsigned long getauxval(unsigned long type)
{
	for (const uintptr_t *at = facts; *at != 0; at += 2)
		if (*at == type)
			return at[1];
	return 0;
}

int getpagesize(void)
{
	return 4096;
}

__attribute__((optimize("no-stack-protector"))) _Noreturn void start_main(uintptr_t *stack)
{
	char **argv = (char **)(stack + 1);
	const void *random;

	environ = argv + *stack + 1;
	for (facts = (uintptr_t *)environ; *facts++ != 0;)
		;
	/* half of AT_RANDOM's octets, the others are os/heap.c's; a zero among the guard's octets ends a string that would give it away */
	if ((random = (const void *)getauxval(AT_RANDOM)) != NULL) // NOLINT(performance-no-int-to-ptr)
		memcpy(&__stack_chk_guard, random, sizeof __stack_chk_guard);
	((char *)&__stack_chk_guard)[1] = 0;
	block[0] = (uintptr_t)block;
	block[5] = __stack_chk_guard;
	syscall(SYS_arch_prctl, SET_FS, block);
	_exit(main((int)*stack, argv));
}
#endif
