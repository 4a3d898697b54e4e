/* SPDX-License-Identifier: MIT */
/* offer.c - octets that two processes see and one writes. */
#include "applets/certserve/offer.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

static void room(struct offer *o)
{
	static uint8_t much[OFFER_ROOM];
	struct offer_part a, b;

	o->used = 5;
	o->n_files = 3;
	offer_begin(o, 7);
	ok(o->generation == 7 && o->used == 0 && o->n_files == 0, "an offer begins empty");
	is_int(offer_add(o, "hello", 5, &a), 0, "octets are added");
	is_int(offer_add(o, "", 0, &b), 0, "none, too");
	ok(b.len == 0 && b.at == 5 && view_is(offer_view(o, a), (const uint8_t *)"hello", 5), "... and found again");
	b.at = 99;
	ok(offer_add(o, much, OFFER_ROOM - 4, &b) < 0 && b.at == 99 && o->used == 5, "more than there is room for changes nothing");
	is_int(offer_add(o, much, OFFER_ROOM - 5, &b), 0, "what fits exactly fits");
	ok(offer_add(o, "x", 1, &b) < 0, "... and then nothing does");
}

/* In a child that may only read: what it sees of the parent's offer, and how it ends when it writes. */
static int child(struct offers *o, int go, bool write_it)
{
	char c;

	if (offers_lock(o) < 0 || read(go, &c, 1) != 1)
		_exit(9);
	if (!write_it)
		_exit(offer_of(o, 2)->generation == 2 && offer_of(o, 2)->room[0] == 'x' ? 0 : 1);
	signal(SIGSEGV, SIG_DFL);
	offer_of(o, 2)->room[0] = 'y';
	_exit(0);
}

static int in_child(struct offers *o, bool write_it)
{
	struct offer_part part;
	int go[2], status = -1;
	pid_t pid;

	if (pipe(go) < 0)
		return -1;
	pid = fork();
	if (pid == 0)
		child(o, go[0], write_it);
	offer_begin(offer_of(o, 2), 2);
	offer_add(offer_of(o, 2), "x", 1, &part);
	if (write(go[1], "", 1) == 1)
		waitpid(pid, &status, 0);
	close(go[0]);
	close(go[1]);
	return status;
}

int main(void)
{
	struct offers *o = offers_map();
	int status;

	if (!ok(o != NULL, "memory for both"))
		return done_testing();
	room(offer_of(o, 7));
	ok(offer_of(o, 3) != offer_of(o, 4) && offer_of(o, 3) == offer_of(o, 3 + OFFER_SLOTS), "generations have their slots in turn");
	is_int(in_child(o, false), 0, "another process sees what is written after it began");
	status = in_child(o, true);
	ok(status != 0, "... and cannot write it");
	is_int(offer_of(o, 2)->room[0], 'x', "... so that it stays");
	return done_testing();
}
