/* SPDX-License-Identifier: MIT */
/* oid.c - tests of object identifiers: the dotted form made from the bytes is the standard's. */
#include "tests/unit/x509/golden.h"
#include "x509/oid.h"

static const struct {
	const uint8_t *oid;
	const char *dotted;
} KNOWN[] = {
	{ OID_RSA_ENCRYPTION, "1.2.840.113549.1.1.1" },
	{ OID_RSA_PSS, "1.2.840.113549.1.1.10" },
	{ OID_SHA256_WITH_RSA, "1.2.840.113549.1.1.11" },
	{ OID_SHA384_WITH_RSA, "1.2.840.113549.1.1.12" },
	{ OID_SHA512_WITH_RSA, "1.2.840.113549.1.1.13" },
	{ OID_SHA1_WITH_RSA, "1.2.840.113549.1.1.5" },
	{ OID_EC_PUBLIC_KEY, "1.2.840.10045.2.1" },
	{ OID_ECDSA_SHA256, "1.2.840.10045.4.3.2" },
	{ OID_ECDSA_SHA384, "1.2.840.10045.4.3.3" },
	{ OID_ECDSA_SHA512, "1.2.840.10045.4.3.4" },
	{ OID_P224, "1.3.132.0.33" },
	{ OID_P256, "1.2.840.10045.3.1.7" },
	{ OID_P384, "1.3.132.0.34" },
	{ OID_P521, "1.3.132.0.35" },
	{ OID_ED25519, "1.3.101.112" },
	{ OID_ED448, "1.3.101.113" },
	{ OID_COMMON_NAME, "2.5.4.3" },
	{ OID_COUNTRY, "2.5.4.6" },
	{ OID_LOCALITY, "2.5.4.7" },
	{ OID_STATE, "2.5.4.8" },
	{ OID_STREET, "2.5.4.9" },
	{ OID_ORGANIZATION, "2.5.4.10" },
	{ OID_ORGANIZATIONAL_UNIT, "2.5.4.11" },
	{ OID_SERIAL_NUMBER, "2.5.4.5" },
	{ OID_TITLE, "2.5.4.12" },
	{ OID_GIVEN_NAME, "2.5.4.42" },
	{ OID_SURNAME, "2.5.4.4" },
	{ OID_UID, "0.9.2342.19200300.100.1.1" },
	{ OID_DOMAIN_COMPONENT, "0.9.2342.19200300.100.1.25" },
	{ OID_EMAIL_ADDRESS, "1.2.840.113549.1.9.1" },
	{ OID_SUBJECT_KEY_ID, "2.5.29.14" },
	{ OID_KEY_USAGE, "2.5.29.15" },
	{ OID_SUBJECT_ALT_NAME, "2.5.29.17" },
	{ OID_BASIC_CONSTRAINTS, "2.5.29.19" },
	{ OID_NAME_CONSTRAINTS, "2.5.29.30" },
	{ OID_AUTHORITY_KEY_ID, "2.5.29.35" },
	{ OID_EXT_KEY_USAGE, "2.5.29.37" },
	{ OID_SERVER_AUTH, "1.3.6.1.5.5.7.3.1" },
	{ OID_CLIENT_AUTH, "1.3.6.1.5.5.7.3.2" },
	{ OID_ANY_EKU, "2.5.29.37.0" },
};

static const struct {
	const char *name;
	const char *content;
	const char *dotted;
} ODD[] = {
	{ "the first octet 00 is 0.0", "00", "0.0" },
	{ "39 is 0.39 and 40 is 1.0", "27", "0.39" },
	{ "40 is 1.0", "28", "1.0" },
	{ "79 is 1.39", "4F", "1.39" },
	{ "80 is 2.0", "50", "2.0" },
	{ "2.999 takes two octets (X.690 8.19.5)", "88 37", "2.999" },
	{ "2.999.3 is the standard's own example", "88 37 03", "2.999.3" },
	{ "an arc of 2^32 is shown", "2A 90 80 80 80 00", "1.2.4294967296" },
	{ "an arc of 63 bits is shown", "2A FF FF FF FF FF FF FF FF 7F", "1.2.9223372036854775807" },
	{ "an arc of 64 bits is a ?", "2A 81 80 80 80 80 80 80 80 80 00", "1.2.?" },
	{ "a UUID's arc (2.25, 128 bits) is a ?", "69 83 F8 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 01", "2.25.?" },
	{ "no octets are a ?", "", "?" },
	{ "an arc that does not end is a ?", "2A 86", "?" },
};

int main(void)
{
	char buf[80];
	struct text t;

	for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
		struct view v = view_of(KNOWN[i].oid + 1, KNOWN[i].oid[0]);

		text_init(&t, buf, sizeof buf);
		oid_add_text(&t, v);
		is_str(buf, KNOWN[i].dotted, join("the bytes say ", KNOWN[i].dotted));
		ok(oid_is(v, KNOWN[i].oid), join("the content is that OID: ", KNOWN[i].dotted));
		v.len--;
		ok(!oid_is(v, KNOWN[i].oid), join("without its last octet it is not: ", KNOWN[i].dotted));
	}
	for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
		struct bytes b = hex(ODD[i].content);

		text_init(&t, buf, sizeof buf);
		oid_add_text(&t, view(&b));
		is_str(buf, ODD[i].dotted, ODD[i].name);
	}
	return done_testing();
}
