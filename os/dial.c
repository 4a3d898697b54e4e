/* SPDX-License-Identifier: MIT */
/* dial.c - connect to the first of several addresses that answers. */
#include "os/dial.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"

void dial_order(union sock_address *a, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t j = i;

		while (j < n && a[j].any.sa_family == a[i - 1].any.sa_family)
			j++;
		if (j == n)
			return;
		union sock_address next = a[j];

		memmove(a + i + 1, a + i, (j - i) * sizeof *a);
		a[i] = next;
	}
}

/* Connections under way; the first failure. */
struct calls {
	struct pollfd all[DIAL_MAX];
	size_t begun, open;
	size_t failed;        /* whose */
	int number;           /* or 0 */
};

static void fail(struct calls *c, size_t i, int number)
{
	if (c->number == 0) {
		c->number = number;
		c->failed = i;
	}
}

static bool begin(struct calls *c, const union sock_address *to)
{
	size_t i = c->begun++;
	bool begun;

	c->all[i].events = POLLOUT;
	c->all[i].fd = sock_connect(to);
	begun = c->all[i].fd >= 0;
	if (!begun)
		fail(c, i, errno);
	c->open += begun;
	return begun;
}

/* Which one stands, or -1; those that failed are closed. */
static int look(struct calls *c)
{
	for (size_t i = 0; i < c->begun; i++) {
		int number;

		if (c->all[i].fd < 0 || c->all[i].revents == 0)
			continue;
		number = sock_connected(c->all[i].fd);
		if (number == 0)
			return (int)i;
		fail(c, i, number);
		close(c->all[i].fd);
		c->all[i].fd = -1;
		c->open--;
	}
	return -1;
}

/* As look, but waits. */
static int try(struct calls *c, const union sock_address *a, size_t n, int64_t due)
{
	int64_t now = clock_ticks_ms(), next = now;
	int won = -1;

	while (won < 0 && now < due && (c->open > 0 || c->begun < n)) {
		size_t open;

		if (c->begun < n && now >= next) {
			if (begin(c, &a[c->begun]))
				next = now + DIAL_STAGGER_MS;
			continue;
		}
		open = c->open;
		if (poll(c->all, c->begun, (int)((c->begun < n && next < due ? next : due) - now)) > 0)
			won = look(c);
		now = clock_ticks_ms();
		if (c->open < open)
			next = now;
	}
	return won;
}

int dial(const union sock_address *a, size_t n, int64_t due, size_t *used, struct err *e)
{
	struct calls c = { .begun = 0 };
	int64_t start = clock_ticks_ms();
	char room[SOCK_TEXT + 2];
	struct text t;
	int won;

	if (n > DIAL_MAX)
		n = DIAL_MAX;
	won = try(&c, a, n, due);
	for (size_t i = 0; i < c.begun; i++)
		if ((int)i != won && c.all[i].fd >= 0)
			close(c.all[i].fd);
	if (won >= 0) {
		*used = (size_t)won;
		return c.all[won].fd;
	}
	text_init(&t, room, sizeof room);
	if (n > 1) {
		sock_text(&t, &a[c.failed], false);
		text_add(&t, ": ");
	}
	if (c.number != 0)
		return err_set(e, ERR_UNREACHABLE, "%s%e", room, c.number);
	return err_set(e, ERR_UNREACHABLE, "%sno answer within %l s", room, due > start ? (due - start + 999) / 1000 : 0);
}
