/* SPDX-License-Identifier: MIT */
/* capture.h - what a function says on stdout and stderr, as text. One program includes it once. */
#ifndef TESTS_UNIT_APPLETS_CAPTURE_H
#define TESTS_UNIT_APPLETS_CAPTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "applets/say.h"

#define CAPTURE_USED __attribute__((unused))

static struct capture {
	int kept[2], file[2];
	char out[16384], err[8192]; /* valid until the next capture */
} captured;

/* From here on descriptors 1 and 2 are ours. */
CAPTURE_USED static void capture_begin(void)
{
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		captured.kept[i] = dup(i + 1);
		captured.file[i] = memfd_create("captured", MFD_CLOEXEC);
		if (captured.kept[i] < 0 || captured.file[i] < 0 || dup2(captured.file[i], i + 1) < 0)
			abort();
	}
}

static void capture_read(int fd, char *out, size_t cap)
{
	ssize_t n = pread(fd, out, cap - 1, 0);

	out[n > 0 ? n : 0] = '\0';
}

/* They are what they were; what was said is in captured. Returns what stdout got. */
CAPTURE_USED static const char *capture_end(void)
{
	say_finish(NULL);
	for (int i = 0; i < 2; i++) {
		if (dup2(captured.kept[i], i + 1) < 0)
			abort();
		close(captured.kept[i]);
	}
	capture_read(captured.file[0], captured.out, sizeof captured.out);
	capture_read(captured.file[1], captured.err, sizeof captured.err);
	close(captured.file[0]);
	close(captured.file[1]);
	return captured.out;
}

/* What was said, as diagnosis: a line of it must not look like a line of TAP. */
CAPTURE_USED static void capture_diag(void)
{
	for (const char *s = captured.out; *s; s += strcspn(s, "\n"), s += *s == '\n')
		printf("# stdout: %.*s\n", (int)strcspn(s, "\n"), s);
	for (const char *s = captured.err; *s; s += strcspn(s, "\n"), s += *s == '\n')
		printf("# stderr: %.*s\n", (int)strcspn(s, "\n"), s);
}

#endif
