/* SPDX-License-Identifier: MIT */
/* p12.c - PKCS#12 files: written and read, openssl's read, and every damaged one refused. */
#include "bearssl-glue/p12.h"

#include <time.h>

#include "bearssl-glue/digest.h"
#include "lib/text.h"
#include "lib/wipe.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/bearssl-glue/p12_files.h"
#include "tests/unit/tap.h"

static const uint8_t one[] = { 0x30, 3, 2, 1, 5 }, two[] = { 0x30, 3, 2, 1, 6 };
static const struct view chain[] = { { one, sizeof(one) }, { two, sizeof(two) } };
static uint8_t file[8192], copy[8192], work[8192];
static struct p12_found found;
static struct err e;
static struct rng r;
static struct key key;

static struct view of(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

static void seed(void)
{
	uint8_t s[RNG_SEED_LEN] = "a seed for tests";

	rng_init(&r, s);
}

static void take_key(const char *type)
{
	for (size_t i = 0; i < sizeof(good_keys) / sizeof(good_keys[0]); i++)
		if (strcmp(good_keys[i].type, type) == 0) {
			key_read(of(good_keys[i].text), work, sizeof(work), &key, NULL);
			key_complete(&key);
			return;
		}
}

static size_t write_file(enum p12_kind kind, const char *name)
{
	struct p12 what = { kind, &key, chain, 2, name };
	size_t len = 0;

	err_clear(&e);
	p12_write(&what, of("secret"), &r, file, sizeof(file), &len, &e);
	return len;
}

static enum p12_result read_file(const uint8_t *p, size_t len, const char *password)
{
	err_clear(&e);
	return p12_read(view_of(p, len), of(password), work, sizeof(work), &found, &e);
}

static bool same_numbers(const struct key *a, const struct key *b)
{
	return a->kind == b->kind && memcmp(a->d, b->d, sizeof(a->d)) == 0 && memcmp(&a->p, &b->p, sizeof(a->p)) == 0 &&
	       memcmp(&a->q, &b->q, sizeof(a->q)) == 0;
}

static void round_trip(enum p12_kind kind, const char *type, const char *name)
{
	struct p12 what = { kind, &key, chain, 2, "board" };
	size_t measured = 0, len, again = 1;

	take_key(type);
	len = write_file(kind, "board");
	is_int(p12_write(&what, view_of(NULL, 0), NULL, NULL, 0, &measured, NULL), 0, name);
	is_int((intmax_t)measured, (intmax_t)len, "measured is written");
	is_int(p12_write(&what, of("secret"), &r, copy, len, &again, NULL), 0, "it fits exactly");
	is_int(p12_write(&what, of("secret"), &r, copy, len - 1, &again, &e), -1, "not in one octet less");
	ok(again == 0 && wipe_same(copy, work + sizeof(work) - 64, 64), "… and nothing is left there");
	is_int(read_file(file, len, "secret"), P12_READ, "it is read");
	ok(same_numbers(&found.key, &key), "the key is the same");
	is_int(found.kind, kind, "the kind is known");
	ok(found.n_certificates == 2 && view_same(found.certificates[0], chain[0]) && view_same(found.certificates[1], chain[1]), "the chain, in order");
	is_mem(found.name.p, found.name.len, "\0b\0o\0a\0r\0d", 10, "the name");
	ok(key.kind == KEY_RSA || !memmem(work, len, key.d, key.bits / 8), "no octet of the key stays in the work buffer");
	is_int(read_file(file, len, "Secret"), P12_PASSWORD, "another password does not open it");
	is_str(e.text, "wrong password, or the file is damaged", "… which is said");
	ok(found.key.kind == KEY_NONE && work[0] == 0 && work[len - 1] == 0, "… and all is wiped");
}

static void names(void)
{
	static const char longest[] = "1234567890123456789012345678901234567890123456789012345678901234";
	struct p12 what = { P12_COMPAT, &key, chain, 2, NULL };
	size_t len = write_file(P12_COMPAT, NULL);

	ok(read_file(file, len, "secret") == P12_READ && found.name.len == 0, "without a name");
	len = write_file(P12_COMPAT, "K\xC3\xBC\xE2\x82\xAC");
	ok(read_file(file, len, "secret") == P12_READ && view_is(found.name, (const uint8_t *)"\0K\0\xFC\x20\xAC", 6), "a name of one, two and three octets a character");
	len = write_file(P12_COMPAT, longest);
	ok(read_file(file, len, "secret") == P12_READ && found.name.len == 128, "the longest name");
	what.name = "12345678901234567890123456789012345678901234567890123456789012345";
	is_int(p12_write(&what, of("secret"), &r, file, sizeof(file), &len, NULL), -1, "a longer one is refused");
	what.name = "\xF0\x9F\x94\x91";
	is_int(p12_write(&what, of("secret"), &r, file, sizeof(file), &len, NULL), -1, "one beyond U+FFFF, too");
	what.name = "\xC3";
	is_int(p12_write(&what, of("secret"), &r, file, sizeof(file), &len, NULL), -1, "and broken UTF-8");
}

static void refusals(void)
{
	struct p12 what = { P12_STANDARD, &key, chain, 2, NULL };
	struct key incomplete = key;
	size_t len;

	err_clear(&e);
	is_int(p12_write(&what, of("gr\xC3\xBC\xC3\x9F"), &r, file, sizeof(file), &len, &e), -1, "a password beyond ASCII is refused");
	is_str(e.text, "the password has characters beyond ASCII", "… clearly");
	is_int(p12_write(&what, of(""), &r, file, sizeof(file), &len, NULL), -1, "an empty one is not written");
	what.n_certificates = 0;
	is_int(p12_write(&what, of("secret"), &r, file, sizeof(file), &len, NULL), -1, "nor is a key without certificate");
	what.n_certificates = 2;
	incomplete.has_public = false;
	what.key = &incomplete;
	is_int(p12_write(&what, of("secret"), &r, file, sizeof(file), &len, NULL), -1, "nor is a key without its public half");
	key_wipe(&incomplete);
}

static void is_theirs(const char *name)
{
	uint8_t spki[SPKI_MAX], digest[SHA256_LEN], want[SHA256_LEN];

	key_complete(&found.key);
	digest_sha256(spki, key_spki(&found.key, spki), digest);
	text_unhex(P12_FILE_SPKI, strlen(P12_FILE_SPKI), want, sizeof(want));
	is_mem(digest, sizeof(digest), want, sizeof(want), name);
	digest_sha256(found.certificates[0].p, found.certificates[0].len, digest);
	text_unhex(P12_FILE_CERTIFICATE, strlen(P12_FILE_CERTIFICATE), want, sizeof(want));
	is_mem(digest, sizeof(digest), want, sizeof(want), "… and its certificate");
	ok(found.kind == P12_OTHER && found.n_certificates == 1 && found.name.len == 8, "… alone, with its name, not as we would");
}

/* The outer structure as NSS writes it: indefinite lengths, the content in pieces. The MAC covers the content alone. */
static size_t loosen(const uint8_t *der, size_t der_len, uint8_t *out)
{
	static const uint8_t head[] = { 0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1, 0xA0, 0x80, 0x24, 0x80 };
	struct view all = view_of(der, der_len), body, info, oid, content, octets;
	size_t len = sizeof(head), piece;
	uint32_t version;

	if (view_read(&all, DER_SEQUENCE, &body) || view_small(&body, 3, &version) || view_read(&body, DER_SEQUENCE, &info) ||
	    view_read(&info, DER_OID, &oid) || view_read(&info, DER_CONTEXT_CONSTRUCTED | 0, &content) || view_read(&content, DER_OCTET_STRING, &octets))
		return 0;
	memcpy(out, head, sizeof(head));
	for (; octets.len; octets = view_of(octets.p + piece, octets.len - piece)) {
		piece = octets.len < 100 ? octets.len : 100;
		out[len++] = 4;
		out[len++] = (uint8_t)piece;
		memcpy(out + len, octets.p, piece);
		len += piece;
	}
	memset(out + len, 0, 6);
	len += 6;
	memcpy(out + len, body.p, body.len);
	len += body.len;
	memset(out + len, 0, 2);
	return len + 2;
}

static void theirs(const char *hex, const char *name)
{
	size_t len = (size_t)text_unhex(hex, strlen(hex), file, sizeof(file)), loose = loosen(file, len, copy);
	static uint8_t tight[sizeof(file)];

	is_int(read_file(file, len, "secret"), P12_READ, name);
	is_theirs("openssl's key");
	is_int(read_file(copy, loose, "secret"), P12_READ, "the same in BER");
	is_theirs("its key");
	memcpy(tight, file, len);
	is_int(p12_read(view_of(tight, len), of("secret"), tight, len, &found, NULL), P12_READ, "the file's own buffer is enough");
	is_int(p12_read(view_of(file, len), of("secret"), work, len - 1, &found, NULL), P12_REFUSED, "a smaller one is not");
}

/* Every prefix in memory of just that size, where a sanitizer sees one octet more. */
static void cut(const char *hex, const char *name)
{
	size_t len = (size_t)text_unhex(hex, strlen(hex), file, sizeof(file)), refused = 0;

	for (size_t i = 0; i < len; i++)
		refused += read_file(memmove(copy + sizeof(copy) - i, file, i), i, "secret") == P12_DAMAGED;
	is_int((intmax_t)refused, (intmax_t)len, name);
}

/* A bit of the MAC's own description may change unseen (its NULL, say), none of what the MAC covers. */
static void flipped(const char *hex, const char *name)
{
	size_t len = (size_t)text_unhex(hex, strlen(hex), file, sizeof(file)), counts[4] = { 0 };
	bool altered = false;

	for (size_t i = 0; i < 8 * len; i++) {
		enum p12_result got;

		memcpy(copy, file, len);
		copy[i / 8] ^= (uint8_t)(1u << i % 8);
		got = read_file(copy, len, "secret");
		counts[-(int)got]++;
		altered |= got == P12_READ && (found.n_certificates != 1 || found.key.kind != KEY_P256);
		altered |= got != P12_READ && (e.kind == ERR_NONE || found.key.kind != KEY_NONE || found.n_certificates);
	}
	diag("of %zu bits: %zu read, %zu password, %zu damaged, %zu refused", 8 * len, counts[0], counts[1], counts[2], counts[3]);
	ok(!altered, name);
	ok(counts[0] <= 16, "all but a few that say nothing are noticed");
	ok(counts[2] > counts[1], "damage is mostly told apart from a wrong password");
}

/* Sampled in ours, which cost more; and again without the MAC's protection: it must still end well. */
static void flipped_ours(enum p12_kind kind, const char *name)
{
	size_t len = write_file(kind, "board"), wrong = 0;

	for (size_t i = 0; i < len; i += 11) {
		memcpy(copy, file, len);
		copy[i] ^= (uint8_t)(1u << i % 8);
		wrong += read_file(copy, len, "secret") == P12_READ && !same_numbers(&found.key, &key);
	}
	is_int((intmax_t)wrong, 0, name);
}

/* All that hangs on the MAC is open when there is none: the parser stands alone. */
static void without_mac(void)
{
	size_t len = (size_t)text_unhex(FILE_PBES2, strlen(FILE_PBES2), file, sizeof(file)), body, counts[4] = { 0 };

	/* version 3 and ContentInfo: the MAC is what follows, and the outer length is made to fit */
	body = 3 + 4 + ((size_t)file[9] << 8 | file[10]);
	file[2] = (uint8_t)(body >> 8);
	file[3] = (uint8_t)body;
	len = body + 4 < len ? body + 4 : len;
	is_int(read_file(file, len, "secret"), P12_READ, "a file without MAC is read");
	is_int(read_file(file, len, "sekret"), P12_PASSWORD, "… not by another password");
	for (size_t i = 0; i < 8 * len; i++) {
		memcpy(copy, file, len);
		copy[i / 8] ^= (uint8_t)(1u << i % 8);
		counts[-(int)read_file(copy, len, "secret")]++;
	}
	diag("of %zu bits: %zu read, %zu password, %zu damaged, %zu refused", 8 * len, counts[0], counts[1], counts[2], counts[3]);
	is_int((intmax_t)(counts[0] + counts[1] + counts[2] + counts[3]), (intmax_t)(8 * len), "each changed bit ends, inside its memory");
}

/* MacData ends with 02 02 and its iterations: four octets and a sign in place of two. */
static void endless(void)
{
	size_t len = write_file(P12_STANDARD, NULL), total;
	static const uint8_t most[] = { 2, 5, 0, 0xFF, 0xFF, 0xFF, 0xFF };
	clock_t start;

	memcpy(file + len - 4, most, sizeof(most));
	file[len - 74] = (uint8_t)(file[len - 74] + 3);
	total = ((size_t)file[2] << 8 | file[3]) + 3;
	file[2] = (uint8_t)(total >> 8);
	file[3] = (uint8_t)total;
	start = clock();
	is_int(read_file(file, len + 3, "secret"), P12_REFUSED, "4 294 967 295 iterations are refused");
	is_str(e.text, "4294967295 iterations would take too long", "… which is said");
	ok(clock() - start < CLOCKS_PER_SEC / 10, "… at once");
}

static void same(void)
{
	struct p12 what = { P12_COMPAT, &key, chain, 2, "board" }, other = what;
	const struct view swapped[] = { chain[1], chain[0] };
	struct key another;
	size_t len;

	take_key("p256");
	len = write_file(P12_COMPAT, "board");
	ok(p12_same(view_of(file, len), of("secret"), work, sizeof(work), &what), "what would be written is there already");
	ok(work[0] == 0 && work[len - 1] == 0, "… and the work buffer is wiped");
	ok(!p12_same(view_of(file, len), of("Secret"), work, sizeof(work), &what), "not under another password");
	ok(!p12_same(view_of(file, len - 1), of("secret"), work, sizeof(work), &what), "not when it is torn");
	other.kind = P12_STANDARD;
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not of the other kind");
	other = what;
	other.name = "boards";
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not with another name");
	other.name = NULL;
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not without one");
	other = what;
	other.n_certificates = 1;
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not with a shorter chain");
	other.n_certificates = 2;
	other.certificates = swapped;
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not in another order");
	other = what;
	key_generate(KEY_P256, 256, &r, NULL, &another, NULL);
	other.key = &another;
	ok(!p12_same(view_of(file, len), of("secret"), work, sizeof(work), &other), "not with another key");
	key_wipe(&another);
}

int main(void)
{
	seed();
	round_trip(P12_STANDARD, "p256", "standard, P-256");
	round_trip(P12_COMPAT, "p384", "compat, P-384");
	round_trip(P12_STANDARD, "rsa4096", "standard, RSA-4096");
	round_trip(P12_COMPAT, "rsa2048", "compat, RSA-2048");
	take_key("p256");
	names();
	refusals();
	theirs(FILE_PBES2, "openssl's PBES2");
	theirs(FILE_OLD, "openssl's 3DES and RC2");
	cut(FILE_PBES2, "every prefix is damaged");
	cut(FILE_OLD, "every prefix is damaged, old schemes");
	flipped(FILE_PBES2, "each changed bit, PBES2");
	flipped(FILE_OLD, "each changed bit, old schemes");
	flipped_ours(P12_STANDARD, "changed bits in ours, standard");
	flipped_ours(P12_COMPAT, "changed bits in ours, compat");
	without_mac();
	endless();
	same();
	return done_testing();
}
