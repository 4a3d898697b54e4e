/* SPDX-License-Identifier: MIT */
/*
 * bench.c - mean user CPU, with its standard error, of making RSA keys here or by another command.
 *
 *   bench key BITS COUNT PATH     PATH: 0 fastest, 1 scalar, 2 AVX2, 3 AVX-512F, 4 IFMA; SKIP where it is not here
 *   bench run COUNT COMMAND...    one process a key
 *   bench sign BITS COUNT         private operations with one key
 *   bench i62 BITS COUNT          the same by BearSSL
 *   bench race COUNT DIR COMMAND...    wall time of what makes DIR anew: MEAN ERROR on one processor, then on all
 * Prints milliseconds: MEAN ERROR COUNT.
 */
#include <bearssl.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bignum/rsa.h"
#include "bignum/rsa_private.h"

static struct rsa_workspace workspace;
static struct rsa_key key;

static long number(const char *s)
{
	return strtol(s, NULL, 10);
}

static double own_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double make_key(unsigned bits, enum prime_path path)
{
	uint8_t seed[32];
	double begin;

	if (getrandom(seed, sizeof seed, 0) != sizeof seed)
		exit(1);
	begin = own_ms();
	if (rsa_generate(bits, seed, path, &workspace, &key, NULL, NULL) != RSA_DONE)
		exit(1);
	rsa_workspace_wipe(&workspace);
	return own_ms() - begin;
}

static double run_command(char **argv, bool bound)
{
	struct rusage use;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		cpu_set_t first;

		CPU_ZERO(&first);
		CPU_SET(0, &first);
		if (bound)
			sched_setaffinity(0, sizeof first, &first);
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) != pid || status != 0)
		exit(1);
	return (double)use.ru_utime.tv_sec * 1e3 + (double)use.ru_utime.tv_usec / 1e3;
}

static double wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void add(double x, double sum[2])
{
	sum[0] += x;
	sum[1] += x * x;
}

static void show(const double sum[2], long count, const char *end)
{
	double mean = sum[0] / (double)count;

	printf("%.3f %.3f%s", mean, sqrt((sum[1] / (double)count - mean * mean) / (double)(count - 1)), end);
}

/* Bound to one processor and free in turn, so that other load falls on both. */
static int race(long count, char *folder, char **argv)
{
	char *clear[] = { "rm", "-rf", folder, NULL };
	double sum[2][2] = { { 0 } };

	for (long i = 0; i < 2 * count; i++) {
		double begin;

		run_command(clear, false);
		begin = wall_ms();
		run_command(argv, i % 2 == 0);
		add(wall_ms() - begin, sum[i % 2]);
	}
	show(sum[0], count, " ");
	show(sum[1], count, "\n");
	return 0;
}

static double sign_i62(void)
{
	size_t half = key.bits / 16;
	br_rsa_private_key k = { key.bits, key.p, half, key.q, half, key.dp, half, key.dq, half, key.qinv, half };
	uint8_t x[RSA_MAX_LEN] = { 0, 1, 2 };
	double begin = own_ms();

	if (br_rsa_i62_private(x, &k) != 1)
		exit(1);
	return own_ms() - begin;
}

static double sign(void)
{
	static struct rsa_private_work work;
	struct rsa_private k = { key.bits, RSA_E, key.p, key.q, key.dp, key.dq, key.qinv };
	uint8_t x[RSA_MAX_LEN] = { 0, 1, 2 };
	double begin = own_ms();

	if (rsa_private_apply(&k, x, &work) != 0)
		exit(1);
	return own_ms() - begin;
}

/* One piece of work. */
static double work(const char *what, unsigned bits, enum prime_path path, char **argv)
{
	if (strcmp(what, "run") == 0)
		return run_command(argv, false);
	if (strcmp(what, "sign") == 0)
		return sign();
	return strcmp(what, "i62") == 0 ? sign_i62() : make_key(bits, path);
}

int main(int argc, char **argv)
{
	double sum[2] = { 0 };
	long count = argc > 2 ? number(argv[argc > 3 && strcmp(argv[1], "run") != 0 ? 3 : 2]) : 0;
	unsigned bits = argc > 2 ? (unsigned)number(argv[2]) : 0;
	enum prime_path path = argc > 4 ? (enum prime_path)number(argv[4]) : PRIME_FASTEST;

	if (argc > 4 && strcmp(argv[1], "race") == 0)
		return race(number(argv[2]), argv[3], argv + 4);
	if (argc < 4 || count < 2)
		return 2;
	if (strcmp(argv[1], "key") == 0 && !prime_path_here(path)) {
		puts("SKIP");
		return 0;
	}
	if (strcmp(argv[1], "sign") == 0 || strcmp(argv[1], "i62") == 0)
		make_key(bits, PRIME_FASTEST);
	for (long i = 0; i < count; i++)
		add(work(argv[1], bits, path, argv + 3), sum);
	show(sum, count, "");
	printf(" %ld\n", count);
	return 0;
}
