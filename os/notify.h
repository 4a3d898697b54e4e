/* SPDX-License-Identifier: MIT */
/* notify.h - tell the service manager how far we are (sd_notify(3)). */
#ifndef OS_NOTIFY_H
#define OS_NOTIFY_H

/*
 * A socket to NOTIFY_SOCKET: a path, or with '@' an abstract name. Close-on-exec, the caller's to close; -1 when there is none, or
 * nobody listens. The variable is unset in any case.
 */
int notify_open(void);
/* "READY=1", "STOPPING=1". Never waits; may be lost. fd may be -1. */
void notify_send(int fd, const char *state);

#endif
