/* SPDX-License-Identifier: MIT */
/* download.h - --get: whatever it is, over the verified channel into a file that appears whole or not at all. */
#ifndef CERTFETCH_DOWNLOAD_H
#define CERTFETCH_DOWNLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/fetch.h"
#include "applets/say.h"
#include "bearssl-glue/digest.h"

struct download {
	struct fetch *fetch;               /* url, channel and wish are set */
	const struct say *say;
	const char *out;                   /* a file's path; "-": standard output */
	const uint8_t *sha256;             /* SHA256_LEN octets the whole must have; NULL: any */
	uint32_t retries;                  /* how often it may go on after ERR_UNREACHABLE; --retry */
	uint64_t octets;                   /* out: of the whole */
	uint8_t digest[SHA256_LEN];        /* out: its SHA-256 */
	struct progress *progress;         /* NULL: stderr is no terminal, or -q */
};

/*
 * Octets go into `.NAME.certfetch-part` beside the file (600; one at a time: locked), never through memory; then fsync, the mode a new file would get (umask), rename, fsync of the folder.
 * Cut off with retries left: goes on from where it was (Range, If-Range; a server that begins anew, or cannot, is followed from 0), after a pause of 1, 2, 4 … at most 10 s.
 * With sha256 a part that a killed run, or one that gave up, has left is gone on with: its octets are hashed first, and when the whole is another one it is fetched once more from 0. Without it
 * a part that was left is begun anew, and none is left but by a kill. Wrong sum: ERR_MISMATCH, with both sums; the part is removed, what was under the name stays as it was.
 * "-": octets go out as they come (no resume beyond what has gone out; with sha256 a wrong sum is known too late, and still 11).
 * FIFO, folder, device under the name: ERR_FAIL (a device: written as a stream, as "-"). A symbolic link: replaced is the file it leads to. Full disk: ERR_FAIL, the part removed.
 * 0 or -1.
 */
int download(struct download *d, struct err *e);

/* "  42 %  1.2 of 2.9 GiB  8.1 MiB/s  3 min", redrawn at most five times a second on stderr and gone at the end. Pure part: the line. */
struct progress {
	int64_t began_ms, drawn_ms;
	uint64_t began_at;
	unsigned columns;                  /* of the terminal */
	bool shown;
};
void progress_line(struct text *t, uint64_t got, uint64_t whole, uint64_t since, int64_t ms); /* whole UINT64_MAX: not known */

#endif
