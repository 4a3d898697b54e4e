/* SPDX-License-Identifier: MIT */
/* operand.c - a file that a person names on the command line. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "applets/operand.h"

int operand_read(const char *name, struct file *f, struct err *e)
{
	if (strcmp(name, "-") == 0)
		return file_read_fd(STDIN_FILENO, "-", FILE_MAX, f, e);
	if (file_read(AT_FDCWD, name, FILE_MAX, f, e) != 0)
		return -1;
	if (!f->facts.there)
		return err_set(e, ERR_FAIL, "%s: %s", name, f->facts.dangling ? "a link to nothing" : "No such file or directory");
	return 0;
}
