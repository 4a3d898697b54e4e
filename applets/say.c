/* SPDX-License-Identifier: MIT */
/* say.c - report lines and the buffer they go through. */
#include "applets/say.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/text.h"

#define LINE 1536             /* bytes of a report line; its parts are bounded by ERR_TEXT */
#define JSON_LINE 3584

static struct {
	size_t len;
	int failed;           /* errno of the first write that failed */
	char buf[512];
} out;

/* 0 or errno. */
static int write_all(int fd, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static void flush(void)
{
	if (out.failed == 0)
		out.failed = write_all(STDOUT_FILENO, out.buf, out.len);
	out.len = 0;
}

static void put(bool to_stderr, const char *p, size_t len)
{
	if (to_stderr || len > sizeof out.buf - out.len)
		flush();
	if (to_stderr) {
		write_all(STDERR_FILENO, p, len); /* no one is left to be told of a failure */
	} else if (len > sizeof out.buf) {
		if (out.failed == 0)
			out.failed = write_all(STDOUT_FILENO, p, len);
	} else {
		memcpy(out.buf + out.len, p, len);
		out.len += len;
	}
}

void say_bytes(const struct say *s, const char *p, size_t len)
{
	put(s->to_stderr, p, len);
}

void (say_plain)(const struct say *s, const char *format, ...)
{
	char room[LINE];
	struct text t;
	va_list ap;

	text_init(&t, room, sizeof room);
	va_start(ap, format);
	text_vformat(&t, format, ap);
	va_end(ap);
	put(s->to_stderr, room, t.len);
}

static void report_json(const struct say *s, const char *verb, const char *what, const char *detail)
{
	char line[JSON_LINE];
	struct text t;

	text_init(&t, line, sizeof line);
	json_open(&t);
	json_string(&t, "verb", verb);
	json_string(&t, "what", what);
	json_string(&t, "detail", detail);
	json_close(&t);
	if (!t.cut)
		put(s->to_stderr, line, t.len);
	else if (what != NULL) /* half an object would be none */
		report_json(s, verb, detail != NULL ? what : NULL, NULL);
}

static void report(const struct say *s, const char *verb, const char *what, const char *detail)
{
	char line[LINE];
	struct text t;

	if (s->json) {
		report_json(s, verb, what, detail);
		return;
	}
	text_init(&t, line, sizeof line - 1);
	text_add_padded(&t, verb, 9);
	text_add(&t, "  ");
	size_t at = t.len;
	text_add(&t, what);
	for (char *blank = line + at; (blank = strchr(blank, ' ')) != NULL;)
		*blank = '?';
	if (*detail != '\0') {
		while (t.len < at + 10)
			text_add_char(&t, ' ');
		text_format(&t, "  %s", detail);
	}
	text_tame(line);
	line[t.len] = '\n';
	put(s->to_stderr, line, t.len + 1);
}

void say_change(const struct say *s, const char *verb, const char *what, const char *detail)
{
	report(s, verb, what, detail);
}

void say_state(const struct say *s, const char *verb, const char *what, const char *detail)
{
	if (s->level >= SAY_NORMAL)
		report(s, verb, what, detail);
}

void say_detail(const struct say *s, const char *verb, const char *what, const char *detail)
{
	if (s->level >= SAY_VERBOSE)
		report(s, verb, what, detail);
}

/* A line of stderr is begun with "WHO: KIND", and ended and written at once. */
static void begin(struct text *t, char line[static LINE], const char *who, const char *kind)
{
	text_init(t, line, LINE - 1);
	text_format(t, "%s: %s", who, kind);
}

static void end(const struct text *t)
{
	text_tame(t->buf);
	t->buf[t->len] = '\n';
	put(true, t->buf, t->len + 1);
}

static void complain(const char *who, const char *kind, const char *format, va_list ap)
{
	char line[LINE];
	struct text t;

	begin(&t, line, who, kind);
	text_vformat(&t, format, ap);
	end(&t);
}

void (say_warning)(const struct say *s, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	complain(s->who, "warning: ", format, ap);
	va_end(ap);
}

void (say_note)(const struct say *s, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (s->level >= SAY_VERBOSE)
		complain(s->who, "", format, ap);
	va_end(ap);
}

void say_failure(const char *who, const struct err *e)
{
	char line[LINE];
	struct text t;

	begin(&t, line, who, e->text);
	if (e->kind == ERR_USAGE)
		text_format(&t, " (see %s --help)", who);
	end(&t);
}

int say_finish(struct err *e)
{
	flush();
	if (out.failed != 0)
		return err_errno(e, out.failed, "standard output");
	return 0;
}
