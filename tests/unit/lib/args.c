/* SPDX-License-Identifier: MIT */
/*
 * args.c - options from the command line, files and the kernel's command line, and which of them wins.
 *
 * long because: mostly tables, one for each source.
 */
#include "lib/args.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

enum { DIR, DAYS, SAN, QUIET, CHECK, TYPE, HOSTNAME, N_OPTIONS };

static const struct option options[N_OPTIONS] = {
	[DIR] = { 'd', 0, "dir", "DIR", "where" },
	[DAYS] = { 0, ARGS_KERNEL, "days", "N", "how long" },
	[SAN] = { 0, ARGS_LIST | ARGS_KERNEL, "san", "NAME", "a name" },
	[QUIET] = { 'q', 0, "quiet", NULL, "less" },
	[CHECK] = { 'n', ARGS_COMMAND, "check", NULL, "change nothing" },
	[TYPE] = { 't', ARGS_KERNEL, "key-type", "T", "kind of key" },
	[HOSTNAME] = { 0, ARGS_KERNEL | ARGS_HIDDEN, "hostname", "NAME", "not shown" },
};

#define ROOM 12

/* A parser and all that lives as long as it. */
struct fixture {
	struct args a;
	struct given given[ROOM];
	struct err e;
	char unknown[256];
	char shown[512];
	char text[3][512];
	char *argv[20];
};

static void fresh(struct fixture *f, uint16_t operand_option)
{
	memset(f, 0, sizeof *f);
	f->a = (struct args){ .options = options, .n_options = N_OPTIONS, .operand_option = operand_option, .given = f->given,
		.cap = ROOM };
}

static void note_unknown(void *ctx, const char *word)
{
	struct fixture *f = ctx;

	size_t len = strlen(f->unknown);
	snprintf(f->unknown + len, sizeof f->unknown - len, "%s%s", len > 0 ? " " : "", word);
}

/* All that is known, in the table's order: "dir=x quiet san=a san=b; operands". */
static const char *show(struct fixture *f)
{
	struct text t;

	text_init(&t, f->shown, sizeof f->shown);
	for (int row = 0; row < N_OPTIONS; row++) {
		uint16_t o = (uint16_t)row;

		if (options[o].operand == NULL) {
			if (args_on(&f->a, o))
				text_format(&t, "%s%s", t.len > 0 ? " " : "", options[o].word);
			continue;
		}
		size_t i = 0;
		for (const char *v; (v = args_each(&f->a, o, &i)) != NULL;)
			text_format(&t, "%s%s=%s", t.len > 0 ? " " : "", options[o].word, v);
	}
	for (size_t i = 0; i < f->a.n_operands; i++)
		text_format(&t, "%s%s", i > 0 ? " " : "; ", f->a.operands[i]);
	return f->shown;
}

/* The line is split at blanks; '~' stands for one inside an argument, '0' alone for an empty argument. */
static int parse_line(struct fixture *f, const char *line)
{
	int argc = 0;

	snprintf(f->text[0], sizeof f->text[0], "%s", line);
	f->argv[argc++] = f->text[0] + strlen(line); /* the applet's name: skipped */
	for (char *s = strtok(f->text[0], " "); s != NULL; s = strtok(NULL, " ")) {
		for (char *c = s; (c = strchr(c, '~')) != NULL;)
			*c = ' ';
		if (strcmp(s, "0") == 0)
			*s = '\0';
		f->argv[argc++] = s;
	}
	return args_line(&f->a, argc, f->argv, &f->e);
}

