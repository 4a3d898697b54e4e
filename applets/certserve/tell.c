/* SPDX-License-Identifier: MIT */
/* tell.c - what the keeper says, without ever waiting. */
#include "applets/certserve/tell.h"

#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "lib/text.h"

static unsigned lost;

/* A pipe that is ready has room for 4096 octets (pipe(7), PIPE_BUF). */
static bool is_ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, 0) == 1 && p.revents == POLLOUT;
}

static bool put(struct text *t)
{
	text_tame(t->buf);
	t->buf[t->len] = '\n';
	return is_ready(STDERR_FILENO) && write(STDERR_FILENO, t->buf, t->len + 1) == (ssize_t)(t->len + 1);
}

static void end(const struct say *s, struct text *t)
{
	char line[64];
	struct text more;

	if (!put(t)) {
		lost++;
		return;
	}
	if (lost == 0)
		return;
	text_init(&more, line, sizeof line - 1);
	text_format(&more, "%s: %u lines were lost", s->who, lost);
	if (put(&more))
		lost = 0;
}

void tell_line(const struct say *s, const char *p, size_t len)
{
	char line[TELL_LINE];
	struct text t;

	text_init(&t, line, sizeof line - 1);
	text_add_bytes(&t, p, strnlen(p, len));
	end(s, &t);
}

void (tell_warning)(const struct say *s, const char *format, ...)
{
	char line[TELL_LINE];
	struct text t;
	va_list ap;

	text_init(&t, line, sizeof line - 1);
	text_format(&t, "%s: warning: ", s->who);
	va_start(ap, format);
	text_vformat(&t, format, ap);
	va_end(ap);
	end(s, &t);
}

void tell_report(const struct say *s, bool always, const char *verb, const char *what, const char *detail)
{
	struct err ignored = { .kind = ERR_NONE };

	if (!is_ready(STDOUT_FILENO)) {
		lost++;
		return;
	}
	if (always)
		say_change(s, verb, what, detail);
	else
		say_state(s, verb, what, detail);
	say_finish(&ignored); /* which remembers a failure, for the end */
}
