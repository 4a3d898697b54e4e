/* SPDX-License-Identifier: MIT */
/* args.h - one table of options; command line, kernel command line and files read by it. */
#ifndef LIB_ARGS_H
#define LIB_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/text.h"

enum {
	ARGS_LIST = 1,        /* repeats add; without it the last one counts */
	ARGS_KERNEL = 2,      /* may be set as certbox.OPTION= by the kernel command line */
	ARGS_COMMAND = 4,     /* command line only, never in a file (--config, --help, modes) */
	ARGS_HIDDEN = 8       /* not in --help's screen */
};

/* One option. Table rows; the row's index is the applet's own enum. */
struct option {
	char letter;          /* 0: none */
	unsigned char flags;
	const char *word;     /* without "--" */
	const char *operand;  /* NULL: a flag */
	const char *help;     /* a TEXT, of hidden ones a TEXT_MANUAL: one line, no full stop; starts in lower case */
};

/* Strongest first. */
enum args_source { ARGS_FROM_LINE, ARGS_FROM_KERNEL, ARGS_FROM_CONFIG, ARGS_FROM_DIR };

struct given {
	uint16_t option;      /* row */
	uint8_t source;       /* enum args_source */
	bool off;             /* a flag said "no" */
	const char *value;    /* NULL for a flag; points into the text that was parsed */
};

/*
 * What was said. The caller owns given[] and the texts (argv, file contents),
 * which must outlive it. Sources are read strongest first: a value of a weaker
 * source is dropped when a stronger one has set the same option, so a list is
 * replaced whole.
 */
struct args {
	const struct option *options;
	size_t n_options;
	uint16_t operand_option; /* operands become values of this list row, or ARGS_NO_OPTION: kept in operands */
	struct given *given;  /* one an option that does not repeat, and one for each value of a list */
	size_t cap, len;      /* entries */
	char **operands;      /* the operands, in argv's own first places; when operand_option is ARGS_NO_OPTION */
	size_t n_operands;
};

#define ARGS_NO_OPTION 0xFFFF

/*
 * argv[0] is the applet's own name and skipped. Letters may be joined (-qv),
 * values follow (-dDIR, -d DIR, --dir=DIR, --dir DIR); "--" ends options; operands and
 * options may mix (GNU order). Unknown or lacking value: ERR_USAGE, "unknown option '--foo'".
 * An unambiguous prefix is not accepted. A flag with =VALUE takes yes or no.
 * More values than given[] has room for: ERR_USAGE.
 */
int args_line(struct args *a, int argc, char **argv, struct err *e);

/*
 * A config text of len bytes, writable, with text[len] == 0; is cut into strings in place. Lines
 * `option [value]`, '#' starts a comment at the start of a line or after a blank, blanks trimmed, CRLF
 * allowed, a byte order mark at the start too, value optionally in double quotes (then '#' is itself,
 * no escapes); last line may lack its end. NUL or other control characters, a quote that is not closed:
 * ERR_MALFORMED; unknown option, value lacking or surplus, command-line-only option: ERR_USAGE.
 * The error says "NAME:LINE: …".
 */
int args_file(struct args *a, char *text, size_t len, const char *name, enum args_source source, struct err *e);

/*
 * The kernel command line, writable and NUL-terminated, cut into strings in place: words parted by
 * blanks, kernel quoting ("…" around a value or the whole word keeps blanks; lib/cmdline.c of the
 * kernel). certbox.OPTION=VALUE and certbox.OPTION, '-' and '_' alike. Never fails: unknown(ctx, word),
 * word without its value, is called for each certbox word whose option is unknown, not marked
 * ARGS_KERNEL, lacks its value, or is a flag neither yes nor no. Options listed in `others` (without
 * "certbox."; NULL-ended, may be NULL) are the boot layer's own and passed over. After "--" nothing is read.
 */
void args_kernel(struct args *a, char *text, const char *const *others, void (*unknown)(void *ctx, const char *word), void *ctx);

/*
 * The value of a foreign word of the kernel command line ("systemd.hostname"), copied with its NUL; false
 * when absent, without '=', or longer than cap - 1. text is not changed, and must not have been cut by
 * args_kernel before. The last one counts.
 */
bool args_kernel_word(const char *text, const char *word, char *out, size_t cap);

/* Set at all (and for a flag: on)? */
bool args_on(const struct args *a, uint16_t option);
/* The last value, or `otherwise` when nothing was said. */
const char *args_value(const struct args *a, uint16_t option, const char *otherwise);
/* Each value of a list in order: start with *i = 0; NULL at the end. */
const char *args_each(const struct args *a, uint16_t option, size_t *i);
/* What stands before an option's word in a failure, by where it was said: "--", "certbox.", "config file: ", "DIR's config file: ". */
const char *args_origin(const struct args *a, uint16_t option);
/* Number of an option: decimal within [min,max], else ERR_USAGE "--days: 0 is not from 1 to 36500". Nothing said: 0, *n is left. */
int args_number(const struct args *a, uint16_t option, uint32_t min, uint32_t max, uint32_t *n, struct err *e);

/*
 * The --help screen's option part: two columns, one line an option. The second column is the same for
 * every table; the words of a row are its author's, who keeps it within 79 columns. A row without a word is no option here (config.mk).
 */
void args_help(const struct option *options, size_t n, struct text *t);

#endif
