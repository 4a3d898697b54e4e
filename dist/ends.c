/* SPDX-License-Identifier: MIT */
/*
 * ends.c - a filter between compiler and assembler: what functions begin and end with alike is there once in the box.
 *
 *   ends <IN.s >OUT.s
 *
 * A function whose frame has a guard (-fstack-protector-strong, -mstack-protector-guard=global) begins and ends with
 *
 *   movq __stack_chk_guard(%rip), %rax        movq 40(%rsp), %rdx
 *   movq %rax, 40(%rsp)                       subq __stack_chk_guard(%rip), %rdx
 *   xorl %eax, %eax                           je .L1
 *                                             call __stack_chk_fail
 *                                       .L1:  addq $56, %rsp
 *                                             popq %rbx
 *                                             ret
 *
 * and is written as `call begin.40`, `addq $56, %rsp` and `jmp end.rdx.16.1`: the same check, of the same octets of the stack, which
 * stay within the red zone, by the same register. Where the result is moved in between, the check alone is called; registers that
 * are popped without one are popped in one place, too. Parts that several files need are merged by the linker (COMDAT).
 * Other instruction sets have no such lines and pass as they are.
 *
 * Exit 1, with a line: a guarded frame with a red zone below, into which a call would write.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 65536
#define HELD 20               /* lines that may be changed still */
#define HELD_LINE 100         /* those of instructions are shorter */
#define NAME 32               /* of a part */
#define REG 4                 /* of a register, rax or so */
#define NEAR 320              /* a guard further away is too rare to have a beginning of its own */

static char held[HELD][HELD_LINE];
static unsigned n_held;
static bool guarded, red_zone; /* this function's frame */

static void die(const char *what)
{
	fprintf(stderr, "ends: %s\n", what);
	exit(1);
}

static void release(unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		fputs(held[i], stdout);
	n_held -= n;
	memmove(held[0], held[n], n_held * sizeof *held);
}

/* Is the i-th held line this instruction? */
__attribute__((format(printf, 2, 3)))
static bool is(unsigned i, const char *format, ...)
{
	char line[HELD_LINE] = "\t";
	va_list ap;

	va_start(ap, format);
	vsnprintf(line + 1, sizeof line - 1, format, ap);
	va_end(ap);
	return i < n_held && strcspn(held[i], "\n") == strlen(line) && strncmp(held[i], line, strlen(line)) == 0;
}

/* The number that follows the start of the i-th held line; what follows the number is for is(). */
static bool number(unsigned i, const char *start, unsigned *n)
{
	if (i >= n_held || strncmp(held[i], start, strlen(start)) != 0)
		return false;
	*n = (unsigned)strtoul(held[i] + strlen(start), NULL, 10);
	return true;
}

/* In place of what was held from the i-th line on. */
__attribute__((format(printf, 2, 3)))
static void put(unsigned i, const char *format, ...)
{
	va_list ap;

	n_held = i + 1;
	va_start(ap, format);
	vsnprintf(held[i], sizeof held[i], format, ap);
	va_end(ap);
}

/* --- the parts, where a file first needs them ----------------------------------------------------- */

static void open_part(const char *name)
{
	printf(".ifndef %s\n\t.pushsection .stub,\"axG\",@progbits,%s,comdat\n\t.weak %s\n\t.hidden %s\n\t.type %s, @function\n%s:\n",
	    name, name, name, name, name, name);
}

static void close_part(void)
{
	puts("\t.popsection\n.endif");
}

static void compare(const char *reg)
{
	printf("\tsubq __stack_chk_guard(%%rip), %%%s\n\tje 1f\n\tcall __stack_chk_fail\n1:\n", reg);
}

static const char *const saved[] = { "rbx", "rbp", "r12", "r13", "r14", "r15" };
#define SAVED (sizeof saved / sizeof *saved)

static void leave(unsigned pops)
{
	for (unsigned i = 0; i < pops; i++)
		printf("\tpopq %%%s\n", saved[i]);
	puts("\tret");
}

/* --- beginnings ----------------------------------------------------------------------------------- */

static void shorten_beginning(void)
{
	char name[NAME];
	unsigned from = n_held - 3, at;

	if (n_held < 3 || !is(from, "movq\t__stack_chk_guard(%%rip), %%rax"))
		return;
	guarded = true;
	if (!number(from + 1, "\tmovq\t%rax, ", &at) || at >= NEAR || !is(from + 1, "movq\t%%rax, %u(%%rsp)", at))
		return;
	release(from);
	snprintf(name, sizeof name, "begin.%u", at);
	open_part(name);
	printf("\tmovq __stack_chk_guard(%%rip), %%rax\n\tmovq %%rax, %zu(%%rsp)\n\txorl %%eax, %%eax\n\tret\n", at + sizeof(void *));
	close_part();
	put(0, "\tcall\t%s\n", name);
}

/* --- ends ----------------------------------------------------------------------------------------- */

