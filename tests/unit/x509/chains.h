/* SPDX-License-Identifier: MIT */
/*
 * chains.h - certificates from words, for tests of paths: "leaf by A san=a.example; A by R ca; R ca".
 *
 * The first word is the subject's CN and its key: "A" and "A/2" have one name and two keys. Then, in any order:
 *   by A/2             issued by that name and key; without it by itself
 *   ca len=N           BasicConstraints; KeyUsage is then keyCertSign, else digitalSignature
 *   noku nobasic noid  without KeyUsage; with ca: without BasicConstraints; without key identifiers
 *   ku=N               KeyUsage's octet
 *   eku=HEX            its OIDs; server, client and any for the three that are known
 *   san=a,b            names as san_parse takes them; after a '!' a DNS name as it stands, '^' for NUL; HEX of a whole GeneralName after a '#'
 *   permit=a,b exclude=a   subtrees: d (DNS), e, u with their text, i10.0.0.0/8, n/CN=x, or HEX of a GeneralName after a '#'
 *   critical           these constraints are
 *   from=N to=N        dates, in days from NOW
 *   dn=/C=x idn=/C=x   subject and issuer as name_parse takes them, "_" for a blank; #HEX for a whole Name
 *   sig=HEX key=HEX    content of the signature's AlgorithmIdentifier; whole SubjectPublicKeyInfo
 *   rsa=N              a key of so many bits, not P-256
 *   ext=HEX            a whole Extension more
 *   forged             another signature
 */
#ifndef TESTS_UNIT_X509_CHAINS_H
#define TESTS_UNIT_X509_CHAINS_H

#include "tests/unit/x509/golden.h"
#include "x509/cert.h"
#include "x509/name.h"
#include "x509/oid.h"
#include "x509/path.h"
#include "x509/time.h"

#define NOW 1800000000 /* 2027-01-15 */

static const char *chain_word;

/* The value of WORD=value, or NULL. */
static const char *value_of(const char *name)
{
	size_t n = strlen(name);

	return strncmp(chain_word, name, n) == 0 && chain_word[n] == '=' ? chain_word + n + 1 : NULL;
}

static struct bytes name_from(const char *s)
{
	struct bytes b = { 0 };
	char text[512] = { 0 };
	int n;

	if (*s == '#')
		return hex(s + 1);
	snprintf(text, sizeof text, "%s", s);
	for (char *p = text; *p; p++)
		*p = *p == '_' ? ' ' : *p;
	n = name_parse(text, b.b, NULL);
	if (n < 0)
		abort();
	b.len = (size_t)n;
	return b;
}

static struct bytes name_of_key(const char *key)
{
	char text[128];

	snprintf(text, sizeof text, "/CN=%.*s", (int)strcspn(key, "/"), key);
	return name_from(text);
}

static void add_subtree(struct der *d, const char *s)
{
	size_t mark = d->len;
	struct san san = { .kind = *s == 'd' ? SAN_DNS : *s == 'e' ? SAN_EMAIL : SAN_URI };
	struct bytes b;

	if (*s == '#' || *s == 'n') {
		b = *s == '#' ? hex(s + 1) : name_from(s + 1);
		der_raw(d, b.b, b.len);
		if (*s == 'n')
			der_wrap(d, DER_CONTEXT_CONSTRUCTED | 4, mark);
	} else if (*s == 'i') {
		if (san_subtree(s + 1, &san))
			abort();
		san_write(d, &san);
	} else {
		der_value(d, (uint8_t)(DER_CONTEXT | san.kind), (const uint8_t *)s + 1, strlen(s + 1));
	}
	der_wrap(d, DER_SEQUENCE, mark);
}

static void add_san(struct der *d, const char *s)
{
	struct bytes b;
	struct san san;

	if (*s == '#') {
		b = hex(s + 1);
		der_raw(d, b.b, b.len);
	} else if (*s == '!') {
		san = (struct san){ .kind = SAN_DNS, .len = (uint8_t)strlen(s + 1) };
		for (size_t i = 0; i < san.len; i++)
			san.value[i] = (uint8_t)(s[i + 1] == '^' ? 0 : s[i + 1]);
		san_write(d, &san);
	} else if (san_parse(s, &san, NULL) == 0) {
		san_write(d, &san);
	} else {
		abort();
	}
}

static void add_purpose(struct der *d, const char *s)
{
	static const char *const names[] = { "server", "client", "any" };
	struct bytes b;

	for (size_t i = 0; i < CERT_PURPOSES; i++)
		if (strcmp(s, names[i]) == 0) {
			der_oid(d, CERT_PURPOSE_OIDS[i]);
			return;
		}
	b = hex(s);
	der_value(d, DER_OID, b.b, b.len);
}