static const struct {
	const char *name;
	const char *line;
	const char *want;      /* what is known, or the error */
	bool fails;
} lines[] = {
	{ "nothing said is nothing known", "", "", false },
	{ "a letter takes the next argument", "-d x", "dir=x", false },
	{ "... or the rest of its own", "-dx", "dir=x", false },
	{ "a word takes the next argument", "--dir x", "dir=x", false },
	{ "... or what follows =", "--dir=x", "dir=x", false },
	{ "a value may hold =", "--dir=a=b", "dir=a=b", false },
	{ "a value may be empty", "--dir=", "dir=", false },
	{ "... as an argument too", "-d 0 x", "dir=; x", false },
	{ "a value may look like an option", "--dir --quiet", "dir=--quiet", false },
	{ "... behind a letter too", "-d -q", "dir=-q", false },
	{ "a value may be --", "-d -- -q", "dir=-- quiet", false },
	{ "letters may be joined", "-qn", "quiet check", false },
	{ "a value ends joined letters", "-qdx", "dir=x quiet", false },
	{ "... or is the next argument", "-qd x y", "dir=x quiet; y", false },
	{ "operands and options mix", "a -q b --dir x c", "dir=x quiet; a b c", false },
	{ "-- ends the options", "a -- -q --dir x", "; a -q --dir x", false },
	{ "a second -- is an operand", "-- --", "; --", false },
	{ "- is an operand", "- -q", "quiet; -", false },
	{ "an empty argument is an operand", "0", "; ", false },
	{ "the last of a plain option counts", "-d x -d y", "dir=y", false },
	{ "a list keeps all in order", "--san a --san=b --san a", "san=a san=b san=a", false },
	{ "a flag said twice is on", "-q -q", "quiet", false },
	{ "a flag may say yes", "--quiet=yes", "quiet", false },
	{ "a flag may say no", "--quiet=no", "", false },
	{ "the last flag counts", "-q --quiet=no", "", false },
	{ "an unknown word is an error", "--foo", "unknown option '--foo'", true },
	{ "an unknown letter is an error", "-qx", "unknown option '-x'", true },
	{ "a prefix of a word is no word", "--qui", "unknown option '--qui'", true },
	{ "a longer word is another one", "--quiets", "unknown option '--quiets'", true },
	{ "an underscore is no dash here", "--key_type=p256", "unknown option '--key_type=p256'", true },
	{ "no word before = is unknown", "--=x", "unknown option '--=x'", true },
	{ "three dashes are unknown", "---", "unknown option '---'", true },
	{ "case counts", "--Quiet", "unknown option '--Quiet'", true },
	{ "a word's value may not lack", "--dir", "--dir needs a value (DIR)", true },
	{ "a letter's value may not lack", "-q -d", "--dir needs a value (DIR)", true },
	{ "a flag is yes or no", "--quiet=maybe", "--quiet takes yes or no, not 'maybe'", true },
	{ "... and not nothing", "--quiet=", "--quiet takes yes or no, not ''", true },
	{ "control characters do not reach the error", "--a\033[2J\nb", "unknown option '--a?[2J?b'", true },
	{ "a list grows while there is room", "--san 1 --san 2 --san 3 --san 4 --san 5 --san 6 --san 7 --san 8 --san 9",
	  "san=1 san=2 san=3 san=4 san=5 san=6 san=7 san=8 san=9", false },
};

static void command_line(void)
{
	struct fixture f;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		fresh(&f, ARGS_NO_OPTION);
		int result = parse_line(&f, lines[i].line);
		bool kind = f.e.kind == (lines[i].fails ? ERR_USAGE : ERR_NONE) && result == (lines[i].fails ? -1 : 0);
		is_str(kind ? lines[i].fails ? f.e.text : show(&f) : "wrong result", lines[i].want, lines[i].name);
	}
	fresh(&f, SAN);
	parse_line(&f, "a --san b -q -- -c");
	is_str(show(&f), "san=a san=b san=-c quiet", "operands may be the values of a list");
	fresh(&f, ARGS_NO_OPTION);
	f.a.cap = 2;
	is_int(parse_line(&f, "--san 1 -d x --san 2"), -1, "one value more than there is room for is an error");
	is_str(f.e.text, "--san: too many values, 2 in all", "... that says so");
	is_int(args_line(&f.a, 0, f.argv, NULL), 0, "an empty argv is read as nothing");
}

