/* SPDX-License-Identifier: MIT */
/*
 * args.c - one table of options, read from the command line, the kernel's and files.
 *
 * long because: four sources share how a word is found, a value kept, and which of them wins.
 */
#include "lib/args.h"

#include <string.h>

#define PREFIX "certbox."
#define HELP_COLUMN 27 /* where --help's second column starts, unless the first is longer */

/* Part of the text that is parsed. */
struct piece {
	const char *p;
	size_t len;
};

static struct piece piece_of(const char *s)
{
	return (struct piece){ s, strlen(s) };
}

/* On the kernel's command line '-' and '_' are the same character. */
static bool piece_is(struct piece a, const char *word, bool kernel)
{
	for (size_t i = 0; i < a.len; i++, word++) {
		if (kernel && a.p[i] == '_' && *word == '-')
			continue;
		if (kernel && a.p[i] == '-' && *word == '_')
			continue;
		if (a.p[i] != *word || *word == '\0')
			return false;
	}
	return *word == '\0';
}

static int find_word(const struct args *a, struct piece word, bool kernel)
{
	for (size_t i = 0; i < a->n_options; i++)
		if (a->options[i].word != NULL && piece_is(word, a->options[i].word, kernel))
			return (int)i;
	return -1;
}

static int find_letter(const struct args *a, char letter)
{
	for (size_t i = 0; i < a->n_options; i++)
		if (letter != '\0' && a->options[i].letter == letter)
			return (int)i;
	return -1;
}

static struct given *find_given(const struct args *a, size_t option)
{
	for (size_t i = a->len; i > 0; i--)
		if (a->given[i - 1].option == option)
			return &a->given[i - 1];
	return NULL;
}

/* Keep a value; -1 when there is no room. */
static int keep(struct args *a, size_t option, enum args_source source, const char *value, bool off)
{
	struct given *g = find_given(a, option);

	if (g != NULL && g->source < source)
		return 0;
	if (g == NULL || (a->options[option].flags & ARGS_LIST) != 0) {
		if (a->len == a->cap)
			return -1;
		g = &a->given[a->len++];
	}
	g->option = (uint16_t)option;
	g->source = (uint8_t)source;
	g->off = off;
	g->value = value;
	return 0;
}

/* As messages call an option: the way it was, or would be, written. */
static const char *prefix_of(enum args_source source)
{
	return source == ARGS_FROM_LINE ? "--" : source == ARGS_FROM_KERNEL ? PREFIX : "";
}

/* A value, or NULL when none was written, for an option of the table. */
static int set(struct args *a, size_t option, enum args_source source, const char *value, struct err *e)
{
	const struct option *o = &a->options[option];
	const char *prefix = prefix_of(source);
	bool off = false;

	if (o->operand == NULL && value != NULL) {
		off = strcmp(value, "no") == 0;
		if (!off && strcmp(value, "yes") != 0)
			return err_set(e, ERR_USAGE, "%s%s takes yes or no, not '%s'", prefix, o->word, value);
		value = NULL;
	} else if (o->operand != NULL && value == NULL) {
		return err_set(e, ERR_USAGE, "%s%s needs a value (%s)", prefix, o->word, o->operand);
	}
	if (keep(a, option, source, value, off) != 0)
		return err_set(e, ERR_USAGE, "%s%s: too many values, %z in all", prefix, o->word, a->cap);
	return 0;
}

/* argv[*i] is "--word" or "--word=value"; the value may be the next argument. */
static int take_word(struct args *a, int argc, char **argv, int *i, struct err *e)
{
	const char *word = argv[*i] + 2, *value = strchr(word, '=');
	struct piece name = { word, value != NULL ? (size_t)(value - word) : strlen(word) };
	int option = find_word(a, name, false);

	if (option < 0)
		return err_set(e, ERR_USAGE, "unknown option '%s'", argv[*i]);
	if (value != NULL)
		value++;
	else if (a->options[option].operand != NULL && *i + 1 < argc)
		value = argv[++*i];
	return set(a, (size_t)option, ARGS_FROM_LINE, value, e);
}

/* argv[*i] is "-abc": flags, and at last an option whose value is the rest or the next argument. */
static int take_letters(struct args *a, int argc, char **argv, int *i, struct err *e)
{
	for (const char *c = argv[*i] + 1; *c != '\0'; c++) {
		int option = find_letter(a, *c);
		const char *value = NULL;

		if (option < 0) {
			char shown[2] = { *c, '\0' };
			return err_set(e, ERR_USAGE, "unknown option '-%s'", shown);
		}
		if (a->options[option].operand == NULL) {
			if (set(a, (size_t)option, ARGS_FROM_LINE, NULL, e) != 0)
				return -1;
			continue;
		}
		if (c[1] != '\0')
			value = c + 1;
		else if (*i + 1 < argc)
			value = argv[++*i];
		return set(a, (size_t)option, ARGS_FROM_LINE, value, e);
	}
	return 0;
}

