/* SPDX-License-Identifier: MIT */
/*
 * drive.c - inputs for a fuzzer's target: seeds, files of CORPORA, and what becomes of them by chance, always the same one. TAP.
 *
 *   TARGET [FILE...]     these files alone: to see again what was wrong
 *   TARGET --write DIR   seeds, into files, for libFuzzer to begin with
 *
 * An input that ends the program is left in $TMPDIR/certbox-fuzz.PID.
 */
#include <ftw.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define SEEDS 4096

struct input {
	size_t len;
	uint8_t *p;
};

static struct input seeds[SEEDS];
static size_t n_seeds;
static uint8_t now[FUZZ_MAX];
static size_t now_len;

/* xorshift64* (Vigna) */
static uint32_t chance(uint32_t below)
{
	static uint64_t x = 88172645463325252U;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	return (uint32_t)((x * 2685821657736338717U) >> 33) % (below > 0 ? below : 1);
}

static void add_seed(const void *p, size_t len)
{
	struct input *s = &seeds[n_seeds];

	if (n_seeds == SEEDS || len > FUZZ_MAX)
		return;
	s->len = len;
	s->p = malloc(len + 1);
	memcpy(s->p, p, len);
	n_seeds++;
}

static int add_file(const char *path, const struct stat *st, int kind)
{
	static uint8_t room[FUZZ_MAX + 1];
	FILE *f = kind == FTW_F ? fopen(path, "rb") : NULL;

	(void)st;
	if (f == NULL)
		return 0;
	add_seed(room, fread(room, 1, sizeof room, f));
	fclose(f);
	return 0;
}

/* len octets at p come in at `at`. */
static void insert(size_t at, const void *p, size_t len)
{
	static uint8_t copy[FUZZ_MAX];

	len = len < FUZZ_MAX - now_len ? len : FUZZ_MAX - now_len;
	memcpy(copy, p, len);
	memmove(now + at + len, now + at, now_len - at);
	memcpy(now + at, copy, len);
	now_len += len;
}

static void remove_some(size_t at, size_t len)
{
	memmove(now + at, now + at + len, now_len - at - len);
	now_len -= len;
}

static void change(void)
{
	static const uint8_t odd[] = { 0, 1, 2, 22, 127, 128, 254, 255, '\r', '\n', ' ', '%', ':', '/', '-' };
	size_t at = chance((uint32_t)now_len + 1), left = now_len - at, n_words = 0;
	const struct input *other = &seeds[chance((uint32_t)n_seeds)];

	while (fuzz_words[n_words] != NULL)
		n_words++;
	switch (chance(8)) {
	case 0:
		if (left > 0)
			now[at] ^= (uint8_t)(1U << chance(8));
		break;
	case 1:
		if (left > 0)
			now[at] = odd[chance(sizeof odd)];
		break;
	case 2:
		remove_some(at, chance((uint32_t)(left < 64 ? left : 64) + 1));
		break;
	case 3:
		insert(chance((uint32_t)now_len + 1), now + at, chance((uint32_t)left + 1));
		break;
	case 4:
		if (chance(4) == 0)
			now_len = at;
		break;
	case 5:
		at = chance((uint32_t)other->len + 1);
		insert(chance((uint32_t)now_len + 1), other->p + at, chance((uint32_t)(other->len - at) + 1));
		break;
	default:
		if (n_words > 0) {
			const char *word = fuzz_words[chance((uint32_t)n_words)];

			insert(at, word, strlen(word));
		}
	}
}

/* An octet more than there is would be seen. */
static void look(void)
{
	uint8_t *copy = malloc(now_len > 0 ? now_len : 1);

	memcpy(copy, now, now_len);
	LLVMFuzzerTestOneInput(copy, now_len);
	free(copy);
}

static void take(const struct input *s)
{
	memcpy(now, s->p, s->len);
	now_len = s->len;
}

/* What is now the input, into folder/name.N. */
static void write_now(const char *folder, const char *name, unsigned n)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.%u", folder, name, n);
	f = fopen(path, "wb");
	if (f == NULL)
		return;
	fwrite(now, 1, now_len, f);
	fclose(f);
}

/* Keep what was looked at last. */
static void keep(void)
{
	const char *folder = getenv("TMPDIR");

	write_now(folder != NULL ? folder : "/tmp", "certbox-fuzz", (unsigned)getpid());
	fprintf(stderr, "this input is in %s/certbox-fuzz.%u\n", folder != NULL ? folder : "/tmp", (unsigned)getpid());
}

/* The sanitizers' own names: what is called before they end the program, and that abort(3) is such an end. */
void __sanitizer_set_death_callback(void (*callback)(void));
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_abort=1";
}

static bool gather(int argc, char **argv)
{
	const char *corpora = getenv("CORPORA");
	char path[500];

	for (int i = 1; i < argc; i++)
		ftw(argv[i], add_file, 8);
	if (argc > 1)
		return false;
	for (size_t i = 0; fuzz_seeds[i] != NULL; i++)
		add_seed(fuzz_seeds[i], strlen(fuzz_seeds[i]));
	for (size_t i = 0; corpora != NULL && fuzz_folders[i] != NULL; i++) {
		snprintf(path, sizeof path, "%s/%s", corpora, fuzz_folders[i]);
		ftw(path, add_file, 8);
	}
	return true;
}

int main(int argc, char **argv)
{
	const char *is_long = getenv("LONG");
	unsigned runs = is_long != NULL && *is_long != '\0' ? 30 * fuzz_runs : fuzz_runs;

	if (argc == 3 && strcmp(argv[1], "--write") == 0) {
		gather(1, argv);
		for (unsigned i = 0; i < n_seeds; i++) {
			take(&seeds[i]);
			write_now(argv[2], "seed", i);
		}
		return 0;
	}
	LLVMFuzzerInitialize(&argc, &argv);
	__sanitizer_set_death_callback(keep);
	if (!gather(argc, argv))
		runs = 0;
	for (size_t i = 0; i < n_seeds; i++) {
		take(&seeds[i]);
		look();
	}
	printf("ok 1 - %zu seeds\n", n_seeds);
	for (unsigned i = 0; i < runs && n_seeds > 0; i++) {
		take(&seeds[chance((uint32_t)n_seeds)]);
		for (uint32_t n = 1 + chance(8); n > 0; n--)
			change();
		look();
	}
	printf("ok 2 - %u inputs made of them\n1..2\n", runs);
	return 0;
}