static const struct {
	const char *name;
	const char *text;
	const char *want;
	enum err_kind kind;
} files[] = {
	{ "an empty file says nothing", "", "", ERR_NONE },
	{ "a line is option and value", "dir /x\n", "dir=/x", ERR_NONE },
	{ "the last line may lack its end", "dir /x", "dir=/x", ERR_NONE },
	{ "CRLF is a line end", "dir /x\r\nquiet\r\n", "dir=/x quiet", ERR_NONE },
	{ "a CR may end the file", "dir /x\r", "dir=/x", ERR_NONE },
	{ "blanks around are trimmed", " \tdir \t /x \t\n\n  \n", "dir=/x", ERR_NONE },
	{ "blanks inside stay", "dir /a  b\n", "dir=/a  b", ERR_NONE },
	{ "a comment is a line of its own", "# dir /x\n  # more\n", "", ERR_NONE },
	{ "... or follows a blank", "dir /x # why\nquiet # why\n", "dir=/x quiet", ERR_NONE },
	{ "# inside a word is itself", "dir /x#y\n", "dir=/x#y", ERR_NONE },
	{ "quotes keep blanks and #", "dir \" /x # y \"\n", "dir= /x # y ", ERR_NONE },
	{ "a comment may follow quotes", "dir \"/x\" # why\n", "dir=/x", ERR_NONE },
	{ "quotes may hold nothing", "dir \"\"\n", "dir=", ERR_NONE },
	{ "a quote inside is itself", "dir a\"b\"\n", "dir=a\"b\"", ERR_NONE },
	{ "a backslash is itself", "dir a\\nb\n", "dir=a\\nb", ERR_NONE },
	{ "flags stand alone or say yes or no", "quiet yes\n", "quiet", ERR_NONE },
	{ "... no", "quiet\nquiet no\n", "", ERR_NONE },
	{ "repeats of a list add", "san a\nsan b\n", "san=a san=b", ERR_NONE },
	{ "the last of a plain option counts", "dir a\ndir b\n", "dir=b", ERR_NONE },
	{ "UTF-8 is fine", "dir M\xc3\xbc\n", "dir=M\xc3\xbc", ERR_NONE },
	{ "a byte order mark is passed over", "\xef\xbb\xbf" "dir /x\n", "dir=/x", ERR_NONE },
	{ "an unknown option is an error", "quiet\ncolour red\n", "f.conf:2: unknown option 'colour'", ERR_USAGE },
	{ "dashes before the word are unknown", "--dir /x\n", "f.conf:1: unknown option '--dir'", ERR_USAGE },
	{ "option=value is not the form", "dir=/x\n", "f.conf:1: unknown option 'dir=/x'", ERR_USAGE },
	{ "letters are not the form", "d /x\n", "f.conf:1: unknown option 'd'", ERR_USAGE },
	{ "a value that lacks is an error", "dir\n", "f.conf:1: dir needs a value (DIR)", ERR_USAGE },
	{ "... before a comment too", "\n\ndir # x\n", "f.conf:3: dir needs a value (DIR)", ERR_USAGE },
	{ "a flag is yes or no", "quiet 1\n", "f.conf:1: quiet takes yes or no, not '1'", ERR_USAGE },
	{ "what is for the command line only is refused", "check\n", "f.conf:1: 'check' is for the command line only",
	  ERR_USAGE },
	{ "more behind quotes is an error", "dir \"a\" b\n", "f.conf:1: more after the closing quote: 'b'", ERR_USAGE },
	{ "a quote left open is malformed", "dir \"a\ndir b\"\n", "f.conf:1: a quote is not closed", ERR_MALFORMED },
	{ "an escape sequence is malformed", "dir x\n\033[2J\n", "f.conf:2: a control character; this is not a text file",
	  ERR_MALFORMED },
	{ "a CR inside a line is malformed", "dir a\rb\n", "f.conf:1: a control character; this is not a text file",
	  ERR_MALFORMED },
	{ "DEL is malformed", "dir a\x7f\n", "f.conf:1: a control character; this is not a text file", ERR_MALFORMED },
};

