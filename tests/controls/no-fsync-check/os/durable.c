/* SPDX-License-Identifier: MIT */
/* durable.c - a control: a failed fsync goes unnoticed. Tests must catch it. */
#include <unistd.h>

#define fsync(fd) (fsync(fd), 0)
#include "os/durable.c"
