/* SPDX-License-Identifier: MIT */
/* machine.c - what a machine says of itself: marks, names, kernel command line. */
#include "os/machine.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lib/text.h"
#include "os/file.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* In place; returns the new length. */
static size_t trim(char *s, size_t len)
{
	size_t from = 0;

	while (len > 0 && (is_blank(s[len - 1]) || s[len - 1] == '\0'))
		len--;
	while (from < len && is_blank(s[from]))
		from++;
	memmove(s, s + from, len - from);
	s[len - from] = '\0';
	return len - from;
}

/* What makers leave in when they forget to write a number: the same on thousands of boards. */
static bool is_placeholder(const char *s)
{
	/* one after the other, each ended by a NUL */
	static const char known[] = "03000200-0400-0500-0006-000700080009\0" "none\0" "0123456789\0" "0123456789abcdef\0"
	    "1234567890\0" "default string\0" "not specified\0" "not applicable\0" "to be filled by o.e.m.\0"
	    "system serial number\0" "unknown";

	for (size_t i = 0; i < sizeof known - 1; i += strlen(known + i) + 1)
		if (strcmp(s, known + i) == 0)
			return true;
	return s[strspn(s, "0-")] == '\0' || s[strspn(s, "f-")] == '\0';
}

static size_t mark(const char *path, char *out, size_t cap)
{
	size_t len = trim(out, file_small(AT_FDCWD, path, out, cap));

	for (size_t i = 0; i < len; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] | 0x20);
	if (!is_placeholder(out))
		return len;
	out[0] = '\0';
	return 0;
}

size_t machine_marks(char *out, size_t cap)
{
	size_t len = mark("/sys/class/dmi/id/product_uuid", out, cap);

	return len > 0 ? len : mark("/sys/firmware/devicetree/base/serial-number", out, cap);
}

void machine_hostname(char *out, size_t cap)
{
	struct utsname u;
	struct text t;

	text_init(&t, out, cap);
	if (uname(&u) == 0 && strcmp(u.nodename, "(none)") != 0)
		text_add(&t, u.nodename);
}

/* The first line of s that says something, to the start of s. */
static void first_line(char *s)
{
	for (char *line = s, *next; *line != '\0'; line = next) {
		size_t len = strcspn(line, "\n");

		next = line + len + (line[len] != '\0');
		len = trim(line, len);
		if (len > 0 && *line != '#') {
			memmove(s, line, len + 1);
			return;
		}
	}
	*s = '\0';
}

void machine_etc_hostname(const char *root, char *out, size_t cap)
{
	int dirfd = open(root != NULL && *root != '\0' ? root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	out[0] = '\0';
	if (dirfd < 0)
		return;
	file_small(dirfd, "etc/hostname", out, cap);
	close(dirfd);
	first_line(out);
}

void machine_cmdline(char *out, size_t cap)
{
	size_t len = file_small(AT_FDCWD, "/proc/cmdline", out, cap);

	if (len > 0 && out[len - 1] == '\n')
		out[len - 1] = '\0';
}
