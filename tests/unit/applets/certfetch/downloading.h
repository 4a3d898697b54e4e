/* SPDX-License-Identifier: MIT */
/*
 * downloading.h - for tests of certfetch/download: a server by rows in place of fetch_get, a clock that does not wait, a hash that is quick,
 * and calls that fail or die when told to. One program includes it once.
 */
#ifndef TESTS_UNIT_CERTFETCH_DOWNLOADING_H
#define TESTS_UNIT_CERTFETCH_DOWNLOADING_H

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "applets/certfetch/download.h"
#include "os/clock.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

#define UNKNOWN UINT64_MAX
#define LEN 1000 /* octets of what is downloaded, usually */

/* --- a server -------------------------------------------------------------------------------------- */

/* One answer. Zero: 200, or 206 when a range is asked for, of LEN octets of version 0, told by Content-Length, without ETag. */
struct answer {
	enum err_kind fails;         /* instead of an answer */
	unsigned status;             /* 416, 404: no answer either */
	const char *etag, *modified;
	int version;
	uint64_t len;
	uint64_t cut;                /* ends in failure after so many octets of this answer, + 1; 0: not */
	uint64_t stops;              /* … or as if all was well */
	bool no_range, unsized;
};

static struct {
	struct answer answers[16];
	unsigned asked;
	char log[512];               /* what was asked for: "0, +1000, 300 \"tag\"", naps with a plus */
	const uint8_t *pattern;      /* of pattern_len octets, in place of content: */
	size_t pattern_len;
} server;

static uint8_t content(int version, uint64_t at)
{
	return (uint8_t)(at * 7 + (at >> 8) * 13 + (uint64_t)version * 101);
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
	size_t at = strlen(server.log);
	va_list ap;

	va_start(ap, format);
	vsnprintf(server.log + at, sizeof server.log - at, format, ap);
	va_end(ap);
}

static int send_body(struct fetch *f, const struct answer *a, uint64_t from, uint64_t len, struct err *e)
{
	uint8_t room[97];

	for (uint64_t n; len > 0; from += n, len -= n) {
		if (server.pattern != NULL) {
			n = len < server.pattern_len ? len : server.pattern_len;
			if (f->body(f->ctx, server.pattern, (size_t)n, e) != 0)
				return -1;
			continue;
		}
		n = len < sizeof room ? len : sizeof room;
		for (size_t i = 0; i < n; i++)
			room[i] = content(a->version, from + i);
		if (f->body(f->ctx, room, (size_t)n, e) != 0)
			return -1;
	}
	return 0;
}

int fetch_get(struct fetch *f, struct err *e)
{
	const struct answer *a = &server.answers[server.asked++];
	uint64_t whole = a->len > 0 ? a->len : LEN, from = a->no_range ? 0 : f->from, len = whole - from;
	struct reply *r = &f->reply;

	note("%s%" PRIu64 "%s%s", server.log[0] != '\0' ? ", " : "", f->from, f->if_range != NULL ? " " : "", f->if_range != NULL ? f->if_range : "");
	memset(r, 0, sizeof *r);
	if (a->fails != ERR_NONE)
		return err_set(e, a->fails, "no answer");
	r->status = a->status != 0 ? a->status : from > 0 ? 206 : 200;
	if (r->status >= 400)
		return err_set(e, ERR_FAIL, "%u", r->status);
	r->ranged = from > 0;
	r->from = from;
	r->whole = a->unsized ? UNKNOWN : whole;
	r->sized = !a->unsized;
	r->length = len;
	snprintf(r->etag, sizeof r->etag, "%s", a->etag != NULL ? a->etag : "");
	snprintf(r->modified, sizeof r->modified, "%s", a->modified != NULL ? a->modified : "");
	if (f->head(f->ctx, r, e) != 0)
		return -1;
	if (a->stops > 0)
		return send_body(f, a, from, a->stops, e);
	if (a->cut == 0)
		return send_body(f, a, from, len, e);
	return send_body(f, a, from, a->cut - 1, e) == 0 ? err_set(e, ERR_UNREACHABLE, "cut") : -1;
}

/* --- time ----------------------------------------------------------------------------------------- */

static int64_t ticks;

int64_t clock_ticks_ms(void)
{
	return ticks;
}

void clock_sleep_ms(uint32_t ms)
{
	ticks += ms;
	if (ms >= 1000) /* not the lock's */
		note(", +%u", (unsigned)ms);
}

/* --- a hash: FNV-1a, and none at all of patterns --------------------------------------------------------- */

void digest_begin(struct digest_run *r)
{
	r->room[0] = UINT64_C(0xcbf29ce484222325);
}

void digest_add(struct digest_run *r, const void *p, size_t len)
{
	const uint8_t *from = p;

	for (size_t i = 0; i < len && server.pattern == NULL; i++)
		r->room[0] = (r->room[0] ^ from[i]) * UINT64_C(0x100000001b3);
}

void digest_end(const struct digest_run *r, uint8_t out[static SHA256_LEN])
{
	for (size_t i = 0; i < SHA256_LEN; i++)
		out[i] = (uint8_t)(r->room[0] >> 8 * (i % 8) ^ i);
}

