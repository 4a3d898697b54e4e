/* SPDX-License-Identifier: MIT */
/*
 * front.c - a front without TLS or HTTP, jailed as the real one, that does whatever who connects tells it: what the keeper must bear, and what it
 * must not (tests/e2e/certserve-keeper.t). The answer to any word begins with what is offered.
 */
#include "applets/certserve/front.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "applets/certserve/jail.h"
#include "applets/certserve/link.h"
#include "lib/text.h"
#include "x509/spki.h"

static const struct front *front;
static struct link_message in;
static uint32_t generation;
static bool drain, deaf;

static void tell(uint8_t kind, uint8_t algorithm, uint32_t number, const void *p, size_t len)
{
	struct link_message m = { .kind = kind, .algorithm = algorithm, .generation = number, .len = (uint16_t)len };

	memcpy(m.bytes, p, len);
	link_send(front->link, &m, 0);
}

static void on_message(void)
{
	if (in.kind == LINK_OFFER) {
		generation = in.generation;
		tell(LINK_TAKEN, 0, generation, "", 0);
	}
	drain = drain || in.kind == LINK_DRAIN;
}

static void say(int fd, struct text *t)
{
	send(fd, t->buf, t->len, MSG_NOSIGNAL);
	text_init(t, t->buf, t->cap);
}

static void state(int fd)
{
	const struct offer *o = offer_of(front->offers, generation);
	char room[256];
	struct text t;

	text_init(&t, room, sizeof room);
	text_format(&t, "generation %u reloads %u good %d chain %d ca %d files %d max %d anchor %u\n", o->generation, o->reloads, o->good, o->chain_len,
	    o->ca, o->n_files, front->max_conn, o->anchor.len);
	say(fd, &t);
}

static void part(int fd, struct offer_part p)
{
	send(fd, offer_of(front->offers, generation)->room + p.at, p.len, MSG_NOSIGNAL);
}

/* back: how many generations ago; len: of the hash, 32 is right. */
static void sign(int fd, uint32_t back, size_t len)
{
	uint8_t hash[64] = { 1 };
	char room[64];
	struct text t;

	tell(LINK_SIGN, SIG_ECDSA_SHA256, generation - back, hash, len);
	while (link_receive(front->link, &in, 3000) == 1 && in.kind != LINK_SIGNED)
		on_message();
	text_init(&t, room, sizeof room);
	text_format(&t, "signed %d\n", in.kind == LINK_SIGNED ? in.len : -1);
	say(fd, &t);
}

static void obey(int fd, const char *word)
{
	static const char line[] = "a line of the log, as long as those of requests are, again and again";
	const struct offer *o = offer_of(front->offers, generation);

	state(fd);
	switch (*word) {
	case 's': sign(fd, (uint32_t)(word[1] - '0'), 32); break;
	case 'h': sign(fd, 0, 31); break;
	case 'c': part(fd, o->chain[0]); break;
	case 'a': part(fd, o->anchor_file); break;
	case 'f': part(fd, o->files[word[1] - '0'].body); break;
	case 'l': for (int i = 0; i < 2000; i++) tell(LINK_LOG, 0, 0, line, sizeof line - 1); break;
	case 'e': tell(LINK_LOG, 0, 0, "\033[2J\nforged", 11); break;
	case 'C': abort(); break;
	case 'S': getppid(); break;
	case 'K': tell(99, 0, 0, "", 0); break;
	case 'H': send(front->link, "xy", 2, MSG_NOSIGNAL); break;
	case 'T': tell(LINK_TAKEN, 0, 99, "", 0); break;
	case 'U': tell(LINK_UP, 0, 0, "", 0); break;
	case 'D': deaf = true; break;
	case 'W': offer_of(front->offers, 2)->room[0] = 1; break;
	case 'X': _exit(3);
	default: break;
	}
}

static void serve(int listener)
{
	union sock_address peer;
	int fd = sock_accept(listener, &peer);
	char word[16] = "";

	if (fd < 0)
		return;
	poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 2000);
	if (recv(fd, word, sizeof word - 1, 0) > 0)
		obey(fd, word);
	if (front->log)
		tell(LINK_LOG, 0, 0, word, strlen(word));
	close(fd);
}

static int round_of(struct pollfd *all, struct err *e)
{
	poll(all, 1U + front->n_listeners, -1);
	int got = deaf ? 0 : link_receive(front->link, &in, 0);

	if (got < 0)
		return err_set(e, ERR_FAIL, "the keeper is gone");
	if (got == 1)
		on_message();
	for (int i = 0; i < front->n_listeners; i++)
		if (all[1 + i].revents != 0)
			serve(front->listeners[i].fd);
	return 0;
}

int front_run(const struct front *f, struct err *e)
{
	struct pollfd all[1 + LOOP_LISTENERS] = { { .fd = f->link, .events = POLLIN } };
	unsigned missing;

	front = f;
	for (int i = 0; i < f->n_listeners; i++)
		all[1 + i] = (struct pollfd){ .fd = f->listeners[i].fd, .events = POLLIN };
	if (link_receive(f->link, &in, -1) != 1)
		return err_set(e, ERR_FAIL, "the keeper is gone");
	on_message();
	if (jail_enter(f->uid, f->gid, &missing, e) < 0)
		return -1;
	tell(LINK_UP, 0, 0, "", 0);
	while (!drain)
		if (round_of(all, e) < 0)
			return -1;
	return 0;
}
