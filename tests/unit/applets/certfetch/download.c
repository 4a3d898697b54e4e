/* SPDX-License-Identifier: MIT */
/* download.c - certfetch/download: what a server may answer, and what becomes of it. */
#include "tests/unit/applets/certfetch/downloading.h"

#define PART ".file.certfetch-part"

/* --- rows ----------------------------------------------------------------------------------------- */

enum left { NONE, PART_LEFT, OLD };

static const struct row {
	const char *name;
	struct answer answers[4];
	uint32_t retries;
	int sum;                     /* 1 + the version that is wanted; 0: any */
	uint64_t part_len;
	int part;                    /* a part of part_len octets that was left: 1 + its version; 0: none */
	enum err_kind kind;
	const char *log;             /* what was asked for, and naps */
	uint64_t len;                /* the file's; LEN when 0 */
	int version;                 /* … when it failed it is what it was before: version 9, 77 octets */
	enum left left;              /* beside it */
} rows[] = {
	{ .name = "whole at once", .log = "0" },
	{ .name = "of a length that is not told", .answers = { { .unsized = true } }, .log = "0" },
	{ .name = "with the right sum", .sum = 1, .log = "0" },
	{ .name = "a wrong sum", .sum = 2, .kind = ERR_MISMATCH, .log = "0" },
	{ .name = "a wrong sum is not asked for again", .sum = 2, .retries = 3, .kind = ERR_MISMATCH, .log = "0" },
	{ .name = "cut, and no retries", .answers = { { .cut = 301 } }, .kind = ERR_UNREACHABLE, .log = "0" },
	{ .name = "cut, then the rest by its ETag", .answers = { { .cut = 301, .etag = "\"a\"" }, { .etag = "\"a\"" } }, .retries = 1,
	  .log = "0, +1000, 300 \"a\"" },
	{ .name = "by its date", .answers = { { .cut = 301, .modified = "Sun, 06 Nov 1994 08:49:37 GMT" } }, .retries = 1,
	  .log = "0, +1000, 300 Sun, 06 Nov 1994 08:49:37 GMT" },
	{ .name = "an ETag is better than a date", .answers = { { .cut = 301, .etag = "\"a\"", .modified = "Sun" } }, .retries = 1,
	  .log = "0, +1000, 300 \"a\"" },
	{ .name = "with neither all of it", .answers = { { .cut = 301 }, { .version = 1 } }, .retries = 1, .log = "0, +1000, 0", .version = 1 },
	{ .name = "with neither, but a sum: the rest", .answers = { { .cut = 301 } }, .retries = 1, .sum = 1, .log = "0, +1000, 300" },
	{ .name = "cut twice", .answers = { { .cut = 301, .etag = "\"a\"" }, { .cut = 201, .etag = "\"a\"" } }, .retries = 2,
	  .log = "0, +1000, 300 \"a\", +2000, 500 \"a\"" },
	{ .name = "cut before its first octet", .answers = { { .cut = 1, .etag = "\"a\"" } }, .retries = 1, .log = "0, +1000, 0 \"a\"" },
	{ .name = "cut at the last", .answers = { { .cut = 1001, .etag = "\"a\"" }, { .status = 416 } }, .retries = 1,
	  .log = "0, +1000, 1000 \"a\", 0" },
	{ .name = "a server that has no ranges begins anew", .answers = { { .cut = 301, .etag = "\"a\"" }, { .no_range = true } }, .retries = 1,
	  .log = "0, +1000, 300 \"a\"" },
	{ .name = "and so does one that has another by now, which is shorter", .answers = { { .cut = 301, .etag = "\"a\"" },
	  { .no_range = true, .etag = "\"b\"", .version = 1, .len = 200 } }, .retries = 1, .log = "0, +1000, 300 \"a\"", .version = 1, .len = 200 },
	{ .name = "cut again after that: by what it is now", .answers = { { .cut = 301, .etag = "\"a\"" }, { .no_range = true, .version = 1,
	  .etag = "\"b\"", .cut = 101 }, { .version = 1 } }, .retries = 2, .log = "0, +1000, 300 \"a\", +2000, 100 \"b\"", .version = 1 },
	{ .name = "begun anew, and cut twice: retries are counted as ever", .answers = { { .cut = 301, .etag = "\"a\"" }, { .status = 416 },
	  { .cut = 301, .etag = "\"a\"" }, { .fails = ERR_UNREACHABLE } }, .retries = 2, .kind = ERR_UNREACHABLE,
	  .log = "0, +1000, 300 \"a\", 0, +2000, 300 \"a\"" },
	{ .name = "a rest of another length is another's", .answers = { { .cut = 301, .etag = "\"a\"" }, { .len = 1001, .etag = "\"a\"" },
	  { .version = 1 } }, .retries = 1, .log = "0, +1000, 300 \"a\", 0", .version = 1 },
	{ .name = "a rest with another ETag too", .answers = { { .cut = 301, .etag = "\"a\"" }, { .etag = "\"b\"" }, { .version = 1 } },
	  .retries = 1, .log = "0, +1000, 300 \"a\", 0", .version = 1 },
	{ .name = "a rest that ends early is asked for again", .answers = { { .cut = 301, .etag = "\"a\"" }, { .stops = 400 } }, .retries = 2,
	  .log = "0, +1000, 300 \"a\", +2000, 700 \"a\"" },
	{ .name = "a rest of which there is too much", .answers = { { .cut = 301, .etag = "\"a\"" }, { .stops = 900 }, { .status = 416 } },
	  .retries = 2, .log = "0, +1000, 300 \"a\", +2000, 1200 \"a\", 0" },
	{ .name = "a rest whose whole is not told", .answers = { { .cut = 301, .etag = "\"a\"" }, { .unsized = true } }, .retries = 1,
	  .log = "0, +1000, 300 \"a\"" },
	{ .name = "a rest of another version: the sum tells, and it is got anew", .answers = { { .cut = 301 }, { .version = 1 }, { .version = 0 } },
	  .retries = 1, .sum = 1, .log = "0, +1000, 300, 0" },
	{ .name = "which once more is wrong", .answers = { { .cut = 301 }, { .version = 1 }, { .version = 1 } }, .retries = 1, .sum = 1,
	  .kind = ERR_MISMATCH, .log = "0, +1000, 300, 0" },
	{ .name = "no answer, then one", .answers = { { .fails = ERR_UNREACHABLE }, { .fails = ERR_UNREACHABLE } }, .retries = 2,
	  .log = "0, +1000, 0, +2000, 0" },
	{ .name = "404 is final", .answers = { { .status = 404 } }, .retries = 3, .kind = ERR_FAIL, .log = "0" },
	{ .name = "so is 416 of the whole", .answers = { { .status = 416 } }, .retries = 3, .kind = ERR_FAIL, .log = "0" },
	{ .name = "another server, too", .answers = { { .cut = 301, .etag = "\"a\"" }, { .fails = ERR_MISMATCH } }, .retries = 3,
	  .kind = ERR_MISMATCH, .log = "0, +1000, 300 \"a\"" },
	{ .name = "and nonsense", .answers = { { .fails = ERR_MALFORMED } }, .retries = 3, .sum = 1, .kind = ERR_MALFORMED, .log = "0" },
	/* parts that an earlier run has left */
	{ .name = "without a sum a part is worth nothing", .part = 1, .part_len = 400, .log = "0" },
	{ .name = "and goes when that fails", .answers = { { .fails = ERR_UNREACHABLE } }, .part = 1, .part_len = 400, .kind = ERR_UNREACHABLE,
	  .log = "0" },
	{ .name = "with one it is gone on with", .sum = 1, .part = 1, .part_len = 400, .log = "400" },
	{ .name = "cut there, by the ETag", .answers = { { .etag = "\"a\"", .cut = 101 } }, .sum = 1, .retries = 1, .part = 1, .part_len = 400,
	  .log = "400, +1000, 500 \"a\"" },
	{ .name = "of a whole one nobody is asked", .sum = 1, .part = 1, .part_len = LEN, .log = "" },
	{ .name = "one that is too long: 416, and all of it", .answers = { { .status = 416 } }, .sum = 1, .part = 1, .part_len = LEN + 5,
	  .log = "1005, 0" },
	{ .name = "one of another version", .sum = 1, .part = 2, .part_len = 400, .log = "400, 0" },
	{ .name = "whose server has no ranges", .answers = { { .no_range = true } }, .sum = 1, .part = 2, .part_len = 400, .log = "400" },
	{ .name = "and once it has begun anew a wrong sum is one", .answers = { { .no_range = true } }, .sum = 3, .part = 2, .part_len = 400,
	  .kind = ERR_MISMATCH, .log = "400" },
	{ .name = "and whose sum is none of the server's", .sum = 3, .part = 2, .part_len = 400, .kind = ERR_MISMATCH, .log = "400, 0" },
	{ .name = "giving up leaves a part to the next run", .answers = { { .cut = 301 } }, .sum = 1, .kind = ERR_UNREACHABLE, .log = "0",
	  .left = PART_LEFT },
	{ .name = "the one that was there, too", .answers = { { .fails = ERR_UNREACHABLE } }, .sum = 1, .part = 1, .part_len = 300,
	  .kind = ERR_UNREACHABLE, .log = "300", .left = PART_LEFT },
	{ .name = "but no empty one", .answers = { { .fails = ERR_UNREACHABLE } }, .sum = 1, .kind = ERR_UNREACHABLE, .log = "0" },
	{ .name = "and none where it was another kind of failure", .answers = { { .cut = 301 }, { .status = 404 } }, .retries = 1, .sum = 1,
	  .kind = ERR_FAIL, .log = "0, +1000, 300" },
};

