/* SPDX-License-Identifier: MIT */
/* durable.c - a control: a failed write goes unnoticed. Tests must catch it. */
#include "os/file.h"

#define file_write_all(fd, p, len) (file_write_all(fd, p, len), 0)
#include "os/durable.c"
