/* SPDX-License-Identifier: MIT */
/* digest.c - hash functions against the examples of FIPS 180-4. */
#include "bearssl-glue/digest.h"

#include "lib/text.h"
#include "tests/unit/tap.h"

static void is_sha256(const char *text, const char *hex, const char *name)
{
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	text_unhex(hex, strlen(hex), want, sizeof(want));
	digest_sha256(text, strlen(text), got);
	is_mem(got, sizeof(got), want, sizeof(want), name);
}

static void million(void)
{
	static const char hex[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
	static uint8_t a[1000];
	static struct piece pieces[1000];
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	memset(a, 'a', sizeof(a));
	for (size_t i = 0; i < 1000; i++)
		pieces[i] = (struct piece){ a, sizeof(a) };
	text_unhex(hex, strlen(hex), want, sizeof(want));
	digest_pieces(pieces, 1000, got);
	is_mem(got, sizeof(got), want, sizeof(want), "SHA-256 of a million a, in a thousand pieces");
}

static void pieces(void)
{
	static const struct piece three[] = { { "ab", 2 }, { "", 0 }, { "c", 1 } };
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	digest_pieces(three, 3, got);
	digest_sha256("abc", 3, want);
	is_mem(got, sizeof(got), want, sizeof(want), "pieces hash like the whole, an empty one changes nothing");
	digest_pieces(NULL, 0, got);
	digest_sha256("", 0, want);
	is_mem(got, sizeof(got), want, sizeof(want), "no pieces hash like nothing");
}

/* As a download does: what is there is hashed, then more comes. */
static void bit_by_bit(void)
{
	uint8_t got[SHA256_LEN], want[SHA256_LEN];
	struct digest_run r;

	digest_begin(&r);
	digest_end(&r, got);
	digest_sha256("", 0, want);
	is_mem(got, sizeof got, want, sizeof want, "begun and ended at once: the hash of nothing");
	digest_add(&r, "ab", 2);
	digest_end(&r, got);
	digest_sha256("ab", 2, want);
	is_mem(got, sizeof got, want, sizeof want, "an end is no end: more may be added");
	for (int i = 0; i < 100; i++)
		digest_add(&r, "c", 1);
	digest_end(&r, got);
	digest_end(&r, got);
	char all[103] = "ab";
	memset(all + 2, 'c', 100);
	digest_sha256(all, 102, want);
	is_mem(got, sizeof got, want, sizeof want, "over the end of a block, and ended twice");
	digest_begin(&r);
	digest_end(&r, got);
	digest_sha256("", 0, want);
	is_mem(got, sizeof got, want, sizeof want, "begun anew it forgets");
}

static void sha1(void)
{
	static const char hex[] = "a9993e364706816aba3e25717850c26c9cd0d89d";
	uint8_t got[SHA1_LEN], want[SHA1_LEN];

	text_unhex(hex, strlen(hex), want, sizeof(want));
	digest_sha1("abc", 3, got);
	is_mem(got, sizeof(got), want, sizeof(want), "SHA-1 of abc");
}

/* SHA-512/384 "abc": FIPS 180-2 C.1, D.1. */
static void by_name(void)
{
	static const struct {
		const char *name, *start;
		size_t len;
	} rows[DIGESTS] = {
		[DIGEST_SHA256] = { "SHA-256 by its name", "ba7816bf", SHA256_LEN },
		[DIGEST_SHA384] = { "SHA-384 by its name", "cb00753f", 48 },
		[DIGEST_SHA512] = { "SHA-512 by its name", "ddaf35a1", 64 },
		[DIGEST_SHA1] = { "SHA-1 by its name", "a9993e36", SHA1_LEN },
	};
	uint8_t got[DIGEST_MAX], want[4];

	for (unsigned i = 0; i < DIGESTS; i++) {
		text_unhex(rows[i].start, 8, want, sizeof want);
		is_int(digest_bytes((enum digest)i, "abc", 3, got), rows[i].len, rows[i].name);
		is_mem(got, sizeof want, want, sizeof want, "... of abc");
	}
}

/* The hash of the hashes of all lengths up to 299, each octet 7 more than the one before; by Python's hashlib. */
static void every_length(void)
{
	static const struct {
		const char *name, *start;
	} rows[DIGESTS] = {
		[DIGEST_SHA256] = { "SHA-256 of every length", "f65f14b090e80501" },
		[DIGEST_SHA384] = { "SHA-384 of every length", "cb5c261a5471690f" },
		[DIGEST_SHA512] = { "SHA-512 of every length", "8dbfff7fba0e8bdb" },
		[DIGEST_SHA1] = { "SHA-1 of every length", "d86f432ef2b3a77b" },
	};
	static uint8_t hashes[300 * DIGEST_MAX];
	uint8_t text[300], got[DIGEST_MAX], want[8];

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)(i * 7);
	for (unsigned d = 0; d < DIGESTS; d++) {
		size_t len = 0;

		for (size_t n = 0; n < sizeof text; n++)
			len += digest_bytes((enum digest)d, text, n, hashes + len);
		digest_bytes((enum digest)d, hashes, len, got);
		text_unhex(rows[d].start, 16, want, sizeof want);
		is_mem(got, sizeof want, want, sizeof want, rows[d].name);
	}
}

int main(void)
{
	by_name();
	every_length();
	is_sha256("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "SHA-256 of nothing");
	is_sha256("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of one block");
	is_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "SHA-256 of two blocks");
	million();
	pieces();
	bit_by_bit();
	sha1();
	return done_testing();
}
