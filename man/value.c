/* SPDX-License-Identifier: MIT */
/* value.c - what an option's value is, by its row. */
#include <string.h>

#include "man/generate.h"

static const struct {
	const char *operand;
	enum value value;
} kinds[] = {
	{ "F", VALUE_FILE }, { "FILE", VALUE_FILE }, { "P", VALUE_FILE }, { "B", VALUE_FILE }, { "CSR", VALUE_FILE },
	{ "D", VALUE_FOLDER }, { "DIR", VALUE_FOLDER }, { "R", VALUE_FOLDER },
	{ "I", VALUE_INTERFACE }, { "U[:G]", VALUE_USER },
	{ "W", VALUE_WORDS }, { "T", VALUE_WORDS }, { "FORM", VALUE_WORDS }, { "HASH", VALUE_WORDS },
};

static bool is_word(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && !(s[i] >= '0' && s[i] <= '9') && !(s[i] == '-' && i > 0))
			return false;
	return len > 0;
}

/* The words of a piece of help, or false when there is something else in it. What stands in parentheses is no word, nor is "or". */
static bool words_in(const char *s, const char *end, char words[static WORDS_MAX])
{
	size_t used = 0, len;

	for (; s < end; s += len) {
		s += strspn(s, " ,");
		if (s >= end)
			break;
		len = strcspn(s, " ,");
		if (*s == '(') {
			len = strcspn(s, ")") + 1;
			continue;
		}
		if (s + len > end)
			len = (size_t)(end - s);
		if (len == 2 && memcmp(s, "or", 2) == 0)
			continue;
		if (!is_word(s, len) || used + len + 2 > WORDS_MAX)
			return false;
		if (used > 0)
			words[used++] = ' ';
		memcpy(words + used, s, len);
		used += len;
	}
	words[used] = '\0';
	return used > 0;
}

static bool words_of(const struct option *o, char words[static WORDS_MAX])
{
	const char *end = o->help + strlen(o->help), *colon = strchr(o->help, ':');

	if (colon == NULL)
		return words_in(o->help, end, words);
	return words_in(o->help, colon, words) || words_in(colon + 1, end, words);
}

/* "key|ca" is its own list. */
static bool words_of_operand(const char *operand, char words[static WORDS_MAX])
{
	size_t len = strlen(operand);

	if (len >= WORDS_MAX || strchr(operand, '|') == NULL)
		return false;
	memcpy(words, operand, len + 1);
	for (char *bar = words; (bar = strchr(bar, '|')) != NULL;)
		*bar = ' ';
	for (const char *w = words; *w != '\0'; w += strcspn(w, " "), w += strspn(w, " "))
		if (!is_word(w, strcspn(w, " ")))
			return false;
	return true;
}

enum value value_of(const struct command *c, const struct option *o, char words[static WORDS_MAX])
{
	enum value value = VALUE_ANY;

	words[0] = '\0';
	if (o->operand == NULL)
		return VALUE_NONE;
	if (words_of_operand(o->operand, words))
		return VALUE_WORDS;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].operand, o->operand) == 0)
			value = kinds[i].value;
	if (value != VALUE_WORDS || words_of(o, words))
		return value;
	for (size_t i = 0; i < c->n_options; i++) {
		const struct option *other = &c->options[i];

		if (other->operand != NULL && strcmp(other->operand, o->operand) == 0 && words_of(other, words))
			return VALUE_WORDS;
	}
	return VALUE_ANY;
}

bool operand_files(const struct command *c, char words[static WORDS_MAX])
{
	size_t used = 0, len;

	for (const char *s = c->operands; *s != '\0'; s += len) {
		s += strspn(s, "[]|. ");
		len = strcspn(s, "[]|. ");
		if (!is_word(s, len) || used + len + 2 > WORDS_MAX)
			continue;
		if (used > 0)
			words[used++] = ' ';
		memcpy(words + used, s, len);
		used += len;
	}
	words[used] = '\0';
	return strstr(c->operands, "FILE") != NULL;
}
