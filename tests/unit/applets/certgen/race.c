/* SPDX-License-Identifier: MIT */
/* race.c - certgen's race for primes: on one processor and on many, and whatever happens to the members. */
#include "applets/certgen/race.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

static struct race race;
static uint8_t p[2][PRIME_MAX_LEN], q[2][PRIME_MAX_LEN];
static unsigned ticks;

static bool nobody_left(void)
{
	return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

/* Two primes that make a key, as an independent search judges. */
static bool is_pair(const uint8_t *a, const uint8_t *b)
{
	static struct prime_search judge;
	static struct rsa_key key;
	static const uint8_t seed[32] = "judge";

	return prime_search_init(&judge, 1024, seed, 99, PRIME_SCALAR) == 0 && prime_check(&judge, a) && prime_check(&judge, b) &&
	    rsa_assemble(2048, a, b, &race.secret.assembly, &key) == 0;
}

static int find(unsigned i, uint8_t first)
{
	uint8_t seed[KEY_SEED_LEN] = { first };

	memset(p[i], 0, sizeof p[i]);
	memset(q[i], 0, sizeof q[i]);
	return race_find(&race, 2048, seed, p[i], q[i]);
}

static void tick(void *ctx)
{
	ticks += ctx == &ticks;
}

static void begin(unsigned processors)
{
	memset(&race, 0, sizeof race);
	race.progress = tick;
	race.ctx = &ticks;
	race.processors = processors;
	ticks = 0;
}

static void alone(void)
{
	begin(1);
	is_int(find(0, 1), 0, "one processor finds two primes");
	ok(is_pair(p[0], q[0]), "that make a key");
	ok(ticks > 4, "and shows progress");
	is_int(find(1, 1), 0, "the same seed");
	ok(memcmp(p[0], p[1], 128) == 0 && memcmp(q[0], q[1], 128) == 0, "finds the same primes");
	is_int(find(1, 2), 0, "another one");
	ok(memcmp(p[0], p[1], 128) != 0 && memcmp(q[0], q[1], 128) != 0, "finds others");
	is_int(race_find(&race, 1024, (const uint8_t[KEY_SEED_LEN]){ 0 }, p[0], q[0]), -1, "keys of 1024 bits are not made");
	race_wipe(&race);
	for (size_t i = 0; i < sizeof race.secret; i++)
		ticks += ((uint8_t *)&race.secret)[i] != 0;
	begin(1);
	is_int(ticks, 0, "nothing is left after race_wipe");
}

static void together(void)
{
	begin(4);
	is_int(find(0, 3), 0, "four processors find two primes");
	ok(is_pair(p[0], q[0]), "that make a key");
	ok(memcmp(p[0], q[0], 128) != 0, "of which none was found twice");
	ok(ticks > 0, "progress is shown");
	ok(race.crew.n == 0 && nobody_left(), "no member is left");
	begin(0);
	is_int(find(0, 4), 0, "as many processors as there are, too");
	ok(is_pair(p[0], q[0]) && nobody_left(), "the same");
}

/* What each member's random stream begins with, where we see it, too. */
static struct shown {
	_Atomic bool told;
	uint8_t bytes[128];
} *shown;

static void show_stream(struct race *r, unsigned number, int fd)
{
	(void)fd;
	if (r->streams > 1)
		return;
	chacha20_read(&r->secret.search.random, shown[number].bytes, 128);
	shown[number].told = true;
}

/* The search may not be over before the last has begun. */
static void until_told(void *ctx)
{
	(void)ctx;
	for (int wait = 0; wait < 10000 && !(shown[0].told && shown[1].told && shown[2].told); wait++)
		usleep(1000);
}

/* Three members that search, and the parent. */
static void streams(void)
{
	bool differ = true;
	struct prime_search *ours = &race.secret.search;

	shown = mmap(NULL, 4 * sizeof *shown, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	begin(4);
	race.member = show_stream;
	race.progress = until_told;
	is_int(find(0, 5), 0, "members that only look, and end");
	prime_search_init(ours, 1024, (const uint8_t[KEY_SEED_LEN]){ 5 }, 0, PRIME_SCALAR);
	chacha20_read(&ours->random, shown[3].bytes, 128);
	for (int i = 1; i < 4; i++)
		for (int j = 0; j < i; j++)
			differ = differ && memcmp(shown[i].bytes, shown[j].bytes, 128) != 0;
	ok(shown[0].told && shown[1].told && shown[2].told, "three of them, each with a stream of random bytes");
	ok(differ, "share none, nor with the parent");
	munmap(shown, 4 * sizeof *shown);
}

/* What a member does when nobody meddles. */
static void do_work(struct race *r, int fd)
{
	uint8_t message[PRIME_MAX_LEN];

	if (r->streams > 1) {
		message[0] = prime_confirm(&r->secret.search, r->secret.number);
		crew_tell(fd, message, 1);
		return;
	}
	while (prime_search_candidate(&r->secret.search, message) <= 0 || crew_tell(fd, message, 128) == 0)
		;
}

static void kill_first(void *ctx)
{
	if (ticks == 0 && race.crew.n > 0)
		kill(race.crew.pid[0], SIGKILL);
	tick(ctx);
}

static void kill_all(void *ctx)
{
	for (unsigned i = 0; i < race.crew.n; i++)
		kill(race.crew.pid[i], SIGKILL);
	tick(ctx);
}

static void wait_for_ever(struct race *r, unsigned number, int fd)
{
	(void)r, (void)number, (void)fd;
	for (;;)
		pause();
}

static void first_waits(struct race *r, unsigned number, int fd)
{
	if (number > 0 || r->streams > 1)
		do_work(r, fd);
	wait_for_ever(r, number, fd);
}

static void stops(struct race *r, unsigned number, int fd)
{
	(void)r, (void)number, (void)fd;
	raise(SIGSTOP);
	pause();
}

/* Searches well, and is stopped when it should confirm. */
static void stops_late(struct race *r, unsigned number, int fd)
{
	if (r->streams > 1)
		stops(r, number, fd);
	do_work(r, fd);
}

static void silence(void)
{
	static const struct {
		void (*member)(struct race *r, unsigned number, int fd);
		const char *name;
	} cases[] = {
		{ first_waits, "a member is silent: the others and we find two primes" },
		{ wait_for_ever, "all are silent: we do" },
		{ stops, "all are stopped: we do" },
		{ stops_late, "one is stopped when it should confirm a number: we do that, too" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin(3);
		race.member = cases[i].member;
		is_int(find(0, (uint8_t)(20 + i)), 0, cases[i].name);
		ok(is_pair(p[0], q[0]) && nobody_left(), "they make a key; no member is left");
	}
}

static void deaths(void)
{
	begin(3);
	race.progress = kill_first;
	race.member = first_waits;
	is_int(find(0, 6), 0, "a member is killed: the others find two primes");
	ok(is_pair(p[0], q[0]) && nobody_left(), "that make a key; no zombie");
	begin(3);
	race.progress = kill_all;
	race.member = wait_for_ever;
	is_int(find(0, 7), 0, "all are killed: we search alone");
	ok(is_pair(p[0], q[0]) && nobody_left(), "and find two that make a key; no zombie");
	begin(1);
	find(1, 7);
	ok(memcmp(p[0], p[1], 128) == 0, "in the stream that is ours");
}

/* A lie for each number: too short, no number of our form, a composite, a torn prime, and then silence. */
static void lie(struct race *r, unsigned number, int fd)
{
	uint8_t m[128];

	memset(m, 0xff, sizeof m);
	if (r->processors == 3)
		m[0] = 0;
	if (r->processors == 4)
		memset(m + 64, 0, 63);
	/* One alone: two halves that are read at once would pass for a whole, and nobody says another. */
	if (r->processors > 2 || number == 0)
		crew_tell(fd, m, r->processors == 2 ? 64 : sizeof m);
	wait_for_ever(r, number, fd);
}

static void lies(void)
{
	static const char *const names[] = { "half a message", "a number of another form", "half a number", "a composite" };

	for (unsigned i = 0; i < 4; i++) {
		begin(i + 2);
		race.member = lie;
		is_int(find(0, 8), 0, names[i]);
		ok(is_pair(p[0], q[0]) && nobody_left(), "is not believed: two primes are found here, no member is left");
	}
}

/* The machine gives no processes; as nobody, since root has no such limit. */
static void no_processes(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit none = { 0, 0 };

		if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(9);
		setrlimit(RLIMIT_NPROC, &none);
		begin(4);
		_exit(find(0, 9) == 0 && is_pair(p[0], q[0]) ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 9)
		skip("no process can be started: the search is done here", "cannot become another user");
	else
		is_int(status, 0, "no process can be started: the search is done here");
}

int main(void)
{
	alone();
	together();
	streams();
	deaths();
	silence();
	lies();
	no_processes();
	return done_testing();
}
