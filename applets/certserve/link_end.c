/* SPDX-License-Identifier: MIT */
/* link_end.c - the front's end of the link: what the keeper sends, signatures, lines of the log. */
#include <string.h>

#include "applets/certserve/serving.h"
#include "os/clock.h"

static void note(struct serving *s)
{
	switch (s->message.kind) {
	case LINK_OFFER:
		s->offered = s->message.generation;
		break;
	case LINK_SIGNED:
		s->late--;
		break;
	case LINK_DRAIN:
		s->draining = true;
		break;
	}
}

/* As link_receive; what has come was noted, but for a signature that somebody waits for: 1. */
static int receive(struct serving *s, int timeout_ms)
{
	int got = link_receive(s->front->link, &s->message, timeout_ms);

	if (got < 0)
		s->gone = true;
	if (got == 1 && s->message.kind == LINK_SIGNED && s->late == 0)
		return 1;
	if (got == 1)
		note(s);
	return got < 0 ? -1 : 0;
}

void serving_listen(struct serving *s)
{
	int got;

	/* a signature that nobody has asked for is none */
	while ((got = link_receive(s->front->link, &s->message, 0)) == 1)
		if (s->message.kind != LINK_SIGNED || s->late > 0)
			note(s);
	s->gone |= got < 0;
}

static bool ask(struct serving *s, uint32_t generation, enum sig_algorithm a, struct view digest)
{
	struct link_message *m = &s->message;

	*m = (struct link_message){ .kind = LINK_SIGN, .algorithm = (uint8_t)a, .len = (uint16_t)digest.len, .generation = generation };
	memcpy(m->bytes, digest.p, digest.len);
	return link_send(s->front->link, m, 0) == 0;
}

int serving_sign(void *ctx, uint32_t generation, enum sig_algorithm a, struct view digest, uint8_t *out, size_t cap, size_t *len)
{
	struct serving *s = ctx;
	int64_t left = SERVING_SIGN_MS, until = clock_ticks_ms() + left;

	s->site.signatures++;
	if (digest.len > LINK_BYTES || !ask(s, generation, a, digest))
		return -1;
	for (; left > 0; left = until - clock_ticks_ms()) {
		int got = receive(s, (int)left);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		*len = s->message.len;
		if (*len == 0 || *len > cap)
			return -1;
		memcpy(out, s->message.bytes, *len);
		return 0;
	}
	s->late++;
	return -1;
}

void serving_say(struct serving *s, const struct text *t)
{
	struct link_message m = { .kind = LINK_LOG, .len = (uint16_t)(t->len < LINK_BYTES ? t->len : LINK_BYTES) };

	memcpy(m.bytes, t->buf, m.len);
	link_send(s->front->link, &m, 1);
}
