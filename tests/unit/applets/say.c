/* SPDX-License-Identifier: MIT */
/* say.c - report lines: columns, levels, streams, what is made tame, and what is heard when nobody listens. */
#include "applets/say.h"

#include <fcntl.h>

#include "tests/unit/applets/capture.h"
#include "tests/unit/tap.h"

static struct say voice = {.who = "certgen"};

static void rows(void)
{
	static const struct {
		const char *name, *verb, *what, *detail, *want;
	} cases[] = {
		{"a verb, a thing, a detail in columns", "created", "ca.key", "p256", "created    ca.key      p256\n"},
		{"an empty detail leaves no blanks", "ok", "DIR", "", "ok         DIR\n"},
		{"what is longer than its column pushes on", "set-aside", "a-long-name.crt", "x", "set-aside  a-long-name.crt  x\n"},
		{"a blank in a name is shown as one thing", "ok", "a b", "c d", "ok         a?b         c d\n"},
		{"control characters are shown as '?'", "ok", "a\nb", "\033[31mx", "ok         a?b         ?[31mx\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		capture_begin();
		say_change(&voice, cases[i].verb, cases[i].what, cases[i].detail);
		capture_end();
		ok(strcmp(captured.out, cases[i].want) == 0 && !captured.err[0], cases[i].name);
	}
}

static void levels(void)
{
	static const char *const want[] = {"c\n", "c\ns\n", "c\ns\nd\n"}, *const noted[] = {"", "", "certgen: n 7\n"};

	for (int level = SAY_QUIET; level <= SAY_VERBOSE; level++) {
		char got[8] = "";
		size_t n = 0;

		voice.level = (enum say_level)level;
		capture_begin();
		say_change(&voice, "c", "x", "");
		say_state(&voice, "s", "x", "");
		say_detail(&voice, "d", "x", "");
		say_note(&voice, "n %d", 7);
		capture_end();
		for (const char *s = captured.out; *s && n < 6; s += strcspn(s, "\n") + 1) {
			got[n++] = *s;
			got[n++] = '\n';
		}
		ok(strcmp(got, want[level + 1]) == 0 && strcmp(captured.err, noted[level + 1]) == 0, level < 0 ? "quiet: changes alone" : level == 0 ? "normal: states, too" : "verbose: all, and notes");
	}
	voice.level = SAY_QUIET;
	capture_begin();
	say_warning(&voice, "%s: odd\n", "x");
	capture_end();
	is_str(captured.err, "certgen: warning: x: odd?\n", "a warning is said at every level, on one line");
	voice.level = SAY_NORMAL;
}

static void streams(void)
{
	const struct say json = {.who = "certgen", .json = true}, other = {.who = "certgen", .to_stderr = true};
	static char many[5000];
	struct err e = {.kind = ERR_USAGE, .text = "unknown option '--x'"};

	capture_begin();
	say_change(&json, "created", "a \"b\"", "c\nd");
	capture_end();
	is_str(captured.out, "{\"verb\":\"created\",\"what\":\"a \\\"b\\\"\",\"detail\":\"c\\u000ad\"}\n", "a JSON object says the same, exactly");
	capture_begin();
	say_change(&other, "created", "x", "");
	say_bytes(&other, "y", 1);
	capture_end();
	ok(!captured.out[0] && strcmp(captured.err, "created    x\ny") == 0, "reports go to stderr where stdout is for bytes");
	memset(many, 'z', sizeof many);
	capture_begin();
	say_bytes(&voice, "a", 1);
	say_bytes(&voice, many, sizeof many);
	say_bytes(&voice, "b", 1);
	capture_end();
	ok(strlen(captured.out) == sizeof many + 2 && captured.out[0] == 'a' && captured.out[sizeof many + 1] == 'b', "more than the buffer holds comes whole, and in order");
	capture_begin();
	say_failure("certgen", &e);
	e = (struct err){.kind = ERR_FAIL, .text = "no room"};
	say_failure("certgen", &e);
	capture_end();
	is_str(captured.err, "certgen: unknown option '--x' (see certgen --help)\ncertgen: no room\n", "a failure names its applet, a usage error its help");
}

/* Last: that a write failed is not forgotten. */
static void full(void)
{
	struct err e = {0};
	int kept, fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	if (fd < 0) {
		skip("what could not be written is a failure", "no /dev/full");
		return;
	}
	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	dup2(fd, STDOUT_FILENO);
	say_change(&voice, "created", "x", "");
	int first = say_finish(&e);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(fd);
	ok(first == -1 && e.kind == ERR_FAIL && strstr(e.text, "standard output"), "what could not be written is a failure");
	err_clear(&e);
	ok(say_finish(&e) == -1, "… and stays one");
}

int main(void)
{
	rows();
	levels();
	streams();
	full();
	return done_testing();
}
