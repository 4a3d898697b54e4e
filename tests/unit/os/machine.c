/* SPDX-License-Identifier: MIT */
/* machine.c - os/machine: names and marks, from files of our own. */
#include "os/machine.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static const char *kernel_name = "board";

int uname(struct utsname *u)
{
	memset(u, 0, sizeof *u);
	snprintf(u->nodename, sizeof u->nodename, "%s", kernel_name);
	return 0;
}

/* The kernel's files are ours here: "/sys/class/dmi/id/product_uuid" is "product_uuid" in the folder. */
int openat(int dirfd, const char *name, int flags, ...)
{
	if (name[0] == '/') {
		name = strrchr(name, '/') + 1;
		dirfd = folder;
	}
	return (int)syscall(SYS_openat, dirfd, name, flags, 0);
}

static char out[256];

static const char *marks(const char *uuid, const char *serial)
{
	unlink("product_uuid");
	unlink("serial-number");
	if (uuid != NULL)
		put("product_uuid", uuid);
	if (serial != NULL)
		put("serial-number", serial);
	size_t n = machine_marks(out, sizeof out);

	return n == strlen(out) ? out : "(wrong length)";
}

static void its_marks(void)
{
	static const char *const placeholders[] = { "00000000-0000-0000-0000-000000000000\n", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\n",
	    "03000200-0400-0500-0006-000700080009\n", "None\n", "0123456789\n", "\n", "", "Default string\n", "To be filled by O.E.M.\n" };
	char name[96];

	is_str(marks("4C4C4544-0051-3510-8034-B9C04F4A4E32\n", "x"), "4c4c4544-0051-3510-8034-b9c04f4a4e32",
	    "the product's UUID is a mark, in lower case");
	is_str(marks(NULL, "10000000ABCDEF12"), "10000000abcdef12", "so is a device tree's serial number");
	is_str(marks(NULL, " 42 \n"), "42", "without blanks");
	is_str(marks(NULL, NULL), "", "a machine may have none");
	for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++) {
		snprintf(name, sizeof name, "'%.*s' is none", (int)strcspn(placeholders[i], "\n"), placeholders[i]);
		is_str(marks(placeholders[i], NULL), "", name);
	}
	is_str(marks("None\n", "77"), "77", "the serial number stands in for a placeholder");
	int fd = open("serial-number", O_WRONLY | O_TRUNC);

	ok(write(fd, "abc\0", 4) == 4, "(a NUL at its end, as device trees write)");
	close(fd);
	is_int((intmax_t)machine_marks(out, sizeof out), 3, "a NUL at its end is none of it");
}

static void its_names(void)
{
	machine_hostname(out, sizeof out);
	is_str(out, "board", "the kernel's host name is told");
	machine_hostname(out, 4);
	is_str(out, "boa", "within bounds");
	kernel_name = "(none)";
	machine_hostname(out, sizeof out);
	is_str(out, "", "(none) is none");
}

static const char *etc(const char *text)
{
	put("etc/hostname", text);
	machine_etc_hostname(folder_path, out, sizeof out);
	return out;
}

static void its_file(void)
{
	machine_etc_hostname(folder_path, out, sizeof out);
	is_str(out, "", "without a file there is no name");
	mkdir("etc", 0755);
	is_str(etc("board\n"), "board", "the file's first line is the name");
	is_str(etc("# comment\n\n  board.lan \t\r\nother\n"), "board.lan", "comments and blanks are skipped");
	is_str(etc("board"), "board", "the line's end may be missing");
	is_str(etc("# only this"), "", "a comment is no name");
	is_str(etc(""), "", "nothing is none");
	is_str(etc("\n\n"), "", "blank lines are none");
	is_str(etc(" # indented\nname"), "name", "a comment may be indented");
	unlink("etc/hostname");
	mkfifo("etc/hostname", 0600);
	machine_etc_hostname(folder_path, out, sizeof out);
	is_str(out, "", "a FIFO does not block");
	machine_etc_hostname("/no/such/folder", out, sizeof out);
	is_str(out, "", "a root that is not there has no name");
	machine_etc_hostname("", out, sizeof out);
	ok(strchr(out, '\n') == NULL, "an empty root is /");
}

static void its_command_line(void)
{
	put("cmdline", "quiet certbox.days=3\n");
	machine_cmdline(out, sizeof out);
	is_str(out, "quiet certbox.days=3", "the command line has no newline");
	machine_cmdline(out, 6);
	is_str(out, "quiet", "and is cut to what fits");
	unlink("cmdline");
	machine_cmdline(out, sizeof out);
	is_str(out, "", "without /proc it is empty");
}

int main(void)
{
	folder_make();
	its_marks();
	its_names();
	its_file();
	its_command_line();
	folder_remove();
	return done_testing();
}
