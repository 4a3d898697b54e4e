/* SPDX-License-Identifier: MIT */
/* sig_hash.c - the hash inside a signature algorithm (FIPS 180-4 examples). */
#include "bearssl-glue/sig_hash.h"

#include "lib/text.h"
#include "tests/unit/tap.h"

static const struct {
	const char *name;
	enum sig_algorithm ecdsa, rsa;
	const unsigned char *oid;
	const char *abc;
} cases[] = {
	{ "SHA-256", SIG_ECDSA_SHA256, SIG_RSA_SHA256, BR_HASH_OID_SHA256,
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "SHA-384", SIG_ECDSA_SHA384, SIG_RSA_SHA384, BR_HASH_OID_SHA384,
	  "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
	  "8086072ba1e7cc2358baeca134c825a7" },
	{ "SHA-512", SIG_ECDSA_SHA512, SIG_RSA_SHA512, BR_HASH_OID_SHA512,
	  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
	  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
};

static void hashes(size_t i, bool rsa)
{
	uint8_t want[SIG_HASH_MAX];
	int len = text_unhex(cases[i].abc, strlen(cases[i].abc), want, sizeof(want));
	struct sig_hash h;

	diag("%s for %s", cases[i].name, rsa ? "RSA" : "ECDSA");
	is_int(sig_hash(rsa ? cases[i].rsa : cases[i].ecdsa, view_of((const uint8_t *)"abc", 3), &h), 0, "it is known");
	is_mem(h.value, h.len, want, (size_t)len, "it hashes abc as FIPS 180-4 says");
	ok(h.rsa == rsa, "it is of that family");
	is_mem(h.rsa_oid, 1 + (size_t)h.rsa_oid[0], cases[i].oid, 1 + (size_t)cases[i].oid[0], "it goes by the identifier BearSSL knows");
}

int main(void)
{
	struct sig_hash h;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		hashes(i, false);
		hashes(i, true);
	}
	is_int(sig_hash(SIG_RSA_SHA1, view_of(NULL, 0), &h), -1, "SHA-1 is not used for signatures");
	is_int(sig_hash(SIG_OTHER, view_of(NULL, 0), &h), -1, "an unknown algorithm is not used");
	is_int(sig_hash(SIG_RSA_SHA256, view_of(NULL, 0), &h), 0, "nothing can be signed");
	return done_testing();
}