int args_line(struct args *a, int argc, char **argv, struct err *e)
{
	bool ended = false;

	a->operands = argv + (argc > 0);
	a->n_operands = 0;
	for (int i = 1; i < argc; i++) {
		char *s = argv[i];
		int result = 0;

		if (!ended && strcmp(s, "--") == 0)
			ended = true;
		else if (!ended && s[0] == '-' && s[1] == '-')
			result = take_word(a, argc, argv, &i, e);
		else if (!ended && s[0] == '-' && s[1] != '\0')
			result = take_letters(a, argc, argv, &i, e);
		else if (a->operand_option != ARGS_NO_OPTION)
			result = set(a, a->operand_option, ARGS_FROM_LINE, s, e);
		else
			a->operands[a->n_operands++] = s; /* never beyond argv[i], which has been read */
		if (result != 0)
			return -1;
	}
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Line number of the first control character that has no business in a config file, or 0. */
static size_t foreign_line(const char *text, size_t len)
{
	size_t line = 1;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n')
			line++;
		else if (c == '\r' && (i + 1 == len || text[i + 1] == '\n'))
			continue;
		else if ((c < 0x20 && c != '\t') || c == 0x7F)
			return line;
	}
	return 0;
}

/*
 * What follows the option's word, cut out of s in place; *value is NULL when
 * nothing does. A value is "quoted", or goes on to a comment or the line's end.
 */
static int take_value(char *s, char **value, struct err *e)
{
	char *end;

	*value = NULL;
	while (is_blank(*s))
		s++;
	if (*s == '\0' || *s == '#')
		return 0;
	if (*s == '"') {
		end = strchr(++s, '"');
		if (end == NULL)
			return err_set(e, ERR_MALFORMED, "a quote is not closed");
		*value = s;
		*end++ = '\0';
		while (is_blank(*end))
			end++;
		if (*end != '\0' && *end != '#')
			return err_set(e, ERR_USAGE, "more after the closing quote: '%s'", end);
		return 0;
	}
	for (end = s; *end != '\0' && !(*end == '#' && is_blank(end[-1])); end++)
		;
	while (is_blank(end[-1]))
		end--;
	*end = '\0';
	*value = s;
	return 0;
}

/* One line without its end. */
static int take_line(struct args *a, char *s, enum args_source source, struct err *e)
{
	struct piece word;
	char *value;

	while (is_blank(*s))
		s++;
	if (*s == '\0' || *s == '#')
		return 0;
	word.p = s;
	word.len = strcspn(s, " \t");
	int option = find_word(a, word, false);
	if (option < 0) {
		s[word.len] = '\0';
		return err_set(e, ERR_USAGE, "unknown option '%s'", word.p);
	}
	if ((a->options[option].flags & ARGS_COMMAND) != 0)
		return err_set(e, ERR_USAGE, "'%s' is for the command line only", a->options[option].word);
	if (take_value(s + word.len, &value, e) != 0)
		return -1;
	return set(a, (size_t)option, source, value, e);
}

static int at_line(struct err *e, const char *name, size_t line)
{
	char where[ERR_TEXT / 2];
	struct text t;

	text_init(&t, where, sizeof where);
	text_format(&t, "%s:%z", name, line);
	return err_prefix(e, where);
}

int args_file(struct args *a, char *text, size_t len, const char *name, enum args_source source, struct err *e)
{
	size_t line = foreign_line(text, len);
	char *next;

	if (line != 0) {
		err_set(e, ERR_MALFORMED, "a control character; this is not a text file");
		return at_line(e, name, line);
	}
	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0) /* the mark some editors put before UTF-8 */
		text += 3;
	for (line = 1; text != NULL; text = next, line++) {
		next = strchr(text, '\n');
		if (next != NULL)
			*next++ = '\0';
		text[strcspn(text, "\r")] = '\0';
		if (take_line(a, text, source, e) != 0)
			return at_line(e, name, line);
	}
	return 0;
}

