/* SPDX-License-Identifier: MIT */
/*
 * pack.c - a filter between compiler and assembler: texts marked by lib/text.h's TEXT are written in pairs (lib/pairs.h).
 *
 *   pack <IN.s >OUT.s             each marked string packed, or emptied (TEXT_MANUAL); all else as it is
 *   pack --learn [FILE.s...]      the pairs that pack these files' marked strings best, as lib/pairs.h has them
 *
 * Exit 1, with a line: a marked string that is not ASCII, or an assembler's line that is not understood.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/pairs.h"
#include "lib/text.h"

#define LINE_MAX_ 65536
#define RUN_MAX (1 << 20)     /* octets of string directives in a row */
#define LEARN_MAX (1 << 17)

static const unsigned char pairs[TEXT_PAIRS][2] = PAIRS_TABLE;

static unsigned char run[RUN_MAX];
static size_t run_len;
/* What is learnt from: codes, strings parted by 0. */
static unsigned short learnt[LEARN_MAX];
static size_t learnt_len;
static bool learning;

static void die(const char *what)
{
	fprintf(stderr, "pack: %s\n", what);
	exit(1);
}

/* Every first, second in s becomes code; the new length. */
static size_t join(unsigned short *s, size_t len, unsigned first, unsigned second, unsigned code)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		if (i + 1 < len && s[i] == first && s[i + 1] == second) {
			s[used++] = (unsigned short)code;
			i++;
		} else {
			s[used++] = s[i];
		}
	}
	return used;
}

/* --- strings out ------------------------------------------------------------------------------------- */

static void quote(const unsigned char *p, size_t len, bool ended)
{
	if (len == 0 && !ended)
		return;
	printf("\t.%s\t\"", ended ? "string" : "ascii");
	for (size_t i = 0; i < len; i++) {
		if (p[i] >= 0x20 && p[i] < 0x7F && p[i] != '"' && p[i] != '\\')
			putchar(p[i]);
		else
			printf("\\%03o", p[i]);
	}
	puts("\"");
}

/* One marked string, its mark taken off. */
static void pack(const unsigned char *p, size_t len)
{
	static unsigned short s[RUN_MAX];
	static unsigned char out[RUN_MAX];

	for (size_t i = 0; i < len; i++) {
		if (p[i] >= 0x80)
			die("a TEXT that is not ASCII");
		s[i] = p[i];
	}
	if (learning) {
		if (learnt_len + len + 1 > LEARN_MAX)
			die("too much to learn from");
		memcpy(learnt + learnt_len, s, len * sizeof *s);
		learnt_len += len;
		learnt[learnt_len++] = 0;
		return;
	}
	for (unsigned i = 0; i < TEXT_PAIRS && pairs[i][0] != 0; i++)
		len = join(s, len, pairs[i][0], pairs[i][1], 0x80 + i);
	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)s[i];
	quote(out, len, true);
}

/* What the directives in a row hold: strings, the last one perhaps without its end. */
static void flush(void)
{
	static const char mark[] = TEXT_MARK, gone[] = TEXT_GONE;
	size_t at = 0;

	while (at < run_len) {
		const unsigned char *p = run + at, *end = memchr(p, 0, run_len - at);
		size_t len = end != NULL ? (size_t)(end - p) : run_len - at;

		if (len > sizeof mark - 2 && memcmp(p, mark, sizeof mark - 1) == 0) {
			if (end == NULL)
				die("a TEXT without an end");
			pack(p + sizeof mark - 1, len - (sizeof mark - 1));
		} else if (len > sizeof gone - 2 && memcmp(p, gone, sizeof gone - 1) == 0) {
			if (!learning)
				quote(p, 0, true);
		} else if (!learning) {
			quote(p, len, end != NULL);
		}
		at += len + (end != NULL);
	}
	run_len = 0;
}

/* --- the assembler's lines ----------------------------------------------------------------------------- */

static unsigned octal(const char **s)
{
	unsigned n = 0;

	for (int i = 0; i < 3 && **s >= '0' && **s <= '7'; i++)
		n = n * 8 + (unsigned)(*(*s)++ - '0');
	return n;
}

static unsigned char escaped(const char **s)
{
	static const char letters[] = "bfnrtv", octets[] = "\b\f\n\r\t\v";
	const char *l;

	if (**s >= '0' && **s <= '7')
		return (unsigned char)octal(s);
	l = strchr(letters, **s);
	return (unsigned char)(l != NULL && *l != '\0' ? (*s)++, octets[l - letters] : *(*s)++);
}

/* The octets between the quotes at s join the run. */
static void gather(const char *s, bool ended)
{
	while (*s != '"') {
		unsigned char c;

		if (*s == '\0' || run_len + 2 > RUN_MAX)
			die("a string without an end");
		if (*s == '\\')
			s++, c = escaped(&s);
		else
			c = (unsigned char)*s++;
		run[run_len++] = c;
	}
	if (strspn(s + 1, " \t\n") != strlen(s + 1))
		die("more than one string in a line");
	if (ended)
		run[run_len++] = 0;
}

static void filter(FILE *f)
{
	static char line[LINE_MAX_];

	while (fgets(line, sizeof line, f) != NULL) {
		const char *s = line + strspn(line, " \t"), *quoted = strchr(line, '"');

		if (strchr(line, '\n') == NULL)
			die("a line that is too long");
		if (quoted != NULL && (strncmp(s, ".string", 7) == 0 || strncmp(s, ".asciz", 6) == 0)) {
			gather(quoted + 1, true);
		} else if (quoted != NULL && strncmp(s, ".ascii", 6) == 0) {
			gather(quoted + 1, false);
		} else {
			flush();
			if (!learning)
				fputs(line, stdout);
		}
	}
	flush();
}

/* --- learning ------------------------------------------------------------------------------------------ */

/* The pair that is there most often, not across a string's end; how often. */
static unsigned best(unsigned *first, unsigned *second)
{
	static unsigned counts[256][256];
	unsigned most = 0;

	memset(counts, 0, sizeof counts);
	for (size_t i = 0; i + 1 < learnt_len; i++)
		if (learnt[i] != 0 && learnt[i + 1] != 0)
			counts[learnt[i]][learnt[i + 1]]++;
	for (unsigned a = 0; a < 256; a++)
		for (unsigned b = 0; b < 256; b++)
			if (counts[a][b] > most) {
				most = counts[a][b];
				*first = a;
				*second = b;
			}
	return most;
}

static void learn(void)
{
	unsigned first = 0, second = 0;

	for (unsigned i = 0; i < TEXT_PAIRS && best(&first, &second) > 3; i++) {
		learnt_len = join(learnt, learnt_len, first, second, 0x80 + i);
		printf("%s{ %u, %u },", i % 8 == 0 ? " \\\n\t" : " ", first, second);
	}
	puts(" \\\n}");
}

int main(int argc, char **argv)
{
	learning = argc > 1 && strcmp(argv[1], "--learn") == 0;
	if (!learning) {
		filter(stdin);
	} else {
		for (int i = 2; i < argc; i++) {
			FILE *f = fopen(argv[i], "r");

			if (f == NULL)
				die(argv[i]);
			filter(f);
			fclose(f);
		}
		learn();
	}
	if (ferror(stdin) || fflush(stdout) != 0 || ferror(stdout))
		die("cannot read or write");
	return 0;
}
