/* SPDX-License-Identifier: MIT */
/* link.c - the few messages between keeper and front. */
#include "applets/certserve/link.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

_Static_assert(offsetof(struct link_message, bytes) == LINK_HEAD, "a message is its head and its bytes");

int link_open(int ends[static 2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

int link_send(int fd, const struct link_message *m, int now)
{
	size_t len = LINK_HEAD + (size_t)m->len;
	ssize_t n;

	if (m->len > LINK_BYTES) {
		errno = EMSGSIZE;
		return -1;
	}
	do
		n = send(fd, m, len, MSG_NOSIGNAL | (now ? MSG_DONTWAIT : 0));
	while (n < 0 && errno == EINTR);
	return n < 0 ? -1 : 0;
}

int link_receive(int fd, struct link_message *m, int timeout_ms)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };
	ssize_t n;

	/* a signal is no message: who waits with a bound looks again by himself */
	if (timeout_ms != 0 && poll(&waiting, 1, timeout_ms) <= 0 && (errno == EINTR || timeout_ms > 0))
		return 0;
	do
		n = recv(fd, m, sizeof *m, MSG_DONTWAIT | MSG_TRUNC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n > 0 && (n < LINK_HEAD || (size_t)n > sizeof *m || m->len > LINK_BYTES || (size_t)n != LINK_HEAD + (size_t)m->len))
		errno = EPROTO;
	else if (n > 0)
		return 1;
	else if (n == 0 || errno == ECONNRESET)
		errno = EPIPE;
	return -1;
}
