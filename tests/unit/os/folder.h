/* SPDX-License-Identifier: MIT */
/* folder.h - a temporary folder for a unit test, and its files. One program includes it once. */
#ifndef TESTS_UNIT_OS_FOLDER_H
#define TESTS_UNIT_OS_FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_USED __attribute__((unused))

static char folder_path[] = "/tmp/certbox-unit.XXXXXX";
static int folder = -1;

/* Makes the folder, opens it and goes there. */
FOLDER_USED static void folder_make(void)
{
	if (mkdtemp(folder_path) == NULL || chdir(folder_path) < 0 ||
	    (folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
		printf("Bail out! no temporary folder\n");
		_exit(1);
	}
}

static int folder_unlink(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	return at->level > 0 ? remove(path) : 0;
}

/* Everything in it goes. */
FOLDER_USED static void folder_empty(void)
{
	if (nftw(".", folder_unlink, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0)
		printf("# %s is not empty\n", folder_path);
}

FOLDER_USED static void folder_remove(void)
{
	folder_empty();
	close(folder);
	if (chdir("/") < 0 || rmdir(folder_path) < 0)
		printf("# %s stays\n", folder_path);
}

FOLDER_USED static void put(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		printf("# cannot write %s\n", name);
	if (fd >= 0)
		close(fd);
}

/* The text of a file, "(none)" when there is none. Valid until the next call. */
FOLDER_USED static const char *text_of(const char *name)
{
	static char text[4096];
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	if (n < 0)
		return "(none)";
	text[n] = '\0';
	return text;
}

FOLDER_USED static bool exists(const char *name)
{
	struct stat st;

	return lstat(name, &st) == 0;
}

FOLDER_USED static unsigned mode_of(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* How many names are in the folder? */
FOLDER_USED static int names(void)
{
	DIR *d = opendir(".");
	int n = -2;

	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	return n;
}

#endif
