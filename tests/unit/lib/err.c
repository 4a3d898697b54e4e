/* SPDX-License-Identifier: MIT */
/* err.c - a failure is worded once, on one tame line. */
#include "lib/err.h"

#include <errno.h>

#include "tests/unit/tap.h"

static void wording(void)
{
	struct err e = { .kind = ERR_NONE };

	is_int(err_set(&e, ERR_USAGE, "unknown option '%s'", "--foo"), -1, "err_set returns -1");
	is_int(e.kind, ERR_USAGE, "the kind is kept");
	is_str(e.text, "unknown option '--foo'", "the text is kept");
	is_int(e.number, 0, "there is no error number");
	err_set(&e, ERR_FAIL, "another");
	err_errno(&e, EIO, "another");
	ok(e.kind == ERR_USAGE && strcmp(e.text, "unknown option '--foo'") == 0, "the first to see a failure words it");
	is_int(err_prefix(&e, "certgen.conf:3"), -1, "err_prefix returns -1");
	is_str(e.text, "certgen.conf:3: unknown option '--foo'", "a caller may prefix");
	err_clear(&e);
	ok(e.kind == ERR_NONE && e.text[0] == '\0' && e.number == 0, "a cleared failure is none");
	err_prefix(&e, "x");
	is_str(e.text, "", "no failure takes no prefix");
	is_int(err_set(NULL, ERR_FAIL, "x"), -1, "without a place to word it err_set still says -1");
	is_int(err_errno(NULL, EIO, "x"), -1, "... err_errno");
	is_int(err_prefix(NULL, "x"), -1, "... and err_prefix");
}

static void numbers(void)
{
	struct err e = { .kind = ERR_NONE };

	err_errno(&e, ENOSPC, "%s", "ca.key");
	is_str(e.text, "ca.key: No space left on device", "an error number is worded");
	ok(e.kind == ERR_FAIL && e.number == ENOSPC, "... as a failure here, and kept");
	err_clear(&e);
	err_errno(&e, 9999, "x");
	is_str(e.text, "x: error 9999", "an unknown number is shown");
	err_clear(&e);
	err_set(&e, ERR_FAIL, "%e, %e", ENOENT, EDQUOT);
	is_str(e.text, "No such file or directory, Quota exceeded", "the longest text is whole, the last is there");
}

static void one_line(void)
{
	struct err e = { .kind = ERR_NONE };
	char big[2 * ERR_TEXT];

	err_set(&e, ERR_MALFORMED, "%s", "a\nb\x1b[2Jc\x7f");
	is_str(e.text, "a?b?[2Jc?", "control characters are tamed");
	err_prefix(&e, "x\ny");
	is_str(e.text, "x?y: a?b?[2Jc?", "... in a prefix too");
	memset(big, 'x', sizeof big);
	big[sizeof big - 1] = '\0';
	err_clear(&e);
	err_set(&e, ERR_FAIL, "%s", big);
	is_int(strlen(e.text), ERR_TEXT - 1, "a long text is cut to its room");
	err_prefix(&e, "name");
	ok(strlen(e.text) == ERR_TEXT - 1 && strncmp(e.text, "name: xxx", 9) == 0, "a prefix pushes the end out");
}

int main(void)
{
	wording();
	numbers();
	one_line();
	return done_testing();
}
