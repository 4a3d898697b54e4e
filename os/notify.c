/* SPDX-License-Identifier: MIT */
/* notify.c - tell the service manager how far we are. */
#include "os/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int notify_open(void)
{
	static const char variable[] = "NOTIFY_SOCKET";
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	const char *name = getenv(variable);
	size_t len = name != NULL ? strlen(name) : 0;
	int fd;

	if (len < 2 || len > sizeof a.sun_path || (*name != '/' && *name != '@'))
		len = 0;
	else
		memcpy(a.sun_path, name, len);
	unsetenv(variable);
	if (len == 0)
		return -1;
	if (a.sun_path[0] == '@')
		a.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&a, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

void notify_send(int fd, const char *state)
{
	if (fd >= 0)
		(void)send(fd, state, strlen(state), MSG_DONTWAIT | MSG_NOSIGNAL);
}
