/* SPDX-License-Identifier: MIT */
/* download.h - --get: whatever it is, over the verified channel into a file that appears whole or not at all. */
#ifndef CERTFETCH_DOWNLOAD_H
#define CERTFETCH_DOWNLOAD_H

#include <stdint.h>

#include "applets/certfetch/patience.h"
#include "applets/certfetch/progress.h"
#include "applets/fetch.h"
#include "bearssl-glue/digest.h"
#include "lib/err.h"

struct download {
	struct fetch *fetch;               /* url, channel and wish are set; the rest is done here */
	const char *out;                   /* a file's path; "-": standard output */
	const uint8_t *sha256;             /* SHA256_LEN octets the whole must have; NULL: any */
	struct patience *patience;         /* with what is unreachable; -v tells what was cut, and when it goes on */
	uint64_t octets;                   /* out: of the whole */
	struct progress *progress;         /* NULL: stderr is no terminal, or -q */
};

/*
 * Octets go into `.NAME.certfetch-part` beside the file (600; one at a time: locked, waited for 2 s), never through memory; then the mode a new
 * file gets (umask), or owner and mode of the one that was there where we may give them; fsync, rename, fsync of the folder. A kill at any moment
 * leaves the old file or the new one, and a part beside it.
 * Cut off with patience left: it goes on from where it was (Range; If-Range with what the first answer had of
 * ETag and Last-Modified; without either, and without sha256, from 0). A server that begins anew, has another file by now, or no such octets (416)
 * is followed from 0, in the last two cases by one more request that is no retry.
 * With sha256 a part that a killed run, or one that gave up on an unreachable server, has left is gone on with: its octets are hashed first (and if
 * they are the whole, nobody is asked); when a whole of two pieces has another sum, it is fetched once more from 0. Without it a part that was left
 * is begun anew, and none is left but by a kill. Wrong sum: ERR_MISMATCH, with both sums; the part is removed, what was under the name stays as it was.
 * "-", and a device under the name: octets go out as they come (no resume beyond what has gone out: a server that begins anew ends it; with sha256 a
 * wrong sum is known too late, and still 11).
 * ERR_FAIL: FIFO or folder under the name; a file that may not be written; a part that another run holds, that has a second link, or, in a folder
 * that others may write to, another owner; a full disk. A symbolic link: replaced is the file it leads to, made if it leads to none yet.
 * 0 or -1.
 */
int download(struct download *d, struct err *e);

#endif
