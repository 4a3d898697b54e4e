/* SPDX-License-Identifier: MIT */
/* sample.h - three certificates by hand: a leaf, a CA, and one of an empty subject. */
#ifndef TESTS_UNIT_X509_SAMPLE_H
#define TESTS_UNIT_X509_SAMPLE_H

#include "tests/unit/x509/golden.h"
#include "x509/cert.h"
#include "x509/name.h"

/* A P-256 key that openssl made. */
static const char SAMPLE_SPKI[] =
	"3059301306072A8648CE3D020106082A8648CE3D03010703420004B1D01AD86BC985170E2D864A46E1098DEFC7FED045BEC6ED4EF5DFE643"
	"75BF1C5F33B3259CCBD3E762FB6DE340AC25E5A3C4A5F11D9CF47097D1194227166C94";

/* Not a signature, but the shape of one. */
static const uint8_t SAMPLE_SIGNATURE[8] = { 0x30, 6, 2, 1, 1, 2, 1, 1 };

struct sample {
	struct cert cert;
	struct bytes spki;
	uint8_t ca_name[NAME_MAX_DER], name[NAME_MAX_DER], serial[17], key_id[CERT_KEY_ID_LEN], authority[CERT_KEY_ID_LEN];
	struct san sans[6], trees[4];
};

static void sample_names(struct sample *s)
{
	static const char *const names[] = {
		"board.local", "*.board.local", "192.168.7.20", "fe80::1", "jo@board.local", "https://board.local/"
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (san_parse(names[i], &s->sans[i], NULL))
			abort();
	if (san_parse("local", &s->trees[0], NULL) || san_parse("home.arpa", &s->trees[1], NULL) ||
	    san_subtree("10.0.0.0/8", &s->trees[2]) || san_subtree("fc00::/7", &s->trees[3]))
		abort();
}

/* A leaf with everything: 2026-11-22 to 2027-12-24. */
static void sample_leaf(struct sample *s)
{
	int ca = name_parse("/O=Boards/CN=board CA 3f9a1c02d4e5b6a7", s->ca_name, NULL);
	int subject = name_parse("/CN=board.local", s->name, NULL);

	if (ca < 0 || subject < 0)
		abort();
	s->spki = hex(SAMPLE_SPKI);
	sample_names(s);
	for (size_t i = 0; i < sizeof s->serial; i++)
		s->serial[i] = (uint8_t)(0x80 + i);
	memset(s->key_id, 0x11, sizeof s->key_id);
	memset(s->authority, 0x22, sizeof s->authority);
	s->cert = (struct cert){
		.serial = view_of(s->serial, sizeof s->serial), .signature = SIG_ECDSA_SHA256,
		.issuer = view_of(s->ca_name, (size_t)ca), .subject = view_of(s->name, (size_t)subject),
		.not_before = 1795305600, .not_after = 1829606400, .spki = view(&s->spki),
		.key_usage = KU_DIGITAL_SIGNATURE, .eku = EKU_SERVER | EKU_CLIENT,
		.key_id = view_of(s->key_id, sizeof s->key_id), .authority_key_id = view_of(s->authority, sizeof s->authority),
		.sans = s->sans, .n_sans = 6,
	};
}

/* A CA with name constraints, until 2050. */
static void sample_ca(struct sample *s)
{
	sample_leaf(s);
	s->cert.subject = s->cert.issuer;
	s->cert.ca = true;
	s->cert.key_usage = KU_KEY_CERT_SIGN | KU_CRL_SIGN;
	s->cert.eku = 0;
	s->cert.n_sans = 0;
	s->cert.authority_key_id.len = 0;
	s->cert.permitted = s->trees;
	s->cert.n_permitted = 4;
	s->cert.not_after = 2529000000;
}

/* Serial 0, an empty subject, any purpose, an RSA signature, nothing else. */
TAP_USED static void sample_bare(struct sample *s)
{
	sample_leaf(s);
	s->cert.subject = view_of((const uint8_t *)"\x30\x00", 2);
	s->cert.n_sans = 1;
	s->cert.eku = EKU_ANY;
	s->cert.key_usage = 0;
	s->cert.key_id.len = s->cert.authority_key_id.len = s->cert.serial.len = 0;
	s->cert.signature = SIG_RSA_SHA256;
}

static void sample_tbs(struct der *d, const void *arg)
{
	cert_tbs(d, &((const struct sample *)arg)->cert);
}

/* The whole certificate. */
static void sample_write(struct der *d, const void *arg)
{
	const struct sample *s = arg;
	struct bytes tbs;

	if (!write_in(sample_tbs, s, sizeof tbs.b, &tbs))
		abort();
	cert_wrap(d, view(&tbs), s->cert.signature, SAMPLE_SIGNATURE, sizeof SAMPLE_SIGNATURE);
}

#endif
