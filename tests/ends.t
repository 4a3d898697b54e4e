#!/bin/sh
# SPDX-License-Identifier: MIT
# ends.t - dist/ends: beginnings and ends of functions are shared, a guard of the stack is checked as ever, all else stays.
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/e2e/tap.sh"
ends=$BUILD/ends

# A function with a frame of $1 octets, its guard at $2; $3: what moves its result.
asm() {
	printf '\t%s\n' 'pushq	%rbx' "subq	\$$1, %rsp" 'movq	__stack_chk_guard(%rip), %rax' "movq	%rax, $2(%rsp)" 'xorl	%eax, %eax' \
		'call	f' "movq	$2(%rsp), %rdx" 'subq	__stack_chk_guard(%rip), %rdx' 'je	.L1' 'call	__stack_chk_fail'
	echo .L1:
	printf '\t%s\n' "addq	\$$1, %rsp" ${3:+"$3"} 'popq	%rbx' ret '.size	g, .-g'
}
# The instructions of the function itself.
short() { "$ends" | sed '/^\.ifndef/,/^\.endif/d; s/^\t//' | tr '\t\n' ' /'; }

is "$(asm 48 40 | short)" 'pushq %rbx/subq $48, %rsp/call begin.40/call f/.L1:/addq $48, %rsp/jmp end.rdx.8.1/.size g, .-g/' \
	'a guarded function begins and ends with shared parts'
is "$(asm 420 404 | short | cut -d / -f 3,4)" 'movq __stack_chk_guard(%rip), %rax/movq %rax, 404(%rsp)' '... begins alone where its frame is large'
is "$(asm 48 40 'movl	%ebx, %eax' | short | cut -d / -f 5-)" \
	'movq 40(%rsp), %rdx/call check.rdx/.L1:/addq $48, %rsp/movl %ebx, %eax/popq %rbx/ret/.size g, .-g/' \
	'... is checked by a call where its result is moved later'
printf '\tpopq\t%%r%s\n' bx bp 12 13 >in.s
printf '\tret\n' >>in.s
is "$(short <in.s)" 'jmp leave.4/' 'registers are popped in one place'
sed 1d in.s >other.s
is "$(short <other.s)" 'popq %rbp/popq %r12/popq %r13/ret/' '... in their usual order alone'
printf '\tldr\tr3, [r4]\n\tpop\t{r4, pc}\n\t.string\t"movq\\t40(%%rsp), %%rdx"\n' >in.s
expect 'another instruction set passes as it is' 0 "$(cat in.s)" '' sh -c '"$0" <in.s' "$ends"
{ printf '\tmovq\t%%rax, -8(%%rsp)\n'; asm 48 40; } >in.s
expect 'a guard above a red zone is refused' 1 '*' 'ends: a guarded frame with a red zone' sh -c '"$0" <in.s' "$ends"

# The real thing: a guard that is overwritten ends the program, in a small and in a large frame, and wherever the result comes from.
cat >victim.c <<'END'
#include <stdlib.h>
#include <string.h>
__attribute__((noinline)) void fill(char *p, size_t n) { memset(p, 7, n); }
__attribute__((noinline)) int small(size_t n) { char p[24]; fill(p, n); return p[3]; }
__attribute__((noinline)) int large(size_t n) { char p[600]; fill(p, n); return p[3]; }
__attribute__((noinline)) int kept(size_t n) { char p[24]; int r = 0; for (size_t i = 0; i < 2; i++) { fill(p, n); r += p[i]; } fill(p, 1); return r; }
int main(int argc, char **argv)
{
	size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	return (*argv[1] == 's' ? small(n) : *argv[1] == 'l' ? large(n) : kept(n) / 2) != 7;
}
END
if [ "$(uname -m)" = x86_64 ] && "${CC:-musl-gcc}" -Oz -fstack-protector-strong -mstack-protector-guard=global -fno-asynchronous-unwind-tables \
	-fno-pie -S -o whole.s victim.c 2>log; then
	"$ends" <whole.s >short.s && "${CC:-musl-gcc}" -static -no-pie -o victim short.s
	is "$(sed '/^\.ifndef/,/^\.endif/d' short.s | grep -c __stack_chk)" 1 'a compiled program has a guard of its own for its large frame alone'
	for frame in small:24 large:600 kept:24; do
		expect "$frame: within its bounds" 0 '' '' ./victim "${frame%:*}" "${frame#*:}"
		./victim "${frame%:*}" $((${frame#*:} + 16)) 2>/dev/null
		is $(($? > 128)) 1 "$frame: beyond them it is killed"
	done
else
	skip 7 'not this machine'
fi
done_testing
