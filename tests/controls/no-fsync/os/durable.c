/* SPDX-License-Identifier: MIT */
/* durable.c - a control: files are not brought to the disk, directories are. Tests must catch it. */
#include <sys/stat.h>
#include <unistd.h>

static int fsync_folder(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) ? fsync(fd) : 0;
}

#define fsync(fd) fsync_folder(fd)
#include "os/durable.c"