static int parse_file(struct fixture *f, const char *text, enum args_source source)
{
	char *room = f->text[1 + (source == ARGS_FROM_DIR)];

	snprintf(room, sizeof f->text[0], "%s", text);
	return args_file(&f->a, room, strlen(room), "f.conf", source, &f->e);
}

static void config_file(void)
{
	struct fixture f;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		fresh(&f, ARGS_NO_OPTION);
		int result = parse_file(&f, files[i].text, ARGS_FROM_CONFIG);
		bool kind = f.e.kind == files[i].kind && result == (f.e.kind != ERR_NONE ? -1 : 0);
		is_str(kind ? f.e.kind != ERR_NONE ? f.e.text : show(&f) : "wrong result", files[i].want, files[i].name);
	}
	fresh(&f, ARGS_NO_OPTION);
	char nul[] = "dir a\0b\n";
	is_int(args_file(&f.a, nul, sizeof nul - 1, "f.conf", ARGS_FROM_CONFIG, &f.e), -1, "NUL in a file is an error");
	is_int(f.e.kind, ERR_MALFORMED, "... malformed");
	/* exactly the bytes of the file and the NUL behind them: the sanitizer sees a step further */
	static const char tight[] = "san a\nquiet\ndir x";
	char *copy = malloc(sizeof tight);
	memcpy(copy, tight, sizeof tight);
	fresh(&f, ARGS_NO_OPTION);
	is_int(args_file(&f.a, copy, sizeof tight - 1, "f.conf", ARGS_FROM_CONFIG, &f.e), 0, "a file is read in its own room");
	is_str(show(&f), "dir=x san=a quiet", "... whole");
	free(copy);
}

static const struct {
	const char *name;
	const char *text;
	const char *want;
	const char *unknown;
} kernels[] = {
	{ "nothing is said", "", "", "" },
	{ "other words are not ours", "BOOT_IMAGE=/vmlinuz root=UUID=1 ro quiet days=3 xcertbox.days=4\n", "", "" },
	{ "an option has a value", "ro certbox.days=30 quiet", "days=30", "" },
	{ "the last line end is a blank", "certbox.days=30\n", "days=30", "" },
	{ "- and _ are alike", "certbox.key_type=p256", "key-type=p256", "" },
	{ "... either way", "certbox.key-type=p384", "key-type=p384", "" },
	{ "the last counts", "certbox.days=1 certbox.days=2", "days=2", "" },
	{ "a list adds", "certbox.san=a certbox.san=b", "san=a san=b", "" },
	{ "a value may hold =", "certbox.san=a=b", "san=a=b", "" },
	{ "a value may be empty", "certbox.san= x", "san=", "" },
	{ "quotes around the value keep blanks", "certbox.san=\"a b\" x", "san=a b", "" },
	{ "quotes around the word keep blanks", "\"certbox.san=a b\" x", "san=a b", "" },
	{ "a quote inside only joins", "certbox.san=a\" \"b x", "san=a\" \"b", "" },
	{ "a quote left open goes to the end", "certbox.san=\"a b c", "san=a b c", "" },
	{ "quotes may hold nothing", "certbox.san=\"\" x", "san=", "" },
	{ "one quote is an empty value", "certbox.san=\"", "san=", "" },
	{ "tabs and line ends part words", "certbox.days=1\tcertbox.san=a\ncertbox.san=b", "days=1 san=a san=b", "" },
	{ "what follows -- is for init", "certbox.days=1 -- certbox.days=2", "days=1", "" },
	{ "... but --x is a word", "--x certbox.days=2", "days=2", "" },
	{ "an unknown option is told", "certbox.colour=red certbox.days=1", "days=1", "certbox.colour" },
	{ "an option not for the kernel is told", "certbox.dir=/x", "", "certbox.dir" },
	{ "... a command too", "certbox.check", "", "certbox.check" },
	{ "a value that lacks is told", "certbox.days", "", "certbox.days" },
	{ "the boot layer's own is passed over", "certbox.persist=LABEL=x certbox.require-late=yes", "", "" },
	{ "no option at all is told", "certbox. certbox.=1", "", "certbox. certbox." },
	{ "blanks alone say nothing", "   \t ", "", "" },
};

