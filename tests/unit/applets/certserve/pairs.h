/* SPDX-License-Identifier: MIT */
/* pairs.h - keys, certificates and files of them, for tests of what is loaded. One program includes it once. */
#ifndef TESTS_UNIT_APPLETS_CERTSERVE_PAIRS_H
#define TESTS_UNIT_APPLETS_CERTSERVE_PAIRS_H

#include <string.h>

#include "bearssl-glue/sign.h"
#include "x509/cert.h"
#include "x509/name.h"
#include "x509/pem.h"

#define PAIRS_USED __attribute__((unused))

/* A name, its key, and certificates that others have signed for it. */
struct someone {
	struct key key;
	uint8_t name[NAME_MAX_DER], spki[SPKI_MAX];
	size_t name_len, spki_len;
};

struct text_file {
	char text[16384];
	size_t len;
};

PAIRS_USED static void be(struct someone *s, const char *cn, uint8_t seed_byte)
{
	uint8_t seed[RNG_SEED_LEN];
	struct rng r;

	memset(seed, seed_byte, sizeof seed);
	rng_init(&r, seed);
	key_generate(KEY_P256, 256, &r, NULL, &s->key, NULL);
	s->name_len = (size_t)name_common(cn, s->name);
	s->spki_len = key_spki(&s->key, s->spki);
}

PAIRS_USED static size_t certify(const struct someone *who, const struct someone *by, bool is_ca, uint8_t out[static 1024])
{
	struct cert c = { .serial = view_of((const uint8_t *)"\x05", 1), .signature = SIG_ECDSA_SHA256, .issuer = view_of(by->name, by->name_len),
		.subject = view_of(who->name, who->name_len), .not_before = 1700000000, .not_after = 1800000000,
		.spki = view_of(who->spki, who->spki_len), .ca = is_ca };
	uint8_t room[1024], signature[SIGNATURE_MAX];
	struct der tbs, whole;
	size_t len;

	der_init(&tbs, room, sizeof room);
	cert_tbs(&tbs, &c);
	sign_bytes(&by->key, view_of(der_bytes(&tbs), tbs.len), signature, &len);
	der_init(&whole, out, 1024);
	cert_wrap(&whole, view_of(der_bytes(&tbs), tbs.len), c.signature, signature, len);
	return der_finish(&whole);
}

PAIRS_USED static void add_cert(struct text_file *f, const struct someone *who, const struct someone *by, bool is_ca)
{
	uint8_t der[1024];
	size_t len = certify(who, by, is_ca, der);

	f->len += pem_encode("CERTIFICATE", der, len, f->text + f->len);
}

#endif
