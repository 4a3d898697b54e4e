/* SPDX-License-Identifier: MIT */
/* sign.c - signatures against RFC 6979 and openssl. */
#include "bearssl-glue/sign.h"

#include "bearssl-glue/digest.h"
#include "bearssl-glue/verify.h"
#include "lib/text.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "tests/unit/bearssl-glue/signatures.h"
#include "tests/unit/tap.h"

static struct key key;

static struct view text_view(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

/* RFC 6979 A.2.5 and A.2.6: d, message "sample" or "test", r and s. */
static const struct {
	const char *name;
	enum key_kind kind;
	const char *d, *message, *r, *s;
} rfc6979[] = {
	{ "P-256, SHA-256, sample", KEY_P256, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", "sample",
	  "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
	  "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8" },
	{ "P-256, SHA-256, test", KEY_P256, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", "test",
	  "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
	  "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083" },
	{ "P-384, SHA-384, sample", KEY_P384,
	  "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5", "sample",
	  "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
	  "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8" },
	{ "P-384, SHA-384, test", KEY_P384,
	  "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5", "test",
	  "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB0542A7F0812998DA8F1DD3CA3CF023DB",
	  "DDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E06A739F040649A667BF3B828246BAA5A5" },
};

static void deterministic(size_t i)
{
	uint8_t number[48], room[SIGNATURE_MAX], got[SIGNATURE_MAX];
	struct der d;
	size_t len;
	int n;

	key_wipe(&key);
	key.kind = rfc6979[i].kind;
	text_unhex(rfc6979[i].d, strlen(rfc6979[i].d), key.d, sizeof(key.d));
	der_init(&d, room, sizeof(room));
	n = text_unhex(rfc6979[i].s, strlen(rfc6979[i].s), number, sizeof(number));
	der_integer(&d, number, (size_t)n);
	n = text_unhex(rfc6979[i].r, strlen(rfc6979[i].r), number, sizeof(number));
	der_integer(&d, number, (size_t)n);
	der_wrap(&d, DER_SEQUENCE, 0);
	is_int(sign_bytes(&key, text_view(rfc6979[i].message), got, &len), 0, rfc6979[i].name);
	is_mem(got, len, der_bytes(&d), d.len, "as RFC 6979 says");
}

/* With every hash, when the hash is known. */
static void by_digest(const struct spki *public)
{
	static const enum digest by[] = { DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512 };
	int first = key.kind == KEY_RSA ? SIG_RSA_SHA256 : SIG_ECDSA_SHA256, other = key.kind == KEY_RSA ? SIG_ECDSA_SHA256 : SIG_RSA_SHA256;
	uint8_t hash[DIGEST_MAX], signature[SIGNATURE_MAX], whole[SIGNATURE_MAX];
	size_t len, whole_len;

	for (int i = 0; i < 3; i++) {
		struct view digest = view_of(hash, digest_bytes(by[i], MESSAGE, strlen(MESSAGE), hash));

		is_int(sign_digest(&key, (enum sig_algorithm)(first + i), digest, signature, &len), 0, "it signs a hash");
		ok(verify_bytes(public, (enum sig_algorithm)(first + i), text_view(MESSAGE), view_of(signature, len)), "to the same end");
		sign_bytes(&key, text_view(MESSAGE), whole, &whole_len);
		if ((int)sig_for(key.kind) == first + i)
			is_mem(signature, len, whole, whole_len, "as if it had hashed itself");
		digest.len--;
		is_int(sign_digest(&key, (enum sig_algorithm)(first + i), digest, signature, &len), -1, "not one of another length");
	}
	is_int(sign_digest(&key, (enum sig_algorithm)other, view_of(hash, 32), signature, &len), -1, "nor for another type of key");
	is_int(sign_digest(&key, SIG_RSA_SHA1, view_of(hash, 20), signature, &len), -1, "nor SHA-1");
	is_int(len, 0, "to no length");
}

/* Every key signs, and its own public half agrees. */
static void agrees(size_t i)
{
	static uint8_t work[8192], spki[SPKI_MAX];
	uint8_t signature[SIGNATURE_MAX];
	struct spki public;
	size_t len;

	if (!is_int(key_read(text_view(good_keys[i].text), work, sizeof(work), &key, NULL), KEY_READ, good_keys[i].name))
		return;
	is_int(sign_bytes(&key, text_view(MESSAGE), signature, &len), 0, "it signs");
	is_int(key_complete(&key), 0, "it has a public half");
	is_int(spki_read(view_of(spki, key_spki(&key, spki)), &public), 0, "which can be read");
	ok(verify_bytes(&public, sig_for(key.kind), text_view(MESSAGE), view_of(signature, len)), "which agrees");
	ok(!verify_bytes(&public, sig_for(key.kind), text_view("other"), view_of(signature, len)), "but not to another message");
	by_digest(&public);
}

static int read_rsa_2048(void)
{
	static uint8_t work[8192];

	for (size_t i = 0; i < sizeof(good_keys) / sizeof(good_keys[0]); i++)
		if (strcmp(good_keys[i].type, "rsa2048") == 0)
			return key_read(text_view(good_keys[i].text), work, sizeof(work), &key, NULL);
	return -1;
}

static void like_openssl(void)
{
	uint8_t got[SIGNATURE_MAX], want[SIGNATURE_MAX];
	size_t len;
	int n;

	read_rsa_2048();
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		if (strcmp(signatures[i].name, "RSA 2048 with SHA-256") != 0)
			continue;
		n = text_unhex(signatures[i].signature, strlen(signatures[i].signature), want, sizeof(want));
		is_int(sign_bytes(&key, text_view(MESSAGE), got, &len), 0, "an RSA key of openssl's signs");
		is_mem(got, len, want, (size_t)n, "to the same octets as openssl");
	}
}

static void faults(void)
{
	struct rsa_number *numbers[] = { &key.qinv, &key.dp, &key.dq, &key.p, &key.q };
	static const char *names[] = { "qinv", "dp", "dq", "p", "q" };
	uint8_t out[SIGNATURE_MAX], zero[SIGNATURE_MAX] = { 0 };
	size_t len;

	for (size_t i = 0; i < 5; i++) {
		read_rsa_2048();
		numbers[i]->v[numbers[i]->len / 2] ^= 0x10;
		memset(out, 0, sizeof(out));
		diag("a wrong bit in %s", names[i]);
		is_int(sign_bytes(&key, text_view(MESSAGE), out, &len), -1, "a fault in the private half gives no signature");
		is_int(len, 0, "of no length");
		is_mem(out, sizeof(out), zero, sizeof(zero), "and nothing of it leaves");
	}
	read_rsa_2048();
	key.qinv.len = 0;
	is_int(sign_bytes(&key, text_view(MESSAGE), out, &len), -1, "nor does a missing qinv");
	key_wipe(&key);
	is_int(sign_bytes(&key, text_view(MESSAGE), out, &len), -1, "no key signs nothing");
	key.kind = KEY_P521;
	is_int(sign_bytes(&key, text_view(MESSAGE), out, &len), -1, "P-521 does not sign");
	key.kind = KEY_P256;
	is_int(sign_bytes(&key, text_view(MESSAGE), out, &len), -1, "a scalar of zero does not sign");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rfc6979) / sizeof(rfc6979[0]); i++)
		deterministic(i);
	for (size_t i = 0; i < sizeof(good_keys) / sizeof(good_keys[0]); i++)
		agrees(i);
	like_openssl();
	faults();
	return done_testing();
}
