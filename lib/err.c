/* SPDX-License-Identifier: MIT */
/* err.c - one failure: its kind and one line of text. */
#include "lib/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "lib/text.h"

/* What files, memory and terminals really return; strerror's whole table costs many times as much. */
#define ERRORS(X) \
	X(EPERM, "Operation not permitted") \
	X(ENOENT, "No such file or directory") \
	X(EINTR, "Interrupted system call") \
	X(EIO, "Input/output error") \
	X(ENXIO, "No such device or address") \
	X(EBADF, "Bad file descriptor") \
	X(EAGAIN, "Try again") \
	X(ENOMEM, "Out of memory") \
	X(EACCES, "Permission denied") \
	X(EBUSY, "Resource busy") \
	X(EEXIST, "File exists") \
	X(EXDEV, "Cross-device link") \
	X(ENODEV, "No such device") \
	X(ENOTDIR, "Not a directory") \
	X(EISDIR, "Is a directory") \
	X(EINVAL, "Invalid argument") \
	X(ENFILE, "Too many open files") \
	X(EMFILE, "Too many open files") \
	X(EFBIG, "File too large") \
	X(ENOSPC, "No space left on device") \
	X(EROFS, "Read-only file system") \
	X(EPIPE, "Broken pipe") \
	X(ENAMETOOLONG, "File name too long") \
	X(ENOSYS, "Function not implemented") \
	X(ELOOP, "Symbolic link loop") \
	X(EOPNOTSUPP, "Not supported") \
	X(EADDRINUSE, "Address already in use") \
	X(EADDRNOTAVAIL, "Address not available") \
	X(ENETUNREACH, "Network unreachable") \
	X(ECONNRESET, "Connection reset by peer") \
	X(EHOSTUNREACH, "Host is unreachable") \
	X(ETIMEDOUT, "Timed out") \
	X(ECONNREFUSED, "Connection refused") \
	X(ESTALE, "Stale file handle") \
	X(EDQUOT, "Quota exceeded")
#define NUMBER(number, text) number,
#define LINE(number, text) text "\n"

void err_add_errno(struct text *t, int number)
{
	static const uint16_t numbers[] = { ERRORS(NUMBER) };

	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (numbers[i] == number) {
			text_add_line(t, TEXT(ERRORS(LINE)), i);
			return;
		}
	}
	text_format(t, "error %d", number);
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
	if (number != 0)
		text_format(&t, ": %e", number);
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