/* The registers popped before the last line, which is ret: how many of `saved`, in their order; from: the first of those lines. */
static unsigned count_pops(unsigned *from)
{
	for (unsigned pops = SAVED; pops > 0; pops--) {
		bool all = n_held > pops;

		*from = n_held - 1 - pops;
		for (unsigned i = 0; all && i < pops; i++)
			all = is(*from + i, "popq\t%%%s", saved[i]);
		if (all)
			return pops;
	}
	*from = n_held - 1;
	return 0;
}

/* The check of a guard that ends with the i-th line, its label: where in the frame the guard is, and the register. */
static bool is_check(unsigned i, unsigned *at, char reg[static REG])
{
	if (i < 4 || i >= n_held || !number(i - 4, "\tmovq\t", at) || strchr(held[i - 4], '%') == NULL)
		return false;
	snprintf(reg, REG, "%s", strrchr(held[i - 4], '%') + 1);
	return is(i - 4, "movq\t%u(%%rsp), %%%s", *at, reg) && is(i - 3, "subq\t__stack_chk_guard(%%rip), %%%s", reg) &&
	    is(i - 2, "je\t%.*s", (int)strcspn(held[i], ":"), held[i]) && is(i - 1, "call\t__stack_chk_fail");
}

/* The i-th line gives the frame back: its size, or 0. */
static unsigned frame(unsigned i)
{
	unsigned size;

	if (number(i, "\taddq\t$", &size) && is(i, "addq\t$%u, %%rsp", size))
		return size;
	return is(i, "subq\t$-128, %%rsp") ? 128 : 0;
}

/* Check, frame, registers: i is the check's last line, and the frame's follows; nothing else is between them. */
static void share_end(unsigned i, unsigned below, const char *reg, unsigned pops)
{
	char name[NAME], kept[2][HELD_LINE];

	memcpy(kept, held[i], sizeof kept);
	release(i - 4);
	snprintf(name, sizeof name, "end.%s.%u.%u", reg, below, pops);
	open_part(name);
	printf("\tmovq -%u(%%rsp), %%%s\n", below, reg);
	compare(reg);
	leave(pops);
	close_part();
	put(0, "%s", kept[0]);
	put(1, "%s", kept[1]);
	put(2, "\tjmp\t%s\n", name);
}

/* The check alone, wherever it stands among the lines. */
static void share_check(unsigned i, const char *reg)
{
	char name[NAME];

	snprintf(name, sizeof name, "check.%s", reg);
	open_part(name);
	compare(reg);
	puts("\tret");
	close_part();
	snprintf(held[i - 3], sizeof *held, "\tcall\t%s\n", name);
	memmove(held[i - 2], held[i], (n_held - i) * sizeof *held);
	n_held -= 2;
}

/* Of four registers on, what pops them is longer than a jump. */
static void share_pops(void)
{
	char name[NAME];
	unsigned from, pops = count_pops(&from);

	if (pops < 4)
		return;
	release(from);
	snprintf(name, sizeof name, "leave.%u", pops);
	open_part(name);
	leave(pops);
	close_part();
	put(0, "\tjmp\t%s\n", name);
}

static void shorten_end(void)
{
	unsigned from, at, pops = count_pops(&from), size;
	char reg[REG];

	if (from >= 2 && (size = frame(from - 1)) > 0 && is_check(from - 2, &at, reg) && size - at <= 16) {
		share_end(from - 2, size - at, reg, pops);
		return;
	}
	for (unsigned i = 4; i < from; i++)
		if (is_check(i, &at, reg)) {
			share_check(i, reg);
			break;
		}
	share_pops();
}

/* --- lines ---------------------------------------------------------------------------------------- */

/* A place below the stack's end: only a leaf without calls has some. */
static bool is_below(const char *line)
{
	const char *end = strstr(line, "(%rsp)"), *s = end;

	while (s != NULL && s > line && s[-1] >= '0' && s[-1] <= '9')
		s--;
	return s != end && s > line && s[-1] == '-';
}

static void take(const char *line)
{
	red_zone = red_zone || is_below(line);
	if (guarded && red_zone)
		die("a guarded frame with a red zone");
	if (strncmp(line, "\t.size", 6) == 0)
		guarded = red_zone = false;
	if (strlen(line) >= HELD_LINE) {
		release(n_held);
		fputs(line, stdout);
		return;
	}
	if (n_held == HELD)
		release(1);
	memcpy(held[n_held++], line, strlen(line) + 1);
	if (strcmp(line, "\txorl\t%eax, %eax\n") == 0)
		shorten_beginning();
	else if (strcmp(line, "\tret\n") == 0)
		shorten_end();
}

int main(void)
{
	static char line[LINE];

	while (fgets(line, sizeof line, stdin) != NULL) {
		if (strchr(line, '\n') == NULL)
			die("a line that is too long");
		take(line);
	}
	release(n_held);
	if (ferror(stdin) || fflush(stdout) != 0 || ferror(stdout))
		die("cannot read or write");
	return 0;
}