/* Last first, because der.h writes so. */
static void each(struct der *d, const char *list, void (*add)(struct der *d, const char *s))
{
	char copy[2048], *comma;

	snprintf(copy, sizeof copy, "%s", list);
	while ((comma = strrchr(copy, ','))) {
		add(d, comma + 1);
		*comma = '\0';
	}
	add(d, copy);
}

static void extension(struct der *d, const uint8_t *oid, bool critical, size_t mark)
{
	der_wrap(d, DER_OCTET_STRING, mark);
	if (critical)
		der_true(d);
	der_oid(d, oid);
	der_wrap(d, DER_SEQUENCE, mark);
}

/* What the words of one certificate say. */
struct wanted {
	struct bytes subject, issuer, spki, algorithm, more;
	const char *key, *by, *eku, *san, *permit, *exclude;
	bool ca, nobasic, noku, noid, critical, forged;
	int len, ku, rsa;
	long from, to;
};

static void add_extensions(struct der *d, const struct wanted *w)
{
	size_t list = d->len, mark;

	der_raw(d, w->more.b, w->more.len);
	mark = d->len;
	if (w->exclude) {
		each(d, w->exclude, add_subtree);
		der_wrap(d, DER_CONTEXT_CONSTRUCTED | 1, mark);
	}
	if (w->permit) {
		size_t inner = d->len;

		each(d, w->permit, add_subtree);
		der_wrap(d, DER_CONTEXT_CONSTRUCTED, inner);
	}
	if (d->len > mark) {
		der_wrap(d, DER_SEQUENCE, mark);
		extension(d, OID_NAME_CONSTRAINTS, w->critical, mark);
	}
	mark = d->len;
	if (w->san) {
		each(d, w->san, add_san);
		der_wrap(d, DER_SEQUENCE, mark);
		extension(d, OID_SUBJECT_ALT_NAME, false, mark);
	}
	mark = d->len;
	if (w->eku) {
		each(d, w->eku, add_purpose);
		der_wrap(d, DER_SEQUENCE, mark);
		extension(d, OID_EXT_KEY_USAGE, false, mark);
	}
	mark = d->len;
	if (!w->noku) {
		der_named_bits(d, (uint16_t)w->ku);
		extension(d, OID_KEY_USAGE, true, mark);
	}
	mark = d->len;
	if (w->ca && !w->nobasic) {
		if (w->len >= 0)
			der_small(d, (uint32_t)w->len);
		der_true(d);
		der_wrap(d, DER_SEQUENCE, mark);
		extension(d, OID_BASIC_CONSTRAINTS, true, mark);
	}
	mark = d->len;
	if (!w->noid) {
		der_value(d, DER_CONTEXT, (const uint8_t *)w->by, strlen(w->by));
		der_wrap(d, DER_SEQUENCE, mark);
		extension(d, OID_AUTHORITY_KEY_ID, false, mark);
		mark = d->len;
		der_value(d, DER_OCTET_STRING, (const uint8_t *)w->key, strlen(w->key));
		extension(d, OID_SUBJECT_KEY_ID, false, mark);
	}
	if (d->len > list) {
		der_wrap(d, DER_SEQUENCE, list);
		der_wrap(d, DER_CONTEXT_CONSTRUCTED | 3, list);
	}
}

/* A point, or a modulus, that is its key's name. */
static void add_key(struct der *d, const struct wanted *w)
{
	static const uint8_t e[] = { 1, 0, 1 };
	uint8_t point[65] = { 4 }, modulus[2048] = { 0xFF };

	memcpy(point + 1, w->key, strlen(w->key));
	memcpy(modulus + 1, w->key, strlen(w->key));
	if (w->rsa) {
		modulus[w->rsa / 8 - 1] = 1;
		spki_write_rsa(d, modulus, (size_t)w->rsa / 8, e, sizeof e);
	} else if (w->spki.len)
		der_raw(d, w->spki.b, w->spki.len);
	else
		spki_write_ec(d, KEY_P256, point, sizeof point);
}

static void add_algorithm(struct der *d, const struct wanted *w)
{
	der_value(d, DER_SEQUENCE, w->algorithm.b, w->algorithm.len);
}

