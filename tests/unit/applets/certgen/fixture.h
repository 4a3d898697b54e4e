/* SPDX-License-Identifier: MIT */
/*
 * fixture.h - a set in a temporary folder, made, read, judged and planned by certgen's own parts, with a clock, wishes
 * and chance that the test chooses. One program includes it once.
 */
#ifndef TESTS_UNIT_APPLETS_CERTGEN_FIXTURE_H
#define TESTS_UNIT_APPLETS_CERTGEN_FIXTURE_H

#include <fcntl.h>
#include <stdarg.h>

#include "applets/certgen/ensure.h"
#include "applets/certgen/judge.h"
#include "applets/certgen/make.h"
#include "applets/certgen/options.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

#define DAY INT64_C(86400)
/* An instant before any release, so that nothing here depends on its date; fixed.believed says whether it counts. */
#define THEN INT64_C(1700000000)

#define FIXED_WORDS 24

static struct fixed {
	struct wishes w;
	struct args args;
	struct given given[64];
	char *argv[FIXED_WORDS + 2];
	char files[SET_FILES][SET_NAME_MAX];
	struct set s;
	struct names wanted;
	struct leaf_owner owner;
	struct found f;
	struct plan p;
	struct product made[SET_FILES];
	struct rng r;
	struct err e;
	int64_t clock;
	bool believed;
} fixed;

FOLDER_USED static void fixed_seed(uint8_t first)
{
	uint8_t seed[RNG_SEED_LEN];

	for (size_t i = 0; i < sizeof seed; i++)
		seed[i] = (uint8_t)(first + i);
	rng_init(&fixed.r, seed);
}

/* Wishes of these words, NULL-ended, as a command line has them; the operands are the names. */
FOLDER_USED static void fixed_wish(const char *word, ...)
{
	static char name[] = "certgen";
	int argc = 1;
	va_list ap;

	fixed.argv[0] = name;
	va_start(ap, word);
	for (; word && argc <= FIXED_WORDS; word = va_arg(ap, const char *))
		fixed.argv[argc++] = (char *)(uintptr_t)word;
	va_end(ap);
	fixed.argv[argc] = NULL;
	fixed.args = (struct args){.options = certgen_options, .n_options = OPT_COUNT, .operand_option = OPT_SAN,
		.given = fixed.given, .cap = sizeof fixed.given / sizeof *fixed.given};
	err_clear(&fixed.e);
	if (args_line(&fixed.args, argc, fixed.argv, &fixed.e) || wishes_read(&fixed.args, &fixed.w, &fixed.e)) {
		printf("Bail out! %s\n", fixed.e.text);
		exit(1);
	}
	fixed.owner = (struct leaf_owner){.uid = (uid_t)-1, .gid = (gid_t)-1};
	fixed.clock = THEN;
	fixed.believed = true;
}

static void fixed_close(void)
{
	make_free(fixed.made);
	if (fixed.s.dirfd > 0)
		set_close(&fixed.s);
	memset(&fixed.s, 0, sizeof fixed.s);
	names_free(&fixed.wanted);
}

/* The set of the folder and the wishes' file names, not read yet. */
FOLDER_USED static int fixed_open(void)
{
	fixed_close();
	err_clear(&fixed.e);
	memcpy(fixed.files, fixed.w.files, sizeof fixed.files);
	return set_open(&fixed.s, folder_path, open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), (const char (*)[SET_NAME_MAX])fixed.files, &fixed.e);
}

/* … and read: both pairs. */
FOLDER_USED static int fixed_load(void)
{
	return fixed_open() ? -1 : set_load(&fixed.s, 3u, &fixed.e);
}

/* … and judged. */
FOLDER_USED static int fixed_judge(void)
{
	const char *s;

	if (fixed_load())
		return -1;
	for (size_t i = 0; (s = args_each(&fixed.args, OPT_SAN, &i)) != NULL;) {
		if (names_add(&fixed.wanted, s, true, &fixed.e))
			return -1;
	}
	memset(&fixed.f, 0, sizeof fixed.f);
	judge_set(&fixed.s, &fixed.w, &fixed.wanted, &fixed.owner, fixed.clock, fixed.believed, &fixed.f);
	return 0;
}

FOLDER_USED static int fixed_products(void)
{
	make_free(fixed.made);
	return make_products(&fixed.s, &fixed.w, &fixed.p, &fixed.f, &fixed.wanted, &fixed.r, NULL, NULL, fixed.made, &fixed.e);
}

/* … and planned, and made in memory. */
FOLDER_USED static int fixed_make(void)
{
	if (fixed_judge())
		return -1;
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	return fixed.p.failure ? -1 : fixed_products();
}

/* Octets into a file of the folder. */
FOLDER_USED static void put_octets(const char *name, const void *p, size_t len, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, p, len) != (ssize_t)len || fchmod(fd, mode))
		printf("# cannot write %s\n", name);
	if (fd >= 0)
		close(fd);
}

/* What was made is put into the folder, by plain writing. */
FOLDER_USED static void fixed_put(void)
{
	for (int i = 0; i < SET_FILES; i++) {
		if (fixed.made[i].bytes)
			put_octets(fixed.files[i], fixed.made[i].bytes, fixed.made[i].len, i % 2 ? 0644 : 0600);
	}
}

/* An empty folder, and in it the whole set that the wishes ask for. */
FOLDER_USED static void fixed_whole(uint8_t seed)
{
	folder_empty();
	fixed_seed(seed);
	if (fixed_make()) {
		printf("Bail out! no set to begin with: %s\n", fixed.e.text);
		exit(1);
	}
	fixed_put();
}

/* A file of the folder, to be put back. */
struct kept {
	char bytes[8192];
	size_t len;
};

FOLDER_USED static void keep(struct kept *k, const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, k->bytes, sizeof k->bytes);

	k->len = n < 0 ? 0 : (size_t)n;
	if (fd >= 0)
		close(fd);
}

/* Are these still the file's octets? */
FOLDER_USED static bool is_kept(const struct kept *k, const char *name)
{
	static struct kept now;

	keep(&now, name);
	return now.len == k->len && memcmp(now.bytes, k->bytes, k->len) == 0;
}

/* A run of these circumstances, without names yet. What r held before is its user's to close. */
FOLDER_USED static void fixed_run(struct run *r, const struct say *voice)
{
	*r = (struct run){.say = voice, .w = &fixed.w, .owner = fixed.owner, .clock = fixed.clock, .believed = fixed.believed, .set.dirfd = -1};
	err_clear(&fixed.e);
}

#endif
