/* SPDX-License-Identifier: MIT */
/*
 * crew.h - a few processes that work for this one, each on a processor, and tell it through one pipe what they find.
 *
 * Processes and not threads: one that dies takes nothing with it, one that is no longer needed can be ended in the
 * middle of its work, memory is shared until it is written, and libc's threads would be half as much code again.
 */
#ifndef OS_CREW_H
#define OS_CREW_H

#include <stddef.h>
#include <sys/types.h>

#define CREW_MAX 8
#define CREW_MESSAGE_MAX 512 /* bytes: POSIX's least PIPE_BUF. So much is written whole or not at all */

struct crew {
	unsigned n; /* members; 0: none, and nothing else here counts */
	int fd;     /* the pipe's end to read */
	pid_t pid[CREW_MAX];
};

/* What a member does. */
struct crew_work {
	void (*run)(void *ctx, unsigned number, int fd); /* number from 0; fd for crew_tell. It may return, or go on for ever */
	void *ctx;
	void *secret; /* wiped when a member ends by itself, by crew_stop, SIGHUP, SIGINT or SIGTERM, or with its parent */
	size_t secret_len;
};

/* Processors this process may run on, 1 to CREW_MAX. (A cgroup's share of their time is not asked for.) */
unsigned crew_processors(void);

/*
 * Start up to n members (at most CREW_MAX) that have this process's memory, but no descriptor of it except the pipe, and
 * end when it ends. Returns how many started; 0 when none could. To be followed by crew_stop.
 */
unsigned crew_start(struct crew *c, unsigned n, const struct crew_work *w);

/* In a member: one message, at most CREW_MESSAGE_MAX bytes. 0, or -1 when nobody listens. */
int crew_tell(int fd, const void *message, size_t len);

/*
 * Wait for one message of len bytes. 1; 0 when there was none for timeout_ms; -1 when none will come (all members have
 * ended) or one of another length came, after which nothing here makes sense.
 */
int crew_hear(const struct crew *c, void *message, size_t len, int timeout_ms);

/* End all members, and wait until they are gone; those who do not listen for a second are killed. Then c->n is 0. */
void crew_stop(struct crew *c);

#endif