static void add_tbs(struct der *d, const struct wanted *w)
{
	size_t mark = d->len, inner;

	add_extensions(d, w);
	add_key(d, w);
	der_raw(d, w->subject.b, w->subject.len);
	inner = d->len;
	time_write(d, NOW + w->to * TIME_DAY);
	time_write(d, NOW + w->from * TIME_DAY);
	der_wrap(d, DER_SEQUENCE, inner);
	der_raw(d, w->issuer.b, w->issuer.len);
	add_algorithm(d, w);
	der_small(d, 1);
	inner = d->len;
	der_small(d, 2);
	der_wrap(d, DER_CONTEXT_CONSTRUCTED, inner);
	der_wrap(d, DER_SEQUENCE, mark);
}

static bool read_flag(struct wanted *w)
{
	static const char *const names[] = { "ca", "nobasic", "noku", "noid", "critical", "forged" };
	bool *const to[] = { &w->ca, &w->nobasic, &w->noku, &w->noid, &w->critical, &w->forged };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(chain_word, names[i]) == 0)
			return *to[i] = true;
	return false;
}

static void read_word(struct wanted *w)
{
	const char *v;

	if (read_flag(w))
		return;
	if ((v = value_of("len")))
		w->len = (int)strtol(v, NULL, 10);
	else if ((v = value_of("rsa")))
		w->rsa = (int)strtol(v, NULL, 10);
	else if ((v = value_of("ku")))
		w->ku = (int)strtol(v, NULL, 10);
	else if ((v = value_of("from")))
		w->from = strtol(v, NULL, 10);
	else if ((v = value_of("to")))
		w->to = strtol(v, NULL, 10);
	else if ((v = value_of("dn")))
		w->subject = name_from(v);
	else if ((v = value_of("idn")))
		w->issuer = name_from(v);
	else if ((v = value_of("sig")))
		w->algorithm = hex(v);
	else if ((v = value_of("key")))
		w->spki = hex(v);
	else if ((v = value_of("ext")))
		w->more = hex(v);
	else if (!(w->eku = (v = value_of("eku")) ? v : w->eku, v) && !(w->san = (v = value_of("san")) ? v : w->san, v) &&
		 !(w->permit = (v = value_of("permit")) ? v : w->permit, v) && !(w->exclude = (v = value_of("exclude")) ? v : w->exclude, v))
		abort();
}

/* One certificate behind those that room holds. */
static void make_cert(char *words, uint8_t *room, size_t *len, size_t cap)
{
	static struct wanted w;
	uint8_t signature[64] = { 0 };
	struct der d;

	w = (struct wanted){ .len = -1, .ku = -1, .from = -10, .to = 10, .algorithm = hex("06082A8648CE3D040302") };
	while ((chain_word = strsep(&words, " "))) {
		if (!*chain_word)
			continue;
		if (!w.key)
			w.key = chain_word;
		else if (strcmp(chain_word, "by") == 0)
			w.by = strsep(&words, " ");
		else
			read_word(&w);
	}
	if (!w.key)
		abort();
	w.by = w.by ? w.by : w.key;
	if (!w.subject.len)
		w.subject = name_of_key(w.key);
	if (!w.issuer.len)
		w.issuer = name_of_key(w.by);
	if (w.ku < 0)
		w.ku = w.ca ? KU_KEY_CERT_SIGN : KU_DIGITAL_SIGNATURE;
	memcpy(signature, w.by, strlen(w.by));
	signature[63] = w.forged;
	der_init(&d, room + *len, cap - *len);
	der_bits(&d, signature, sizeof signature);
	add_algorithm(&d, &w);
	add_tbs(&d, &w);
	der_wrap(&d, DER_SEQUENCE, 0);
	if (d.overflow)
		abort();
	*len += der_finish(&d);
}

/* Certificates behind one another, in a room of exactly their size, which the caller frees. */
TAP_USED static struct view make_chain(const char *words)
{
	static uint8_t room[1 << 18];
	size_t len = 0;
	char *copy = strdup(words), *at = copy, *one;
	uint8_t *exact;

	while ((one = strsep(&at, ";")))
		if (one[strspn(one, " ")])
			make_cert(one, room, &len, sizeof room);
	free(copy);
	exact = malloc(len ? len : 1);
	memcpy(exact, room, len);
	return view_of(exact, len);
}

TAP_USED static void free_chain(struct view v)
{
	free((void *)(uintptr_t)(const void *)v.p);
}

/* The name of a key, 64 octets. */
TAP_USED static struct view key_name(const struct spki *key)
{
	return view_of((key->kind == KEY_RSA ? key->n.p : key->point.p) + 1, 64);
}

/* A signature is the name of the key that made it. */
static unsigned chain_checked;
TAP_USED static bool fake_verify(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature)
{
	(void)data;
	chain_checked++;
	return a == SIG_ECDSA_SHA256 && view_same(signature, key_name(key));
}

#endif