static void kernel_line(void)
{
	static const char *const others[] = { "persist", "require-late", NULL };
	struct fixture f;

	for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
		size_t len = strlen(kernels[i].text) + 1;
		char *copy = malloc(len);

		memcpy(copy, kernels[i].text, len);
		fresh(&f, ARGS_NO_OPTION);
		args_kernel(&f.a, copy, others, note_unknown, &f);
		is_str(strcmp(f.unknown, kernels[i].unknown) == 0 ? show(&f) : f.unknown, kernels[i].want, kernels[i].name);
		free(copy);
	}
	fresh(&f, ARGS_NO_OPTION);
	f.a.cap = 1;
	char two[] = "certbox.san=a certbox.san=b";
	args_kernel(&f.a, two, NULL, note_unknown, &f);
	is_str(f.unknown, "certbox.san", "a value there is no room for is told, too");
}

static const struct {
	const char *name;
	const char *text;
	const char *want;      /* NULL: not found */
} words[] = {
	{ "a foreign word is found", "ro systemd.hostname=board quiet", "board" },
	{ "the last one counts", "systemd.hostname=a systemd.hostname=b", "b" },
	{ "quotes are dropped", "systemd.hostname=\"a b\"", "a b" },
	{ "an empty value is a value", "systemd.hostname=", "" },
	{ "a word without = is none", "systemd.hostname", NULL },
	{ "a longer word is another", "systemd.hostnames=a xsystemd.hostname=b", NULL },
	{ "what follows -- is for init", "-- systemd.hostname=a", NULL },
	{ "15 characters fit into 16", "systemd.hostname=123456789012345", "123456789012345" },
	{ "16 do not", "systemd.hostname=1234567890123456", NULL },
	{ "a last one too long hides an earlier one", "systemd.hostname=a systemd.hostname=1234567890123456", NULL },
	{ "absent is absent", "ro quiet", NULL },
};

static void kernel_words(void)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char out[16] = "unset";
		bool found = args_kernel_word(words[i].text, "systemd.hostname", out, sizeof out);

		ok(found == (words[i].want != NULL) && (!found || strcmp(out, words[i].want) == 0), words[i].name);
	}
	char out[16] = "";
	args_kernel_word("live_config.hostname=a", "live-config.hostname", out, sizeof out);
	is_str(out, "a", "- and _ are alike in a foreign word, too");
}

static void precedence(void)
{
	struct fixture f;
	char kernel[] = "certbox.san=k1 certbox.san=k2 certbox.days=2";

	fresh(&f, SAN);
	parse_line(&f, "line --days 1");
	args_kernel(&f.a, kernel, NULL, note_unknown, &f);
	parse_file(&f, "san c1\nsan c2\ndays 3\ndir /config\nquiet no\n", ARGS_FROM_CONFIG);
	parse_file(&f, "dir /dir\nquiet\nkey-type p384\n", ARGS_FROM_DIR);
	is_str(show(&f), "dir=/config days=1 san=line key-type=p384", "a stronger source replaces a whole list, and a flag's no counts");
	char again[] = "certbox.san=k1 certbox.san=k2 certbox.days=2";
	fresh(&f, SAN);
	args_kernel(&f.a, again, NULL, note_unknown, &f);
	parse_file(&f, "san c1\ndays 3\n", ARGS_FROM_CONFIG);
	is_str(show(&f), "days=2 san=k1 san=k2", "the kernel's command line is stronger than a file");
	fresh(&f, SAN);
	parse_file(&f, "san c1\nsan c2\n", ARGS_FROM_CONFIG);
	parse_file(&f, "san d1\n", ARGS_FROM_DIR);
	is_str(show(&f), "san=c1 san=c2", "--config is stronger than the folder's own file");
	is_int(parse_file(&f, "san\n", ARGS_FROM_DIR), -1, "a weaker source is checked all the same");
}

