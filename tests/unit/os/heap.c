/* SPDX-License-Identifier: MIT */
/* heap.c - the box's allocator, under other names: these tests themselves live on the host's. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#define malloc  heap_malloc
#define calloc  heap_calloc
#define realloc heap_realloc
#define free    heap_free
void *heap_malloc(size_t len);
void *heap_calloc(size_t n, size_t len);
void *heap_realloc(void *p, size_t len);
void heap_free(void *p);
#include "os/heap.c"

/* Unused blocks, in order and never touching. */
static size_t pieces(void)
{
	size_t n = 0;

	for (const struct block *b = unused; b; b = b->next, n++)
		if (b->next && (const char *)b + b->size >= (const char *)b->next)
			return SIZE_MAX;
	return n;
}

static void alone(void)
{
	char *p[3];
	size_t empty;

	free(malloc(1));
	empty = pieces();
	ok(empty == 1, "what was freed is one piece again");
	for (size_t i = 0; i < 3; i++)
		p[i] = malloc(i * 17);
	ok(p[0] && p[1] && p[2] && p[0] != p[1], "nothing has an address too");
	ok((uintptr_t)p[0] % 16 == 0 && (uintptr_t)p[1] % 16 == 0 && (uintptr_t)p[2] % 16 == 0, "every address is a multiple of 16");
	free(p[1]);
	ok(pieces() == 2, "a gap is a piece of its own");
	ok(malloc(17) == p[1], "and is filled first");
	free(p[0]);
	free(p[2]);
	free(p[1]);
	ok(pieces() == empty, "freed in any order all of it joins");
	free(NULL);
	ok(pieces() == empty, "freeing nothing does nothing");
}

static void zeroed(void)
{
	static const char zero[1000];
	char *p = malloc(1000);

	memset(p, 0xAA, 1000);
	free(p);
	p = calloc(10, 100);
	ok(p && memcmp(p, zero, 1000) == 0, "calloc gives zeros, where others have written before");
	free(p);
}

static void too_much(void)
{
	volatile size_t huge = SIZE_MAX, half = SIZE_MAX / 2 + 2, two = 2, most = PTRDIFF_MAX - 300000;
	char *p = malloc(10);

	errno = 0;
	ok(malloc(huge) == NULL && errno == ENOMEM, "all of memory and more: NULL and ENOMEM");
	ok(malloc(huge - 8) == NULL && malloc(huge - 40) == NULL, "sizes that wrap with the header are seen");
	ok(calloc(half, two) == NULL && calloc(two, half) == NULL, "calloc's product may overflow");
	memcpy(p, "untouched", 10);
	ok(realloc(p, huge) == NULL && strcmp(p, "untouched") == 0, "realloc that fails leaves what was there");
	free(p);
	errno = 0;
	if (sizeof most == 4) /* a kernel of 64 bits may have it */
		skip("more than the kernel has", "a machine of 32 bits");
	else
		ok(malloc(most) == NULL && errno == ENOMEM, "more than the kernel has: NULL and ENOMEM");
}

static void grown(void)
{
	char *p = realloc(NULL, 5), *wall, *q;

	memcpy(p, "four", 5);
	wall = malloc(1);
	q = realloc(p, 100000);
	ok(q && strcmp(q, "four") == 0, "realloc carries the content to a larger place");
	ok(realloc(q, 7) == q && (p = malloc(50000)) != NULL && p > q && p < q + 100000, "and to a smaller one by staying, with the rest given back");
	free(p);
	free(wall);
	free(q);
	ok(pieces() != SIZE_MAX, "pieces of the kernel's join where they touch");
}

struct slot {
	unsigned char *p;
	size_t len;
	unsigned char mark;
};

static bool intact(const struct slot *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->p[i] != s->mark)
			return false;
	return true;
}

static void busy(void)
{
	struct slot slots[64] = {{0}};
	uint32_t r = 1;
	bool good = true;

	for (unsigned i = 0; i < 50000 && good; i++) {
		struct slot *s = &slots[(r = r * 1664525 + 1013904223) >> 26];
		size_t len = ((r >> 8) & 0xFFF) >> ((r >> 20) & 7);

		good = intact(s);
		if ((r >> 5 & 3) == 0) {
			free(s->p);
			s->p = malloc(len);
		} else {
			s->p = realloc(s->p, len);
			for (size_t k = 0; good && k < len && k < s->len; k++)
				good = s->p[k] == s->mark;
		}
		good = good && s->p && (uintptr_t)s->p % 16 == 0 && pieces() != SIZE_MAX;
		s->len = len;
		s->mark = (unsigned char)i;
		memset(s->p, s->mark, len);
	}
	ok(good, "50000 random steps: nobody's bytes are anybody else's");
	for (size_t i = 0; i < 64; i++)
		free(slots[i].p);
	ok(pieces() <= 3, "and at the end everything has come back");
}

static void twice(char *p)
{
	free(p);
	free(p);
}

static void inside(char *p)
{
	free(p + 16);
}

static void overflow(char *p)
{
	char *next = malloc(1);

	memset(p, 'x', 48);
	free(next);
}

static void nothing(char *p)
{
	free(p);
}

/* Did it stop the process, by a signal or what a sanitizer makes of one? */
static bool stops(void (*wrong)(char *p))
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGILL, SIG_DFL);
		signal(SIGTRAP, SIG_DFL);
		wrong(malloc(32));
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

int main(void)
{
	alone();
	zeroed();
	too_much();
	grown();
	busy();
	ok(!stops(nothing), "control: what is right goes on");
	ok(stops(twice), "freed twice: the process stops");
	ok(stops(inside), "freed in the middle: the process stops");
	ok(stops(overflow), "an overflow is seen when the neighbour is freed");
	return done_testing();
}
