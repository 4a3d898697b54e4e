/* SPDX-License-Identifier: MIT */
/*
 * mark.c - `mark DISK OFFSET <TEXT`: writes 4096 bytes past the page cache, and asks for no flush.
 * A dd can't: a disk driver wants the buffer aligned, and dd then falls back to the page cache.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static _Alignas(4096) char block[4096];
	int fd = argc == 3 ? open(argv[1], O_WRONLY | O_DIRECT) : -1;

	if (fd < 0 || read(0, block, sizeof block) <= 0)
		return 1;
	return pwrite(fd, block, sizeof block, strtoll(argv[2], NULL, 10)) != (ssize_t)sizeof block;
}
