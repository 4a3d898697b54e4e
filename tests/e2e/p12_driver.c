/* SPDX-License-Identifier: MIT */
/*
 * p12_driver.c - PKCS#12 by hand, for p12.t.
 *
 *   write KIND KEY CHAIN NAME PASSWORD OUT    KIND standard or compat; KEY and CHAIN in PEM; NAME '' for none
 *   read FILE PASSWORD                        lines: kind, key and SHA-256 of its SPKI, name, certificates' SHA-256
 *   same KIND KEY CHAIN NAME PASSWORD FILE    would write change nothing? yes or no
 *   time FILE PASSWORD                        milliseconds of CPU that a read takes, whatever comes of it
 *
 * Exit: 0; 1 wrong password (or cannot write); 2 damaged; 3 refused; 4 usage. Failures are one line of stderr.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bearssl-glue/digest.h"
#include "bearssl-glue/p12.h"
#include "lib/text.h"
#include "x509/pem.h"

#define FILE_MAX 262144

static uint8_t work[FILE_MAX], chain_der[FILE_MAX];
static struct view chain[64];
static struct key key;

static struct view load(const char *path, uint8_t room[static FILE_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n, len = 0;

	while (fd >= 0 && (n = read(fd, room + len, (size_t)(FILE_MAX - len))) > 0)
		len += n;
	if (fd < 0) {
		perror(path);
		_exit(4);
	}
	close(fd);
	return view_of(room, (size_t)len);
}

static struct view password_of(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

static void hex(const char *label, struct view v)
{
	uint8_t digest[SHA256_LEN];
	char room[2 * SHA256_LEN + 1];
	struct text t;

	digest_sha256(v.p, v.len, digest);
	text_init(&t, room, sizeof(room));
	text_add_hex(&t, digest, sizeof(digest), 0);
	printf("%s %s\n", label, room);
}

static int fail(const struct err *e, int code)
{
	fprintf(stderr, "%s\n", e->text);
	return code;
}

/* KIND KEY CHAIN NAME */
static int wanted(char **arg, struct p12 *what, struct err *e)
{
	static uint8_t file[FILE_MAX];
	struct pem_object o;
	struct view at;
	size_t used = 0, n = 0;
	int64_t len;

	if (key_read(load(arg[1], file), file, sizeof(file), &key, e) || key_complete(&key))
		return -1;
	at = load(arg[2], file);
	while (n < 64 && pem_next(&at, &o) == 1) {
		len = pem_decode(&o, chain_der + used, sizeof(chain_der) - used);
		if (len > 0)
			chain[n++] = view_of(chain_der + used, (size_t)len);
		used += len > 0 ? (size_t)len : 0;
	}
	*what = (struct p12){ strcmp(arg[0], "standard") == 0 ? P12_STANDARD : P12_COMPAT, &key, chain, n, *arg[3] ? arg[3] : NULL };
	return 0;
}

static int do_write(char **arg)
{
	uint8_t seed[RNG_SEED_LEN];
	struct err e = { 0 };
	struct p12 what;
	struct rng r;
	size_t len, measured;
	FILE *f;

	f = fopen("/dev/urandom", "rb");
	if (!f || fread(seed, 1, sizeof(seed), f) != sizeof(seed))
		return 4;
	fclose(f);
	rng_init(&r, seed);
	if (wanted(arg, &what, &e) || p12_write(&what, view_of(NULL, 0), NULL, NULL, 0, &measured, &e) ||
	    p12_write(&what, password_of(arg[4]), &r, work, measured, &len, &e))
		return fail(&e, 1);
	f = fopen(arg[5], "wb");
	return f && len == measured && fwrite(work, 1, len, f) == len && fclose(f) == 0 ? 0 : 4;
}

static int do_same(char **arg)
{
	struct err e = { 0 };
	struct p12 what;

	if (wanted(arg, &what, &e))
		return fail(&e, 4);
	return puts(p12_same(load(arg[5], work), password_of(arg[4]), work, sizeof(work), &what) ? "yes" : "no") < 0;
}

static int do_read(char **arg)
{
	static const char *const kinds[] = { [P12_OTHER] = "other", [P12_STANDARD] = "standard", [P12_COMPAT] = "compat" };
	static struct p12_found found;
	struct err e = { 0 };
	enum p12_result r = p12_read(load(arg[0], work), password_of(arg[1]), work, sizeof(work), &found, &e);
	uint8_t spki[SPKI_MAX];

	if (r != P12_READ)
		return fail(&e, -(int)r);
	printf("kind %s\n", kinds[found.kind]);
	if (found.key.kind != KEY_NONE && key_complete(&found.key) == 0) {
		printf("%s", key_name(found.key.kind, found.key.bits));
		hex("", view_of(spki, key_spki(&found.key, spki)));
	}
	printf("name ");
	for (size_t i = 1; i < found.name.len; i += 2)
		putchar(found.name.p[i - 1] || found.name.p[i] >= 0x7F ? '?' : found.name.p[i]);
	putchar('\n');
	for (size_t i = 0; i < found.n_certificates; i++)
		hex("certificate", found.certificates[i]);
	return 0;
}

static int do_time(char **arg)
{
	static struct p12_found found;
	struct view file = load(arg[0], work);
	clock_t start = clock();

	p12_read(file, password_of(arg[1]), work, sizeof(work), &found, NULL);
	printf("%ld\n", (long)((clock() - start) * 1000 / CLOCKS_PER_SEC));
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int operands;
		int (*run)(char **arg);
	} verbs[] = { { "write", 6, do_write }, { "read", 2, do_read }, { "same", 6, do_same }, { "time", 2, do_time } };

	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[1], verbs[i].name) == 0 && argc == verbs[i].operands + 2)
			return verbs[i].run(argv + 2);
	return 4;
}
