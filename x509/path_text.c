/* SPDX-License-Identifier: MIT */
/* path_text.c - what is wrong with a certification path, for people. */
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/path.h"
#include "x509/time.h"

#define NAMES_SHOWN 2

/* Of signatures and keys that are refused, and their names in the same order. */
static const uint8_t *const ALGORITHMS[] = {
	OID_MD5_WITH_RSA, OID_SHA1_WITH_RSA, OID_ECDSA_SHA1, OID_RSA_PSS, OID_ED25519, OID_ED448, OID_DSA, OID_DSA_SHA1, OID_DSA_SHA256,
	OID_EC_PUBLIC_KEY,
};
#define NAMES TEXT("MD5\n" "SHA-1\n" "SHA-1\n" "RSA-PSS\n" "Ed25519\n" "Ed448\n" "DSA\n" "DSA\n" "DSA\n" "another curve\n")

static void add_algorithm(struct text *t, struct view oid)
{
	for (unsigned i = 0; i < sizeof ALGORITHMS / sizeof *ALGORITHMS; i++)
		if (oid_is(oid, ALGORITHMS[i])) {
			text_add_line(t, NAMES, i);
			return;
		}
	oid_add_text(t, oid);
}

/* The key is it, when it is of the kind that result is about; else the signature. */
static void add_weakness(struct text *t, const struct cert_view *c, enum path_result result)
{
	const struct spki *k = &c->key;

	if (k->kind == KEY_RSA && (result == PATH_WEAK ? k->bits < 2048 : k->bits > 4096)) {
		text_format(t, "RSA-%u", k->bits);
	} else if (k->kind == KEY_OTHER && result == PATH_ALGORITHM) {
		text_format(t, "a key of ");
		add_algorithm(t, k->algorithm);
	} else {
		text_format(t, "signed with ");
		add_algorithm(t, c->signature_oid);
	}
	if (result == PATH_ALGORITHM)
		text_format(t, ", which certbox does not check");
}

static void add_names(struct text *t, const struct cert_view *c)
{
	struct view at = c->sans;
	size_t n = cert_count_sans(c);
	struct san s;

	text_add_text(t, n ? TEXT("of ") : TEXT("without names"));
	for (size_t i = 0; i < NAMES_SHOWN && cert_next_san(&at, &s); i++) {
		text_add(t, i ? ", " : "");
		san_add_text(t, &s);
	}
	if (n > NAMES_SHOWN)
		text_format(t, " +%z", n - NAMES_SHOWN);
}

/* In path_result's order; those that end in a blank go on. */
#define WORDS TEXT("good\n" "unknown issuer \n" "self-signed\n" "too long a chain\n" "malformed\n" "not a CA\n" \
	"a CA that may not sign certificates\n" "its path length is exceeded\n" "a critical extension that is not known\n" "\n" "\n" \
	"not signed with the key of \n" "not meant for \n" "outside its issuer's name constraints\n" \
	"not yet valid, from \n" "expired \n" "\n")

void path_add_text(struct text *t, const struct path_rules *r, const struct path *p)
{
	bool leaf = view_same(p->at, p->cert[0]);
	enum path_result result = p->result;
	struct cert_view c;

	if (result == PATH_SELF_SIGNED && !leaf)
		result = PATH_UNKNOWN;
	if (cert_read(p->at, &c, NULL))
		result = PATH_MALFORMED;
	else if (!leaf && result != PATH_UNKNOWN) {
		name_add_text(t, c.subject);
		text_add(t, ": ");
	}
	text_add_line(t, WORDS, result);
	switch (result) {
	case PATH_UNKNOWN:
	case PATH_SIGNATURE:
		name_add_text(t, c.issuer);
		break;
	case PATH_ALGORITHM:
	case PATH_WEAK:
		add_weakness(t, &c, result);
		break;
	case PATH_PURPOSE:
		text_add(t, r->purpose & EKU_SERVER ? "servers" : "clients");
		break;
	case PATH_EARLY:
	case PATH_EXPIRED:
		time_add_date(t, result == PATH_EARLY ? c.not_before : c.not_after);
		break;
	case PATH_NAME:
		add_names(t, &c);
		text_format(t, ", not of ");
		san_add_text(t, r->name);
		break;
	default:
		break;
	}
}
