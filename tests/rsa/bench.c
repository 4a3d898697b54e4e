/* SPDX-License-Identifier: MIT */
/*
 * bench.c - mean user CPU, with its standard error, of making RSA keys here or by another command.
 *
 *   bench key BITS COUNT PATH     PATH: 0 fastest, 1 scalar, 2 AVX2, 3 AVX-512F, 4 IFMA; SKIP where it is not here
 *   bench run COUNT COMMAND...    one process a key
 *   bench sign BITS COUNT         private operations with one key
 * Prints milliseconds: MEAN ERROR COUNT.
 */
#include <fcntl.h>
#include <math.h>
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

static double run_command(char **argv)
{
	struct rusage use;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

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

int main(int argc, char **argv)
{
	double sum = 0, squares = 0;
	long count = argc > 2 ? atol(argv[argc > 3 && strcmp(argv[1], "run") != 0 ? 3 : 2]) : 0;
	unsigned bits = argc > 2 ? (unsigned)atol(argv[2]) : 0;
	enum prime_path path = argc > 4 ? (enum prime_path)atol(argv[4]) : PRIME_FASTEST;

	if (argc < 4 || count < 2)
		return 2;
	if (strcmp(argv[1], "key") == 0 && !prime_path_here(path)) {
		puts("SKIP");
		return 0;
	}
	if (strcmp(argv[1], "sign") == 0)
		make_key(bits, PRIME_FASTEST);
	for (long i = 0; i < count; i++) {
		double ms = strcmp(argv[1], "run") == 0 ? run_command(argv + 3)
			: strcmp(argv[1], "sign") == 0 ? sign() : make_key(bits, path);

		sum += ms;
		squares += ms * ms;
	}
	sum /= (double)count;
	printf("%.3f %.3f %ld\n", sum, sqrt((squares / (double)count - sum * sum) / (double)(count - 1)), count);
	return 0;
}
