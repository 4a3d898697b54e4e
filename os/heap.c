/* SPDX-License-Identifier: MIT */
/*
 * heap.c - <stdlib.h>'s malloc, calloc, realloc and free, for a box of one thread that lives for milliseconds: first fit from
 * the lowest address, neighbours joined, one 16-byte header a block. libc's own is eight times the code and touches more pages.
 * Tests on the host's libc keep the host's.
 *
 * A block in use carries a seal made of its address, its size and a secret of the process: freeing what was not handed out, what
 * was freed before, or what stood behind an overflow traps at once.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#define UNIT  16
#define CHUNK 65536 /* asked of the kernel at a time; a page counts once it is written */

struct block {
	_Alignas(UNIT) size_t size; /* bytes, this header included; a multiple of UNIT */
	union {
		struct block *next; /* unused: the next higher unused one */
		uintptr_t seal;     /* in use */
	};
};

static struct block *unused;

/* The first half of AT_RANDOM's 16 bytes is libc's, for the stack. */
static uintptr_t seal(const struct block *b)
{
	const unsigned char *random = (const unsigned char *)getauxval(AT_RANDOM); // NOLINT(performance-no-int-to-ptr)
	uintptr_t secret = 0;

	if (random)
		memcpy(&secret, random + 8, sizeof secret);
	return secret ^ (uintptr_t)b ^ b->size;
}

static struct block *after(struct block *b)
{
	return (struct block *)(void *)((char *)b + b->size);
}

static struct block *header(void *p)
{
	struct block *b = (struct block *)p - 1;

	if ((uintptr_t)p % UNIT != 0 || b->seal != seal(b))
		__builtin_trap();
	return b;
}

static void join(struct block *b)
{
	if (b->next == NULL || after(b) != b->next)
		return;
	b->size += b->next->size;
	b->next = b->next->next;
}

static void give(struct block *b)
{
	struct block *before = NULL, **at = &unused;

	while (*at != NULL && (uintptr_t)*at < (uintptr_t)b) {
		before = *at;
		at = &before->next;
	}
	b->next = *at;
	*at = b;
	join(b);
	if (before)
		join(before);
}

/* b, in no list, is in use, and but size bytes of it: what is over is given back. */
static void *keep(struct block *b, size_t size)
{
	struct block *rest = (struct block *)(void *)((char *)b + size);

	if (b->size > size) {
		rest->size = b->size - size;
		b->size = size;
		give(rest);
	}
	b->seal = seal(b);
	return b + 1;
}

static int grow(size_t size)
{
	size_t len = (size + CHUNK - 1) / CHUNK * CHUNK;
	struct block *b = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (b == MAP_FAILED)
		return -1;
	b->size = len;
	give(b);
	return 0;
}

static size_t size_for(size_t len)
{
	return (len + sizeof(struct block) + UNIT - 1) / UNIT * UNIT;
}

static void *take(size_t len)
{
	size_t size = size_for(len);

	if (len > PTRDIFF_MAX - 2 * (size_t)CHUNK) {
		errno = ENOMEM;
		return NULL;
	}
	do
		for (struct block *b, **at = &unused; (b = *at) != NULL; at = &b->next)
			if (b->size >= size) {
				*at = b->next;
				return keep(b, size);
			}
	while (grow(size) == 0);
	return NULL;
}

void *malloc(size_t len)
{
	return take(len);
}

void *calloc(size_t n, size_t len)
{
	void *p = take(len != 0 && n > SIZE_MAX / len ? SIZE_MAX : n * len);

	if (p)
		memset(p, 0, n * len);
	return p;
}

void *realloc(void *p, size_t len)
{
	struct block *b = p ? header(p) : NULL;
	void *q;

	if (b && len < b->size && size_for(len) <= b->size)
		return keep(b, size_for(len));
	q = take(len);
	if (q && b) {
		memcpy(q, p, b->size - sizeof *b);
		free(p);
	}
	return q;
}

void free(void *p)
{
	if (p)
		give(header(p));
}
