/* SPDX-License-Identifier: MIT */
/*
 * generate.h - the host's program that writes manual pages and completions from the applets' own option tables.
 *
 * It is linked with the applets' tables, is never part of the box, and may use stdio and the heap.
 */
#ifndef MAN_GENERATE_H
#define MAN_GENERATE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/args.h"

/* An applet, or the box under its own name (first in the list). */
struct command {
	const char *name, *summary, *operands;
	const struct option *options;
	size_t n_options;
};

#define COMMANDS_MAX 16

/* The box, then its applets as its table has them; their number. */
size_t commands(struct command out[static COMMANDS_MAX]);

/* What an option's value is: so that a shell can offer some. */
enum value { VALUE_NONE, VALUE_ANY, VALUE_FILE, VALUE_FOLDER, VALUE_INTERFACE, VALUE_USER, VALUE_WORDS };

#define WORDS_MAX 256

/*
 * The kind of o's value. VALUE_WORDS: words holds them, parted by blanks; they are read out of the option's help
 * ("server, client or both (server)", "auto check ok: when …", "…: on critical off"), out of an operand such as
 * "key|ca", or are those of the row of the same table that has the same operand.
 */
enum value value_of(const struct command *c, const struct option *o, char words[static WORDS_MAX]);
/* Does the command take files as operands? The words it takes are put into words. */
bool operand_files(const struct command *c, char words[static WORDS_MAX]);

/* A manual page on stdout; body is man/NAME.SECTION.body's text, cut into lines in place. 0 or -1. */
int mdoc_page(const struct command *c, const char *section, char *body);

void bash_completion(const struct command *all, size_t n);
void zsh_completion(const struct command *all, size_t n);
void fish_completion(const struct command *all, size_t n);

#endif
