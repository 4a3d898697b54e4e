/* SPDX-License-Identifier: MIT */
/* notify.c - news for a service manager, by path and by abstract name. */
#include "os/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/tap.h"

static char path[] = "/tmp/notify-XXXXXX";

/* A manager of this name, which stands as a path would. */
static int listen_as(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	memcpy(a.sun_path, name, strlen(name));
	if (*name == '@')
		a.sun_path[0] = '\0';
	return bind(fd, (struct sockaddr *)&a, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))) == 0 ? fd : -1;
}

static void told(const char *name, const char *what)
{
	char got[32] = "";
	int manager = listen_as(name), fd;

	setenv("NOTIFY_SOCKET", name, 1);
	fd = notify_open();
	ok(manager >= 0 && fd >= 0 && getenv("NOTIFY_SOCKET") == NULL, what);
	notify_send(fd, "READY=1");
	ok(recv(manager, got, sizeof got - 1, 0) == 7 && strcmp(got, "READY=1") == 0, "... is told");
	for (int i = 0; i < 5000; i++)
		notify_send(fd, "STOPPING=1");
	ok(true, "... and a manager that does not listen is not waited for");
	close(manager);
	notify_send(fd, "STOPPING=1");
	close(fd);
}

static void nobody(const char *name, const char *what)
{
	setenv("NOTIFY_SOCKET", name, 1);
	is_int(notify_open(), -1, what);
}

int main(void)
{
	char name[32], longest[200];
	int fd = mkstemp(path);

	close(fd);
	unlink(path);
	told(path, "a path");
	unlink(path);
	snprintf(name, sizeof name, "@notify-%d", (int)getpid());
	told(name, "an abstract name");
	nobody(path, "nobody listens: -1");
	nobody("", "no name");
	nobody("@", "... but the sign");
	nobody("vsock:2:1", "a kind that is not known");
	memset(longest, 'x', sizeof longest - 1);
	longest[0] = '/';
	longest[sizeof longest - 1] = '\0';
	nobody(longest, "a name too long");
	unsetenv("NOTIFY_SOCKET");
	is_int(notify_open(), -1, "not asked to");
	notify_send(-1, "READY=1");
	return done_testing();
}