/* --- calls that fail, or are the last one ------------------------------------------------------------------ */

static const char *failing;  /* this call fails … */
static int failure;          /* … so */
static unsigned last;        /* in so many calls the process is killed; 0: never */
static bool large;           /* what is over a MiB is not written, what is read not looked at: only its place is gone over */

static long raw(long number, long a, long b, long c, long d, long f)
{
	static long (*real)(long, ...);

	if (real == NULL) {
		void *p = dlsym(RTLD_NEXT, "syscall");

		memcpy(&real, &p, sizeof real);
	}
	return real(number, a, b, c, d, f);
}

static bool fails(const char *name)
{
	if (last > 0 && --last == 0)
		raw(SYS_exit_group, 9, 0, 0, 0, 0);
	if (failing == NULL || strcmp(failing, name) != 0)
		return false;
	errno = failure;
	return true;
}

/* Stands for renameat2(2) in os/durable.c; all its arguments are five. */
long syscall(long number, ...)
{
	va_list ap;
	long a[5];

	va_start(ap, number);
	for (int i = 0; i < 5; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_renameat2 && fails("rename"))
		return -1;
	return raw(number, a[0], a[1], a[2], a[3], number == SYS_renameat2 ? (long)(uint32_t)a[4] : a[4]);
}

ssize_t write(int fd, const void *p, size_t len)
{
	if (fd > 2 && fails("write"))
		return -1;
	if (!large || len <= 1 << 20)
		return raw(SYS_write, fd, (long)p, (long)len, 0, 0);
	if (lseek(fd, (off_t)len, SEEK_CUR) < 0 || ftruncate(fd, lseek(fd, 0, SEEK_CUR)) < 0)
		return -1;
	return (ssize_t)len;
}

/* Where it is large: a GiB at a time, since a ssize_t may have 32 bits. */
ssize_t read(int fd, void *p, size_t len)
{
	const off_t most = 1 << 30;
	off_t at, left;

	if (!large)
		return raw(SYS_read, fd, (long)p, (long)len, 0, 0);
	at = lseek(fd, 0, SEEK_CUR);
	left = lseek(fd, 0, SEEK_END) - at;
	if (left > most)
		left = lseek(fd, at + most, SEEK_SET) - at;
	return (ssize_t)left;
}

int fsync(int fd)
{
	return fails("sync") ? -1 : (int)raw(SYS_fsync, fd, 0, 0, 0, 0);
}

int fchmod(int fd, mode_t mode)
{
	return fails("chmod") ? -1 : (int)raw(SYS_fchmod, fd, (long)mode, 0, 0, 0);
}

int unlinkat(int dirfd, const char *name, int flags)
{
	return fails("unlink") ? -1 : (int)raw(SYS_unlinkat, dirfd, (long)name, flags, 0, 0);
}

/* Its holder has put the part in its place and let it go, just when it was opened; and another run has begun its own. */
static const char *let_go;

int flock(int fd, int how)
{
	if (let_go != NULL && rename(let_go, "file") == 0)
		put(let_go, "a third run's");
	let_go = NULL;
	return (int)raw(SYS_flock, fd, how, 0, 0, 0);
}

/* --- one download ----------------------------------------------------------------------------------------- */

static struct err e;
static struct download d;
static struct fetch fetch;
static struct patience patience;
static uint32_t retries;
static const struct say say = { .who = "certfetch" };
static uint8_t wanted[SHA256_LEN];

/* The hash of len octets of a version, for d.sha256. */
static void want(int version, uint64_t len)
{
	struct digest_run r;

	digest_begin(&r);
	for (uint64_t i = 0; i < len; i++) {
		uint8_t octet = content(version, i);

		digest_add(&r, &octet, 1);
	}
	digest_end(&r, wanted);
	d.sha256 = wanted;
}

/* An empty folder, a server without answers. */
static void begin(void)
{

	folder_empty();
	memset(&server, 0, sizeof server);
	memset(&d, 0, sizeof d);
	d = (struct download){ .fetch = &fetch, .out = "file", .patience = &patience };
	retries = 0;
	failing = let_go = NULL;
	last = 0;
	large = false;
}

static int get(void)
{
	err_clear(&e);
	patience = (struct patience){ .say = &say, .left = retries };
	server.asked = 0;
	server.log[0] = '\0';
	return download(&d, &e);
}

/* Octets [from, end) of a version appended to a file. */
static void put_content(const char *name, int version, uint64_t from, uint64_t end)
{
	FILE *f = fopen(name, "ae");

	for (; f != NULL && from < end; from++)
		putc(content(version, from), f);
	if (f == NULL || fclose(f) != 0)
		printf("# cannot write %s\n", name);
}

/* Is it a whole of that version? */
static bool holds(const char *name, int version, uint64_t len)
{
	FILE *f = fopen(name, "re");
	uint64_t i = 0;
	int c = 0;

	while (f != NULL && (c = getc(f)) != EOF && c == content(version, i))
		i++;
	if (f != NULL)
		fclose(f);
	return f != NULL && c == EOF && i == len;
}

#endif
