/* SPDX-License-Identifier: MIT */
/*
 * mdoc.c - a manual page: what the table knows, and the hand-written body around it.
 *
 * The body is mdoc(7) from the first section after SYNOPSIS on. Its lines that begin with '%' are ours:
 *
 *   %options       the table's rows as a list, up to %end; between them, what is to be said beyond the row's help:
 *   %WORD          ... of the option --WORD, the following lines
 *   %end
 *   %kernel        the options that the kernel command line may set
 *   %commandline   the options that no file may set
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "man/generate.h"

#define MORE_MAX 128

/* What the body says beyond the help of an option. */
struct more {
	const char *word, *text;
	bool used;
};

/* The next line, cut off; NULL at the end. */
static char *next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (*line == '\0')
		return NULL;
	if (end != NULL) {
		*end = '\0';
		*at = end + 1;
	} else {
		*at = line + strlen(line);
	}
	return line;
}

/* Text that is no macro, whatever it begins with. */
static void put_text(const char *s)
{
	if (*s == '.' || *s == '\'')
		fputs("\\&", stdout);
	for (; *s != '\0'; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else
			putchar(*s);
	}
}

static void head(const struct command *c, const char *section)
{
	time_t release = (time_t)CERTBOX_RELEASE_DATE;
	char date[40] = "", title[32] = "";
	struct tm tm;

	if (gmtime_r(&release, &tm) != NULL)
		strftime(date, sizeof date, "%B %e, %Y", &tm);
	for (size_t i = 0; c->name[i] != '\0' && i + 1 < sizeof title; i++)
		title[i] = (char)(c->name[i] - 'a' + 'A');
	printf(".\\\" SPDX-License-Identifier: MIT\n.\\\" Made from %s's option table and man/%s.%s.body.\n", c->name, c->name, section);
	printf(".Dd %s\n.Dt %s %s\n.Os certbox %s\n.Sh NAME\n.Nm %s\n.Nd %s\n", date, title, section, CERTBOX_VERSION, c->name, c->summary);
}

/* "[NAME|IP|auto]..." and "APPLET [argument]...": capitals are placeholders, small letters stand for themselves but for "argument". */
static void operands(const char *s)
{
	bool open = false;

	while (*s != '\0') {
		size_t len = strcspn(s, "[]|. ");

		if (len > 0) {
			bool fixed = (*s >= 'a' && *s <= 'z' && strncmp(s, "argument", 8) != 0) || *s == '-';
			if (*s == '-')
				printf(".Cm \\-\n");
			else
				printf(".%s %.*s\n", fixed ? "Cm" : "Ar", (int)len, s);
		} else if (*s == '[') {
			fputs(".Oo\n", stdout);
			open = true;
		} else if (*s == ']') {
			fputs(strncmp(s, "]...", 4) == 0 ? ".Oc Ns ...\n" : ".Oc\n", stdout);
			open = false;
		} else if (*s == '|') {
			fputs("|\n", stdout);
		}
		s += len > 0 ? len : 1;
	}
	if (open)
		fputs(".Oc\n", stdout);
}

static void synopsis(const struct command *c)
{
	printf(".Sh SYNOPSIS\n.Nm\n.Op Ar option ...\n");
	operands(c->operands);
}

/* A whole sentence, unless it begins with a word that is to be typed. */
static void help(const struct command *c, const struct option *o)
{
	char words[WORDS_MAX], text[256];
	size_t first = strcspn(o->help, " ,:"), len = strlen(o->help);

	if (len >= sizeof text)
		return;
	memcpy(text, o->help, len + 1);
	bool typed = value_of(c, o, words) == VALUE_WORDS && strncmp(words, text, first) == 0;
	if (!typed && text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	put_text(text);
	fputs(".\n", stdout);
}

static void row(const struct command *c, const struct option *o, struct more *more, size_t n)
{
	const char *ar = o->operand != NULL ? " Ar " : "", *operand = o->operand != NULL ? o->operand : "";

	fputs(".It", stdout);
	if (o->letter != '\0')
		printf(" Fl %c%s%s ,", o->letter, ar, operand);
	printf(" Fl -%s%s%s\n", o->word, ar, operand);
	help(c, o);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(more[i].word, o->word) != 0)
			continue;
		fputs(more[i].text, stdout);
		more[i].used = true;
	}
}

/* The blocks up to %end. Their text is moved together, so that each ends with a NUL. -1: the body is not understood. */
static int read_more(char **at, struct more *more, size_t *n)
{
	char *out = *at, *line;

	for (*n = 0; (line = next_line(at)) != NULL;) {
		size_t len = strlen(line);

		if (strcmp(line, "%end") == 0)
			return *out = '\0', 0;
		if (*line == '%') {
			if (*n == MORE_MAX)
				return -1;
			if (*n > 0)
				*out++ = '\0';
			more[(*n)++] = (struct more){ .word = line + 1, .text = out = line + len + 1 };
			continue;
		}
		if (*n == 0)
			return -1;
		memmove(out, line, len);
		out += len;
		*out++ = '\n';
	}
	return -1;
}

static int list_options(const struct command *c, char **at)
{
	static struct more more[MORE_MAX];
	size_t n;

	if (read_more(at, more, &n) != 0) {
		fputs("%options: no %end, or text before the first %WORD\n", stderr);
		return -1;
	}
	fputs(".Bl -tag -width Ds\n", stdout);
	for (size_t i = 0; i < c->n_options; i++)
		row(c, &c->options[i], more, n);
	fputs(".El\n", stdout);
	for (size_t i = 0; i < n; i++) {
		if (more[i].used)
			continue;
		fprintf(stderr, "%s has no option --%s\n", c->name, more[i].word);
		return -1;
	}
	return 0;
}

/* The rows with a mark, as one sentence's list. */
static void list_marked(const struct command *c, unsigned flag)
{
	size_t left = 0;

	for (size_t i = 0; i < c->n_options; i++)
		left += (c->options[i].flags & flag) != 0;
	for (size_t i = 0; i < c->n_options; i++)
		if ((c->options[i].flags & flag) != 0)
			printf(".Cm %s%s\n", c->options[i].word, --left > 0 ? " ," : " .");
}

int mdoc_page(const struct command *c, const char *section, char *body)
{
	char *line, *at = body;

	head(c, section);
	if (strncmp(body, ".Sh SYNOPSIS", 12) != 0)
		synopsis(c);
	while ((line = next_line(&at)) != NULL) {
		if (*line != '%') {
			puts(line);
		} else if (strcmp(line, "%options") == 0) {
			if (list_options(c, &at) != 0)
				return -1;
		} else if (strcmp(line, "%kernel") == 0) {
			list_marked(c, ARGS_KERNEL);
		} else if (strcmp(line, "%commandline") == 0) {
			list_marked(c, ARGS_COMMAND);
		} else {
			fprintf(stderr, "'%s' is not understood\n", line);
			return -1;
		}
	}
	return 0;
}