static void one(const struct row *r)
{
	uint64_t len = r->len > 0 ? r->len : LEN;

	begin();
	put_content("file", 9, 0, 77);
	if (r->part > 0)
		put_content(PART, r->part - 1, 0, r->part_len);
	memcpy(server.answers, r->answers, sizeof r->answers);
	if (r->sum > 0)
		want(r->sum - 1, LEN);
	retries = r->retries;
	is_int(get() < 0 ? e.kind : ERR_NONE, r->kind, r->name);
	is_str(server.log, r->log, "… is what was asked for");
	if (r->kind != ERR_NONE)
		ok(holds("file", 9, 77), "… and the file is as it was");
	else
		ok(holds("file", r->version, len) && d.octets == len, "… and the file is the new one");
	is_int(names(), r->left == PART_LEFT ? 2 : 1, r->left == PART_LEFT ? "… and its part is left" : "… and nothing beside it");
	if (r->left == PART_LEFT)
		ok(holds(PART, 0, 300), "… which is what has come");
}

static void words(void)
{
	begin();
	want(1, LEN);
	get();
	ok(strncmp(e.text, "its sha256 is ", 14) == 0 && strlen(e.text) == 14 + 64 + 6 + 64, "a wrong sum is told, and the wanted one");
	begin();
	server.answers[0] = (struct answer){ .stops = 300 };
	get();
	is_str(e.text, "cut after 300 of 1000 octets", "what was cut is told in octets");
}

