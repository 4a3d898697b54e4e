/* SPDX-License-Identifier: MIT */
/* err.c - one failure: its kind and one line of text. */
#include "lib/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "lib/text.h"

/* What files, memory and terminals really return; strerror's whole table costs four times as much. */
static const struct {
	unsigned short number;
	char text[26];
} texts[] = {
	{ EPERM, "Operation not permitted" },
	{ ENOENT, "No such file or directory" },
	{ EINTR, "Interrupted system call" },
	{ EIO, "Input/output error" },
	{ ENXIO, "No such device or address" },
	{ EBADF, "Bad file descriptor" },
	{ EAGAIN, "Try again" },
	{ ENOMEM, "Out of memory" },
	{ EACCES, "Permission denied" },
	{ EBUSY, "Resource busy" },
	{ EEXIST, "File exists" },
	{ EXDEV, "Cross-device link" },
	{ ENODEV, "No such device" },
	{ ENOTDIR, "Not a directory" },
	{ EISDIR, "Is a directory" },
	{ EINVAL, "Invalid argument" },
	{ ENFILE, "Too many open files" },
	{ EMFILE, "Too many open files" },
	{ EFBIG, "File too large" },
	{ ENOSPC, "No space left on device" },
	{ EROFS, "Read-only file system" },
	{ EPIPE, "Broken pipe" },
	{ ENAMETOOLONG, "File name too long" },
	{ ENOSYS, "Function not implemented" },
	{ ELOOP, "Symbolic link loop" },
	{ EOPNOTSUPP, "Not supported" },
	{ EADDRINUSE, "Address already in use" },
	{ EADDRNOTAVAIL, "Address not available" },
	{ ETIMEDOUT, "Timed out" },
	{ ECONNREFUSED, "Connection refused" },
	{ ESTALE, "Stale file handle" },
	{ EDQUOT, "Quota exceeded" },
};

static const char *find(int number)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].number == number)
			return texts[i].text;
	return NULL;
}

const char *err_errno_text(int number)
{
	const char *s = find(number);

	return s != NULL ? s : "Unknown error";
}

static void word(struct err *e, enum err_kind kind, int number, const char *format, va_list ap)
{
	struct text t;

	if (e == NULL || e->kind != ERR_NONE)
		return;
	e->kind = kind;
	e->number = number;
	text_init(&t, e->text, sizeof e->text);
	text_vformat(&t, format, ap);
	if (number != 0 && find(number) != NULL)
		text_format(&t, ": %s", find(number));
	else if (number != 0)
		text_format(&t, ": error %d", number);
	text_tame(e->text);
}

int (err_set)(struct err *e, enum err_kind kind, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	word(e, kind, 0, format, ap);
	va_end(ap);
	return -1;
}

int (err_errno)(struct err *e, int number, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	word(e, ERR_FAIL, number, format, ap);
	va_end(ap);
	return -1;
}

int err_prefix(struct err *e, const char *prefix)
{
	char old[ERR_TEXT];
	struct text t;

	if (e == NULL || e->kind == ERR_NONE)
		return -1;
	memcpy(old, e->text, sizeof old);
	text_init(&t, e->text, sizeof e->text);
	text_format(&t, "%s: %s", prefix, old);
	text_tame(e->text);
	return -1;
}

void err_clear(struct err *e)
{
	e->kind = ERR_NONE;
	e->number = 0;
	e->text[0] = '\0';
}
