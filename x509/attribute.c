/* SPDX-License-Identifier: MIT */
/* attribute.c - the types of attributes that names have here, as a table. */
#include "lib/text.h"
#include "x509/attribute.h"
#include "x509/oid.h"

/* Of two words for one OID the first is the one that text is made with. */
static const struct attribute ATTRIBUTES[] = {
	{ OID_COMMON_NAME, "CN", DER_UTF8_STRING, ATTRIBUTE_COMMON_MAX },
	{ OID_COUNTRY, "C", DER_PRINTABLE_STRING, 2 },
	{ OID_LOCALITY, "L", DER_UTF8_STRING, 128 },
	{ OID_STATE, "ST", DER_UTF8_STRING, 128 },
	{ OID_STREET, "STREET", DER_UTF8_STRING, 128 },
	{ OID_ORGANIZATION, "O", DER_UTF8_STRING, 64 },
	{ OID_ORGANIZATIONAL_UNIT, "OU", DER_UTF8_STRING, 64 },
	{ OID_SERIAL_NUMBER, "serialNumber", DER_PRINTABLE_STRING, 64 },
	{ OID_TITLE, "title", DER_UTF8_STRING, 64 },
	{ OID_GIVEN_NAME, "GN", DER_UTF8_STRING, 128 },
	{ OID_GIVEN_NAME, "givenName", DER_UTF8_STRING, 128 },
	{ OID_SURNAME, "SN", DER_UTF8_STRING, 128 },
	{ OID_SURNAME, "surname", DER_UTF8_STRING, 128 },
	{ OID_UID, "UID", DER_UTF8_STRING, 128 },
	{ OID_DOMAIN_COMPONENT, "DC", DER_IA5_STRING, 63 },
	{ OID_EMAIL_ADDRESS, "emailAddress", DER_IA5_STRING, 255 },
};
#define END_OF_ATTRIBUTES (ATTRIBUTES + sizeof ATTRIBUTES / sizeof *ATTRIBUTES)

const struct attribute *attribute_by_word(const char *word)
{
	for (const struct attribute *a = ATTRIBUTES; a < END_OF_ATTRIBUTES; a++)
		if (text_same_case(word, a->word))
			return a;
	return NULL;
}

const struct attribute *attribute_by_oid(struct view oid)
{
	for (const struct attribute *a = ATTRIBUTES; a < END_OF_ATTRIBUTES; a++)
		if (oid_is(oid, a->oid))
			return a;
	return NULL;
}

static bool hidden(const uint8_t *p, size_t n)
{
	if (n == 2)
		return p[0] == 0xC2 && p[1] < 0xA0;
	if (n != 3 || p[0] != 0xE2)
		return false;
	if (p[1] == 0x80)
		return (p[2] >= 0x8B && p[2] <= 0x8F) || (p[2] >= 0xA8 && p[2] <= 0xAE);
	return p[1] == 0x81 && p[2] >= 0xA0 && p[2] <= 0xAF;
}

size_t attribute_character(const uint8_t *p, size_t len)
{
	for (size_t n = 1; n <= 4 && n <= len; n++)
		if (text_is_clean_utf8((const char *)p, n))
			return hidden(p, n) ? 0 : n;
	return 0;
}
