/* SPDX-License-Identifier: MIT */
/* link.c - messages between two processes, and what is none. */
#include "applets/certserve/link.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/tap.h"

static int ends[2];
static struct link_message out, in;

static void whole(void)
{
	out = (struct link_message){ .kind = LINK_SIGN, .algorithm = 3, .len = LINK_BYTES, .generation = 77 };
	memset(out.bytes, 'x', sizeof out.bytes);
	ok(link_send(ends[0], &out, 1) == 0, "the longest message goes");
	is_int(link_receive(ends[1], &in, 0), 1, "... and comes");
	ok(memcmp(&in, &out, sizeof in) == 0, "... as it was");
	out.len = 0;
	out.kind = LINK_UP;
	ok(link_send(ends[1], &out, 0) == 0 && link_receive(ends[0], &in, -1) == 1 && in.kind == LINK_UP && in.len == 0,
	    "one without bytes, the other way");
	is_int(link_receive(ends[0], &in, 0), 0, "none waits: 0");
	is_int(link_receive(ends[0], &in, 20), 0, "none comes in time: 0");
	out.len = LINK_BYTES + 1;
	ok(link_send(ends[0], &out, 1) < 0 && errno == EMSGSIZE, "too many bytes are not sent");
}

/* Octets of another kind of program. */
static void strange(const void *p, size_t len, const char *name)
{
	ok(send(ends[1], p, len, 0) == (ssize_t)len && link_receive(ends[0], &in, 0) < 0 && errno == EPROTO, name);
}

static void not_messages(void)
{
	uint8_t big[sizeof out + 1] = { LINK_LOG };

	memset(&out, 0, sizeof out);
	strange("short", 5, "half a head is no message");
	out.len = 9;
	strange(&out, LINK_HEAD + 8, "nor is one with fewer bytes than it says");
	strange(&out, LINK_HEAD + 10, "... or more");
	out.len = 0xFFFF;
	strange(&out, sizeof out, "... or with more than any has");
	out.len = LINK_BYTES;
	memcpy(big, &out, sizeof out);
	strange(big, sizeof big, "... or longer than there is room for");
}

static void full(void)
{
	int sent = 0;

	out = (struct link_message){ .kind = LINK_LOG, .len = LINK_BYTES };
	while (link_send(ends[1], &out, 1) == 0)
		sent++;
	ok(sent > 2 && errno == EAGAIN, "a full queue is said when asked not to wait");
	while (link_receive(ends[0], &in, 0) == 1)
		sent--;
	is_int(sent, 0, "... and nothing of what was sent is lost");
}

static void gone(void)
{
	signal(SIGPIPE, SIG_DFL);
	close(ends[1]);
	ok(link_receive(ends[0], &in, -1) < 0 && errno == EPIPE, "the other end is gone: EPIPE");
	out.len = 0;
	ok(link_send(ends[0], &out, 0) < 0 && errno == EPIPE, "... for a sender, without a signal, too");
}

int main(void)
{
	is_int(link_open(ends), 0, "a link opens");
	whole();
	not_messages();
	full();
	gone();
	return done_testing();
}