/* A word of the kernel's command line. */
struct word {
	struct piece name, value; /* value.p is NULL without '=' */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * The next word, by the rules of the kernel's next_arg (lib/cmdline.c): a quote anywhere
 * toggles whether blanks part; one at the start of the word or of the value
 * is dropped, with one at the end. False at the end or at "--".
 */
static bool next_word(const char **at, struct word *w)
{
	const char *s = *at, *equals = NULL, *end;
	bool in_quote = false;

	while (is_space(*s))
		s++;
	if (*s == '\0')
		return false;
	bool quoted = *s == '"';
	if (quoted)
		s++;
	in_quote = quoted;
	for (end = s; *end != '\0' && (in_quote || !is_space(*end)); end++) {
		if (*end == '=' && equals == NULL && end != s)
			equals = end;
		if (*end == '"')
			in_quote = !in_quote;
	}
	*at = *end != '\0' ? end + 1 : end;
	bool closed = end > s && end[-1] == '"';
	if (equals != NULL) {
		const char *value = equals + 1;
		bool inner = *value == '"';

		value += inner;
		end -= closed && (inner || quoted) && end > value;
		w->value = (struct piece){ value, (size_t)(end - value) };
		end = equals;
	} else {
		end -= closed && quoted;
		w->value = (struct piece){ NULL, 0 };
	}
	w->name = (struct piece){ s, (size_t)(end - s) };
	return w->value.p != NULL || !piece_is(w->name, "--", false);
}

static bool in_list(struct piece word, const char *const *list)
{
	for (; list != NULL && *list != NULL; list++)
		if (piece_is(word, *list, true))
			return true;
	return false;
}

void args_kernel(struct args *a, char *text, const char *const *others, void (*unknown)(void *ctx, const char *word),
    void *ctx)
{
	const char *at = text;
	struct word w;

	while (next_word(&at, &w)) {
		struct piece name = w.name, known = piece_of(PREFIX);

		if (name.len < known.len || !piece_is((struct piece){ name.p, known.len }, PREFIX, true))
			continue;
		name = (struct piece){ name.p + known.len, name.len - known.len };
		if (in_list(name, others))
			continue;
		int option = find_word(a, name, true);
		/* Both pieces end before the next word, so they can be cut into strings. */
		text[w.name.p + w.name.len - text] = '\0';
		if (w.value.p != NULL)
			text[w.value.p + w.value.len - text] = '\0';
		if (option < 0 || (a->options[option].flags & ARGS_KERNEL) == 0 ||
		    set(a, (size_t)option, ARGS_FROM_KERNEL, w.value.p, NULL) != 0)
			unknown(ctx, w.name.p);
	}
}

bool args_kernel_word(const char *text, const char *word, char *out, size_t cap)
{
	bool found = false;
	struct word w;

	while (next_word(&text, &w)) {
		if (w.value.p == NULL || !piece_is(w.name, word, true))
			continue;
		found = w.value.len < cap;
		if (!found)
			continue;
		memcpy(out, w.value.p, w.value.len);
		out[w.value.len] = '\0';
	}
	return found;
}

bool args_on(const struct args *a, uint16_t option)
{
	const struct given *g = find_given(a, option);

	return g != NULL && !g->off;
}

const char *args_value(const struct args *a, uint16_t option, const char *otherwise)
{
	const struct given *g = find_given(a, option);

	return g != NULL ? g->value : otherwise;
}

const char *args_each(const struct args *a, uint16_t option, size_t *i)
{
	while (*i < a->len) {
		const struct given *g = &a->given[(*i)++];

		if (g->option == option)
			return g->value;
	}
	return NULL;
}

const char *args_origin(const struct args *a, uint16_t option)
{
	static const char *const origins[] = { "--", PREFIX, "config file: ", "DIR's config file: " };
	const struct given *g = find_given(a, option);

	return origins[g != NULL ? g->source : ARGS_FROM_LINE];
}

int args_number(const struct args *a, uint16_t option, uint32_t min, uint32_t max, uint32_t *n, struct err *e)
{
	const struct given *g = find_given(a, option);
	uint32_t value;

	if (g == NULL)
		return 0;
	if (text_number(g->value, max, &value) != 0 || value < min)
		return err_set(e, ERR_USAGE, "%s%s: %s is not from %u to %u", args_origin(a, option),
		    a->options[option].word, g->value, min, max);
	*n = value;
	return 0;
}

void args_help(const struct option *options, size_t n, struct text *t)
{
	for (size_t i = 0; i < n; i++) {
		const struct option *o = &options[i];
		size_t start = t->len;

		if (o->word == NULL || (o->flags & ARGS_HIDDEN) != 0)
			continue;
		text_add(t, "  ");
		text_add_char(t, o->letter != '\0' ? '-' : ' ');
		text_add_char(t, o->letter != '\0' ? o->letter : ' ');
		text_add(t, o->letter != '\0' ? ", --" : "  --");
		text_add(t, o->word);
		if (o->operand != NULL)
			text_format(t, " %s", o->operand);
		do
			text_add_char(t, ' ');
		while (!t->cut && (t->len - start < HELP_COLUMN || t->buf[t->len - 2] != ' '));
		text_format(t, "%t\n", o->help);
	}
}
