/* SPDX-License-Identifier: MIT */
/* machine.h - what a machine says of itself: marks, names, kernel command line. */
#ifndef OS_MACHINE_H
#define OS_MACHINE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The machine's own marks: DMI product UUID (/sys/class/dmi/id/product_uuid), else device-tree serial
 * (/sys/firmware/devicetree/base/serial-number), trimmed, lower case, as read; known placeholders (all 0, all F, 03000200-0400-0500-0006-000700080009, "None",
 * "0123456789") are no marks. Length, 0 when there is none or it may not be read.
 */
size_t machine_marks(char *out, size_t cap);
/* The kernel's host name (uname), "" when "(none)". */
void machine_hostname(char *out, size_t cap);
/* First line of ROOT/etc/hostname (root may be NULL or ""), blanks trimmed, comments (#) skipped; "" when absent. */
void machine_etc_hostname(const char *root, char *out, size_t cap);
/* /proc/cmdline, NUL-terminated, newline dropped; "" when unreadable. */
void machine_cmdline(char *out, size_t cap);

#endif