static void pauses(void)
{
	begin();
	retries = 7;
	for (int i = 0; i < 8; i++)
		server.answers[i].fails = ERR_UNREACHABLE;
	is_int(get(), -1, "eight times nothing is a failure after seven retries");
	is_str(server.log, "0, +1000, 0, +2000, 0, +4000, 0, +8000, 0, +10000, 0, +10000, 0, +10000, 0", "with pauses that double up to ten seconds");
}

/* --- beyond 4 GiB ------------------------------------------------------------------------------------ */

#define GIB (UINT64_C(1) << 30)

static void huge(void)
{
	static uint8_t pattern[64 << 20];
	struct stat st;

	begin();
	server.pattern = pattern;
	server.pattern_len = sizeof pattern;
	server.answers[0] = (struct answer){ .len = 5 * GIB + 3, .etag = "\"a\"", .cut = 9 * GIB / 2 + 2 };
	server.answers[1] = server.answers[0];
	server.answers[1].cut = 0;
	retries = 1;
	d.out = "/dev/null";
	is_int(get(), 0, "5 GiB and 3 octets go out to a device");
	is_str(server.log, "0, +1000, 4831838209 \"a\"", "cut after 4.5 GiB and one, the rest is asked for from there on");
	ok(d.octets == 5 * GIB + 3, "and all are counted");
	large = true;
	d.out = "file";
	is_int(get(), 0, "the same into a file");
	is_str(server.log, "0, +1000, 4831838209 \"a\"", "and again from there on");
	ok(stat("file", &st) == 0 && (uint64_t)st.st_size == 5 * GIB + 3, "which has all of it");
	put(PART, "");
	ok(truncate(PART, (off_t)(5 * GIB)) == 0, "a part of 5 GiB, with holes");
	d.sha256 = wanted;
	memset(wanted, 0, sizeof wanted);
	server.answers[0] = (struct answer){ .fails = ERR_UNREACHABLE };
	retries = 0;
	is_int(get(), -1, "… is gone on with");
	is_str(server.log, "5368709120", "from its end on");
}

int main(void)
{
	umask(022);
	folder_make();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		one(&rows[i]);
	words();
	pauses();
	huge();
	folder_remove();
	return done_testing();
}