static const struct {
	const char *name;
	const char *value;
	int result;
	uint32_t n;
	const char *error;
} numbers[] = {
	{ "a number in range is read", "397", 0, 397, "" },
	{ "the ends are in", "1", 0, 1, "" },
	{ "... both", "36500", 0, 36500, "" },
	{ "below is out", "0", -1, 7, "--days: 0 is not from 1 to 36500" },
	{ "above is out", "36501", -1, 7, "--days: 36501 is not from 1 to 36500" },
	{ "far above is out", "99999999999999999999", -1, 7, "--days: 99999999999999999999 is not from 1 to 36500" },
	{ "a word is no number", "ten", -1, 7, "--days: ten is not from 1 to 36500" },
	{ "nothing is no number", "", -1, 7, "--days:  is not from 1 to 36500" },
};

static void queries(void)
{
	struct fixture f;
	char line[64];

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		uint32_t n = 7;

		fresh(&f, ARGS_NO_OPTION);
		snprintf(line, sizeof line, "--days=%s", numbers[i].value);
		parse_line(&f, line);
		bool same = args_number(&f.a, DAYS, 1, 36500, &n, &f.e) == numbers[i].result && n == numbers[i].n;
		is_str(same ? f.e.text : "wrong number", numbers[i].error, numbers[i].name);
	}
	uint32_t n = 7;
	fresh(&f, ARGS_NO_OPTION);
	ok(args_number(&f.a, DAYS, 1, 2, &n, &f.e) == 0 && n == 7, "a number not given stays as it was");
	parse_file(&f, "days x\n", ARGS_FROM_CONFIG);
	args_number(&f.a, DAYS, 1, 2, &n, &f.e);
	is_str(f.e.text, "config file: days: x is not from 1 to 2", "an error tells where an option was said");
	is_str(args_value(&f.a, TYPE, "p256"), "p256", "a value not given is the caller's default");
	ok(!args_on(&f.a, TYPE) && args_on(&f.a, DAYS), "an option with a value is on when it was given");
	is_str(args_origin(&f.a, DAYS), "config file: ", "the origin of an option is known");
	is_str(args_origin(&f.a, TYPE), "--", "... for one not given it is as on the command line");
	char kernel[] = "certbox.key-type=x";
	args_kernel(&f.a, kernel, NULL, note_unknown, &f);
	is_str(args_origin(&f.a, TYPE), "certbox.", "... the kernel's command line");
	parse_file(&f, "hostname x\n", ARGS_FROM_DIR);
	is_str(args_origin(&f.a, HOSTNAME), "DIR's config file: ", "... the folder's own file");
}

static void help(void)
{
	static const struct option rows[] = {
		{ 'd', 0, "dir", "DIR", "where" },
		{ 0, 0, "check", NULL, "change nothing" },
		{ 0, ARGS_HIDDEN, "secret", NULL, "not shown" },
		{ 0, 0, "a-very-long-option-word", "OPERAND", "far right" },
		{ 'x', 0, "exactly-fitting-x", "Y", "on" },
	};
	char room[512];
	struct text t;

	text_init(&t, room, sizeof room);
	args_help(rows, sizeof rows / sizeof *rows, &t);
	is_str(room,
	    "  -d, --dir DIR            where\n"
	    "      --check              change nothing\n"
	    "      --a-very-long-option-word OPERAND  far right\n"
	    "  -x, --exactly-fitting-x Y  on\n", "help has two columns, two blanks between at least, no hidden rows");
	for (size_t cap = 0; cap < 80; cap++) {
		text_init(&t, room, cap);
		args_help(rows, sizeof rows / sizeof *rows, &t);
	}
	ok(t.cut, "help in less room is cut");
}

int main(void)
{
	command_line();
	config_file();
	kernel_line();
	kernel_words();
	precedence();
	queries();
	help();
	return done_testing();
}
