/* SPDX-License-Identifier: MIT */
/* front.c - the process that has the network and nothing else. */
#include "applets/certserve/front.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>

#include "applets/certserve/jail.h"
#include "applets/certserve/serving.h"
#include "lib/wipe.h"
#include "os/clock.h"
#include "os/entropy.h"
#include "os/harden.h"

#define ENTROPY_WAIT_MS 60000

/* One more than are served: who comes last is let in, and another has to go. */
static uint16_t places(const struct front *f)
{
	return (uint16_t)(f->max_conn < LOOP_CONNECTIONS ? f->max_conn + 1 : LOOP_CONNECTIONS);
}

static struct serving *take_memory(const struct front *f, struct err *e)
{
	struct serving *s = mmap(NULL, sizeof *s + places(f) * sizeof *s->connections, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (s == MAP_FAILED) {
		err_errno(e, errno, "no room for %d connections", f->max_conn);
		return NULL;
	}
	s->front = f;
	s->signer = (struct tls_signer){ serving_sign, s };
	s->cache = (struct tls_cache){ .slot = s->sessions, .n = SERVING_SESSIONS };
	s->site = (struct exchange_site){ .shelves = s->shelves, .cache = &s->cache, .said = serving_said, .ctx = s };
	s->site.values[METRICS_STARTED] = clock_now();
	s->site.values[METRICS_OPEN_MAX] = f->max_conn;
	return s;
}

static int seed(struct serving *s, struct err *e)
{
	uint8_t octets[RNG_SEED_LEN];

	harden_lock(&s->rng, sizeof s->rng + sizeof s->sessions);
	if (entropy_fill(octets, sizeof octets, ENTROPY_WAIT_MS, NULL, NULL, e) < 0)
		return -1;
	rng_init(&s->rng, octets);
	wipe(octets, sizeof octets);
	return 0;
}

static int listen_all(struct serving *s, struct err *e)
{
	const struct front *f = s->front;

	if (loop_open(&s->loop, places(f), f->link, &serving_calls, s, e) < 0)
		return -1;
	for (size_t i = 0; i < f->n_listeners; i++)
		if (loop_listen(&s->loop, f->listeners[i].fd, e) < 0)
			return -1;
	return 0;
}

static int tell(struct serving *s, enum link_kind kind, uint32_t generation)
{
	struct link_message m = { .kind = (uint8_t)kind, .generation = generation };

	return link_send(s->front->link, &m, 0);
}

/* From now on this is what we show. */
static int take_offer(struct serving *s, struct err *e)
{
	uint32_t generation = s->offered;
	struct shelf *shelf = &s->shelves[generation % OFFER_KEPT];

	s->offered = 0;
	serving_outdate(s, generation);
	if (shelf_fill(shelf, offer_of(s->front->offers, generation), s->front->host, e) < 0)
		return -1;
	shelf->identity.signer = &s->signer;
	s->site.generation = generation;
	s->flushed = s->loop.now;
	tls_cache_flush(&s->cache, generation);
	s->gone |= tell(s, LINK_TAKEN, generation) < 0;
	return 0;
}

static int wait_for_offer(struct serving *s, struct err *e)
{
	while (s->offered == 0 && !s->gone && !s->draining) {
		if (link_receive(s->front->link, &s->message, -1) < 0)
			s->gone = true;
		else if (s->message.kind == LINK_OFFER)
			s->offered = s->message.generation;
		else
			s->draining |= s->message.kind == LINK_DRAIN;
	}
	return s->gone ? err_set(e, ERR_FAIL, "the keeper is gone") : 0;
}

/* What this kernel cannot do for us is said once. */
static int lock_in(struct serving *s, struct err *e)
{
	const struct front *f = s->front;
	char room[LINK_BYTES];
	unsigned missing;
	struct text t;

	if (offers_lock(f->offers) < 0)
		return err_errno(e, errno, "memory cannot be locked");
	if (jail_enter(f->uid, f->gid, &missing, e) < 0)
		return -1;
	text_init(&t, room, sizeof room);
	text_add(&t, "certserve: warning: the process that serves has ");
	size_t before = t.len;
	jail_missing(&t, missing);
	if (t.len > before)
		serving_say(s, &t);
	return tell(s, LINK_UP, 0) < 0 ? err_set(e, ERR_FAIL, "the keeper is gone") : 0;
}

static int serve(struct serving *s, struct err *e)
{
	while (!s->gone && !(s->draining && s->site.drain && s->loop.used == 0)) {
		if (s->offered != 0 && take_offer(s, e) < 0)
			return -1;
		if (s->draining && !s->site.drain)
			serving_drain(s);
		else if (loop_round(&s->loop, e) < 0)
			return -1;
	}
	return s->draining && !s->gone ? 0 : err_set(e, ERR_FAIL, "the keeper is gone");
}

static int begin(struct serving *s, struct err *e)
{
	static const int ignored[] = { SIGPIPE, SIGTERM, SIGINT, SIGHUP }; /* the keeper decides */
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		sigaction(ignored[i], &ignore, NULL);
	return seed(s, e) < 0 || listen_all(s, e) < 0 || wait_for_offer(s, e) < 0 || (s->offered != 0 && take_offer(s, e) < 0) ? -1 : lock_in(s, e);
}

int front_run(const struct front *f, struct err *e)
{
	struct serving *s = take_memory(f, e);
	int result = s == NULL || begin(s, e) < 0 ? -1 : serve(s, e);

	if (s == NULL)
		return -1;
	for (uint16_t i = 0; i < s->loop.high; i++)
		if (loop_fd(&s->loop, i) >= 0)
			exchange_wipe(&s->connections[i].x);
	wipe(&s->rng, sizeof s->rng + sizeof s->sessions);
	return result;
}
