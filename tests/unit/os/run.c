/* SPDX-License-Identifier: MIT */
/* run.c - os/run: a user's command, bounded in time. */
#include "os/run.h"

#include <errno.h>
#include <signal.h>

#include "os/clock.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct err e;
static int64_t took;

static int run(const char *command, uint32_t timeout_ms)
{
	int64_t start = clock_ticks_ms();
	int rc;

	err_clear(&e);
	rc = run_command(command, timeout_ms, &e);
	took = clock_ticks_ms() - start;
	return rc;
}

static void results(void)
{
	is_int(run("exit 0", 10000), 0, "a command that succeeds");
	ok(took < 5000, "is not waited for longer than it takes");
	is_int(run("exit 3", 10000), -1, "a command that fails");
	is_str(e.text, "exit 3", "is told by its code");
	is_int(e.kind, ERR_FAIL, "as a failure");
	is_int(run("kill -9 $$", 10000), -1, "a command that is killed");
	is_str(e.text, "killed by signal 9", "is told by its signal");
	is_int(run("no-such-command-here 2>/dev/null", 10000), -1, "a command that is not there");
	is_str(e.text, "exit 127", "is the shell's to tell");
}

static void surroundings(void)
{
	setenv("GREETING", "hello", 1);
	run("echo \"$GREETING\" >a; ps -o pgid= -p $$ | tr -d ' ' >b; echo $$ >c; cat >d; umask >f", 10000);
	is_str(text_of("a"), "hello\n", "the environment is ours");
	char group[32];

	snprintf(group, sizeof group, "%s", text_of("b"));
	if (run("command -v ps >/dev/null", 10000) == 0)
		is_str(text_of("c"), group, "its process group is its own");
	else
		skip("its process group is its own", "no ps");
	is_str(text_of("d"), "", "standard input is empty");
	ok(strstr(text_of("f"), "022") != NULL, "the mask is the usual one");
	signal(SIGPIPE, SIG_IGN);
	run("kill -PIPE $$; echo survived >g", 10000);
	is_str(e.text, "killed by signal 13", "an ignored signal is not ignored there");
	signal(SIGPIPE, SIG_DFL);
	int err = dup(2), fd = open("err", O_WRONLY | O_CREAT, 0600);

	dup2(fd, 2);
	run("echo out; echo err >&2", 10000);
	dup2(err, 2);
	is_str(text_of("err"), "out\nerr\n", "its words all go to standard error");
	close(err);
	close(fd);
}

static void time_outs(void)
{
	is_int(run("sleep 60", 300), -1, "a command that takes too long is ended");
	ok(took >= 300 && took < 2000, "when its time is over");
	is_str(e.text, "timed out after 0 s", "and told");
	run("trap 'echo term >term; exit 0' TERM; sleep 60 & wait", 300);
	is_str(text_of("term"), "term\n", "it is asked first");
	is_int(run("trap '' TERM; while :; do sleep 0.1; done", 300), -1, "one that does not listen");
	ok(took >= 2300 && took < 4000, "is killed two seconds later");
	run("(trap '' TERM; sleep 2; echo >late) & sleep 60", 100);
	clock_sleep_ms(2500);
	ok(!exists("late"), "what it started ends with it");
	run("(sleep 1; echo >background) & exit 0", 10000);
	ok(took < 900, "a command that ends in time is not waited for further");
	clock_sleep_ms(1500);
	ok(exists("background"), "and may leave something running");
}

int main(void)
{
	folder_make();
	results();
	surroundings();
	time_outs();
	folder_remove();
	return done_testing();
}
